"""Tasks: what a body has to do, from a visit, a meeting, a commitment, a policy or a leader's word."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.fields import PartiesField, UncertainDateField, link
from trivet.core.records import FOREVER, Record
from trivet.registers.policy_rows import PolicyClause


class Task(Record):
    """One thing to do by a day. The one lead and the supporting bodies are its assignments; else its keeper leads.

    `clause` is the number of the clause of its policy, or of the conclusion of its decision, that it carries out.
    """

    class Kind(models.TextChoices):
        TASK = "task", pgettext_lazy("task", "task")
        THANKS = "thanks", pgettext_lazy("task", "letter of thanks")
        NOTICE = "notice", pgettext_lazy("task", "notice to a partner")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "open")
        IN_PROGRESS = "in-progress", pgettext_lazy("task", "in progress")
        DONE = "done", pgettext_lazy("task", "done")
        DROPPED = "dropped", pgettext_lazy("task", "dropped")

    title = models.CharField(_("task"), max_length=400)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TASK)
    partners = PartiesField(_("partners"))
    activity = link("registers.Activity", _("from the activity"))
    meeting = link("registers.Meeting", _("from the meeting"))
    commitment = link("registers.Commitment", _("for the commitment"))
    policy = link("registers.PolicyDocument", _("under the policy"))
    clause = models.CharField(_("under the clause"), max_length=40, blank=True, default="")
    instruction = link("registers.Instruction", _("from the instruction"))
    decision = link("coordination.Decision", _("from the decision"))
    objective = link("registers.Objective", _("objective"))
    given = UncertainDateField(_("given on"))
    due = UncertainDateField(_("due"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    done = UncertainDateField(_("done on"))
    indicator = models.CharField(_("measured by"), max_length=200, blank=True, default="")
    evidence = link("core.Source", _("evidence"))

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("register", "task"), pgettext_lazy("register", "tasks")
        ordering = ("-due_earliest", "uuid")

    class Register:
        code = "tasks"
        caption = "title"
        featured = ("title", "kind", "partners", "due", "status")
        search = ("title", "note")
        period = ("given", "due")
        parties = ("partners",)
        one_lead = True
        owed = ("due", "status", ("open", "in-progress"))

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if (self.status == self.Status.DONE) != bool(self.done):
            raise ValidationError({"done": _("What is done, and only that, says since when.")})
        # Which clauses there are is not told: they may be hidden from who asks.
        if self.clause and not self._clauses().exists():
            text = _("The policy or decision has no clause “%s”: write a number as its page has it.")
            raise ValidationError({"clause": text % self.clause})

    def _clauses(self) -> models.QuerySet[Any]:
        if self.decision_id is None:
            return PolicyClause.objects.filter(owner=self.policy_id, number=self.clause, vt=FOREVER)
        part: Any = Task._meta.get_field("decision").related_model._meta.get_field("conclusions").related_model
        found: models.QuerySet[Any] = part.objects.filter(owner=self.decision_id, number=self.clause, vt=FOREVER)
        return found
