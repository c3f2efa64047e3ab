"""The panels of a record's page: numbers beside its fields, each opening to the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.standpoint import Standpoint
from trivet.reports.network_panels import panels_of
from trivet.reports.panels import Counted, Panel
from trivet.web.reading import address, day_of
from trivet.web.shown import Shown

#: So many records behind one number are listed on the page.
_MOST = 25


def panel_part(standpoint: Standpoint, row: Any, asked: str = "") -> list[Panel]:
    """The panels of a record on a day that was asked for; without one on the day from which the page is read."""
    known = standpoint.known.date() if standpoint.known else timezone.localdate()
    return panels_of(standpoint, row, day_of(asked) or known)


def panels_shown(standpoint: Standpoint, panels: Iterable[Panel]) -> list[dict[str, Any]]:
    """The panels as the template shows them."""
    return [{"panel": panel, "lines": [_line(standpoint, line) for line in panel.lines]} for panel in panels]


def levels_of(panels: Iterable[Panel]) -> Iterator[int]:
    """The markings of all records that the panels name."""
    return (one.marking for panel in panels for line in panel.lines for one in line.records)


def _line(standpoint: Standpoint, line: Counted) -> dict[str, Any]:
    listed = line.records[:_MOST]
    links = [(Shown(one.caption, address(standpoint, "detail", one.register, one.record)), one.note) for one in listed]
    rest = len(line.records) - len(listed)
    return {"line": line, "links": links, "rest": _("%s earlier ones are not listed.") % rest if rest else ""}
