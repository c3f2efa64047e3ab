"""Read the figure claims of documents and compare each with the record; neither side is changed."""

import argparse

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from trivet.cli.shared import period, say, say_json, standpoint
from trivet.figures.check import STATUSES, Checked
from trivet.intake.checking import CheckedDocument, check_files
from trivet.reports.words import amount, claimed

EXAMPLES = (
    "trivet check speech.txt",
    "trivet check examples/vietnam-2024/documents/*.txt --lang vi",
    "trivet check speech.txt --json",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar=_("FILE"),
        help=_("text, page, mail, Word or PDF in Vietnamese, Indonesian or English; or the address of one"),
    )
    parser.add_argument("--period", default="", help=_("the period of a document that names none (2024)"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--json", action="store_true", help=_("for machines; offsets in code points of the file"))


def run(args: argparse.Namespace) -> int:
    """Check and print; every file is read before anything is printed."""
    period(args.period)
    documents = check_files(args.files, standpoint(args), period=args.period)
    if args.json:
        say_json([one.as_json() for document in documents for one in document.checked])
    else:
        for document in documents:
            print_document(document)
    return 0


def print_document(document: CheckedDocument) -> None:
    """The claim table of one document, with the arithmetic between its claims."""
    reading = document.reading
    inferred = f" ({_('inferred')})" if reading.period_inferred else ""
    stocks = next((one.tally.question.on for one in document.checked if one.tally and one.tally.figure.stock), None)
    at = f"; {_('stocks judged on')} {stocks}{inferred}" if stocks else ""
    if not document.checked:
        say(f"\n{document.name}: {reading.language}, {_('no figure claims')}")
        return
    say(f"\n{document.name}: {reading.language}, {_('period')} {reading.period}{inferred}{at}")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (_("figure"), _("the document says"), _("verified"), _("in review"), _("answer"), _("words")):
        table.add_column(
            heading, overflow="fold", justify="right" if heading in (_("verified"), _("in review")) else "left"
        )
    for one in document.checked:
        table.add_row(*_row(one))
    Console(highlight=False, markup=False, width=None if Console().is_terminal else 160).print(table)
    for line in document.sums:
        say(f"  {line.line()}")


def _row(one: Checked) -> tuple[str, ...]:
    claim = one.claim
    subject = claim.figure + (f" {claim.partner}" if claim.partner else "")
    told = claimed(claim) if not claim.act else f"{claim.act} {claim.tier}"
    if claim.modality == "expected":
        told += f" ({_('expected')})"
    status = str(STATUSES[one.status])
    if one.contradicting:
        others = ", ".join(f"{claimed(o)} ({o.source.publisher or o.source.title})" for o in one.contradicting)
        status += f"; {_('contradicted by')} {others}"
    words = claim.quotes[0].text if claim.quotes else ""
    more = f" (+{len(claim.quotes) - 1})" if len(claim.quotes) > 1 else ""
    return subject, told, amount(one.verified), amount(one.in_review), status, words + more
