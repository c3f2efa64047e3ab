"""The verbs of notes: telling chosen bodies, and taking note for one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.notes import Acknowledgement, Note
from trivet.coordination.sides import acts_for, bodies_beside, is_sent
from trivet.core import actions
from trivet.core.access import access_of
from trivet.core.drafts import Draft
from trivet.core.history import Assignment, attach, unit
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row
from trivet.values.dates import moment


def tell(values: dict[str, Any], bodies: Iterable[UUID], *, actor: User, reason: str) -> Note:
    """Send a note to chosen bodies. Raises Invalid (no body is chosen, what the fields refuse), NotAllowed."""
    chosen = list(dict.fromkeys(bodies))
    if not chosen:
        raise Invalid([Problem("", "addressee", _("Choose the bodies that are told."))])
    assigned = [{"body_id": body, "role": Assignment.Role.INFORM} for body in chosen]
    told = {"written": moment(timezone.localdate()), **values}
    made: Note = actions.create(Note, Draft(told, assignments=assigned), actor=actor, reason=reason, submit=True)
    return made


def acknowledge(note: Note, *, actor: User, read: int) -> Note:
    """Take note, for every body that is told and that the actor acts for, of the version that was read.

    Raises NotAllowed when there is no such body, Conflict when the note was changed since that version.
    """
    with unit(actor, _("took note")):
        row, today = Note.objects.get(pk=note.pk), timezone.localdate()
        attach([row], None, parts=True)
        access, told = access_of(actor), bodies_beside(row, today)
        if acts_for(access, told) is None or not is_sent(row):
            raise actions.NotAllowed(_("Only who acts for a body that is told may take note."))
        if not Note.Version.objects.filter(uuid=row.pk, vf=read, title=row.title, text=row.text).exists():  # type: ignore[misc]
            raise actions.Conflict(row, read)
        mine = [body for body in told if access.may("act", body)]
        stands = standing(row)
        new = [
            {"body_id": body, "person": actor.username, "day": today, "read_version": read}
            for body in mine
            if body not in stands
        ]
        if not new:
            return row
        draft = Draft(parts={"acknowledgements": [*map(as_row, row.acknowledgements_rows), *new]}, sealed=True)  # type: ignore[attr-defined]
        kept: Note = actions.change(row, draft, actor=actor, reason=_("took note"), right="act")
        return kept


def standing(note: Any) -> set[UUID]:
    """The bodies that took note of what the note says now; its owned rows must be at hand. One statement."""
    kept = {one.read_version for one in note.acknowledgements_rows}
    same = note.Version.objects.filter(uuid=note.uuid, vf__in=kept, title=note.title, text=note.text)
    read = set(same.values_list("vf", flat=True))
    return {one.body_id for one in note.acknowledgements_rows if one.read_version in read}


def unacknowledged(notes: QuerySet[Note], bodies: Iterable[UUID], today: date) -> QuerySet[Note]:
    """Those notes of which one of some bodies that is told took no note yet, as the note stands now."""
    versions: QuerySet[Any] = Note.Version.objects.all()
    same = versions.filter(
        uuid=OuterRef("owner_id"),
        vf=OuterRef("read_version"),
        title=OuterRef("owner__title"),
        text=OuterRef("owner__text"),
    )
    taken = Acknowledgement.objects.at(None).filter(owner=OuterRef(OuterRef("uuid")), body=OuterRef("body"))
    told = Assignment.objects.at(None).filter(record=OuterRef("uuid"), body__in=list(bodies))
    told = told.filter(Q(ends_latest=None) | Q(ends_latest__gte=today)).exclude(Exists(taken.filter(Exists(same))))
    return notes.filter(Exists(told))
