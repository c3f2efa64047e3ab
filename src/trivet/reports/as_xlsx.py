"""Papers as workbooks: a sheet for each section, with its tables and statements and the sources they rest on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trivet.core.plain_workbooks import workbook
from trivet.reports.paper import Block, Lines, Paper, Picture, Table

Cells = list[str | int | float]


def as_xlsx(paper: Paper) -> bytes:
    """The paper as a workbook; the first sheet says what it is, the last one lists its sources."""
    banner: list[Cells] = [[paper.exercise]] if paper.exercise else []
    head: list[Cells] = [[text] for text in (paper.title, paper.marking, *paper.stamp)]
    sheets = [(paper.title, [*banner, *head])]
    for section in paper.sections:
        rows = [row for block in section.blocks for row in _rows(block)]
        if rows:
            sheets.append((section.title, [*banner, *rows]))
    sources: list[Cells] = [*banner, [_("number"), _("source"), _("details"), _("address")]]
    sources += [[note.number, note.title, note.details, note.address] for note in paper.notes]
    return workbook([*sheets, (_("Sources"), sources)])


def _rows(block: Block) -> list[Cells]:
    if isinstance(block, Picture):
        return []
    if isinstance(block, Table):
        found: list[Cells] = [[block.caption]] if block.caption else []
        found += [[*block.headings, *([_("sources")] if any(row.notes for row in block.rows) else [])]]
        for row in block.rows:
            notes = ", ".join(map(str, row.notes))
            found.append([*(_value(text, n in block.numbers) for n, text in enumerate(row.cells)), notes])
        return found
    if isinstance(block, Lines):
        return [[line.lead, line.text, ", ".join(map(str, line.notes))] for line in block.lines]
    return [[block.text]]


def _value(text: str, is_number: bool) -> str | int | float:
    return int(text) if is_number and text.isascii() and text.isdecimal() else text
