"""Visits: the working file of a delegation abroad or received, beside the activity that the record will tell of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, TimeZoneField, UncertainDateField, link
from trivet.core.records import Record


class Visit(Record):
    """Who goes or comes, hour by hour, what it costs, what is signed and given.

    `activity` is what the record tells of the visit, `line` the line of the programme that planned it and `dossier`
    the way through its procedure. Times of day are told in `time_zone` (an IANA name), where a row names no other.
    `visit_class` and `guest_rank` are codes of the profile.
    """

    class Direction(models.TextChoices):
        OUT = "out", pgettext_lazy("programme", "delegation abroad")
        IN = "in", pgettext_lazy("programme", "delegation received")

    title = models.CharField(_("title"), max_length=300)
    direction = models.CharField(pgettext_lazy("programme", "direction"), max_length=4, choices=Direction)
    visit_class = models.SlugField(_("class"), max_length=30, blank=True, default="")
    guest_rank = models.SlugField(_("rank of the guest"), max_length=30, blank=True, default="")
    partners = PartiesField(_("partners"))
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    time_zone = TimeZoneField(_("time zone"))
    inviter = models.CharField(_("invited by"), max_length=200, blank=True, default="")
    covered = models.TextField(_("what the host covers"), blank=True, default="")
    security = models.CharField(_("security regime"), max_length=200, blank=True, default="")
    media = models.CharField(_("press"), max_length=200, blank=True, default="")
    line = link("programme.ProgrammeLine", _("programme line"))
    dossier = link("procedures.Dossier", _("dossier"))
    activity = link("registers.Activity", _("activity"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("visit file"), _("visit files")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "visits"
        caption = "title"
        featured = ("title", "direction", "visit_class", "partners", "starts", "ends", "place")
        search = ("title", "place", "inviter", "note")
        period = ("starts", "ends")
        parties = ("partners",)
        place = "place"
        parts = ("delegates", "hours", "texts", "gifts", "costs")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
