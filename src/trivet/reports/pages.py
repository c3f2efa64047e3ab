"""A review as one HTML page that stands alone: printed or mailed, it needs nothing else."""

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

_STYLE = Path(__file__).resolve().parent / "static" / "reports" / "review.css"


def render_review(year: int, place: Standpoint, language: str, *, alone: bool = True) -> str:
    """The review of a year in a language (en, vi, id), as one page; alone it holds its own style."""
    with override(language):
        review = write_review(year, place)
        head = " · ".join(filter(None, (review.marking, exercise_mark(place.office))))
        context = {
            "review": review,
            "language": language,
            "conference": [half for number in (1, 2) if half_year(str(half := HalfYear(year, number)))],
            "reader": place.user,
            "known": place.known,
            "written_at": timezone.now(),
            "marking": review.marking,
            "exercise": exercise_words(place.office),
            "head": head,
            "style": style(head, _STYLE) if alone else "",
        }
        return render_to_string("reports/review.html", context)


def freeze(year: int, place: Standpoint, user: User | None) -> FrozenReview:
    """Keep the numbers of a year's review and the transaction they stand on."""
    number = place.number if place.number is not None else Chain.objects.get(pk=1).number
    last = Transaction.objects.get(number=number)
    codes = sorted(figures())
    return FrozenReview.objects.create(
        year=year, transaction=last, numbers=numbers_of(codes, year, place), made_by=user
    )
