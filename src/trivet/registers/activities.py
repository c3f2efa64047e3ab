"""Activities of leaders: visits out and in, multilateral meetings, events hosted, conferences at home, calls."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Part, Record


class Activity(Record):
    """One activity; a trip abroad is one activity with its legs. `visit_class` is a code of the profile."""

    class Kind(models.TextChoices):
        VISIT_OUT = "visit_out", _("visit abroad")
        VISIT_IN = "visit_in", _("visit received")
        MULTILATERAL_ABROAD = "multilateral_abroad", _("multilateral meeting abroad")
        HOSTED = "hosted", _("event hosted")
        HOME = "home", _("conference at home")
        CALL = "call", _("call")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    visit_class = models.SlugField(_("class"), max_length=30, blank=True, default="")
    leader = link("core.Person", _("leader"))
    post = link("core.Post", _("acting as"))
    also_post = link("core.Post", _("and as"))
    counterpart = link("core.Person", _("counterpart"))
    counterpart_role = models.CharField(_("counterpart's office"), max_length=200, blank=True, default="")
    partners = PartiesField(_("partners"))
    forum = link("core.Partner", _("forum"))
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    objective = link("registers.Objective", _("objective"))
    outcome = models.TextField(_("outcome"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("activity"), _("activities")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "activities"
        caption = "title"
        featured = ("title", "kind", "visit_class", "leader", "partners", "starts", "ends")
        search = ("title", "counterpart_role", "place", "outcome", "note")
        period = ("starts", "ends")
        parties = ("partners", "forum")
        place = "place"
        parts = ("legs",)
        calendar = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})


class Leg(Part):
    """One stage of a trip: a country or meeting, its class and days."""

    owner = models.ForeignKey(Activity, models.PROTECT, related_name="legs")
    partner = link("core.Partner", _("partner"))
    forum = link("core.Partner", _("forum"))
    visit_class = models.SlugField(_("class"), max_length=30, blank=True, default="")
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("leg"), _("legs")
