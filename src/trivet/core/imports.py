"""Imports: a file that comes into a register, what it would do row by row, and how far it has come."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.users import User
from trivet.values.markings import Marking


class Import(models.Model):
    """One file for one register. Beyond its first states it can be finished or undone, always whole.

    `choices` is what the person said (columns, keeper, marking, reason, source); `counts` the rows by kind;
    `first` and `last` the transactions that wrote it. The bytes go once it is committed or undone.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        PREPARED = "prepared", _("prepared")
        WRITING = "writing", _("not complete")
        COMMITTED = "committed", _("committed")
        UNDOING = "undoing", _("undo not complete")
        UNDONE = "undone", _("undone")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    keeper = models.ForeignKey("core.Body", models.PROTECT, null=True, related_name="+")
    marking = models.SmallIntegerField(default=Marking.PUBLIC)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    octets = models.BinaryField(default=bytes)
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What one row of a file would do, or did: its draft as plain values, and the transaction that wrote it."""

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        CONFLICT = "conflict", _("changed by others meanwhile")
        WRONG = "wrong", _("wrong")

    WRITABLE: ClassVar[tuple[str, ...]] = ("new", "changed")

    whole = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    place = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=Kind)
    record = models.UUIDField()
    expected = models.BigIntegerField(null=True)
    caption = models.CharField(max_length=400, blank=True)
    draft = models.JSONField(default=dict)
    #: Of a changed or conflicting row [field, before, after, now]; of a wrong one [place, field, message].
    told = models.JSONField(default=list)
    written = models.BigIntegerField(null=True)
    undone = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("position",)
        indexes = [models.Index(fields=["whole", "kind", "position"]), models.Index(fields=["whole", "written"])]

    def __str__(self) -> str:
        return self.place


def tell_choices(one: Import, **choices: Any) -> None:
    """Keep what the person said of an import."""
    one.choices = {**one.choices, **choices}
    one.save(update_fields=["choices", "keeper", "marking"])
