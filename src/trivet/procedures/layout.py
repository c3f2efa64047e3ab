"""A layered layout of a directed graph: layers from the start down, few crossings, long edges led around boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

#: Units between boxes of one layer, between layers, and around everything.
GAP, BETWEEN, MARGIN = 22.0, 34.0, 12.0
#: The width that a line needs where it passes a layer.
_LINE = 8.0
_SWEEPS = 12

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A box to place: its name, width and height."""

    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Placed:
    """A box with the middle that it was given."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True)
class Route:
    """An edge from one box to another by the points that it passes, the ends on the boxes' edges."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in units from the upper left corner."""

    width: float
    height: float
    boxes: dict[str, Placed]
    routes: tuple[Route, ...]


@dataclass
class _Graph:
    """The boxes in layers, with a bend for every layer that an edge only passes.

    Edges that lead on to one box share their bends, so that they join one line; edges that lead back are walked from
    their end to their beginning.
    """

    boxes: dict[str, Box]
    layers: dict[str, int] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    links: set[tuple[str, str]] = field(default_factory=set)
    chains: list[tuple[str, str, list[str]]] = field(default_factory=list)


def lay_out(boxes: Sequence[Box], edges: Iterable[tuple[str, str]], start: str) -> Layout:
    """Place boxes and edges between them; `start` is the box that everything comes from."""
    graph = _Graph({box.name: box for box in boxes})
    edges = list(dict.fromkeys(edges))
    back = _leading_back(edges, start)
    graph.layers = _layers(graph.boxes, [edge for edge in edges if edge not in back])
    _bend(graph, edges, back)
    _order(graph)
    places = _across(graph)
    return _drawn(graph, places)


def _leading_back(edges: list[tuple[str, str]], start: str) -> set[tuple[str, str]]:
    """The edges that return to where a walk from the start came by."""
    following = defaultdict(list)
    for source, target in edges:
        following[source].append(target)
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    path: dict[str, None] = {}

    def walk(name: str) -> None:
        path[name] = None
        for target in following[name]:
            if target in path:
                back.add((name, target))
            elif target not in done:
                walk(target)
        del path[name]
        done.add(name)

    for name in (start, *(source for source, _target in edges)):
        if name not in done:
            walk(name)
    return back


def _layers(boxes: Iterable[str], edges: list[tuple[str, str]]) -> dict[str, int]:
    """Each box below all that lead to it."""
    layers = dict.fromkeys(boxes, 0)
    for _turn in layers:
        for source, target in edges:
            layers[target] = max(layers[target], layers[source] + 1)
    return layers


def _bend(graph: _Graph, edges: list[tuple[str, str]], back: set[tuple[str, str]]) -> None:
    rows: dict[int, dict[str, None]] = defaultdict(dict)
    for name, layer in graph.layers.items():
        rows[layer][name] = None
    for source, target in edges:
        upper, lower = (target, source) if (source, target) in back else (source, target)
        kind = f"back {source}" if (source, target) in back else f"to {target}"
        chain = [upper]
        for layer in range(graph.layers[upper] + 1, graph.layers[lower]):
            bend = f"{kind} @{layer}"
            graph.boxes.setdefault(bend, Box(bend, _LINE, 0))
            rows[layer][bend] = None
            chain.append(bend)
        chain.append(lower)
        graph.links |= set(pairwise(chain))
        graph.chains.append((source, target, chain if upper == source else chain[::-1]))
    graph.rows = [list(rows[layer]) for layer in sorted(rows)]


def _order(graph: _Graph) -> None:
    """Sort each layer by the middle of its neighbours, up and down in turn; the order with fewest crossings wins."""
    above, below = _neighbours(graph.links)
    best, fewest = graph.rows, _crossings(graph.rows, below)
    rows = [list(row) for row in graph.rows]
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else reversed(rows):
            places = {name: n for other in rows for n, name in enumerate(other)}
            row.sort(key=partial(_middle, near, places))
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    graph.rows = best


def _middle(near: dict[str, list[str]], places: dict[str, int], name: str) -> float:
    """The middle of a box's neighbours; without any it stays where it is."""
    beside = [places[other] for other in near[name]] or [places[name]]
    return sum(beside) / len(beside)


