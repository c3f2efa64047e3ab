"""Commitments: what was signed or merely said in high-level activities, and what became of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import Record


class Commitment(Record):
    """One thing that one side or both undertook. The lead and the supporting bodies are its assignments.

    `first_due` is the target date as first set. It is moved by requests only: `due` is the date that stands.
    """

    class Kind(models.TextChoices):
        SIGNED = "signed", _("signed")
        MENTIONED = "mentioned", _("mentioned")

    class Status(models.TextChoices):
        REGISTERED = "registered", _("registered")
        IN_PROGRESS = "in-progress", _("in progress")
        DONE = "done", _("done")
        BLOCKED = "blocked", _("blocked")
        DROPPED = "dropped", _("dropped")

    class Cause(models.TextChoices):
        MONEY = "money", _("money")
        LAW = "law", _("law or procedure")
        PARTNER = "partner", _("the partner")
        BODY = "body", _("a body of ours")
        TEXT = "text", _("the text itself")
        OTHER = "other", _("other")

    statement = models.CharField(_("commitment"), max_length=400)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    partners = PartiesField(_("partners"))
    activity = link("registers.Activity", _("made during"))
    agreement = link("registers.Agreement", _("agreement"))
    field = models.CharField(_("field"), max_length=200, blank=True, default="")
    made = UncertainDateField(_("made on"), blank=False)
    first_due = UncertainDateField(_("first target date"))
    due = UncertainDateField(_("target date"), editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.REGISTERED)
    cause = models.CharField(_("blocked by"), max_length=10, choices=Cause, blank=True, default="")
    first_act = UncertainDateField(_("first act of carrying out"))
    done = UncertainDateField(_("done on"))
    indicator = models.CharField(_("measured by"), max_length=200, blank=True, default="")
    evidence = link("core.Source", _("evidence"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("commitment"), _("commitments")
        ordering = ("-made_earliest", "uuid")

    class Register:
        code = "commitments"
        caption = "statement"
        featured = ("statement", "kind", "partners", "made", "due", "status", "cause")
        search = ("statement", "field", "note")
        period = ("made", "done")
        parties = ("partners",)
        parts = ("milestones", "target_requests")
        sealed = ("due", "target_requests")

    def __str__(self) -> str:
        return self.statement

    def clean(self) -> None:
        if (self.status == self.Status.BLOCKED) != bool(self.cause):
            raise ValidationError({"cause": _("What is blocked, and only that, says by what.")})
        if (self.status == self.Status.DONE) != bool(self.done):
            raise ValidationError({"done": _("What is done, and only that, says since when.")})
