"""The boxes of a form, derived from the columns they fill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.linked import links_to
from trivet.core.profile import Profile
from trivet.core.register import Register
from trivet.core.sources import Confidence
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking
from trivet.web.date_boxes import DateBoxes, taken_apart
from trivet.web.drafting import Errors
from trivet.web.field_sources import FieldSources
from trivet.web.reading import profile_of
from trivet.web.sheets import SPARE, Sheet, SheetRow, level_of
from trivet.web.shown import codes, content, label, marking_label, part_fields, row_kinds, row_model

Options = list[tuple[str, str]]
#: A text that may be so long gets twice the width.
_BROAD = 300
#: So many boxes stand beside one another.
_ABREAST = 8


@dataclass
class Box:
    """One box: how it is filled (text, long, date, check, choice, many) and what stands in it."""

    name: str
    label: str
    kind: str
    text: str
    options: Options = field(default_factory=list)
    hint: str = ""
    required: bool = False
    errors: list[str] = field(default_factory=list)
    broad: bool = False
    citable: bool = False
    source: str = ""
    source_errors: list[str] = field(default_factory=list)

    @property
    def date(self) -> DateBoxes:
        """What a date says, box by box."""
        return taken_apart(self.text)

    @property
    def identity(self) -> str:
        return f"box-{self.name}"


@dataclass
class RowBoxes:
    """The boxes of one owned row."""

    name: str
    uuid: str
    dropped: bool
    boxes: list[Box]


@dataclass
class PartBoxes:
    """The owned rows of one kind."""

    label: str
    headings: list[str]
    rows: list[RowBoxes]
    errors: list[str]

    @property
    def broad(self) -> bool:
        """Whether the rows have more boxes than stand beside one another."""
        return len(self.headings) > _ABREAST


def content_boxes(
    standpoint: Standpoint, register: Register, sheet: Sheet, errors: Errors, sources: FieldSources | None
) -> list[Box]:
    """A box for every field that people fill, with the source that was typed beside it."""
    profile = profile_of(standpoint)
    boxes = []
    for column in content(register):
        box = _box(column, column.name, sheet.texts[column.name], profile)
        box.label = label(register, column.name)
        box.errors, box.citable = errors.get(column.name, []), True
        if sources:
            box.source, box.source_errors = sources.texts[column.name], sources.errors.get(column.name, [])
        boxes.append(box)
    return boxes


def filing_boxes(standpoint: Standpoint, sheet: Sheet, keepers: Options, errors: Errors) -> list[Box]:
    """Where the record is kept and who may read it."""
    profile = profile_of(standpoint)
    held = level_of(sheet.texts["marking"]) or 0
    levels = [level for level in Marking if level <= max(standpoint.access.clearance, held)]
    markings = [(str(level.value), marking_label(profile, level)) for level in levels]
    boxes = [
        Box("keeper", _("Keeper"), "choice", sheet.texts["keeper"], keepers, _("The body that holds the master.")),
        Box("marking", _("Marking"), "choice", sheet.texts["marking"], markings),
        Box("need_to_know", _("Only for the keeper and the assigned bodies"), "check", sheet.texts["need_to_know"]),
        Box("key", _("Key"), "text", sheet.texts["key"], hint=_("A short name for files; may stay empty.")),
    ]
    for box in boxes:
        box.errors = errors.get(box.name, [])
    return boxes


def part_boxes(standpoint: Standpoint, register: Register, sheet: Sheet, errors: Errors) -> list[PartBoxes]:
    """The owned rows, with empty ones to fill."""
    profile = profile_of(standpoint)
    found = []
    for name in row_kinds(register):
        columns = part_fields(row_model(register, name))
        blank = {column.name: "" for column in columns}
        filled = [row for row in sheet.parts[name] if not row.empty or row.errors]
        rows = [*filled, *(SheetRow("", dict(blank)) for _spare in range(SPARE))]
        boxes = [
            RowBoxes(place, row.uuid, row.dropped, [_cell(c, f"{place}-{c.name}", row, profile) for c in columns])
            for place, row in ((f"{name}-{n}", row) for n, row in enumerate(rows))
        ]
        headings = [str(capfirst(column.verbose_name)) for column in columns]
        found.append(PartBoxes(label(register, name), headings, boxes, errors.get(name, [])))
    return found


def _cell(column: Any, name: str, row: SheetRow, profile: Profile | None) -> Box:
    box = _box(column, name, row.texts[column.name], profile)
    box.required, box.hint = False, ""
    box.kind = "text" if box.kind in {"long", "date"} else box.kind
    if box.options and not row.uuid and box.options[0][0]:
        box.options.insert(0, ("", ""))
    problem = row.errors.get(column.name)
    box.errors = [problem] if problem else []
    return box


def cite_boxes(register: Register, texts: dict[str, str], errors: Errors) -> list[Box]:
    """One citation to add: an existing source or a new one, and what it says."""
    fields = [("", _("the whole record")), *((f.name, label(register, f.name)) for f in content(register))]
    confidences = [(str(code), str(word)) for code, word in Confidence.choices]
    boxes = [
        Box("cite-source", _("Source"), "text", "", hint=_("Title or key of a source that is there.")),
        Box("cite-title", _("or title of a new source"), "text", ""),
        Box("cite-address", _("Address of the new source"), "text", "", hint="https://…"),
        Box("cite-confidence", _("Confidence"), "choice", Confidence.MEDIUM.value, confidences),
        Box("cite-field", _("It speaks of"), "choice", "", fields),
        Box("cite-value", _("Its value, where it differs from the record’s"), "text", ""),
        Box("cite-exact", _("Exact words"), "long", "", hint=_("Without them the citation is a reference only.")),
    ]
    for box in boxes:
        box.text = texts.get(box.name, box.text)
        box.errors = errors.get(box.name, [])
    return boxes


def _box(column: Any, name: str, text: str, profile: Profile | None) -> Box:
    heading = str(capfirst(column.verbose_name))
    if isinstance(column, PartiesField):
        return Box(name, heading, "many", text, hint=_("One partner a line: name or key."), required=not column.blank)
    needed = not column.blank and not column.null
    if links_to(column):
        hint = _("Name or key.")
        return Box(name, heading, "text", text, hint=hint, required=needed)
    if isinstance(column, models.BooleanField):
        return Box(name, heading, "check", text)
    if isinstance(column, UncertainDateField):
        return Box(name, heading, "date", text, required=needed)
    if isinstance(column, models.JSONField):
        return Box(name, heading, "many", text, hint=_("One language a line, such as vi: Hà Nội."))
    options = _options(column, text, profile)
    if options:
        return Box(name, heading, "choice", text, options, required=needed)
    kind = "long" if isinstance(column, models.TextField) else "text"
    return Box(name, heading, kind, text, required=needed, broad=(column.max_length or 0) >= _BROAD)


def _options(column: Any, text: str, profile: Profile | None) -> Options:
    """Choices of the column, or codes of the profile; what stands there now is always one of them."""
    if column.choices:
        options = [(str(code), str(capfirst(word))) for code, word in column.flatchoices]
    elif isinstance(column, models.SlugField):
        options = list(codes(profile, column.name).items())
    else:
        return []
    if not options:
        return []
    if text and text not in dict(options):
        options.append((text, text))
    return options if column.has_default() and not column.blank else [("", ""), *options]
