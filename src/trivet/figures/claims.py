"""Claims: what a source says a figure is, kept beside the counts and never counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record

#: Open upper end of what a claim can mean.
ENDLESS = Decimal("Infinity")


class Qualifier(models.TextChoices):
    """How a text limits its number."""

    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")
    AT_MOST = "at_most", _("at most")
    VAGUE = "vague", _("no exact number")


class Claim(Record):
    """That a source says a figure has a value. Claims of other sources show where sources contradict each other."""

    class Modality(models.TextChoices):
        ACHIEVED = "achieved", _("achieved")
        EXPECTED = "expected", _("expected")

    title = models.CharField(_("in own words"), max_length=300, blank=True, default="")
    figure = models.CharField(_("figure"), max_length=60)
    partner = models.ForeignKey(
        "core.Partner", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    tier = models.CharField(_("tier"), max_length=80, blank=True, default="")
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=2, null=True, blank=True)
    of = models.DecimalField(_("out of"), max_digits=24, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    period = UncertainDateField(_("period"))
    modality = models.CharField(_("modality"), max_length=8, choices=Modality, default=Modality.ACHIEVED)
    source = models.ForeignKey("core.Source", models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("claim"), _("claims")
        ordering = ("-period_earliest", "uuid")

    class Register:
        code = "claims"
        caption = ("figure", "qualifier", "value", "period")
        featured = ("figure", "partner", "tier", "qualifier", "value", "unit", "period", "source")
        search = ("title", "figure", "note")
        period = ("period", "period")
        parties = ("partner",)

    def __str__(self) -> str:
        return f"{self.figure} {self.get_qualifier_display()} {self.value} ({self.period})"

    def as_claimed(self) -> Claimed:
        """The claim in the form that is checked."""
        return Claimed(
            figure=self.figure,
            partner=self.partner.key if self.partner else None,
            tier=self.tier or None,
            value=self.value,
            of=self.of,
            qualifier=self.qualifier,
            unit=self.unit if self.unit.isupper() else None,
            period=self.period.text if self.period else "",
            modality=self.modality,
        )


@dataclass(frozen=True)
class Quote:
    """Words of a file: offsets in code points of the file as read."""

    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Claimed:
    """A claim as read from a document. Values are in base units; `period` is EDTF text, `unit` an ISO 4217 code."""

    figure: str
    partner: str | None = None
    tier: str | None = None
    act: str | None = None
    value: Decimal | None = None
    of: Decimal | None = None
    qualifier: str | None = None
    unit: str | None = None
    period: str = ""
    period_inferred: bool = False
    modality: str = "achieved"
    quotes: tuple[Quote, ...] = field(default=())


def span(value: Decimal, qualifier: str | None) -> tuple[Decimal, Decimal]:
    """The counts that a claim can mean, both ends included.

    Nearly n is 0.95 n to n, about n is 0.95 n to 1.05 n; "more than n" begins at n here, because two sources that
    name the same number do not contradict each other.
    """
    low, high = value * Decimal("0.95"), value * Decimal("1.05")
    spans: dict[str, tuple[Decimal, Decimal]] = {
        Qualifier.MORE_THAN: (value, ENDLESS),
        Qualifier.AT_LEAST: (value, ENDLESS),
        Qualifier.AT_MOST: (Decimal(0), value),
        Qualifier.NEARLY: (low, value),
        Qualifier.ABOUT: (low, high),
    }
    return spans.get(qualifier or Qualifier.EXACT, (value, value))


def satisfied(counted: Decimal, value: Decimal, qualifier: str | None) -> bool:
    """Whether a count gives what a claim says; more than n needs a count above n."""
    if qualifier == Qualifier.MORE_THAN:
        return counted > value
    low, high = span(value, qualifier)
    return low <= counted <= high
