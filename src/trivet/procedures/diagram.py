"""The diagram of a procedure: stages as boxes and steps as words between them, placed for one drawing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from textwrap import wrap

from trivet.core.profile import said
from trivet.procedures.layout import Box, Layout, Point, lay_out
from trivet.procedures.tables import Procedure

#: Letters in a line of a label, and the room that a letter and a line take.
_LETTERS, _LETTER, _LINE, _ROOM = 22, 6.7, 15.0, 16.0


@dataclass(frozen=True)
class Node:
    """A box of the drawing; `kind` says what it is: stage, end or step, and here or been for one dossier."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Drawing:
    """All that a template needs: the size, boxes with their words, and lines as SVG paths, with an arrow or without.

    `rows` say the same in words: from where, by which step, where to; `present` is the stage of one dossier.
    """

    width: float
    height: float
    nodes: tuple[Node, ...]
    arrows: tuple[str, ...]
    lines: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]
    present: str = ""


def draw(procedure: Procedure, present: str = "", been: Collection[str] = ()) -> Drawing:
    """The drawing of a procedure in the reader's language, with the stage where a dossier stands, and its past ones."""
    layout = lay_out(boxes_of(procedure), edges_of(procedure), stage_name(procedure.procedure.start))
    nodes = [
        _node(layout, stage_name(one.code), said(one.label), _kind(one.code, one.final, present, been))
        for one in procedure.stages
    ]
    nodes += [_node(layout, step_name(one.code), said(one.label), "step") for one in procedure.transitions]
    arrows = [_path(route.points) for route in layout.routes if route.target.startswith("stage")]
    lines = [_path(route.points) for route in layout.routes if not route.target.startswith("stage")]
    stages = {one.code: said(one.label) for one in procedure.stages}
    rows = tuple(
        (", ".join(stages[code] for code in one.sources), said(one.label), stages[one.target])
        for one in procedure.transitions
    )
    now = stages.get(present, "")
    return Drawing(layout.width, layout.height, tuple(nodes), tuple(arrows), tuple(lines), rows, now)


def boxes_of(procedure: Procedure) -> list[Box]:
    """A box for every stage and step, as large as its words in the reader's language."""
    named = [(stage_name(one.code), said(one.label)) for one in procedure.stages]
    named += [(step_name(one.code), said(one.label)) for one in procedure.transitions]
    return [_box(name, words) for name, words in named]


def edges_of(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """From each stage to the steps that lead on from it, and from each step to its stage."""
    for one in procedure.transitions:
        yield from ((stage_name(source), step_name(one.code)) for source in one.sources)
        yield step_name(one.code), stage_name(one.target)


def stage_name(code: str) -> str:
    """The name of a stage's box."""
    return f"stage-{code}"


def step_name(code: str) -> str:
    """The name of a step's box."""
    return f"step-{code}"


def _kind(code: str, final: bool, present: str, been: Collection[str]) -> str:
    kinds = ["stage", *(["end"] if final else [])]
    return " ".join([*kinds, "here" if code == present else "been" if code in been else ""]).strip()


def _lines(words: str) -> list[str]:
    return wrap(words, _LETTERS, break_long_words=False) or [words]


def _box(name: str, words: str) -> Box:
    lines = _lines(words)
    width = max(map(len, lines)) * _LETTER + _ROOM
    return Box(name, round(max(width, 60.0), 1), len(lines) * _LINE + (_ROOM if name.startswith("stage") else 4.0))


def _node(layout: Layout, name: str, words: str, kind: str) -> Node:
    placed, lines = layout.boxes[name], _lines(words)
    left, top = placed.x - placed.box.width / 2, placed.y - placed.box.height / 2
    first = placed.y - (len(lines) - 1) * _LINE / 2 + 4
    told = tuple((placed.x, round(first + n * _LINE, 1), line) for n, line in enumerate(lines))
    return Node(kind, round(left, 1), round(top, 1), placed.box.width, placed.box.height, told)


def _path(points: tuple[Point, ...]) -> str:
    """A line that leaves and reaches every point upright."""
    (x, y), *others = points
    told = f"M{x:g} {y:g}"
    for a, b in others:
        half = (y + b) / 2
        told += f"V{b:g}" if a == x else f"C{x:g} {half:g} {a:g} {half:g} {a:g} {b:g}"
        x, y = a, b
    return told
