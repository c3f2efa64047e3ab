"""Write the quarterly pack on commitments as a page, a Word document, a PDF or a workbook."""

import argparse
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, say, standpoint, write_file
from trivet.reports.commitment_pack import pack
from trivet.reports.forms import KINDS, file_name, in_form

EXAMPLES = ("trivet pack 2024-Q4 --lang vi --format docx", "trivet pack 2025-Q1 --format xlsx --out pack.xlsx")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("quarter", help=_("the quarter, such as 2024-Q4"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--format", choices=tuple(KINDS), default="html", help=_("the form (default: html)"))
    parser.add_argument("--out", type=Path, help=_("the file to write (default: a named one in TRIVET_HOME)"))


def run(args: argparse.Namespace) -> int:
    """Write the file and say where it is."""
    asked = _QUARTER.fullmatch(args.quarter)
    if not asked or not int(asked[1]):
        raise WrongCall(_("“%s” is no quarter: write one such as 2024-Q4.") % args.quarter)
    paper = pack(int(asked[1]), int(asked[2]), standpoint(args), args.lang)
    out = args.out or Path(settings.TRIVET_HOME) / file_name("pack", args.quarter, args.lang, form=args.format)
    write_file(out, in_form(paper, args.format))
    say(f"{out}")
    return 0
