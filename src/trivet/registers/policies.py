"""Policy documents: the tree from resolution to plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.records import Record


class PolicyDocument(Record):
    """One document that gives direction; `parent` is the one it carries out, `successor` the one that replaced it."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", _("resolution")
        CONCLUSION = "conclusion", _("conclusion")
        DIRECTIVE = "directive", _("directive")
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

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.number, self.subject]))
