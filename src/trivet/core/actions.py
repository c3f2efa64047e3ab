"""The verbs: every write of a record, single and batch, with an actor and a reason; every surface calls these."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trivet.core.access import Access, access_of, restrict
from trivet.core.audit import tell
from trivet.core.drafts import Draft, Item, apply, misnamed, new_row
from trivet.core.editorial import MOVES, VERBS, step_problems, unverifiable
from trivet.core.entries import Entry
from trivet.core.history import assignments_of, attach, citations_of, unit
from trivet.core.records import FOREVER, Record, State
from trivet.core.register import Register, register_of
from trivet.core.sources import Citation, as_values
from trivet.core.storage import chunks, set_column
from trivet.core.succession import may_give, taken_over
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.core.writing import keep
from trivet.values.markings import Marking


class NotAllowed(Exception):
    """The actor may not do this; the message says which verb and, where the actor may see it, which record."""


class Conflict(Exception):
    """Somebody wrote the record in between: nothing was lost, both versions are named."""

    def __init__(self, record: Any, expected: int) -> None:
        self.record, self.expected = record, expected
        super().__init__(
            _("%(record)s was changed meanwhile: you read version %(yours)s, it is now version %(now)s.")
            % {"record": record, "yours": expected, "now": record.version}
        )


def create(model: type[Record], draft: Draft, *, actor: User, reason: str, submit: bool = False) -> Any:
    """A new record, as a draft or at once in review."""
    return create_many(model, [draft], actor=actor, reason=reason, submit=submit)[0]


def create_many(
    model: type[Record],
    drafts: Sequence[Draft],
    *,
    actor: User,
    reason: str,
    submit: bool = False,
    right: str = "create",
) -> list[Any]:
    """New records of one register in one transaction: all or none.

    `right` is what the actor needs in the keeper. Raises Invalid with every problem of every row, NotAllowed.
    """
    register, access = register_of(model), access_of(actor)
    with unit(actor, reason) as opened:
        _named(register, drafts)
        items = [Item(new_row(register, draft), draft, tuple(draft.values)) for draft in drafts]
        for item in items:
            item.row.author, item.row.state = actor, State.IN_REVIEW if submit else State.DRAFT
        for item in items:
            _allowed(_may_keep(access, item.row, right=right), "create", register)
        keep(opened, register, items, verb="create", new=True)
    return [item.row for item in items]


def change(
    record: Any, draft: Draft, *, actor: User, reason: str, expected: int | None = None, right: str = "change"
) -> Any:
    """Change a record; a verified one goes back to review. `expected` is the version the actor had read."""
    draft.uuid = record.uuid
    wanted = None if expected is None else {record.uuid: expected}
    return change_many(type(record), [draft], actor=actor, reason=reason, expected=wanted, right=right)[0]


def change_many(
    model: type[Record],
    drafts: Sequence[Draft],
    *,
    actor: User,
    reason: str,
    expected: dict[UUID, int] | None = None,
    right: str = "change",
) -> list[Any]:
    """Change records of one register (each draft names its uuid) in one transaction: all or none.

    `right` is what the actor needs on them: "act" for a room that asks further who may take a step of its own.
    Raises Invalid, NotAllowed, and Conflict when a record's version is not the expected one.
    """
    register, access = register_of(model), access_of(actor)
    with unit(actor, reason) as opened:
        rows = _held(register, [draft.uuid for draft in drafts], actor, right)
        _named(register, drafts)
        items = []
        for draft in drafts:
            row = rows[draft.uuid]  # type: ignore[index]
            _as_read(row, expected)
            changed = apply(register, row, draft)
            if changed:
                _allowed(_may_keep(access, row, moved="keeper" in changed), "change", register)
                if set(changed) - set(register.sealed):  # what the register's room alone writes is nobody's content
                    _touched(row, actor)
                items.append(Item(row, draft, tuple(changed)))
        keep(opened, register, items, verb="change", new=False)
    return [rows[draft.uuid] for draft in drafts]  # type: ignore[index]


def move(record: Any, name: str, *, actor: User, reason: str, expected: int | None = None) -> Any:
    """Take a record one step on in its editorial life (see MOVES); `expected` is the version the actor had read."""
    wanted = None if expected is None else {record.uuid: expected}
    return move_many(type(record), [record.uuid], name, actor=actor, reason=reason, expected=wanted)[0]


def move_many(
    model: type[Record],
    records: Sequence[UUID],
    name: str,
    *,
    actor: User,
    reason: str,
    expected: dict[UUID, int] | None = None,
) -> list[Any]:
    """Take records one step on. To verify needs a second person and a citation of high or medium confidence."""
    register, step = register_of(model), MOVES[name]
    with unit(actor, reason) as opened:
        rows = _held(register, records, actor, step.verb)
        for row in rows.values():
            _as_read(row, expected)
        problems = [p for row in rows.values() for p in step_problems(step, row)]
        if step.target == State.VERIFIED:
            problems += unverifiable(rows.values(), actor)
        if problems:
            raise Invalid(problems)
        for row in rows.values():
            row.state = step.target
        keep(opened, register, [Item(row, Draft(), ("state",)) for row in rows.values()], verb=name, new=False)
    return list(rows.values())


def hand_over(
    model: type[Record],
    to: dict[UUID, UUID],
    old: UUID,
    day: date,
    *,
    actor: User,
    reason: str,
    beside: dict[UUID, Draft] | None = None,
) -> list[Any]:
    """Put another body in the place of one that ends: as keeper, in its assignments, and where a record belongs to it.

    `to` says which body succeeds in which record; `beside` is what the register's room writes with it. Whoever heads or
    administers both bodies may, in what they may see. Author and state of a record stay: nobody touched its content.
    """
    register, access = register_of(model), access_of(actor)
    _allowed(all(may_give(access, body) for body in {old, *to.values()}), "decide", register)
    with unit(actor, reason) as opened:
        rows, items = _held(register, list(to), actor, "view"), []
        assigned = assignments_of(list(rows), None)
        for uuid, row in rows.items():
            draft = taken_over(row, assigned[uuid], old, to[uuid], day, (beside or {}).get(uuid, Draft()))
            if changed := apply(register, row, draft):
                items.append(Item(row, draft, tuple(changed)))
        keep(opened, register, items, verb="change", new=False)
    return list(rows.values())


def cite(record: Any, citation: dict[str, Any], *, actor: User, reason: str) -> Any:
    """Add a source to a record or one of its fields; a value that is not the record's own stands as a rival."""

    def with_new(row: Any, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [*listed, {"adopted": _is_own(row, citation), **citation}]

    return _recite(record, with_new, {}, actor, reason)


def adopt(record: Any, citation: Citation, *, actor: User, reason: str) -> Any:
    """Let the value one source gives for a field be the record's, with the reason; the others stay as rivals."""

    def adopted(row: Any, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not citation.field or citation.uuid not in [one["uuid"] for one in listed]:
            raise Invalid([Problem(str(row), "citations", _("This source gives no value for a field of it."))])
        for one in listed:
            if one["field"] == citation.field:
                one["adopted"] = one["uuid"] == citation.uuid
                one["reason"] = reason if one["adopted"] else one["reason"]
        return listed

    return _recite(record, adopted, {citation.field: citation.value}, actor, reason)


def redact(record: Any, marking: int, *, actor: User, reason: str) -> None:
    """Raise what a reader needs for the earlier versions of a record, when something in them should not be read."""
    _guard(record, marking, actor, reason, "redact", "verify", lambda old: old < marking)


def declassify(record: Any, marking: int, *, actor: User, reason: str) -> None:
    """Lower what a reader needs for the earlier versions of a record; nothing else ever lifts them."""
    _guard(record, marking, actor, reason, "declassify", "decide", lambda old: old > marking)


def _named(register: Register, drafts: Sequence[Draft]) -> None:
    problems = misnamed(register, drafts)
    if problems:
        raise Invalid(problems)


def _as_read(row: Any, expected: dict[UUID, int] | None) -> None:
    if expected and expected.get(row.uuid, row.version) != row.version:
        raise Conflict(row, expected[row.uuid])


def _may_keep(access: Access, row: Any, *, moved: bool = True, right: str = "create") -> bool:
    """Whether the actor may leave a record so: under a keeper where they may create, marked no higher than they see."""
    try:
        marking = int(row.marking)
    except (TypeError, ValueError):  # what is no number fails its own check
        marking = Marking.PUBLIC
    keeper = access.may(right, row.keeper_id) if row.keeper_id else access.everything
    return access.everything or (marking <= access.clearance and (keeper or not moved))


def _touched(row: Any, actor: User) -> None:
    row.author = actor
    if row.state == State.VERIFIED:
        row.state = State.IN_REVIEW


def _held(register: Register, records: Iterable[Any], actor: User, verb: str) -> dict[UUID, Any]:
    """The live rows, read after the lock, with their parties; NotAllowed when the actor may not do the verb on all."""
    wanted = list(dict.fromkeys(records))
    access: Access = access_of(actor)
    rows: dict[UUID, Any] = {}
    for start in range(0, len(wanted), 500):
        some = register.model.objects.filter(pk__in=wanted[start : start + 500])
        rows |= {row.uuid: row for row in restrict(some, access, verb)}
    _allowed(len(rows) == len(wanted), verb, register)
    attach(list(rows.values()), None)
    return {uuid: rows[uuid] for uuid in wanted}


def _allowed(yes: bool, verb: str, register: Register) -> None:
    if not yes:
        raise NotAllowed(
            _("You may not %(verb)s this in %(register)s, or it is not there.")
            % {"verb": VERBS.get(verb, verb), "register": register.code}
        )


def _recite(
    record: Any,
    edit: Callable[[Any, list[dict[str, Any]]], list[dict[str, Any]]],
    values: dict[str, Any],
    actor: User,
    reason: str,
) -> Any:
    with unit(actor, reason):
        row = _held(register_of(type(record)), [record.uuid], actor, "change")[record.uuid]
        listed = edit(row, [as_values(one) for one in citations_of([row.uuid], None)[row.uuid]])
        return change(record, Draft(values=values, citations=listed), actor=actor, reason=reason)


def _is_own(row: Any, citation: dict[str, Any]) -> bool:
    """Whether the value a source gives for a field is the record's; a list cannot be told from a text."""
    value = citation.get("value", "")
    column: Any = next((f for f in row._meta.local_concrete_fields if f.name == citation.get("field")), None)
    if column is None or value in ("", None):
        return True
    own = getattr(row, column.name)
    if column.many_to_one:
        return own is not None and str(value) in {str(own.pk), str(getattr(own, "key", "")), str(own)}
    try:
        return bool(column.to_python(value) == own)
    except ValidationError:
        return False


def _guard(
    record: Any, marking: int, actor: User, reason: str, verb: str, right: str, moves: Callable[[int], bool]
) -> None:
    """Move the guards of the earlier versions that the actor may read; the audit tells which."""
    register = register_of(type(record))
    with unit(actor, reason) as opened:
        row = _held(register, [record.uuid], actor, right)[record.uuid]
        if marking not in list(Marking):
            raise Invalid([Problem(str(row), "marking", _("There is no marking %s.") % marking)])
        old = row.Version.objects.filter(uuid=row.uuid, guard__lte=access_of(actor).clearance).exclude(vt=FOREVER)
        numbers = [number for number, guard in old.values_list("vf", "guard").order_by("vf") if moves(guard)]
        for some in chunks(numbers):
            set_column(row.Version.objects.filter(uuid=row.uuid, vf__in=some), guard=int(marking))
            set_column(Entry.objects.filter(record=row.uuid, vf__in=some), marking=int(marking))
        fact = {"verb": verb, "register": register.code, "record": str(row.uuid), "fields": [f"guard={int(marking)}"]}
        tell(opened, [fact | {"guard": int(marking), "versions": numbers}])
