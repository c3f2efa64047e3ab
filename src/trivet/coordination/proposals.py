"""Proposals to change another body's record: new values of its fields, accepted or declined by those who keep it."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trivet.core import actions
from trivet.core.access import access_of, restrict
from trivet.core.audit import tell
from trivet.core.columns import content
from trivet.core.drafts import Draft, apply
from trivet.core.history import attach, unit
from trivet.core.office import profile_begun
from trivet.core.records import Record
from trivet.core.register import Register, register_of, registers
from trivet.core.users import User
from trivet.core.validation import Codes, Invalid, Problem, check_rows
from trivet.values.dates import UncertainDate


class ChangeProposal(models.Model):
    """One proposal: which fields of which version of a record are to get which values, by whom and why.

    `values` are plain, as a draft takes them. Who may see it: its author and those who may change the record, as far
    as they may see the record today. The audit is told of each act on it.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "open")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
        DECLINED = "declined", pgettext_lazy("proposal", "declined")
        TAKEN_BACK = "taken-back", pgettext_lazy("proposal", "taken back")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    record = models.UUIDField()
    read_version = models.BigIntegerField()
    values = models.JSONField()
    reason = models.TextField(gettext_lazy("reason"))
    author = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["record", "status"]), models.Index(fields=["author", "status"])]
        ordering = ("-made_at", "pk")

    def __str__(self) -> str:
        return f"{self.register} {self.record} {self.status}"


_S = ChangeProposal.Status


def propose(record: Record, values: Mapping[str, Any], *, actor: User, reason: str, expected: int) -> ChangeProposal:
    """Propose other values for fields of a record that the actor may see and may not change.

    Raises NotAllowed, Invalid (nothing proposed, no reason, a value that the record would refuse), Conflict when the
    record is no longer the version that was read.
    """
    register, access = register_of(type(record)), access_of(actor)
    with unit(actor, reason.strip() or _("proposed")) as opened:
        row = _seen(register, record.uuid, actor)
        if not access.may("create"):
            raise actions.NotAllowed(_("Your role proposes no changes."))
        if restrict(register.model.objects.filter(pk=row.pk), access, "change").exists():
            raise _invalid(row, _("You may change this record yourself: no proposal is needed."))
        if row.version != expected:
            raise actions.Conflict(row, expected)
        _check(register, row, values, reason)
        plain = {name: _plain(value) for name, value in values.items()}
        made = ChangeProposal(register=register.code, record=row.pk, read_version=expected, values=plain)
        made.reason, made.author = reason.strip(), actor
        made.save(force_insert=True)
        _tell(opened, "propose", made)
    return made


def accept(proposal: ChangeProposal, *, actor: User, reason: str, expected: int) -> Any:
    """Write what was proposed by the ordinary verb; the version's reason has both names. Returns the record.

    `expected` is the version of the record that the actor had read. Raises NotAllowed (also for one's own proposal),
    Invalid when it is decided already or a value is refused, Conflict when the record was changed since.
    """
    with unit(actor, _accepted_words(proposal, actor, reason)) as opened:
        made = _open(proposal, actor)
        register = registers()[made.register]
        row = register.model.objects.get(pk=made.record)
        words = _accepted_words(made, actor, reason)
        kept = actions.change(row, Draft(dict(made.values)), actor=actor, reason=words, expected=expected)
        _decided(made, _S.ACCEPTED, actor, reason)
        _tell(opened, "accept", made)
    return kept


def decline(proposal: ChangeProposal, *, actor: User, reason: str) -> ChangeProposal:
    """Decline a proposal with a reason. Raises NotAllowed, Invalid without a reason or when it is decided already."""
    if not reason.strip():
        raise _invalid(proposal, _("Say why it is declined: the proposer reads it."))
    with unit(actor, reason) as opened:
        made = _open(proposal, actor)
        if not restrict(registers()[made.register].model.objects.filter(pk=made.record), actor, "change").exists():
            raise actions.NotAllowed(_("Only who may change the record decides on a proposal."))
        _decided(made, _S.DECLINED, actor, reason)
        _tell(opened, "decline", made)
    return made


