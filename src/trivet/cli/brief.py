"""Write the brief of a partner as a page, a Word document or a PDF, every statement with its source."""

import argparse
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, day, say, standpoint, write_file
from trivet.reports.brief import NoPartner, write_brief
from trivet.reports.forms import KINDS, file_name, in_form

EXAMPLES = (
    "trivet brief FRA --lang vi --format docx",
    "trivet brief FRA --on 2024-12-31 --out france.pdf --format pdf",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("partner", help=_("the partner's key, such as FRA"))
    parser.add_argument("--on", help=_("as it stood on this day (default: today)"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument("--format", choices=tuple(KINDS), default="html", help=_("the form (default: html)"))
    parser.add_argument("--out", type=Path, help=_("the file to write (default: a named one in TRIVET_HOME)"))


def run(args: argparse.Namespace) -> int:
    """Write the file and say where it is."""
    address = reverse("brief", args=(args.partner, "html")) if "/" not in args.partner else ""
    try:
        paper = write_brief(args.partner, standpoint(args), day(args.on), args.lang, address)
    except NoPartner as problem:
        raise WrongCall(str(problem)) from problem
    name = file_name("brief", args.partner, args.on or "", args.lang, form=args.format)
    out = args.out or Path(settings.TRIVET_HOME) / name
    write_file(out, in_form(paper, args.format))
    say(f"{out}")
    return 0
