"""Then and now: what of a programme changed since an edition, by the kernel's two times; nothing was copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trivet.core.fields import EARLIEST, LATEST
from trivet.core.history import Difference, attach, differences
from trivet.core.records import FOREVER
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.programme.lines import ProgrammeLine, SecondLeader
from trivet.programme.programmes import ProgrammeEdition
from trivet.programme.reading import lines_of

_APPROVED = ProgrammeLine.Status.APPROVED
#: What the programme does not say of a line.
_NOT_CONTENT = {"key", "state", "marking", "need_to_know", "status", "activity", "dossier", "note", "programme"}
_DAYS = {"starts", "ends", "days"}
#: The owned rows that are compared too; a difference of them has people.
LEADERS = "leaders"


@dataclass(frozen=True)
class Changed:
    """One line that is not what it was: `kind` is added, removed, moved or changed; without `now` it is gone."""

    kind: str
    uuid: UUID
    then: Any
    now: Any
    fields: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """An edition beside the programme of now: how many lines each has for the reader, and what changed."""

    edition: ProgrammeEdition
    then: int
    now: int
    changed: tuple[Changed, ...]


def compare(standpoint: Standpoint, edition: ProgrammeEdition) -> Comparison:
    """What changed since an edition, as the reader of today may see it; only lines written since are read."""
    past = lines_of(_at(standpoint, edition.frozen), edition.owner_id).filter(status=_APPROVED)
    live = lines_of(standpoint, edition.owner_id)
    written = ProgrammeLine.objects.filter(version__gt=edition.frozen).values("pk")
    before = {row.uuid: row for row in attach(list(past.filter(uuid__in=written)), edition.frozen)}
    after = {row.uuid: row for row in attach(list(live.filter(version__gt=edition.frozen)), None)}
    _bring_leaders(before, after, edition.frozen)
    found = [one for uuid in {**before, **after} if (one := _changed(uuid, before.get(uuid), after.get(uuid)))]
    order = sorted(found, key=lambda one: (_KINDS.index(one.kind), str((one.now or one.then).starts or ""), one.uuid))
    same = live.filter(status=_APPROVED, version__lte=edition.frozen).count()
    now = sum(row.status == _APPROVED for row in after.values())
    return Comparison(edition, same + len(before), same + now, tuple(order))


def _bring_leaders(before: dict[UUID, Any], after: dict[UUID, Any], number: int) -> None:
    """The second leaders of lines as they were after a transaction and as they are, in one statement."""
    for row in (*before.values(), *after.values()):
        row.second = []
    for some in chunks({*before, *after}):
        for one in SecondLeader.objects.filter(owner__in=some, vt__gt=number).order_by("position", "row"):
            if one.vf <= number and one.owner_id in before:
                before[one.owner_id].second.append(one.person_id)
            if one.vt == FOREVER and one.owner_id in after:
                after[one.owner_id].second.append(one.person_id)


_KINDS = ("added", "removed", "moved", "changed")


def _at(standpoint: Standpoint, number: int) -> Standpoint:
    """The same reader's view as it was after a transaction."""
    then = Standpoint(standpoint.user)
    vars(then).update(access=standpoint.access, number=number)
    return then


def _changed(uuid: UUID, then: Any, now: Any) -> Changed | None:
    holds = now is not None and now.status == _APPROVED
    if then is None:
        return Changed("added", uuid, None, now) if holds else None
    if not holds:
        return Changed("removed", uuid, then, now)
    fields = tuple(_fields(then, now))
    if not fields:
        return None
    kind = "moved" if _DAYS & {one.field for one in fields} else "changed"
    return Changed(kind, uuid, then, now, fields)


def _fields(then: Any, now: Any) -> Iterator[Difference]:
    for one in differences(then, now):
        if one.field not in _NOT_CONTENT and not one.field.endswith((EARLIEST, LATEST)):
            yield one
    for name in register_of(ProgrammeLine).many_parties:
        before, after = ([partner.pk for partner in getattr(row, name)] for row in (then, now))
        if before != after:
            yield Difference(name, before, after)
    if then.second != now.second:
        yield Difference(LEADERS, then.second, now.second)