def take_back(proposal: ChangeProposal, *, actor: User) -> ChangeProposal:
    """Take one's own open proposal back. Raises NotAllowed, Invalid when it is decided already."""
    with unit(actor, _("taken back")) as opened:
        made = ChangeProposal.objects.get(pk=proposal.pk)
        if made.author_id != actor.pk:
            raise actions.NotAllowed(_("Only who made a proposal takes it back."))
        _still_open(made)
        _decided(made, _S.TAKEN_BACK, actor, "")
        _tell(opened, "take-back", made)
    return made


def proposed(row: Any, proposal: ChangeProposal) -> Any:
    """A record as it would be with what is proposed; its parties must be at hand. Nothing is written."""
    register = registers()[proposal.register]
    told = copy.copy(row)
    known = {field.name for field in content(register)}
    apply(register, told, Draft({name: value for name, value in proposal.values.items() if name in known}))
    return told


def open_proposals(user: User | None = None) -> QuerySet[ChangeProposal]:
    """The proposals that nobody decided yet, without one's own; rights are for the caller to ask."""
    rows = ChangeProposal.objects.filter(status=_S.OPEN).order_by()
    return rows.exclude(author=user) if user else rows


def _seen(register: Register, record: UUID, actor: User) -> Any:
    row = restrict(register.model.objects.filter(pk=record), actor, "view").first()
    if row is None:
        raise actions.NotAllowed(_("There is no such record that you may see."))
    attach([row], None)
    return row


def _check(register: Register, row: Any, values: Mapping[str, Any], reason: str) -> None:
    """Refuse what the record would refuse, before anybody is asked to accept it."""
    known = {field.name for field in content(register)}
    problems = [Problem("", name, _("This field cannot be proposed.")) for name in values.keys() - known]
    if not values:
        problems.append(Problem("", "", _("Nothing was changed.")))
    if not reason.strip():
        problems.append(Problem("", "reason", _("Say why: the keeper decides by it.")))
    if not problems:
        told = copy.copy(row)
        apply(register, told, Draft(dict(values)))
        problems = check_rows([told], [""], codes=Codes(profile_begun()))
    if problems:
        raise Invalid(problems)


def _open(proposal: ChangeProposal, actor: User) -> ChangeProposal:
    """The proposal as it stands after the lock, still open and somebody else's."""
    made = ChangeProposal.objects.select_related("author").get(pk=proposal.pk)
    if made.author_id == actor.pk:
        raise actions.NotAllowed(_("Nobody decides on their own proposal."))
    _still_open(made)
    return made


def _still_open(made: ChangeProposal) -> None:
    if made.status != _S.OPEN:
        raise _invalid(made, _("It is decided already: %s.") % _S(made.status).label)


def _decided(made: ChangeProposal, status: str, actor: User, answer: str) -> None:
    made.status, made.decided_by, made.decided_at, made.answer = status, actor, timezone.now(), answer.strip()
    made.save(update_fields=["status", "decided_by", "decided_at", "answer"])


def _accepted_words(proposal: ChangeProposal, actor: User, reason: str) -> str:
    told = {"author": proposal.author.name, "actor": actor.name, "why": proposal.reason}
    words = _("%(why)s (proposed by %(author)s, accepted by %(actor)s)") % told
    return f"{words}: {reason.strip()}" if reason.strip() else words


def _tell(opened: Any, verb: str, made: ChangeProposal) -> None:
    fact = {"verb": verb, "register": made.register, "record": str(made.record), "fields": sorted(made.values)}
    tell(opened, [fact])


def _plain(value: Any) -> Any:
    """A value as a file keeps it and as a draft takes it again."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UncertainDate | Decimal | date | time | UUID) else value


def _invalid(row: Any, message: str) -> Invalid:
    return Invalid([Problem(str(row), "", message)])
