"""Evacuations: nationals moved out of danger or brought home."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class Evacuation(Record):
    """One operation, or one state of a count that grows (`cumulative`); persons are numbers of people."""

    partner = models.ForeignKey(
        "core.Partner", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    cause = models.CharField(_("cause"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    low = models.PositiveIntegerField(_("persons, or fewest"))
    high = models.PositiveIntegerField(_("most persons"), null=True, blank=True)
    bound = models.CharField(_("bound"), max_length=8, blank=True, default="exact")
    flights = models.PositiveIntegerField(_("flights"), null=True, blank=True)
    cumulative = models.BooleanField(_("cumulative"), default=False)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("evacuation"), _("evacuations")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "evacuations"
        caption = ("partner", "place", "cause", "starts")
        featured = ("partner", "place", "cause", "starts", "ends", "low", "high")
        search = ("place", "cause", "note")
        period = ("starts", "ends")
        parties = ("partner",)
        place = "place"
        calendar = True

    def __str__(self) -> str:
        return ", ".join(filter(None, [str(self.partner or ""), self.place, self.cause, str(self.starts or "")]))
