"""Partnership frameworks: each act that set a partner's tier, with the document and the visit that declared it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class FrameworkAct(Record):
    """That relations with a partner were set to a tier. `tier` is a code of the profile; a sector narrows it."""

    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    tier = models.SlugField(_("tier"), max_length=40)
    sector = models.CharField(_("sector"), max_length=200, blank=True, default="")
    declared = UncertainDateField(_("declared"))
    ended = UncertainDateField(_("ended"))
    document = models.ForeignKey(
        "registers.Agreement", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    visit = models.ForeignKey(
        "registers.Activity", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("visit")
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("framework act"), _("partnership frameworks")
        ordering = ("-declared_earliest", "uuid")

    class Register:
        code = "frameworks"
        caption = ("partner", "tier", "sector")
        featured = ("partner", "tier", "sector", "declared")
        search = ("note", "sector")
        period = ("declared", "ended")
        parties = ("partner",)

    def __str__(self) -> str:
        return f"{self.partner}, {self.tier}"
