"""Write the review of a year or a term as one page that can be printed and mailed, a Word document or a PDF."""

import argparse
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, acting_user, say, standpoint, write_file
from trivet.reports.forms import KINDS, file_name, in_form
from trivet.reports.pages import freeze, render_review
from trivet.reports.review_axes import Axis
from trivet.reports.review_paper import review_paper
from trivet.reports.years import NoYears, years_of

EXAMPLES = (
    "trivet review 2024 --lang vi",
    "trivet review 2024 --out review.html",
    "trivet review 2024 --lang vi --format pdf",
    "trivet review 2024 --by direction",
    "trivet review 2021/2025 --by pillar --format docx",
    "trivet review 2024 --freeze --user planner",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("years", help=_("the year of the review, or the first and last of several: 2021/2025"))
    parser.add_argument("--by", choices=Axis.values, help=_("read it by this instead of by fields and months"))
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
    try:
        years = years_of(args.years)
    except NoYears as problem:
        raise WrongCall(str(problem)) from None
    if args.freeze and not years.single:
        raise WrongCall(_("only the review of one year is frozen: write for example 2024"))
    place, axis = standpoint(args), Axis(args.by) if args.by else None
    name = file_name("review", str(years), axis.value if axis else "", form="")
    out = args.out or Path(settings.TRIVET_HOME) / f"{name}{args.lang}.{args.format}"
    if args.format == "html":
        write_file(out, render_review(years, place, args.lang, axis=axis).encode())
    else:
        address = reverse("review", args=(years,)) + (f"?by={axis.value}" if axis else "")
        write_file(out, in_form(review_paper(years, place, args.lang, address, axis), args.format))
    say(f"{out}")
    if args.freeze:
        frozen = freeze(years.last, place, acting_user(args))
        say(_("frozen at transaction %s") % frozen.transaction_id)
    return 0
