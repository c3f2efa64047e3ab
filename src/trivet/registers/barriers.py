"""Barriers: measures of partners that keep our goods and services from a market, and where they were raised."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Record


class Barrier(Record):
    """One measure of one partner against a product; it stands until it was lifted."""

    class Status(models.TextChoices):
        STANDING = "standing", pgettext_lazy("barrier", "standing")
        EASED = "eased", pgettext_lazy("barrier", "eased")
        LIFTED = "lifted", pgettext_lazy("barrier", "lifted")

    measure = models.CharField(_("measure"), max_length=300)
    product = models.CharField(_("product or service"), max_length=200)
    sector = models.SlugField(_("sector"), max_length=40, blank=True, default="")
    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True, default="")
    since = UncertainDateField(pgettext_lazy("barrier", "since"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.STANDING)
    lifted = UncertainDateField(_("lifted on"))
    raised_during = link("registers.Activity", _("raised during the activity"))
    raised_in = link("registers.Meeting", _("raised in the meeting"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("market barrier"), _("market barriers")
        ordering = ("-since_earliest", "uuid")

    class Register:
        code = "barriers"
        caption = ("measure", "partner")
        featured = ("measure", "product", "sector", "partner", "since", "status", "lifted")
        search = ("measure", "product", "legal_basis", "note")
        period = ("since", "lifted")
        parties = ("partner",)

    def __str__(self) -> str:
        return f"{self.measure}, {self.partner}"

    def clean(self) -> None:
        if self.lifted and self.status != self.Status.LIFTED:
            raise ValidationError({"lifted": _("Only what was lifted says since when.")})
