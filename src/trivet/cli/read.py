"""Read documents into proposals for the record, each with its exact words; with --keep they wait on a desk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from trivet.cli.shared import WrongCall, acting_user, say, say_json, standpoint
from trivet.coordination.reads import Reading, remember_told
from trivet.core.bodies import Body
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.intake.desk.arriving import read_in
from trivet.intake.documents.opened import Opened, Refused, UnreadableFile
from trivet.intake.documents.opening import in_our_languages, open_all
from trivet.intake.proposing.proposed import Proposed
from trivet.intake.proposing.reading import read_document
from trivet.intake.proposing.words import KINDS, MEANT, WOULD

#: Fields that repeat the words.
_LONG = {"title", "words", "subject", "measure", "name", "seat"}

EXAMPLES = (
    "trivet read release.html",
    "trivet read reports/ --json",
    "trivet read mail.eml --speaker FRA",
    "trivet read reports/ --keep mfa --user linh",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "files", nargs="+", metavar=_("FILE"), help=_("documents, folders and archives of them, or addresses")
    )
    parser.add_argument(
        "--speaker", default="", metavar=_("CODE"), help=_("the country whose documents they are (FRA)")
    )
    parser.add_argument(
        "--keep",
        default="",
        metavar=_("BODY"),
        help=_("keep the documents and lay what they propose on this body's desk"),
    )
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--json", action="store_true", help=_("for machines; offsets in code points of the text"))


def run(args: argparse.Namespace) -> int:
    """Read and print, document by document; one that cannot be read is told, and the others are read."""
    if args.keep:
        return keep(args)
    place, refused, told = standpoint(args), 0, list[dict[str, object]]()
    for one in _documents(args.files, named=True):
        if isinstance(one, Refused):
            refused += 1
            sys.stderr.write(f"{one.name}: {one.why}\n")
            continue
        found = read_document(one, place, speaker=args.speaker)
        if args.json:
            told += [proposed.as_json() for proposed in found]
        else:
            print_document(one, found, place)
    if args.json:
        say_json(told)
    return 1 if refused else 0


def keep(args: argparse.Namespace) -> int:
    """Keep the documents and lay their proposals on a desk; begun again, it passes over what was kept."""
    actor, body = acting_user(args), Body.objects.filter(key=args.keep).first()
    if actor is None or body is None:
        raise WrongCall(_("say who reads (--user) and for which body (--keep mfa): its key stands on the body's page"))
    refused = 0
    for one in _documents(args.files):
        if isinstance(one, Refused):
            refused += 1
            sys.stderr.write(f"{one.name}: {one.why}\n")
            continue
        arrived = read_in(one, actor=actor, keeper=body, reason=_("read in: %s") % one.name, speaker=args.speaker)
        before = _("a reprint of %s") % arrived.source.title if arrived.reprint else _("read before")
        known = before if arrived.known else f"{arrived.made} + {arrived.joined}"
        say(f"{one.name}: {known}")
    return 1 if refused else 0


def _documents(files: list[str], *, named: bool = False) -> Iterator[Opened | Refused]:
    """The documents in a language that is read whole; where a person looks on, a bar tells how far it is."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        counted = bar.add_task(_("reading"), total=None)
        for one in open_all(files):
            bar.advance(counted)
            try:
                yield in_our_languages(one, named=named) if isinstance(one, Opened) else one
            except UnreadableFile as problem:
                yield Refused(one.name, str(problem))


def print_document(document: Opened, found: list[Proposed], place: Standpoint) -> None:
    """The proposals of one document, and for each which record it agrees or disagrees with."""
    say(f"\n{document.name}: {document.language}, {len(found)}")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (_("register"), _("how it is meant"), _("fields"), _("record"), _("words")):
        table.add_column(heading, overflow="fold")
    captions = _captions(found, place)
    for one in found:
        table.add_row(*_row(one, captions))
    Console(highlight=False, markup=False, width=None if Console().is_terminal else 160).print(table)


def _captions(found: list[Proposed], place: Standpoint) -> dict[UUID, str]:
    """What the records that proposals are compared with are called."""
    named: dict[UUID, str] = {}
    for code in {one.register for one in found if one.against}:
        wanted = {one.against for one in found if one.register == code and one.against}
        rows = list(place.of(registers()[code].model).filter(uuid__in=wanted))
        remember_told(place, rows, Reading.Way.COMMAND)
        named |= {row.uuid: place.caption(row) for row in rows}
    return named


def _row(one: Proposed, captions: dict[UUID, str]) -> tuple[str, ...]:
    register = registers()[one.register].one if one.register else str(KINDS.get(one.kind, one.kind))
    fields = ", ".join(
        f"{name}={_plain(value)}" for name, value in (one.values or one.told).items() if name not in _LONG
    )
    more = f" (+{len(one.quotes) - 1})" if len(one.quotes) > 1 else ""
    would = str(WOULD[one.would])
    if one.against in captions:
        would += f": {captions[one.against]}"
    return register, str(MEANT[one.modality]), fields, would, one.quotes[0].text + more


def _plain(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
