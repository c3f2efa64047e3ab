"""Indicators: numbers that others publish (trade, people abroad), with their period, unit and definition."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class Indicator(Record):
    """One published number, or a range. Values are in base units (dollars, people), never in millions.

    Without a partner it is about all of them. `coverage` names a part (students, workers); empty is general.
    """

    class Bound(models.TextChoices):
        EXACT = "exact", _("exact")
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        NEARLY = "nearly", _("nearly")
        ABOUT = "about", _("about")

    class Basis(models.TextChoices):
        ACTUAL = "actual", _("actual")
        FORECAST = "forecast", _("forecast")
        PARTIAL = "partial", _("part of a period")

    series = models.SlugField(_("series"), max_length=40)
    partner = models.ForeignKey(
        "core.Partner", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    coverage = models.CharField(_("coverage"), max_length=120, blank=True, default="")
    flow = models.SlugField(_("flow"), max_length=20, blank=True, default="")
    low = models.DecimalField(_("value, or lowest"), max_digits=24, decimal_places=2)
    high = models.DecimalField(_("highest"), max_digits=24, decimal_places=2, null=True, blank=True)
    bound = models.CharField(_("bound"), max_length=8, choices=Bound, default=Bound.EXACT)
    unit = models.CharField(_("unit"), max_length=20)
    period = UncertainDateField(_("period"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.ACTUAL)
    definition = models.TextField(_("definition"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("indicator"), _("indicators")
        ordering = ("-period_earliest", "uuid")

    class Register:
        code = "indicators"
        caption = ("series", "partner", "coverage", "flow", "period")
        featured = ("series", "partner", "coverage", "flow", "low", "high", "unit", "period", "basis")
        search = ("series", "coverage", "definition", "note")
        period = ("period", "period")
        parties = ("partner",)

    def __str__(self) -> str:
        told = [self.series, str(self.partner or ""), self.coverage, self.flow, str(self.period or "")]
        return ", ".join(filter(None, told))

    def clean(self) -> None:
        if self.high is not None and self.high < self.low:
            raise ValidationError({"high": _("The highest value is below the lowest.")})
