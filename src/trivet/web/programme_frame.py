"""What every page of the programme has: the programme itself, its editions, and the ways between its pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.access import restrict
from trivet.core.standpoint import Standpoint
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.values.dates import moment, parse_date
from trivet.values.markings import Marking
from trivet.web.calendar_words import date_words, span_text
from trivet.web.reading import address, profile_of, remember_office, with_office
from trivet.web.shown import marking_label
from trivet.web.tags import Tag

_S = ProgrammeLine.Status


def opened(standpoint: Standpoint, uuid: UUID) -> Any:
    """A programme that the reader may see, with its editions, and whether they may decide in it; else 404."""
    rows = standpoint.of(Programme).filter(uuid=uuid)
    if standpoint.number is None:
        decided = restrict(Programme.objects.filter(pk=OuterRef("pk")), standpoint.access, "decide")
        rows = rows.annotate(may_decide=Exists(decided))
    found = with_office(rows).order_by().first()
    if found is None:
        raise Http404
    remember_office(standpoint, found)
    return standpoint.attach([found], parts=True)[0]


def frame(standpoint: Standpoint, programme: Any, view: str, markings: list[int] | None = None) -> dict[str, Any]:
    """What each page tells its template of the programme; the highest marking shown stands on paper."""
    ways = [
        ("year", _("The year"), address(standpoint, "programme", programme.uuid)),
        ("lines", _("Lines"), address(standpoint, "programme-lines", programme.uuid)),
        ("findings", _("Findings"), address(standpoint, "programme-findings", programme.uuid)),
        ("actual", _("Plan and outcome"), address(standpoint, "programme-actual", programme.uuid)),
    ]
    ways += [
        (
            f"edition-{one.number}",
            edition_name(one),
            address(standpoint, "programme-edition", programme.uuid, one.number),
        )
        for one in programme.editions_rows
    ]
    highest = max([programme.marking, *(markings or [])], default=Marking.PUBLIC)
    return {
        "programme": programme,
        "title": programme.title,
        "view": view,
        "ways": ways,
        "may_decide": getattr(programme, "may_decide", False),
        "marking": marking_label(profile_of(standpoint), highest),
        "stamp": standpoint.known or timezone.now(),
    }


def edition_name(edition: Any) -> str:
    """What an edition is called."""
    return _("Baseline") if edition.number == 0 else _("Amendment %s") % edition.number


def status_tag(status: str) -> Tag:
    """The status of a line as a word with its shape."""
    return Tag(str(_S(status).label), status)


def days_text(first: date, last: date, sure: tuple[date, date] | None) -> str:
    """The days of a line as far as they are known; a word when nothing is told."""
    if first == date.min or last == date.max:
        return _("day not known")
    if sure == (first, last):
        return span_text(moment(first), moment(last))
    if first.day == 1 and (last + timedelta(1)).day == 1 and (first.year, first.month) == (last.year, last.month):
        return date_words(parse_date(f"{first:%Y-%m}"))
    told = {"first": span_text(moment(first), None), "last": span_text(moment(last), None)}
    return _("between %(first)s and %(last)s") % told
