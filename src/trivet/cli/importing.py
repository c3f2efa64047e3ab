"""Take in other people's data: rows of files become records by a mapping, again and again."""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from trivet.cli.shared import WrongCall, acting_user, day, say, say_json
from trivet.core.access import access_of
from trivet.core.bodies import Body
from trivet.core.office import office
from trivet.core.users import User
from trivet.intake.streams.answering import answer
from trivet.intake.streams.mapping import Stream, bundled, load_stream
from trivet.intake.streams.report import Report, Trouble
from trivet.intake.streams.running import Run, Told
from trivet.watch.ballots import Ballots, find_ballots
from trivet.watch.ballots import bundled as bundled_ballots
from trivet.watch.taking import TakingBallots

EXAMPLES = (
    "trivet import --as historyatstate-visits visits/",
    "trivet import --as wikidata-embassies database_of_embassies_2022-05-17.csv.gz --dry-run",
    "trivet import --as our-visits.toml visits.xlsx --user lan",
    "trivet import --as un-votes votes/",
    'trivet import --as uk-treaties uk.jsonl.gz --answer "TRUCIAL STATES=ARE"',
    "trivet import --as uk-treaties uk.jsonl.gz --answers answers.csv --json",
)
#: So many errors and names are shown to people; --json tells all.
_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    known = ", ".join([*bundled(), *bundled_ballots()])
    parser.add_argument(
        "--as", dest="stream", required=True, help=_("a mapping: %s, or the path of a .toml file") % known
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar=_("PATH"), help=_("files, or folders that hold them"))
    parser.add_argument("--dry-run", action="store_true", help=_("check and count everything, write nothing"))
    parser.add_argument("--keeper", default="", help=_("key of the body that keeps what is created"))
    parser.add_argument("--day", help=_("the day of a snapshot whose files do not name it"))
    answer = _("what a name means: NAME=KEY of a partner, or NAME= to leave it out; it is remembered")
    parser.add_argument("--answer", action="append", default=[], metavar=_("NAME=KEY"), help=answer)
    parser.add_argument("--answers", type=Path, help=_("a CSV file of such answers, with the columns name and key"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))


def run(args: argparse.Namespace) -> int:
    """Run the stream and tell what it did. 1 when rows were refused, 0 otherwise."""
    office()
    stream = find_ballots(args.stream) or load_stream(args.stream)
    actor = acting_user(args) or User.objects.get(is_installation=True)
    keeper = _keeper(args.keeper, actor)
    for name, key in _answers(args):
        answer(stream.name, name, key, actor=actor, keeper=keeper)
    while True:
        with _progress(stream.label, quiet=args.json) as told:
            report = _taken(stream, args, actor, keeper, told)
        if args.json or not sys.stdin.isatty() or not _ask(stream.name, report, actor, keeper):
            break
    if args.json:
        say_json(report.as_json())
    else:
        _tell(report, dry=args.dry_run)
    return 1 if report.refused else 0


def _taken(stream: Stream | Ballots, args: argparse.Namespace, actor: User, keeper: Body | None, told: Told) -> Report:
    """One run: rows become records; votes, which are too many for that, a table kept aside."""
    if isinstance(stream, Ballots):
        return TakingBallots(stream, args.paths, actor, keeper, dry=args.dry_run, told=told).go()
    return Run(stream, args.paths, actor, keeper, day(args.day), dry=args.dry_run, told=told).go()


def _keeper(key: str, actor: User) -> Body | None:
    """The body that keeps what is created: the one named, else the only one for which the actor may create."""
    if key:
        found: Body | None = Body.objects.filter(key=key).first()
        if found is None:
            raise WrongCall(_("there is no body “%s”") % key)
        return found
    access = access_of(actor)
    if access.everything:
        return None
    mine: list[Body] = [body for body in Body.objects.filter(pk__in=access.own) if access.may("create", body.pk)]
    if len(mine) != 1:
        raise WrongCall(
            _("say which body keeps the records: --keeper, one of %s") % (", ".join(str(b.key) for b in mine) or "-")
        )
    return mine[0]


def _answers(args: argparse.Namespace) -> Iterator[tuple[str, str]]:
    for told in args.answer:
        name, equal, key = told.rpartition("=")
        if not equal or not name.strip():
            raise WrongCall(_("“%s” is no answer: write NAME=KEY") % told)
        yield name.strip(), key.strip()
    if args.answers:
        with args.answers.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.DictReader(text)
            if not {"name", "key"} <= set(rows.fieldnames or ()):
                raise WrongCall(_("%s needs the columns name and key") % args.answers)
            for row in rows:
                if (row["name"] or "").strip():
                    yield row["name"].strip(), (row["key"] or "").strip()


@contextmanager
def _progress(label: str, *, quiet: bool) -> Iterator[Callable[[int, str], None]]:
    """A line that tells how far the run is, where a person looks on."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _rows, _file: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} {task.fields[file]}"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(label, total=None, file="")
        yield lambda rows, file: progress.update(task, completed=rows, file=file)


def _ask(stream: str, report: Report, actor: User, keeper: Body | None) -> bool:
    """Ask a person for the names nobody knows; whether there was an answer, so that the run is worth repeating."""
    answered = False
    for name, (count, unresolved) in sorted(report.asked.items(), key=lambda one: -one[1][0]):
        say(_("“%(name)s” stands in %(count)s rows.") % {"name": name, "count": count})
        candidates = unresolved.candidates
        for number, one in enumerate(candidates, start=1):
            say(f"  {number} {one.key} {one.name} ({one.why.value})")
        told = input(_("Which partner is it? A number, a key, - to leave it out, nothing to ask again later: ")).strip()
        if told.isdecimal() and 0 < int(told) <= len(candidates):
            told = candidates[int(told) - 1].key
        if told:
            answer(stream, name, "" if told == "-" else told, actor=actor, keeper=keeper)
            answered = True
    return answered


def _tell(report: Report, *, dry: bool) -> None:
    if dry:
        say(_("A dry run: nothing was written."))
    counts: list[tuple[str, int]] = [
        (_("rows read"), report.rows),
        (_("created"), report.created),
        (_("changed"), report.changed),
        (_("closed"), report.closed),
        (_("unchanged"), report.unchanged),
        (_("repeated"), report.repeated),
        (_("refused"), report.refused),
    ]
    say("; ".join(f"{label} {number}" for label, number in counts))
    if report.beside:
        say(_("Created beside: %s") % ", ".join(f"{code} {number}" for code, number in sorted(report.beside.items())))
    _list(_("Errors: %s"), report.errors)
    _list(_("To look at: %s"), report.noticed)
    if report.asked:
        say(_("Names that no partner bears for certain: %s") % len(report.asked))
        for name, (count, found) in sorted(report.asked.items(), key=lambda one: -one[1][0])[:_SHOWN]:
            say(f"  {name} ({count}): {', '.join(f'{one.key} {one.name}' for one in found.candidates) or '-'}")
        say(_("Answer with --answer NAME=KEY or --answers FILE, and run it again."))


def _list(heading: str, told: list[Trouble]) -> None:
    if told:
        say(heading % len(told))
        for one in told[:_SHOWN]:
            say(f"  {one.file} {one.row}: {one.field + ': ' if one.field else ''}{one.message}")
        if len(told) > _SHOWN:
            say(_("  and %s more; --json tells them all") % (len(told) - _SHOWN))
