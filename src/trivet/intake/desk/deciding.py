"""What a person does with a proposal: accept it, as a new record or into one there is; reject, merge, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import access_of, restrict
from trivet.core.audit import tell
from trivet.core.drafts import Draft
from trivet.core.history import Unit, attach, citations_of, unit
from trivet.core.linked import links_to
from trivet.core.partners import Partner
from trivet.core.picking import Unclear, pick
from trivet.core.quoting import quote
from trivet.core.records import State
from trivet.core.register import Register, registers
from trivet.core.restoring import as_before
from trivet.core.sources import as_values
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.intake.desk.arriving import PROPOSALS
from trivet.intake.desk.proposal import Proposal, ProposalQuote, on_desks
from trivet.intake.proposing.comparing import differing
from trivet.intake.proposing.entries import Entry

_S = Proposal.Status


def accept(proposal: Proposal, draft: Draft, *, actor: User, reason: str) -> Any:
    """A new record with what the person left of the proposal, cited with its words; it stands in review.

    So a second person verifies it: whoever accepts is its author. Raises NotAllowed, Invalid, also when the proposal is
    decided already.
    """
    with unit(actor, reason) as opened:
        made = _open(proposal, actor)
        register = _register(made)
        draft.citations = [*(draft.citations or []), *_quoted(made)]
        row = actions.create(register.model, draft, actor=actor, reason=reason, submit=True)
        _decide(opened, made, _S.ACCEPTED, actor, reason, record=row.pk)
    return row


def accept_into(proposal: Proposal, record: UUID, *, actor: User, reason: str, expected: int) -> Any:
    """Cite a record there is with the words: what it lacks is filled, what it tells otherwise stands as a rival value.

    `expected` is the version of the record that the person had read. Raises NotAllowed, Invalid, Conflict.
    """
    with unit(actor, reason) as opened:
        made = _open(proposal, actor)
        register = _register(made)
        row = restrict(register.model.objects.filter(pk=record), actor, "change").first()
        if row is None:
            raise actions.NotAllowed(_("There is no such record that you may change."))
        attach([row], None)
        lacking, rivals = differing(_entry(made), register, made.values, row)
        cited = [as_values(one) for one in citations_of([row.pk], None)[row.pk]]
        quotes = _quoted(made)
        rivalling = [
            quotes[0] | {"field": name, "value": _text(told), "adopted": False} for name, told in rivals.items()
        ]
        draft = Draft(
            drafted(register, lacking, Standpoint(actor)), citations=[*cited, *(rivalling or quotes[:1]), *quotes[1:]]
        )
        kept = actions.change(row, draft, actor=actor, reason=reason, expected=expected)
        _decide(opened, made, _S.ACCEPTED, actor, reason, record=row.pk)
    return kept


def reject(proposal: Proposal, *, actor: User, reason: str) -> None:
    """It is wrong, or nothing for the record; how often that is so makes others of its kind less sure."""
    with unit(actor, reason or _("rejected")) as opened:
        _decide(opened, _open(proposal, actor), _S.REJECTED, actor, reason)


def merge(proposal: Proposal, into: Proposal, *, actor: User, reason: str = "") -> None:
    """Two tell one thing: the words of the first stand with the other, which is then decided for both."""
    with unit(actor, reason or _("merged")) as opened:
        made, other = _open(proposal, actor), _open(into, actor)
        if made.pk == other.pk or (made.keeper_id, made.marking) != (other.keeper_id, other.marking):
            raise _invalid(_("These two cannot be merged: they are one, or lie on different desks."))
        for one in made.quotes.all():
            told = {"source_id": one.source_id, "start": one.start, "end": one.end}
            ProposalQuote.objects.get_or_create(proposal=other, **told, defaults={"exact": one.exact})
        made.merged_into = other
        _decide(opened, made, _S.MERGED, actor, reason)


def undo(proposal: Proposal, *, actor: User, reason: str) -> None:
    """Lay a decided proposal on the desk again; what it wrote is taken back, unless somebody wrote there since.

    A new record, which stands in review, is withdrawn by who may verify it; one there was gets back what it said before
    by who may change it. Raises NotAllowed, Invalid, Conflict when the record was changed since.
    """
    with unit(actor, reason) as opened:
        made = _seen(proposal, actor)
        if made.status == _S.OPEN:
            raise _invalid(_("It is open: there is nothing to undo."))
        if made.status == _S.ACCEPTED:
            _take_back(made, actor, reason)
        if made.merged_into:
            own = {(one.source_id, one.start, one.end) for one in made.quotes.all()}
            for one in made.merged_into.quotes.all():
                if (one.source_id, one.start, one.end) in own:
                    one.delete()
        made.merged_into = made.record = made.written = None
        _decide(opened, made, _S.OPEN, actor, reason)


def _take_back(made: Proposal, actor: User, reason: str) -> None:
    register = _register(made)
    row = register.model.objects.filter(pk=made.record).first() if made.record else None
    if row is None or made.written is None:
        raise _invalid(_("The record is no longer there."))
    if row.version != made.written:
        raise actions.Conflict(row, made.written)
    before = as_before(register, {row.pk: made.written})
    if before:
        actions.change(row, before[0], actor=actor, reason=reason, expected=made.written)
    else:  # what stands in review is withdrawn by who may verify it
        actions.move(row, "discard" if row.state == State.DRAFT else "withdraw", actor=actor, reason=reason)


def drafted(register: Register, values: dict[str, Any], place: Standpoint) -> dict[str, Any]:
    """Plain values as a draft takes them: partners by key, people by name where the record knows one of it."""
    found: dict[str, Any] = {}
    for name, told in values.items():
        if name in register.many_parties:
            found[name] = [Partner.objects.get(pk=pick(place, Partner, key)) for key in told]
            continue
        target = links_to(register.model._meta.get_field(name))
        try:
            found[name] = pick(place, target, told) if target else told
        except Unclear:
            continue  # the person chooses who is meant
    return found


def _quoted(made: Proposal) -> list[dict[str, Any]]:
    """The words as citations, held against the kept text once more."""
    return [quote(one.source, one.exact, start=one.start) for one in made.quotes.select_related("source__content")]


def _seen(proposal: Proposal, actor: User) -> Proposal:
    made = on_desks(Standpoint(actor)).filter(pk=proposal.pk).select_related("merged_into").first()
    if made is None:
        raise actions.NotAllowed(_("There is no such proposal on your desk."))
    return made


def _open(proposal: Proposal, actor: User) -> Proposal:
    """The proposal as it stands after the lock, still open."""
    made = _seen(proposal, actor)
    if not access_of(actor).may("create", made.keeper_id):
        raise actions.NotAllowed(_("Who may create records for this body decides on its proposals."))
    if made.status != _S.OPEN:
        raise _invalid(_("It is decided already: %s.") % _S(made.status).label)
    return made


def _register(made: Proposal) -> Register:
    if not made.register or made.register not in registers():
        raise _invalid(_("No register takes this: write what is needed in the record itself, and reject it here."))
    return registers()[made.register]


def _entry(made: Proposal) -> Entry:
    if made.entry is None:
        raise _invalid(_("No register takes this: write what is needed in the record itself, and reject it here."))
    return made.entry


def _decide(opened: Unit, made: Proposal, status: str, actor: User, reason: str, record: UUID | None = None) -> None:
    made.status, made.decided_by, made.decided_at, made.reason = status, actor, timezone.now(), reason.strip()
    if record:
        made.record, made.written = record, opened.number
    made.save()
    tell(opened, [{"verb": status, "register": PROPOSALS, "record": str(made.pk), "fields": [made.rule]}])


def _text(told: Any) -> str:
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told)


def _invalid(message: str) -> Invalid:
    return Invalid([Problem("", "", message)])
