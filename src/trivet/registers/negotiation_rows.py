"""The owned rows of negotiations: their rounds."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField
from trivet.core.records import Part
from trivet.registers.mechanism_rows import Level


class Round(Part):
    """One round of talks: where, at which level, with which result, and when the next was agreed for."""

    owner = models.ForeignKey("registers.Negotiation", models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(pgettext_lazy("round", "number"), null=True, blank=True)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True, default="")
    result = models.TextField(_("result"), blank=True, default="")
    following = UncertainDateField(_("next round agreed for"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("talks", "round"), pgettext_lazy("talks", "rounds")

    def clean(self) -> None:
        if self.starts and self.ends and self.starts.earliest > self.ends.latest:
            raise ValidationError({"ends": _("It ends before it starts.")})
