"""A run over a stream: its files row by row, in batches that are each written whole; killed, it is run again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trivet.core.history import unit
from trivet.core.register import registers
from trivet.core.uploads import Unreadable
from trivet.core.users import User
from trivet.core.validation import Problem
from trivet.intake.resolving import Resolver
from trivet.intake.streams.citing import cite, reason_of, source_of
from trivet.intake.streams.keeping import Kept, Taking
from trivet.intake.streams.mapping import Join, Section, Stream
from trivet.intake.streams.reading import File, Row, files_of, read_rows
from trivet.intake.streams.report import Report, Trouble
from trivet.intake.streams.shaping import Shape, Shaped
from trivet.intake.streams.taken import TakenRow
from trivet.intake.streams.templates import Cells

#: Rows that are written in one transaction.
BATCH = 1_000
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")

#: Is told the rows read so far and the file that is being read.
Told = Callable[[int, str], None]


class NoDay(ValueError):
    """A snapshot whose day nobody says, or one that is older than what was taken already."""


@dataclass
class Run:
    """One run. With `dry` everything is checked and counted, and nothing is written.

    actor: who imports. keeper: the body that keeps what is created. day: of the snapshot, for streams of snapshots;
    without it the day in the files' names.
    """

    stream: Stream
    paths: Sequence[Path]
    actor: User
    keeper: Any
    day: date | None = None
    dry: bool = False
    told: Told = lambda _rows, _file: None
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.stream.name, self.actor)
        self.reason = reason_of(self.stream.label)
        self.source = source_of(self.stream.name)
        self._beside: set[tuple[str, str]] = set()
        self._joined: dict[Join, dict[str, Cells]] = {}

    def go(self) -> Report:
        """Read all sections. Raises FileNotFoundError, Unreadable, NoDay, and what the verbs raise for the whole."""
        work = [(one, files_of(self.paths, one.reading.files)) for one in self.stream.sections]
        if not any(files for _section, files in work):
            wanted = ", ".join(sorted({name for one in self.stream.sections for name in one.reading.files}))
            raise Unreadable(_("no file here belongs to this stream; it reads %s") % wanted)
        shapes = [Shape.of(self.stream.name, section) for section, _files in work]
        if not self.dry:
            read = {file.name: file for _section, files in work for file in files}.values()
            cite(self.stream.name, self.stream.label, self.stream.source, read, self.actor, self.keeper)
        for shape, (_section, files) in zip(shapes, work, strict=True):
            if files:
                self._section(shape, files)
        return self.report

    def _section(self, shape: Shape, files: list[File]) -> None:
        section = shape.section
        register = registers()[section.register]
        day = self._snapshot(section, files) if section.gone else ""
        taking = Taking(
            self.stream.name,
            section.code,
            register,
            self.actor,
            self.reason,
            self.keeper,
            self._citation(),
            day,
            section.gone,
        )
        seen: dict[str, tuple[str, int]] = {}
        alike: dict[tuple[str, ...], str] = {}
        rows = read_rows(section.reading, files, self.paths, self._joined)
        for batch in _batches(rows):
            self._batch(shape, taking, batch, seen, alike)
            self.told(self.report.rows, batch[-1].file)
        if section.gone:
            with self._writing():
                self.report.closed += taking.close(set(seen))

    def _batch(
        self, shape: Shape, taking: Taking, rows: list[Row], seen: dict[str, Any], alike: dict[Any, str]
    ) -> None:
        good, places = [], {row.where: row for row in rows}
        if self.dry:  # what the batch before made of the catalogue was taken back
            self.resolver = Resolver(self.stream.name, self.actor)
        for row in rows:
            shaped = shape.shape(row, self.resolver)
            if shaped is None:
                self.report.skipped += 1
                continue
            self.report.rows += 1
            digest = hashlib.blake2b(shaped.item.told.encode(), digest_size=12).hexdigest() if shaped.item else ""
            key = shaped.key
            if key in seen:
                self._repeat(row, seen[key], digest)
                continue
            seen[key] = (digest, row.where)
            self._alike(shaped, alike)
            if self._fit(shaped):
                good.append(shaped)
        with self._writing():
            self._write(shape, taking, good, places)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction with actor and reason; in a dry run it is taken back at its end."""
        with transaction.atomic():
            with unit(self.actor, self.reason):
                yield
            if self.dry:
                transaction.set_rollback(True)

    def _write(self, shape: Shape, taking: Taking, good: list[Shaped], places: dict[str, Row]) -> None:
        self.resolver.create(actor=self.actor, reason=self.reason, keeper=self.keeper.pk if self.keeper else None)
        for name, made in shape.made.items():
            items = {one.made[name].key: one.made[name] for one in good if name in one.made}
            beside = Taking(
                self.stream.name,
                name,
                registers()[made.register],
                self.actor,
                self.reason,
                self.keeper,
                self._citation(),
            )
            kept = beside.keep(list(items.values()))
            for key in kept.created:
                if (made.register, key) not in self._beside:
                    self._beside.add((made.register, key))
                    self.report.beside[made.register] += 1
            self._tell(kept.problems, places)
        kept = taking.keep([one.item for one in good if one.item])
        self._tell(kept.problems, places)
        self._count(kept, len(good))

    def _count(self, kept: Kept, given: int) -> None:
        self.report.created += len(kept.created)
        self.report.changed += len(kept.changed)
        self.report.unchanged += len(kept.unchanged)
        self.report.refused += given - len(kept.created) - len(kept.changed) - len(kept.unchanged)

    def _fit(self, shaped: Shaped) -> bool:
        """Whether a row can be written; what is wrong with it is told, and what is odd."""
        self._tell(shaped.problems, {shaped.row.where: shaped.row})
        for trouble in shaped.troubles:
            self.report.error(trouble)
        for odd in shaped.noticed:
            self.report.notice(odd)
        for name, unresolved in shaped.asked.items():
            self.report.ask(name, unresolved)
        self.report.refused += shaped.item is None
        return shaped.item is not None

    def _repeat(self, row: Row, before: tuple[str, str], digest: str) -> None:
        self.report.repeated += 1
        if before[0] and digest and before[0] != digest:
            message = _("tells of the same as %s, but not the same: only the first is taken")
            self.report.error(Trouble(row.file, row.number, "", message % before[1]))

    def _alike(self, shaped: Shaped, alike: dict[Any, str]) -> None:
        if shaped.alike:
            first = alike.setdefault(shaped.alike, shaped.row.where)
            if first != shaped.row.where:
                message = _("perhaps the same as %s") % first
                self.report.notice(Trouble(shaped.row.file, shaped.row.number, "", message))

    def _tell(self, problems: Iterable[Problem], places: dict[str, Row]) -> None:
        for one in problems:
            row = places.get(one.where)
            self.report.error(Trouble(row.file if row else one.where, row.number if row else 0, one.field, one.message))

    def _citation(self) -> dict[str, Any] | None:
        return None if self.dry else {"source_id": self.source, "confidence": self.stream.confidence}

    def _snapshot(self, section: Section, files: list[File]) -> str:
        """The day of the snapshot. Raises NoDay."""
        told = {found for file in files for found in _DAY.findall(file.name)}
        if self.day is None and len(told) != 1:
            raise NoDay(
                _("this stream comes in snapshots: say the day of this one with --day, such as --day 2024-12-31")
            )
        day = self.day.isoformat() if self.day else next(iter(told))
        taken = TakenRow.objects.filter(stream=self.stream.name, section=section.code)
        newest = taken.order_by("-day").values_list("day", flat=True).first() or ""
        if day < newest:
            raise NoDay(
                _("this snapshot is of %(day)s, and one of %(newest)s was taken already")
                % {"day": day, "newest": newest}
            )
        return day


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
