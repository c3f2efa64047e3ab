"""Write the yearly review as one page that can be printed and mailed, a Word document or a PDF."""

import argparse
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, acting_user, say, standpoint, write_file
from trivet.reports.forms import KINDS, in_form
from trivet.reports.pages import freeze, render_review
from trivet.reports.review_paper import review_paper

EXAMPLES = (
    "trivet review 2024 --lang vi",
    "trivet review 2024 --out review.html",
    "trivet review 2024 --lang vi --format pdf",
    "trivet review 2024 --freeze --user planner",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("year", type=int, help=_("the year of the review"))
    parser.add_argument(
        "--out", type=Path, help=_("the file to write (default: review-YEAR.LANG.FORMAT in TRIVET_HOME)")
    )
    parser.add_argument("--format", choices=tuple(KINDS), default="html", help=_("the form (default: html)"))
    parser.add_argument("--known", help=_("as known at this moment"))
    parser.add_argument(
        "--freeze", action="store_true", help=_("keep its numbers; later reviews tell what changed since")
    )


def run(args: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    if not 1 <= args.year <= 9998:
        raise WrongCall(_("“%s” is no year") % args.year)
    place = standpoint(args)
    out = args.out or Path(settings.TRIVET_HOME) / f"review-{args.year}.{args.lang}.{args.format}"
    if args.format == "html":
        write_file(out, render_review(args.year, place, args.lang).encode())
    else:
        address = reverse("review", args=(args.year,))
        write_file(out, in_form(review_paper(args.year, place, args.lang, address), args.format))
    say(f"{out}")
    if args.freeze:
        frozen = freeze(args.year, place, acting_user(args))
        say(_("frozen at transaction %s") % frozen.transaction_id)
    return 0
