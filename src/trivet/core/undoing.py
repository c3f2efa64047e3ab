"""Taking a whole import back: at one moment none of it shows any more, however many transactions it takes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trivet.core import importing
from trivet.core.access import access_of, restrict
from trivet.core.actions import change_many, move_many
from trivet.core.drafts import Draft
from trivet.core.history import unit
from trivet.core.importing import NotNow, Told, claim, numbers, tell_of, untold
from trivet.core.imports import Import, ImportRow, pieces
from trivet.core.planned import CHANGED, NEW
from trivet.core.records import State
from trivet.core.register import Register, registers
from trivet.core.restoring import as_before
from trivet.core.storage import chunks
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.core.withheld import Withheld, seeing_withheld

#: So many records that stand in the way are named.
_NAMED = 100
_S = Import.State


def undo(one: Import, actor: User, reason: str, told: Told = untold) -> None:
    """Take a whole import back: its new records are withdrawn (drafts discarded), the changed ones as before.

    Beyond the rows of one transaction, the first sets the changed records back and hides the new ones, and the last
    shows them withdrawn; what was never complete never shows. Raises Invalid with the records that were written
    since, NotNow, NotAllowed.
    """
    check_undoable(one)
    register = registers()[one.register]
    written = one.rows.exclude(written=None)
    left, of = written.filter(undone=False), written.count()
    done = of - left.count()
    with seeing_withheld():
        _refuse_later(register, left)
        if one.state == _S.UNDOING or of - done > importing.WHOLE:
            if one.state == _S.COMMITTED:
                _hide(one, register, left, actor, reason)
            for piece in pieces(left.filter(kind=NEW), importing.PIECE, backwards=True):
                told(Import.Step.UNDO, done, of)
                with unit(actor, reason) as opened:
                    claim(one, _S.UNDOING, opened)
                    Withheld.objects.create(number=opened.number, whole=one)
                    _take_back(register, piece, actor, reason)
                done += len(piece)
        told(Import.Step.UNDO, done, of)
        _end(one, register, left, actor, reason)


def check_undoable(one: Import) -> None:
    """Raise NotNow unless there is something of the import to be undone."""
    if one.state not in {_S.WRITING, _S.COMMITTED, _S.UNDOING}:
        raise NotNow(_("This import is %s: there is nothing to undo.") % one.get_state_display())


def _hide(one: Import, register: Register, left: QuerySet[ImportRow], actor: User, reason: str) -> None:
    """Let nothing of a complete import show from one moment on: its changes are set back, its new records hidden."""
    with unit(actor, reason) as opened:
        claim(one, _S.UNDOING, opened)
        for piece in pieces(left.filter(kind=CHANGED), importing.PIECE, backwards=True):
            _set_back(register, piece, actor, reason)
        wrote = set(numbers(one).filter(kind=NEW).values_list("written", flat=True))
        known = set(Withheld.objects.filter(number__in=numbers(one)).values_list("number", flat=True))
        Withheld.objects.bulk_create([Withheld(number=n, released=n, whole=one) for n in wrote - known])
        Withheld.objects.filter(number__in=numbers(one)).update(again=opened.number)


def _end(one: Import, register: Register, left: QuerySet[ImportRow], actor: User, reason: str) -> None:
    """Undo what is left in one transaction; what was once complete shows as it is now."""
    with unit(actor, reason) as opened:
        never_showed = one.state != _S.COMMITTED and not Withheld.objects.filter(whole=one, again__gt=0).exists()
        claim(one, _S.UNDONE, opened)
        for piece in pieces(left.filter(kind=NEW), importing.PIECE, backwards=True):
            _take_back(register, piece, actor, reason)
        for piece in pieces(left.filter(kind=CHANGED), importing.PIECE, backwards=True):
            _set_back(register, piece, actor, reason)
        if never_showed:
            Withheld.objects.create(number=opened.number, whole=one)
        else:
            Withheld.objects.filter(whole=one, released=None).update(released=opened.number)
            Withheld.objects.filter(whole=one, again__gt=0).update(until=opened.number)
        tell_of(one, opened, "undo import")


def _take_back(register: Register, rows: list[ImportRow], actor: User, reason: str) -> None:
    """New records leave; where the actor may change them their keys become free for another import."""
    _refuse_later(register, ImportRow.objects.filter(pk__in=[row.pk for row in rows]))
    for some in chunks(row.record for row in rows):
        _leave(register, some, actor, reason)
    _mark_undone(rows)


def _leave(register: Register, ids: list[UUID], actor: User, reason: str) -> None:
    mine = restrict(register.model.objects.filter(pk__in=ids), access_of(actor), "change")
    keyed = list(mine.exclude(key=None).values_list("pk", flat=True))
    change_many(register.model, [Draft({"key": None}, uuid=pk) for pk in keyed], actor=actor, reason=reason)
    states = dict(register.model.objects.filter(pk__in=ids).values_list("pk", "state"))
    for step, fits in (("discard", {State.DRAFT}), ("withdraw", {State.IN_REVIEW, State.VERIFIED})):
        move_many(register.model, [pk for pk in ids if states[pk] in fits], step, actor=actor, reason=reason)


def _set_back(register: Register, rows: list[ImportRow], actor: User, reason: str) -> None:
    """Changed records get the content that they had before."""
    _refuse_later(register, ImportRow.objects.filter(pk__in=[row.pk for row in rows]))
    drafts = as_before(register, {row.record: row.written or 0 for row in rows})
    change_many(register.model, drafts, actor=actor, reason=reason)
    _mark_undone(rows)


def _mark_undone(rows: list[ImportRow]) -> None:
    for some in chunks(row.pk for row in rows):
        ImportRow.objects.filter(pk__in=some).update(undone=True)


def _refuse_later(register: Register, rows: QuerySet[ImportRow]) -> None:
    """Records that somebody wrote since the import stand in the way of undoing it."""
    problems: list[Problem] = []
    listed = rows.order_by("position").values_list("record", "written", "place", "caption")
    for some in chunks(listed.iterator(chunk_size=2_000)):
        now = dict(register.model.objects.filter(pk__in=[row[0] for row in some]).values_list("pk", "version"))
        problems += [
            Problem(place, "", _("%s was written since: set it right by hand first.") % (caption or record))
            for record, written, place, caption in some
            if now.get(record) != written
        ]
        if len(problems) >= _NAMED:
            break
    if problems:
        raise Invalid(problems[:_NAMED])
