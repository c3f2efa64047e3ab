"""Reorganisations of our own organs: which body became what, on which day and by which decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Part, Record


class Reorganisation(Record):
    """One decision carried out: what orders it, and how many posts there were before and after."""

    class Kind(models.TextChoices):
        MERGE = "merge", pgettext_lazy("reorganisation", "merger")
        SPLIT = "split", pgettext_lazy("reorganisation", "split")
        RENAME = "rename", pgettext_lazy("reorganisation", "new name")
        MOVE = "move", pgettext_lazy("reorganisation", "move to another body")
        CREATE = "create", pgettext_lazy("reorganisation", "foundation")
        CLOSE = "close", pgettext_lazy("reorganisation", "closure")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    day = UncertainDateField(_("takes effect on"), blank=False)
    policy = link("registers.PolicyDocument", _("decided by the policy"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    posts_before = models.PositiveIntegerField(_("posts before"), null=True, blank=True)
    posts_after = models.PositiveIntegerField(_("posts after"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("reorganisation"), _("reorganisations")
        ordering = ("-day_earliest", "uuid")

    class Register:
        code = "reorganisations"
        caption = "title"
        featured = ("title", "kind", "day", "policy", "posts_before", "posts_after")
        search = ("title", "legal_basis", "note")
        period = ("day", "day")
        parts = ("bodies",)

    def __str__(self) -> str:
        return self.title


class ReorganisedBody(Part):
    """One body and what became of it: another one, or nothing where it was closed."""

    owner = models.ForeignKey(Reorganisation, models.PROTECT, related_name="bodies")
    body = models.ForeignKey("core.Body", models.PROTECT, related_name="+", verbose_name=_("body"))
    became = link("core.Body", _("became"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("reorganised body"), _("reorganised bodies")
