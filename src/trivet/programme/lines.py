"""Programme lines: what a body wants to do in the year, with whom, when, under whom and to what end."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record
from trivet.programme.programmes import Programme


class ProgrammeLine(Record):
    """One line, numbered by its keeper, the body that proposes it; its assignments say which pillar does what in it.

    `head` leads on our side, abroad or as host; `guest_rank` is the rank of the foreign head of a delegation received.
    `topic`, `visit_class` and `guest_rank` are codes of the profile. `status` is moved by the room's verbs only.
    """

    class Direction(models.TextChoices):
        OUT = "out", pgettext_lazy("programme", "delegation abroad")
        IN = "in", pgettext_lazy("programme", "delegation received")
        CONFERENCE = "conference", pgettext_lazy("programme", "conference in the country")
        AGREEMENT = "agreement", pgettext_lazy("programme", "agreement to sign")
        OTHER = "other", pgettext_lazy("programme", "other")

    class Funding(models.TextChoices):
        HOST = "host", _("the host pays")
        SELF = "self", _("each side pays its own")
        SHARED = "shared", _("shared")

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("programme", "proposed")
        APPROVED = "approved", pgettext_lazy("programme", "approved")
        REFUSED = "refused", pgettext_lazy("programme", "refused")
        MERGED = "merged", pgettext_lazy("programme", "merged")
        CANCELLED = "cancelled", pgettext_lazy("programme", "cancelled")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name=_("programme"))
    number = models.PositiveIntegerField(pgettext_lazy("line", "number"), null=True, blank=True)
    direction = models.CharField(pgettext_lazy("programme", "direction"), max_length=12, choices=Direction)
    title = models.CharField(_("title"), max_length=300)
    topic = models.SlugField(_("topic"), max_length=40, blank=True, default="")
    purpose = models.TextField(_("purpose"), blank=True, default="")
    requirements = models.TextField(_("requirements"), blank=True, default="")
    content = models.TextField(_("working content"), blank=True, default="")
    partners = PartiesField(_("partners"))
    country = link("core.Partner", _("country"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("planned start"))
    ends = UncertainDateField(_("planned end"))
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    head = link("core.Person", pgettext_lazy("programme", "head"))
    post = link("core.Post", _("acting as"))
    visit_class = models.SlugField(_("class"), max_length=30, blank=True, default="")
    guest_rank = models.SlugField(_("rank of the guest"), max_length=30, blank=True, default="")
    size = models.PositiveSmallIntegerField(_("persons"), null=True, blank=True)
    funding = models.CharField(_("funding"), max_length=8, choices=Funding, blank=True, default="")
    cost = models.DecimalField(_("estimated cost"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    result = models.TextField(_("expected result and what follows"), blank=True, default="")
    basis = models.TextField(_("legal basis"), blank=True, default="")
    combined_with = link("programme.ProgrammeLine", _("combined with"))
    ad_hoc = models.BooleanField(_("ad hoc"), default=False)
    ad_hoc_reason = models.TextField(_("reason of the ad hoc line"), blank=True, default="")
    objective = link("registers.Objective", _("objective"))
    activity = link("registers.Activity", _("activity that it became"))
    dossier = link("procedures.Dossier", _("dossier"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, blank=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("programme line"), _("programme lines")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "programme-lines"
        caption = "title"
        featured = ("number", "title", "direction", "partners", "starts", "ends", "head", "status")
        search = ("title", "purpose", "content", "place", "result", "note")
        period = ("starts", "ends")
        parties = ("partners", "country")
        place = "place"
        parts = ("leaders", "decisions")
        sealed = ("status", "decisions")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
        if self.days and self.days > 1 and self.starts and self.starts.exact and not self.ends:
            last = self.starts.earliest + timedelta(self.days - 1)
            raise ValidationError({"ends": _("Write the last day too: %s, by the number of days.") % last.isoformat()})
        if self.ad_hoc and not self.ad_hoc_reason.strip():
            raise ValidationError({"ad_hoc_reason": _("Say why it was not planned.")})
        if self.combined_with_id == self.uuid:
            raise ValidationError({"combined_with": _("A line is not combined with itself.")})


class SecondLeader(Part):
    """Another leader of our side who takes part."""

    owner = models.ForeignKey(ProgrammeLine, models.PROTECT, related_name="leaders")
    person = models.ForeignKey("core.Person", models.PROTECT, related_name="+", verbose_name=_("person"))
    post = link("core.Post", _("acting as"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("second leader"), _("second leaders")


class LineDecision(Part):
    """What was decided on a line, or on a finding about it: by whom, for which body, on which day and why.

    `rule` and `finding` name the finding that was decided on; `other` is another line that was part of it.
    """

    class Verdict(models.TextChoices):
        APPROVE = "approve", pgettext_lazy("programme", "approved")
        REFUSE = "refuse", pgettext_lazy("programme", "refused")
        CANCEL = "cancel", pgettext_lazy("programme", "cancelled")
        REOPEN = "reopen", pgettext_lazy("programme", "taken up again")
        MERGE = "merge", pgettext_lazy("programme", "merged")
        COMPLEMENT = "complement", pgettext_lazy("programme", "joined as a complement")
        KEEP = "keep", pgettext_lazy("programme", "kept as it is")

    owner = models.ForeignKey(ProgrammeLine, models.PROTECT, related_name="decisions")
    verdict = models.CharField(_("decision"), max_length=12, choices=Verdict)
    day = models.DateField(_("day"))
    body = link("core.Body", _("body"))
    actor = models.CharField(_("actor"), max_length=60)
    reason = models.TextField(_("reason"))
    rule = models.CharField(_("rule"), max_length=60, blank=True, default="")
    finding = models.CharField(_("finding"), max_length=16, blank=True, default="", db_index=True)
    other = link("programme.ProgrammeLine", _("other line"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("decision on a line"), _("decisions on lines")
