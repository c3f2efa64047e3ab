"""Steps in relations with a partner: recognition, establishment, legation, embassy, break, resumption."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class RelationStep(Record):
    """One step and its day. Which relations hold on a day is told by the register of relations, not counted here."""

    class Step(models.TextChoices):
        RECOGNISED = "recognised", _("recognised")
        CONSULAR = "consular", _("consular relations")
        ESTABLISHED = "established", _("relations established")
        LEGATION = "legation", _("legation opened")
        EMBASSY = "embassy", _("embassy opened")
        RAISED = "raised", _("raised to embassy")
        SEVERED = "severed", _("relations severed")
        INTERRUPTED = "interrupted", _("relations interrupted")
        RESUMED = "resumed", _("relations resumed")
        CLOSED = "closed", _("mission closed")
        REOPENED = "reopened", _("mission opened again")
        OTHER = "other", _("other step")

    partner = models.ForeignKey("core.Partner", models.PROTECT, related_name="+", verbose_name=_("partner"))
    step = models.CharField(_("step"), max_length=12, choices=Step)
    day = UncertainDateField(_("day"))
    heading = models.CharField(_("heading"), max_length=300, blank=True, default="")
    told = models.TextField(_("what is told of it"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("step in relations"), _("steps in relations")
        ordering = ("-day_earliest", "uuid")

    class Register:
        code = "relation-steps"
        caption = ("partner", "step", "day")
        featured = ("partner", "step", "day", "heading")
        search = ("heading", "told", "note")
        period = ("day", "day")
        parties = ("partner",)

    def __str__(self) -> str:
        return f"{self.partner}, {self.get_step_display()}, {self.day or '?'}"
