"""The programme as a form: a workbook with a sheet for each pillar, its columns named in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.cells import AND
from trivet.core.columns import field_of
from trivet.core.exporting import exportable
from trivet.core.fields import PartiesField
from trivet.core.form_books import Cell, write_sheets
from trivet.core.linked import find_linked, gather, links_to, targets
from trivet.core.profile import Profile, said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.programme.reading import lines_of, pillars_of

#: The columns in the order of the forms in use; a body fills the same ones and sends them in as its return.
COLUMNS = (
    "programme", "number", "key", "keeper", "direction", "title", "topic", "purpose", "requirements", "content",
    "partners", "country", "place", "starts", "ends", "days", "head", "post", "visit_class", "guest_rank", "size",
    "funding", "cost", "currency", "result", "basis", "ad_hoc", "ad_hoc_reason", "status",
)  # fmt: skip
#: A return says neither who keeps its lines nor what was decided on them: an empty cell would take the keeper away.
RETURN = tuple(name for name in COLUMNS if name not in {"keeper", "status"})


def write_form(
    standpoint: Standpoint, programme: Programme, profile: Profile, file: IO[bytes], *, mine: bool = False
) -> list[Any]:
    """Write what the reader may take away of a programme; the lines that were written.

    With `mine` it is the return of the reader's bodies: their lines alone, or none yet, on one sheet.
    """
    rows = exportable(lines_of(standpoint, programme.pk), standpoint)
    if mine:
        rows = rows.filter(keeper__in=standpoint.access.mine)
    listed = standpoint.attach(list(rows.select_related("keeper").order_by("keeper__name", "number", "uuid")))
    sheets = {programme.title: listed} if mine else _by_pillar(standpoint, rows, listed, profile)
    telling = _Telling(standpoint, profile, listed, RETURN if mine else COLUMNS)
    heading = telling.heading()
    write_sheets(file, ((title, heading, map(telling.row, lines)) for title, lines in sheets.items()), hidden="AB")
    return listed


def _by_pillar(
    standpoint: Standpoint, rows: QuerySet[Any], listed: Sequence[Any], profile: Profile
) -> dict[str, list[Any]]:
    """The lines under the words for the pillar that leads each, in the order of the profile."""
    pillars = pillars_of(standpoint, rows)
    labels = {row["code"]: said(row.get("label")) for row in profile.rows("pillars")}
    sheets: dict[str, list[Any]] = {label: [] for label in labels.values()}
    for row in listed:
        own = (row.keeper.pillar,) if row.keeper else ()
        first = next(iter(pillars.get(row.uuid) or own), "")
        sheets.setdefault(labels.get(first) or _("Pillar not told"), []).append(row)
    return sheets


class _Telling:
    """Tells lines cell by cell in the reader's language, so that people read them and an import takes them again."""

    def __init__(self, standpoint: Standpoint, profile: Profile, rows: Sequence[Any], columns: tuple[str, ...]) -> None:
        register = register_of(ProgrammeLine)
        self.fields = [(name, field_of(register, name)) for name in columns]
        self.codes = {name: profile.codes(name) for name in ("topic", "visit_class", "guest_rank")}
        wanted = gather(pair for row in rows for pair in targets(row, [field for _name, field in self.fields]))
        self.linked = find_linked(standpoint, wanted)

    def heading(self) -> list[str]:
        return ["uuid", "version", *(str(capfirst(field.verbose_name)) for _name, field in self.fields)]

    def row(self, row: Any) -> Iterator[Cell]:
        yield str(row.uuid)
        yield str(getattr(row, "vf", None) or row.version)
        for name, field in self.fields:
            yield self._cell(row, name, field)

    def _cell(self, row: Any, name: str, field: Any) -> Cell:
        if isinstance(field, PartiesField):
            return AND.join(self.linked[one.pk].text for one in getattr(row, name) if one.pk in self.linked)
        value = getattr(row, field.attname)
        if links_to(field):
            return self.linked[value].text if value in self.linked else ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value is None or isinstance(value, int | Decimal):
            return value
        words = dict(field.flatchoices) if field.choices else self.codes.get(name, {})
        return str(words.get(value, value))
