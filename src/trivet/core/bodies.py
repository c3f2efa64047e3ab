"""Bodies: the organs of our own side, with their pillar, parent, life and successor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.names import Named
from trivet.core.records import Record


class Body(Named, Record):
    """An organ of our side (a ministry, a commission, a province's department, an embassy).

    `pillar` is a code of the profile. Organs are merged and renamed: `ends` and `successor` keep that.
    """

    pillar = models.SlugField(_("pillar"), blank=True, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parent")
    )
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("body"), _("bodies")
        ordering = ("name",)

    class Register:
        code = "bodies"
        caption = "name"
        featured = ("name", "pillar", "parent", "starts", "ends")
        search = ("name",)
        period = ("starts", "ends")
