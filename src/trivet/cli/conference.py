"""Write the papers of a half-yearly coordination conference as a page, a Word document, a PDF or a workbook."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, say, standpoint, write_file
from trivet.reports.conference import conference
from trivet.reports.forms import KINDS, file_name, in_form
from trivet.reports.half_year import half_year

EXAMPLES = (
    "trivet conference 2024-H1 --lang vi --format docx",
    "trivet conference 2024-H2 --known 2025-01-15 --format pdf --out papers.pdf",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("half", help=_("the half-year, such as 2024-H1"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--format", choices=tuple(KINDS), default="html", help=_("the form (default: html)"))
    parser.add_argument("--out", type=Path, help=_("the file to write (default: a named one in TRIVET_HOME)"))


def run(args: argparse.Namespace) -> int:
    """Write the file and say where it is."""
    asked = half_year(args.half)
    if asked is None:
        raise WrongCall(_("“%s” is no half-year: write one such as 2024-H1.") % args.half)
    paper = conference(asked, standpoint(args), args.lang)
    out = args.out or Path(settings.TRIVET_HOME) / file_name("conference", args.half, args.lang, form=args.format)
    write_file(out, in_form(paper, args.format))
    say(f"{out}")
    return 0
