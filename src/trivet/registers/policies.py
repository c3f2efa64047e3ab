"""Policy documents: the tree from congress line and resolution to plan."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class PolicyDocument(Record):
    """One document that gives direction; `parent` is the one it carries out, `successor` the one that replaced it.

    Of a restricted document often no more than its symbol is known here: `symbol_only` says so.
    """

    class Kind(models.TextChoices):
        LINE = "line", _("congress line")
        RESOLUTION = "resolution", _("resolution")
        CONCLUSION = "conclusion", _("conclusion")
        DIRECTIVE = "directive", _("directive")
        ACTION = "action", _("action programme")
        STRATEGY = "strategy", _("strategy")
        PROJECT = "project", _("project")
        REGULATION = "regulation", _("regulation")
        DECISION = "decision", _("decision")
        PROGRAMME = "programme", _("programme")
        PLAN = "plan", _("plan")

    number = models.CharField(_("number"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    issuer = models.ForeignKey(
        "core.Body", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issuer")
    )
    issued = UncertainDateField(_("issued"))
    ended = UncertainDateField(_("ended"))
    subject = models.CharField(_("subject"), max_length=400, blank=True, default="")
    demands = models.TextField(_("what it asks"), blank=True, default="")
    symbol_only = models.BooleanField(_("known by its symbol only"), default=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carries out")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("followed by")
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("policy document"), _("policy documents")
        ordering = ("-issued_earliest", "uuid")

    class Register:
        code = "policies"
        caption = ("number", "subject")
        featured = ("number", "kind", "issuer", "issued", "subject")
        search = ("number", "subject", "demands", "note")
        period = ("issued", "ended")
        parts = ("pillars", "clauses", "reviews")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.number, self.subject]))

    def clean(self) -> None:
        if self.symbol_only and (self.demands or self.subject):
            text = _("Leave subject and demands empty, or take away that only the symbol is known.")
            raise ValidationError({"symbol_only": text})
