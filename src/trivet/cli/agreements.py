"""Write the yearly report on treaties and agreements as a page, a Word document, a PDF or a workbook."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, period, say, standpoint, write_file
from trivet.reports.agreement_year import agreement_year
from trivet.reports.forms import KINDS, file_name, in_form

EXAMPLES = (
    "trivet agreements 2024 --lang vi --format docx",
    "trivet agreements 2024 --period 2023-11-16/2024-11-15 --format xlsx --out report.xlsx",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("year", type=int, help=_("the year of the report"))
    parser.add_argument("--period", help=_("the days it tells of, when they are not the calendar year"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--format", choices=tuple(KINDS), default="html", help=_("the form (default: html)"))
    parser.add_argument("--out", type=Path, help=_("the file to write (default: a named one in TRIVET_HOME)"))


def run(args: argparse.Namespace) -> int:
    """Write the file and say where it is."""
    if not 1 <= args.year <= 9998:
        raise WrongCall(_("“%s” is no year") % args.year)
    paper = agreement_year(args.year, standpoint(args), args.lang, period(args.period))
    out = args.out or Path(settings.TRIVET_HOME) / file_name("agreements", str(args.year), args.lang, form=args.format)
    write_file(out, in_form(paper, args.format))
    say(f"{out}")
    return 0
