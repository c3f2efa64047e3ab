"""Trainings: courses for our side's officers, who gives them, how many places there are and who takes part."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Part, Record, marked
from trivet.values.markings import Marking


class Training(Record):
    """One course; the participants are officers, and `partner` is who offers it or where it is held."""

    marking = marked(Marking.INTERNAL)
    subject = models.CharField(pgettext_lazy("training", "subject"), max_length=300)
    provider = models.CharField(_("provider"), max_length=200, blank=True, default="")
    partner = link("core.Partner", _("partner"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    places = models.PositiveSmallIntegerField(_("number of places"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("staff", "training"), pgettext_lazy("staff", "trainings")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "trainings"
        caption = "subject"
        featured = ("subject", "provider", "partner", "place", "starts", "ends", "places")
        search = ("subject", "provider", "place", "note")
        period = ("starts", "ends")
        parties = ("partner",)
        place = "place"
        parts = ("participants",)

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})


class Participant(Part):
    """One officer who takes part, and what they came away with."""

    owner = models.ForeignKey(Training, models.PROTECT, related_name="participants")
    officer = models.ForeignKey("registers.Officer", models.PROTECT, related_name="+", verbose_name=_("officer"))
    result = models.CharField(_("result"), max_length=120, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("participant"), _("participants")
