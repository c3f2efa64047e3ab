"""Diplomatic relations: with whom, since when, and until when they were cut."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class DiplomaticRelation(Record):
    """That diplomatic relations with a partner exist in a period. Resumed relations are a record of their own."""

    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    established = UncertainDateField(_("established"))
    ended = UncertainDateField(_("ended"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("diplomatic relation"), _("diplomatic relations")
        ordering = ("-established_earliest", "uuid")

    class Register:
        code = "relations"
        caption = ("partner", "established")
        featured = ("partner", "established", "ended")
        search = ("note",)
        period = ("established", "ended")
        parties = ("partner",)

    def __str__(self) -> str:
        return f"{self.partner}, {self.established or '?'}"
