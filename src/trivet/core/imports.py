"""Imports: a file that comes into a register, what it would do row by row, and how far it has come."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, ClassVar, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from trivet.core.users import User
from trivet.values.markings import Marking

#: Octets of a file that stand in one row of the table of files, and those that are read in memory.
_PIECE = 2**20


class Import(models.Model):
    """One file for one register. Beyond its first states it can be finished or undone, always whole.

    `choices` is what the person said (columns, keeper, marking, reason, source); `counts` the rows by kind;
    `first` and `last` the transactions that wrote it. `rows_sent` are the rows of the file, None while nobody has
    read them all.

    `asked` is the long work that was asked for and has not ended; `asked_by`, `asking` (reason, language and such)
    say by whom and how; `begun` counts how often it was begun. `step`, `done` and `of` tell how far it has come, and
    `failure` why the last long work ended before its end, in the language of who asked.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        PREPARED = "prepared", _("prepared")
        WRITING = "writing", _("not complete")
        COMMITTED = "committed", _("committed")
        UNDOING = "undoing", _("undo not complete")
        UNDONE = "undone", _("undone")

    class Work(models.TextChoices):
        NONE = "", ""
        PREPARE = "prepare", _("the file is being read")
        COMMIT = "commit", _("the import is being written")
        UNDO = "undo", _("the import is being undone")

    class Step(models.TextChoices):
        WAIT = "", _("waiting for its turn")
        READ = "read", _("reading the file")
        COMPARE = "compare", _("comparing with the record")
        TRY = "try", _("checking the rows")
        WRITE = "write", _("writing")
        UNDO = "undo", _("undoing")

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    keeper = models.ForeignKey("core.Body", models.PROTECT, null=True, related_name="+")
    marking = models.SmallIntegerField(default=Marking.PUBLIC)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    choices = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    rows_sent = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)
    asked = models.CharField(max_length=8, choices=Work, default=Work.NONE, blank=True, db_index=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asking = models.JSONField(default=dict)
    begun = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=8, choices=Step, default=Step.WAIT, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(null=True)
    failure = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class FilePiece(models.Model):
    """Some octets of the file of an import, in their order; they go once it is committed or undone."""

    whole = models.ForeignKey(Import, models.CASCADE, related_name="file")
    position = models.PositiveIntegerField()
    octets = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["whole", "position"], name="core_filepiece_place")]

    def __str__(self) -> str:
        return f"{self.whole_id} {self.position}"


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
        indexes = [
            models.Index(fields=["whole", "kind", "position"]),
            models.Index(fields=["whole", "position"]),
            models.Index(fields=["whole", "written"]),
            models.Index(fields=["whole", "record"]),
        ]

    def __str__(self) -> str:
        return self.place


def keep_file(one: Import, octets: Iterable[bytes]) -> None:
    """Keep the file of an import that is not stored yet, piece by piece, and with it the import."""
    sha, waiting, position = hashlib.sha256(), bytearray(), 0
    one.save(force_insert=True)
    for some in octets:
        sha.update(some)
        waiting += some
        while len(waiting) >= _PIECE:
            FilePiece.objects.create(whole=one, position=position, octets=bytes(waiting[:_PIECE]))
            position += 1
            del waiting[:_PIECE]
    if waiting:
        FilePiece.objects.create(whole=one, position=position, octets=bytes(waiting))
    one.sha256 = sha.hexdigest()
    one.save(update_fields=["sha256"])


@contextmanager
def opened(one: Import) -> Iterator[IO[bytes]]:
    """The file of an import, on disk unless it is small, for as long as the block runs."""
    with SpooledTemporaryFile(max_size=_PIECE) as file:
        for octets in one.file.order_by("position").values_list("octets", flat=True).iterator(chunk_size=1):
            file.write(bytes(octets))
        file.seek(0)
        yield cast("IO[bytes]", file)


def pieces(rows: models.QuerySet[ImportRow], size: int, *, backwards: bool = False) -> Iterator[list[ImportRow]]:
    """Rows of an import in their order, so many at a time; each piece is read when the one before was worked off."""
    order, beyond = ("-position", "position__lt") if backwards else ("position", "position__gt")
    some = list(rows.order_by(order)[:size])
    while some:
        yield some
        some = list(rows.filter(**{beyond: some[-1].position}).order_by(order)[:size])
