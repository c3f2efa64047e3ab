"""A review as one HTML page that stands alone: printed or mailed, it needs nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from trivet.core.history import Chain, Transaction
from trivet.core.office import exercise_mark, exercise_words
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.figures.figure import figures
from trivet.reports.changes import numbers_of
from trivet.reports.forms import style
from trivet.reports.frozen import FrozenReview
from trivet.reports.half_year import HalfYear, half_year
from trivet.reports.review import write_review
from trivet.reports.review_axes import Axis
from trivet.reports.years import Years

_STYLE = Path(__file__).resolve().parent / "static" / "reports" / "review.css"


@dataclass(frozen=True)
class Ways:
    """Where the page of a review leads: its files, the same years read otherwise, terms, and what a form keeps.

    Each way by an axis or to a term says whether the page stands there.
    """

    files: list[tuple[str, str]]
    axes: list[tuple[str, str, bool]]
    terms: list[tuple[str, str, bool]]
    kept: list[tuple[str, str]]
    known: str


def render_review(
    years: int | Years,
    place: Standpoint,
    language: str,
    *,
    axis: Axis | None = None,
    ways: Callable[[], Ways] | None = None,
) -> str:
    """The review of a year or several in a language (en, vi, id), as one page; without ways it holds its own style.

    The ways are asked for once the review has read the record, so that nothing is read twice.
    """
    with override(language):
        review = write_review(years, place, axis)
        head = " · ".join(filter(None, (review.marking, exercise_mark(place.office))))
        context = {
            "review": review,
            "language": language,
            "conference": _conferences(review.years) if ways else [],
            "ways": ways() if ways else None,
            "reader": place.user,
            "known": place.known,
            "written_at": timezone.now(),
            "marking": review.marking,
            "exercise": exercise_words(place.office),
            "head": head,
            "style": "" if ways else style(head, _STYLE),
        }
        return render_to_string("reports/review.html", context)


def _conferences(years: Years) -> list[HalfYear]:
    """The half-years of a year of which the papers of a coordination conference can be written."""
    if not years.single:
        return []
    return [half for number in (1, 2) if half_year(str(half := HalfYear(years.last, number)))]


def freeze(year: int, place: Standpoint, user: User | None) -> FrozenReview:
    """Keep the numbers of a year's review and the transaction they stand on."""
    number = place.number if place.number is not None else Chain.objects.get(pk=1).number
    last = Transaction.objects.get(number=number)
    codes = sorted(figures())
    return FrozenReview.objects.create(
        year=year, transaction=last, numbers=numbers_of(codes, year, place), made_by=user
    )
