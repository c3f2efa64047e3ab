"""Sanitised copies: a record told again at a lower marking, linked to its source for those who may change that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import Access, access_of, restrict
from trivet.core.audit import tell
from trivet.core.drafts import Draft
from trivet.core.history import unit
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem


class SanitisedCopy(models.Model):
    """That a record was made out of a version of another one of its register; readers of the copy do not learn it."""

    register = models.CharField(max_length=40)
    source = models.UUIDField(db_index=True)
    source_version = models.BigIntegerField()
    copy = models.UUIDField(unique=True)
    made_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.register} {self.source} {self.source_version} → {self.copy}"


def make_copy(source: Record, draft: Draft, *, actor: User, reason: str, expected: int) -> Any:
    """Make a record of the same register at a lower marking, in review, and keep the link.

    Raises NotAllowed when the actor may not change the source or create the copy, Conflict when the source is no
    longer the version that was read, Invalid when the marking is not lower or a field is refused.
    """
    register = register_of(type(source))
    with unit(actor, reason) as opened:
        row = restrict(register.model.objects.filter(pk=source.pk), access_of(actor), "change").first()
        if row is None:
            raise actions.NotAllowed(_("Only who may change a record makes a copy of it at a lower marking."))
        if row.version != expected:
            raise actions.Conflict(row, expected)
        marking = draft.values.get("marking", 0)
        if not isinstance(marking, int) or marking >= row.marking:
            raise Invalid([Problem("", "marking", _("Choose a marking below that of the source."))])
        made = actions.create(register.model, draft, actor=actor, reason=reason, submit=True)
        kept = SanitisedCopy(register=register.code, source=row.pk, source_version=row.version, copy=made.pk)
        kept.made_by = actor
        kept.save(force_insert=True)
        tell(opened, [{"verb": "copy", "register": register.code, "record": str(row.pk), "fields": []}])
    return made


def still_holds(copy: SanitisedCopy, source: Record, *, actor: User) -> None:
    """Say that a copy is right for its source as it is now. Raises NotAllowed when the actor may not change that."""
    row: Any = restrict(type(source).objects.filter(pk=copy.source), access_of(actor), "change").first()
    if row is None:
        raise actions.NotAllowed(_("Only who may change the source says whether its copy still holds."))
    SanitisedCopy.objects.filter(pk=copy.pk).update(source_version=row.version)


def copies_around(standpoint: Standpoint, model: type[Record], record: UUID) -> list[tuple[SanitisedCopy, Any, bool]]:
    """The links in which a record is source or copy, for one who may change the source: link, source, moved on."""
    rows = SanitisedCopy.objects.filter(models.Q(source=record) | models.Q(copy=record)).order_by("pk")
    found = list(rows.select_related("made_by"))
    mine = restrict(model.objects.filter(pk__in=[one.source for one in found]), standpoint.access, "change")
    sources = {row.pk: row for row in mine} if found else {}
    return [
        (one, sources[one.source], sources[one.source].version != one.source_version)
        for one in found
        if one.source in sources
    ]


def copy_flags(model: type[Record], access: Access) -> dict[str, Exists]:
    """Of a record's row: whether it has a copy, or is one, for who may change the source; and whether that moved on."""
    sources = restrict(model.objects.filter(pk=OuterRef("source")), access, "change")
    linked = SanitisedCopy.objects.filter(models.Q(source=OuterRef("uuid")) | models.Q(copy=OuterRef("uuid")))
    moved = sources.exclude(version=OuterRef("source_version"))
    return {"has_copy": Exists(linked.filter(Exists(sources))), "copy_behind": Exists(linked.filter(Exists(moved)))}
