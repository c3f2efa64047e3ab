"""Investments: projects of companies from abroad, from the first interest to the end."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record
from trivet.values.numbers import is_currency


class Investment(Record):
    """One project; the investor is a company that is a partner, `partner` the country from which it comes."""

    class Status(models.TextChoices):
        INTEREST = "interest", pgettext_lazy("investment", "interest")
        MEMORANDUM = "memorandum", pgettext_lazy("investment", "memorandum")
        LICENSED = "licensed", pgettext_lazy("investment", "licensed")
        OPERATING = "operating", pgettext_lazy("investment", "operating")
        ENDED = "ended", pgettext_lazy("investment", "ended")

    title = models.CharField(pgettext_lazy("investment", "project"), max_length=300)
    investor = link("core.Partner", _("investor"))
    partner = link("core.Partner", _("comes from"))
    sector = models.SlugField(_("sector"), max_length=40, blank=True, default="")
    place = models.CharField(_("province or place"), max_length=200, blank=True, default="")
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.INTEREST)
    begun = UncertainDateField(_("first step on"))
    licensed = UncertainDateField(_("licensed on"))
    ended = UncertainDateField(_("ended"))
    agreement = link("registers.Agreement", _("agreement"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("investment"), _("investments")
        ordering = ("-begun_earliest", "uuid")

    class Register:
        code = "investments"
        caption = "title"
        featured = ("title", "investor", "sector", "place", "value", "currency", "status", "licensed")
        search = ("title", "place", "note")
        period = ("begun", "ended")
        parties = ("investor", "partner")
        place = "place"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        wrong = {}
        if not is_currency(self.currency):
            wrong["currency"] = _("Write the three capital letters of the currency, such as USD.")
        if self.licensed and self.status in (self.Status.INTEREST, self.Status.MEMORANDUM):
            wrong["licensed"] = _("Only what is licensed says since when.")
        if self.ended and self.status != self.Status.ENDED:
            wrong["ended"] = _("Only what has ended says since when.")
        if wrong:
            raise ValidationError(wrong)