def _neighbours(links: Iterable[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above, below = defaultdict(list), defaultdict(list)
    for upper, lower in sorted(links):
        above[lower].append(upper)
        below[upper].append(lower)
    return above, below


def _crossings(rows: list[list[str]], below: dict[str, list[str]]) -> int:
    found = 0
    for row, under in pairwise(rows):
        places = {name: n for n, name in enumerate(under)}
        ends = [sorted(places[other] for other in below[name]) for name in row]
        told = [end for some in ends for end in some]
        found += sum(one > other for n, one in enumerate(told) for other in told[n + 1 :])
    return found


def _across(graph: _Graph) -> dict[str, float]:
    """The middle of each box across: near its neighbours, in its order, without touching the next one."""
    above, below = _neighbours(graph.links)
    places: dict[str, float] = {}
    for row in graph.rows:
        places |= _spread(graph, row, dict.fromkeys(row, 0.0))
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for row in graph.rows if sweep % 2 == 0 else reversed(graph.rows):
            places |= _spread(graph, row, {name: _wanted(graph, near[name], places, name) for name in row})
    left = min(places[name] - graph.boxes[name].width / 2 for name in places)
    return {name: place - left + MARGIN for name, place in places.items()}


def _wanted(graph: _Graph, near: list[str], places: dict[str, float], name: str) -> float:
    """Where a box would stand: long lines straight first of all, then what follows each other below each other."""
    told = [(_pull(graph, name, other), places[other]) for other in near]
    return sum(pull * place for pull, place in told) / sum(pull for pull, _place in told) if told else places[name]


def _pull(graph: _Graph, one: str, other: str) -> int:
    bends = sum(not graph.boxes[name].height for name in (one, other))
    return (4, 1, 16)[bends]


def _spread(graph: _Graph, row: list[str], wanted: dict[str, float]) -> dict[str, float]:
    """Places as near as can be to those wanted: boxes that would touch are put side by side around their middle."""
    groups: list[tuple[list[str], float]] = []
    for name in row:
        names, left = [name], wanted[name] - graph.boxes[name].width / 2
        while groups and groups[-1][1] + _width(graph, groups[-1][0]) > left:
            names = groups.pop()[0] + names
            left = _left(graph, names, wanted)
        groups.append((names, left))
    places = {}
    for names, left in groups:
        for name in names:
            places[name] = left + graph.boxes[name].width / 2
            left += graph.boxes[name].width + GAP
    return places


def _left(graph: _Graph, names: list[str], wanted: dict[str, float]) -> float:
    """The left end of boxes side by side that keeps them all near to where they would stand, lines nearest."""
    told, offset, weights = 0.0, 0.0, 0
    for name in names:
        weight = 1 if graph.boxes[name].height else 8
        told += weight * (wanted[name] - graph.boxes[name].width / 2 - offset)
        offset, weights = offset + graph.boxes[name].width + GAP, weights + weight
    return told / weights


def _width(graph: _Graph, names: list[str]) -> float:
    """The room of boxes side by side, with the gap after each."""
    return sum(graph.boxes[name].width + GAP for name in names)


def _drawn(graph: _Graph, places: dict[str, float]) -> Layout:
    """Layers below each other, and every edge from box to box."""
    middles: dict[str, float] = {}
    top = MARGIN
    for row in graph.rows:
        tall = max(graph.boxes[name].height for name in row)
        middles |= dict.fromkeys(row, top + tall / 2)
        top += tall + BETWEEN
    placed = {name: Placed(box, round(places[name], 1), round(middles[name], 1)) for name, box in graph.boxes.items()}
    ends = {source for source, _target, _chain in graph.chains} | {target for _s, target, _c in graph.chains}
    routes = [Route(source, target, tuple(_points(placed, chain))) for source, target, chain in graph.chains]
    width = max(one.x + one.box.width / 2 for one in placed.values()) + MARGIN
    shown = {name: one for name, one in placed.items() if one.box.height or name in ends}
    return Layout(round(width, 1), round(top - BETWEEN + MARGIN, 1), shown, tuple(routes))


def _points(placed: dict[str, Placed], chain: list[str]) -> Iterable[Point]:
    """From the edge of the first box by the bends to the edge of the last."""
    first, second, last, before = placed[chain[0]], placed[chain[1]], placed[chain[-1]], placed[chain[-2]]
    down = 1 if second.y > first.y else -1
    yield first.x, round(first.y + down * first.box.height / 2, 1)
    yield from ((placed[name].x, placed[name].y) for name in chain[1:-1])
    up = 1 if before.y > last.y else -1
    yield last.x, round(last.y + up * last.box.height / 2, 1)
