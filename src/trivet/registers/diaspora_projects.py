"""Projects at home of nationals and people of origin who live abroad."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record
from trivet.values.numbers import is_currency


class DiasporaProject(Record):
    """One project: who carries it out (an association, a company, a group), from which country, where at home."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("diaspora project", "planned")
        RUNNING = "running", pgettext_lazy("diaspora project", "running")
        ENDED = "ended", pgettext_lazy("diaspora project", "ended")

    title = models.CharField(pgettext_lazy("investment", "project"), max_length=300)
    who = models.CharField(_("carried out by"), max_length=200, blank=True, default="")
    partner = link("core.Partner", _("comes from"))
    place = models.CharField(_("province or place"), max_length=200, blank=True, default="")
    sector = models.SlugField(_("sector"), max_length=40, blank=True, default="")
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PLANNED)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("project of nationals abroad"), _("projects of nationals abroad")
        ordering = ("-starts_earliest", "uuid")

    class Register:
        code = "diaspora-projects"
        caption = "title"
        featured = ("title", "who", "partner", "place", "sector", "value", "currency", "status")
        search = ("title", "who", "place", "note")
        period = ("starts", "ends")
        parties = ("partner",)
        place = "place"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if not is_currency(self.currency):
            text = _("Write the three capital letters of the currency, such as USD.")
            raise ValidationError({"currency": text})
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
