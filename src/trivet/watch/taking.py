"""Takes roll calls in: rows of files become one table beside the record, whole or not at all, again and again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from trivet.core.aside import folder, table
from trivet.core.uploads import Unreadable
from trivet.core.users import User
from trivet.intake.resolving import LeftOut, Resolver, Unresolved
from trivet.intake.streams.citing import cite
from trivet.intake.streams.mapping import Reading
from trivet.intake.streams.reading import File, Row, files_of, read_rows
from trivet.intake.streams.report import Report, Trouble
from trivet.values.dates import UncertainDate, parse_date
from trivet.watch.ballots import Ballots, Vote
from trivet.watch.opening import COLUMNS, opened

#: After so many rows the one who looks on is told.
_TOLD_AFTER = 20_000
#: Letters of a cell that a roll call may have; and the octets that a row of such cells has at most.
_LONGEST, _OCTETS = 100_000, 2**22


@dataclass(frozen=True)
class _RollCall:
    """What the files tell of one roll call, as the table has it."""

    on: UncertainDate
    cells: tuple[Any, ...]


@dataclass
class TakingBallots:
    """One run over the files of a set. With `dry` everything is checked and counted, and nothing is written.

    actor: who takes them in; partners that they may not see are not there. keeper: the body that keeps the source.
    What an earlier run took and these files do not tell stays; a vote that they tell otherwise is changed.
    """

    ballots: Ballots
    paths: Sequence[Path]
    actor: User
    keeper: Any
    dry: bool = False
    told: Callable[[int, str], None] = lambda _rows, _file: None
    report: Report = field(default_factory=Report)

    def go(self) -> Report:
        """Read, check and write. Raises FileNotFoundError, Unreadable, and what citing the source raises."""
        ballots, votes = self.ballots, self._files(self.ballots.votes.files)
        if not votes:
            wanted = ", ".join(ballots.votes.files)
            raise Unreadable(_("no file here belongs to this stream; it reads %s") % wanted)
        calls = self._roll_calls()
        with TemporaryDirectory() as work:
            plain = Path(work) / "votes.jsonl"
            with plain.open("w", encoding="utf-8") as out:
                out.writelines(
                    f"{json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False)}\n"
                    for row in self._votes(votes, calls)
                )
            with opened(table(ballots.name)) as book:
                self._hold(book, plain)
                if not self.dry:
                    self._cite(votes)
                    if self.report.created or self.report.changed:
                        self._keep(book)
        return self.report

    def _cite(self, read: list[File]) -> None:
        told = self.ballots
        read = [*read, *self._files(told.roll_calls.files), *(self._files(told.issues.files) if told.issues else ())]
        cite(told.name, told.label, told.source, read, self.actor, self.keeper)

    def _files(self, patterns: Iterable[str]) -> list[File]:
        """The files of one part: of those that were named themselves, too, only the ones that fit."""
        wanted = set(patterns)
        fit = {name for one in wanted for name in (one, f"{one}.gz")}
        return [file for file in files_of(self.paths, wanted) if Path(file.name).name in fit]

    def _rows(self, files: Iterable[File], *needed: str) -> Iterator[Row]:
        """The rows of some files. Raises Unreadable when one of them has not the columns that are needed."""
        for file in files:
            for row in read_rows(Reading(files=(), format="csv"), [file], self.paths):
                missing = [name for name in needed if name not in row.cells]
                if missing:
                    told = {"file": file.name, "columns": ", ".join(missing)}
                    raise Unreadable(_("%(file)s has no column %(columns)s") % told)
                yield row

    def _roll_calls(self) -> dict[str, _RollCall]:
        """Every roll call by its number; one whose day cannot be read is an error and has no votes."""
        told, found, issues = self.ballots.roll_calls, dict[str, _RollCall](), self._issues()
        for row in self._rows(self._files(told.files), told.roll_call, told.day):
            number, day = row.cells[told.roll_call].strip(), row.cells[told.day].strip()
            if not number or number in found:
                words = _("this roll call stands here twice") if number else _("This is needed.")
                self._error(row, told.roll_call, words)
                continue
            try:
                on = parse_date(date.fromisoformat(day).isoformat())
            except ValueError:
                self._error(row, told.day, _("“%s” is no day: write it as 1979-12-02") % day)
                continue
            cells = [row.cells.get(name, "").strip() if name else "" for name in self._texts]
            if max(map(len, (number, *cells))) > _LONGEST:
                self._error(row, told.roll_call, _("a cell has more than %s letters") % _LONGEST)
                continue
            found[number] = _RollCall(on, (number, *cells, issues.get(number, []), on.text))
        return found

    @property
    def _texts(self) -> tuple[str, ...]:
        told = self.ballots.roll_calls
        return told.session, told.symbol, told.subject, told.words

    def _issues(self) -> dict[str, list[str]]:
        told, found = self.ballots.issues, dict[str, list[str]]()
        if told is None:
            return found
        for row in self._rows(self._files(told.files), told.roll_call, told.issue):
            number, issue = row.cells[told.roll_call].strip(), row.cells[told.issue].strip()
            if number and issue and issue not in found.setdefault(number, []):
                found[number].append(issue)
        return found

    def _votes(self, files: Iterable[File], calls: dict[str, _RollCall]) -> Iterator[tuple[Any, ...]]:
        """The rows that go into the table; of every other row is told what is wrong with it."""
        resolver, told = Resolver(self.ballots.name, self.actor), self.ballots.votes
        for row in self._rows(files, told.roll_call, told.partner, told.vote):
            self.report.rows += 1
            if self.report.rows % _TOLD_AFTER == 0:
                self.told(self.report.rows, row.file)
            call = calls.get(row.cells[told.roll_call].strip())
            vote = self._vote(row)
            if call is None:
                self._refuse(row, told.roll_call, _("no roll call has this number"))
            elif not (name := row.cells[told.partner].strip()):
                self._refuse(row, told.partner, _("This is needed."))
            elif vote is not None:
                found = resolver.partner(name, call.on)
                if isinstance(found, LeftOut):
                    self.report.skipped += 1
                elif isinstance(found, Unresolved):
                    self.report.refused += 1
                    self.report.ask(found.text, found)
                else:
                    yield *call.cells, found.key, name, vote, row.file, row.number

    def _vote(self, row: Row) -> Vote | None:
        told = self.ballots.votes
        written = row.cells[told.vote].strip()
        vote = told.words.get(written)
        if vote is None:
            words = _("“%(written)s” is no vote: one of %(known)s")
            self._refuse(row, told.vote, words % {"written": written, "known": ", ".join(told.words)})
        return vote

    def _hold(self, book: duckdb.DuckDBPyConnection, plain: Path) -> None:
        """Hold the rows against each other and against what was taken before, and count."""
        read = book.read_json(str(plain), columns=COLUMNS, format="newline_delimited", maximum_object_size=_OCTETS)
        read.create_view("read")
        book.execute(_TOLD).fetchall()
        self._repeated(book)
        book.execute("DELETE FROM told WHERE turn > 1").fetchall()
        [counted] = book.execute(_COUNT).fetchall()
        self.report.created, self.report.changed, self.report.unchanged = counted

    def _keep(self, book: duckdb.DuckDBPyConnection) -> None:
        """Write the table of what was told now and of what stays from before; it appears only when complete."""
        place = folder() / table(self.ballots.name).name
        part = place.with_name(f"{place.stem}.{os.getpid()}.part")
        try:
            book.sql(_BOTH).write_parquet(str(part), compression="zstd")
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)

    def _repeated(self, book: duckdb.DuckDBPyConnection) -> None:
        """A vote that is told twice is one; where the second says something else, it is refused."""
        again = book.execute(_AGAIN).fetchall()
        for file, number, vote, first_vote, first_file, first_row in again:
            where = {"file": first_file, "row": first_row}
            if vote == first_vote:
                self.report.repeated += 1
                self.report.notice(Trouble(file, number, "", _("the same vote as in %(file)s row %(row)s") % where))
            else:
                self.report.refused += 1
                words = _(
                    "%(file)s row %(row)s tells another vote of the same partner in this roll call: that one stands"
                )
                self.report.error(Trouble(file, number, self.ballots.votes.vote, words % where))

    def _refuse(self, row: Row, name: str, words: str) -> None:
        self.report.refused += 1
        self._error(row, name, words)

    def _error(self, row: Row, name: str, words: str) -> None:
        self.report.error(Trouble(row.file, row.number, name, words))


#: The rows of the files, those of one vote numbered in the order of the files.
_TOLD = """
CREATE TABLE told AS
SELECT *, row_number() OVER (PARTITION BY roll_call, partner ORDER BY file, row) AS turn FROM read
"""
_AGAIN = """
SELECT later.file, later.row, later.vote, first.vote, first.file, first.row
FROM told AS later JOIN told AS first USING (roll_call, partner)
WHERE later.turn > 1 AND first.turn = 1 ORDER BY later.file, later.row
"""
#: Where in the files a vote stands is no part of what it tells.
_COUNT = """
WITH held AS (
    SELECT votes.partner IS NULL AS fresh,
        row(told.session, told.symbol, told.subject, told.words, told.issues, told.day, told.name, told.vote)
        IS NOT DISTINCT FROM
        row(votes.session, votes.symbol, votes.subject, votes.words, votes.issues, votes.day, votes.name, votes.vote)
        AS same
    FROM told LEFT JOIN votes USING (roll_call, partner)
)
SELECT count(*) FILTER (fresh), count(*) FILTER (NOT fresh AND NOT same), count(*) FILTER (NOT fresh AND same) FROM held
"""
_BOTH = """
SELECT * EXCLUDE (turn) FROM told UNION ALL BY NAME SELECT * FROM votes ANTI JOIN told USING (roll_call, partner)
ORDER BY day, roll_call, partner
"""
