"""Contributions to common issues: money, goods and people for climate, peace, security, health and relief."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class Contribution(Record):
    """One contribution; `issue` is a code of the profile. Money stands in base units, never in millions."""

    title = models.CharField(_("what"), max_length=300)
    issue = models.SlugField(_("issue"), max_length=40)
    through = link("core.Partner", _("through the organisation"))
    partners = PartiesField(_("for the partners"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    money = models.DecimalField(_("amount of money"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    people = models.PositiveIntegerField(_("people deployed"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("contribution"), _("contributions")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "contributions"
        caption = "title"
        featured = ("title", "issue", "through", "partners", "starts", "ends", "people", "money", "currency")
        search = ("title", "unit", "result", "note")
        period = ("starts", "ends")
        parties = ("partners", "through")
        place = "place"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        wrong: dict[str, Any] = {}
        if self.currency and not (len(self.currency) == 3 and self.currency.isalpha() and self.currency.isupper()):
            wrong["currency"] = _("A currency is written by its three letters, such as USD.")
        for number, unit in (("money", "currency"), ("quantity", "unit")):
            if getattr(self, number) is None and getattr(self, unit):
                wrong[unit] = _("It belongs to a number, and none is told.")
            elif getattr(self, number) is not None and not getattr(self, unit):
                wrong[number] = _("A number says of what it is: a currency or a unit.")
        if wrong:
            raise ValidationError(wrong)
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
