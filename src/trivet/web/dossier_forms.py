"""The boxes of a dossier's forms, made from the table of its procedure, and what was typed into them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.bodies import Body
from trivet.core.picking import Unclear, pick
from trivet.core.profile import said
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid, Problem
from trivet.procedures.tables import Fact, PaperKind
from trivet.values.text import nfc

#: Errors by the code of a fact or paper, or by the name of another box; what fits no box stands under "".
Errors = Mapping[str, list[str]]
_OF_PAPER = ("number", "dated", "source")


@dataclass(frozen=True)
class FactBox:
    """One box for a fact: its kind is that of the table; a choice has options with whether each is chosen."""

    name: str
    identity: str
    label: str
    kind: str
    value: str
    several: bool
    options: list[tuple[str, str, bool]]
    required: bool
    errors: list[str]


@dataclass(frozen=True)
class PaperBox:
    """The boxes for one paper: whether it is there, its number, date and source."""

    name: str
    identity: str
    label: str
    form: str
    there: bool
    texts: dict[str, str]
    required: bool
    errors: list[str]


@dataclass
class Form:
    """One form of a dossier's page: what it does, and its boxes with what was typed; `place` tells its boxes apart."""

    act: str
    code: str
    place: str
    facts: list[FactBox] = field(default_factory=list)
    papers: list[PaperBox] = field(default_factory=list)
    asks: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    today: date | None = None

    @property
    def wrong(self) -> bool:
        """Whether it comes back with errors, and so stands open."""
        return bool(self.errors)


def fact_boxes(
    facts: Iterable[Fact],
    told: Mapping[str, str],
    post: QueryDict | None,
    place: str,
    errors: Errors,
    required: Collection[str] = (),
) -> list[FactBox]:
    """A box for each fact, with what was typed or else what the dossier tells."""
    boxes = []
    for fact in facts:
        value = told.get(fact.code, "") if post is None else typed_fact(post, fact)
        chosen = {code.strip() for code in value.split(",")} - {""}
        options = [(one.code, said(one.label), one.code in chosen) for one in fact.choices]
        name, needed = f"fact-{fact.code}", fact.code in required
        label = str(capfirst(said(fact.label)))
        boxes.append(
            FactBox(
                name,
                f"{place}-{name}",
                label,
                fact.kind,
                value,
                fact.several,
                options,
                needed,
                errors.get(fact.code, []),
            )
        )
    return boxes


def typed_fact(post: QueryDict, fact: Fact) -> str:
    """What was typed or chosen under a fact."""
    if fact.kind == "choice":
        return ",".join(text for text in map(_plain, post.getlist(f"fact-{fact.code}")) if text)
    if fact.kind == "flag":
        return "yes" if f"fact-{fact.code}" in post else ""
    return typed(post, f"fact-{fact.code}")


def paper_boxes(
    kinds: Iterable[PaperKind], post: QueryDict | None, place: str, errors: Errors, required: Collection[str] = ()
) -> list[PaperBox]:
    """The boxes for some kinds of paper."""
    boxes = []
    for kind in kinds:
        name = f"paper-{kind.code}"
        texts = {of: typed(post, f"{name}-{of}") if post is not None else "" for of in _OF_PAPER}
        there, label = post is not None and name in post, str(capfirst(said(kind.label)))
        needed = kind.code in required
        boxes.append(
            PaperBox(name, f"{place}-{name}", label, kind.form, there, texts, needed, errors.get(kind.code, []))
        )
    return boxes


def typed_papers(standpoint: Standpoint, post: QueryDict, kinds: Iterable[PaperKind]) -> list[dict[str, Any]]:
    """The papers that were ticked or described. Raises Invalid for a source that is not clear."""
    found, problems = [], []
    for kind in kinds:
        name = f"paper-{kind.code}"
        texts = {of: typed(post, f"{name}-{of}") for of in _OF_PAPER}
        if name not in post and not any(texts.values()):
            continue
        row: dict[str, Any] = {"paper": kind.code, "number": texts["number"], "dated": texts["dated"] or None}
        try:
            row["source_id"] = pick(standpoint, Source, texts["source"]) if texts["source"] else None
        except Unclear as problem:
            problems.append(Problem("", kind.code, str(problem)))
        found.append(row)
    if problems:
        raise Invalid(problems)
    return found


def typed_bodies(standpoint: Standpoint, post: QueryDict) -> list[UUID]:
    """The bodies named line by line. Raises Invalid for a name that is not clear."""
    return bodies_named(standpoint, typed(post, "bodies"))


def bodies_named(standpoint: Standpoint, told: str) -> list[UUID]:
    """The bodies that a text names line by line. Raises Invalid for a name that is not clear."""
    found, problems = [], []
    for line in filter(None, map(str.strip, told.split("\n"))):
        try:
            found.append(pick(standpoint, Body, line))
        except Unclear as problem:
            problems.append(Problem("", "bodies", str(problem)))
    if problems:
        raise Invalid(problems)
    return found


def typed_day(post: QueryDict) -> date | None:
    """The day that was typed. Raises Invalid for what is no day."""
    text = typed(post, "day")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid([Problem("", "day", _("“%s” is not one day: write a day such as 2024-12-31.") % text)]) from None


def typed(post: QueryDict, name: str) -> str:
    """A text as it was typed, without blanks around it."""
    return _plain(post.get(name, ""))


def _plain(text: str) -> str:
    return nfc(text.replace("\0", "")).replace("\r\n", "\n").strip()


def by_box(problem: Invalid) -> dict[str, list[str]]:
    """The problems of a refused form at the boxes they name; what names no box is told with what it names."""
    found: dict[str, list[str]] = {}
    for one in problem.problems:
        found.setdefault(one.field, []).append(one.message)
    return found
