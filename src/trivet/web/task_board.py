"""The tasks as a board: a column for each state, in each the most urgent first; the list beside it says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from trivet.core.filters import asked_rows
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.figures.counts.tasks import lead_of
from trivet.programme.cascade import TASKS
from trivet.programme.task_columns import MOST, Column, in_columns, of_bodies
from trivet.web.reading import address, reads, show
from trivet.web.shown import Shown, day
from trivet.web.tags import Tag, filing_tags, late_tags, sheet_marking

#: The shape of a column, and of the tag in its heading.
_KINDS = {
    Column.OVERDUE: "overdue",
    Column.TO_DO: "open",
    Column.IN_PROGRESS: "way",
    Column.REPORTED: "in_review",
    Column.DONE: "verified",
}


@dataclass(frozen=True)
class Card:
    """One task: its name, who leads it, by when, or since when it is done."""

    caption: str
    url: str
    lead: str
    due: list[Shown]
    done: list[Shown]
    tags: list[Tag]


@dataclass(frozen=True)
class Lane:
    """One column of the board; `more` says that it holds more tasks than it shows."""

    code: str
    tag: Tag
    cards: list[Card]
    more: bool


@require_safe
@reads
def task_board_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/tasks/board/`: with the filters of the list, and `mine=1` for what the reader's own bodies have to do."""
    register, mine = registers()[TASKS], request.GET.get("mine") == "1"
    _filters, rows = asked_rows(register, standpoint, request.GET)
    if mine:
        rows = of_bodies(standpoint, rows, standpoint.access.own)
    found = in_columns(rows, timezone.localdate(standpoint.known))
    lanes = lanes_of(standpoint, found)
    kept = {key: request.GET.getlist(key) for key in request.GET if key not in {"known", "mine"} and request.GET[key]}
    context = {
        "lanes": lanes,
        "empty": not any(lane.cards for lane in lanes),
        "most": MOST,
        "mine": mine,
        "own": bool(standpoint.access.own),
        "all": address(standpoint, "task-board", **kept),
        "ours": address(standpoint, "task-board", **kept, mine="1"),
        "list": address(standpoint, "list", TASKS, **kept),
        "filtered": bool(kept),
        "marking": sheet_marking(standpoint, levels=[row.marking for listed in found.values() for row in listed]),
    }
    return show(request, standpoint, "task_board", context)


def lanes_of(standpoint: Standpoint, found: dict[Column, list[Any]]) -> list[Lane]:
    """The columns with their cards; who leads comes in one statement for all."""
    shown = {column: rows[:MOST] for column, rows in found.items()}
    assigned = standpoint.assignments(row.uuid for rows in shown.values() for row in rows)
    for row in (row for rows in shown.values() for row in rows):
        row.assignments_rows = assigned[row.uuid]
    return [
        Lane(
            column.value,
            Tag(str(capfirst(column.label)), _KINDS[column]),
            [_card(standpoint, row) for row in rows],
            len(found[column]) > MOST,
        )
        for column, rows in shown.items()
    ]


def _card(standpoint: Standpoint, row: Any) -> Card:
    lead = lead_of(row)
    return Card(
        caption=row.title,
        url=address(standpoint, "detail", TASKS, row.uuid),
        lead=lead.body.name_in() if lead and standpoint.may_name(lead.body) else "",
        due=[day(row.due)] if row.due else [],
        done=[day(row.done)] if row.done else [],
        tags=[*late_tags(standpoint, registers()[TASKS], row), *filing_tags(standpoint, row)],
    )
