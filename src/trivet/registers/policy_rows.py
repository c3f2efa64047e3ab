"""The owned rows of policy documents: the pillars they speak to, their clauses, and their reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import UncertainDateField, link
from trivet.core.records import Part


class PolicyPillar(Part):
    """One pillar that the document speaks to; `pillar` is a code of the profile."""

    owner = models.ForeignKey("registers.PolicyDocument", models.PROTECT, related_name="pillars")
    pillar = models.SlugField(_("pillar"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("pillar it speaks to"), _("pillars it speaks to")


class PolicyClause(Part):
    """One clause: its number as the document has it (tasks name the clause by it), its words, and what it asks."""

    owner = models.ForeignKey("registers.PolicyDocument", models.PROTECT, related_name="clauses")
    number = models.CharField(_("number"), max_length=40)
    text = models.TextField(pgettext_lazy("clause", "text"), blank=True, default="")
    asks = models.TextField(_("what it asks"), blank=True, default="")
    objective = link("registers.Objective", _("objective"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("clause"), _("clauses")


class PolicyReview(Part):
    """One review of how the document is carried out: when it falls due, when it was held, what it found."""

    class Cycle(models.TextChoices):
        INTERIM = "interim", _("interim review")
        FINAL = "final", _("final stock-taking")

    owner = models.ForeignKey("registers.PolicyDocument", models.PROTECT, related_name="reviews")
    cycle = models.CharField(_("cycle"), max_length=8, choices=Cycle, default=Cycle.INTERIM)
    due = UncertainDateField(_("due"))
    held = UncertainDateField(_("held on"))
    finding = models.TextField(pgettext_lazy("review", "finding"), blank=True, default="")
    source = link("core.Source", _("source"))

    class Meta(Part.Meta):
        verbose_name, verbose_name_plural = _("review of the policy"), _("reviews of the policy")
