"""The layered layout on whatever graph: nothing overlaps, every edge ends where it should."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as some

from trivet.procedures.layout import Box, Layout, lay_out

_NAMES = some.integers(2, 9).map(lambda count: [f"b{n}" for n in range(count)])


@some.composite
def graphs(draw: some.DrawFn) -> tuple[list[Box], list[tuple[str, str]]]:
    names = draw(_NAMES)
    sizes = some.tuples(some.floats(20, 160), some.floats(16, 60))
    boxes = [Box(name, *draw(sizes)) for name in names]
    pairs = some.tuples(some.sampled_from(names), some.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    return boxes, draw(some.lists(pairs, max_size=20))


def apart(layout: Layout, one: str, other: str) -> bool:
    a, b = layout.boxes[one], layout.boxes[other]
    beside = abs(a.x - b.x) + 0.2 >= (a.box.width + b.box.width) / 2
    return beside or abs(a.y - b.y) + 0.2 >= (a.box.height + b.box.height) / 2


@given(graphs())
def test_boxes_do_not_overlap_and_edges_end_on_them(graph: tuple[list[Box], list[tuple[str, str]]]) -> None:
    boxes, edges = graph
    layout = lay_out(boxes, edges, boxes[0].name)
    assert set(layout.boxes) >= {box.name for box in boxes}
    assert all(apart(layout, one.name, other.name) for one, other in combinations(boxes, 2))
    assert {(route.source, route.target) for route in layout.routes} == set(edges)
    for route in layout.routes:
        for name, (x, y) in ((route.source, route.points[0]), (route.target, route.points[-1])):
            placed = layout.boxes[name]
            assert abs(x - placed.x) < 0.2 and abs(abs(y - placed.y) - placed.box.height / 2) < 0.2
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in route.points)


def test_a_way_back_leads_up_and_all_else_down() -> None:
    boxes = [Box(name, 50, 20) for name in "abcd"]
    layout = lay_out(boxes, [("a", "b"), ("b", "c"), ("c", "d"), ("c", "a")], "a")
    heights = [layout.boxes[name].y for name in "abcd"]
    assert heights == sorted(heights) and len(set(heights)) == 4
    (back,) = [route for route in layout.routes if route.target == "a"]
    assert back.points[0][1] > back.points[-1][1] and len(back.points) == 3
