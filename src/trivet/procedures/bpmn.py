"""A procedure as BPMN 2.0, with the places of its shapes, for the programs in which analysts draw processes."""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import SubElement

from trivet.core.profile import said
from trivet.procedures.flow import Element, Flow, Line, flow_of
from trivet.procedures.layout import Box, Layout, Point, lay_out
from trivet.procedures.tables import Procedure

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS, LINES = "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = {"bpmn": MODEL, "bpmndi": DIAGRAM, "dc": BOUNDS, "di": LINES, "xsi": _SCHEMA}
#: Width and height of the shapes, and the room that a label below an event or gateway needs.
_SIZES = {"userTask": (120.0, 80.0), "inclusiveGateway": (50.0, 50.0), "exclusiveGateway": (50.0, 50.0)}
_EVENT, _LABEL = (36.0, 36.0), (110.0, 28.0)


def bpmn_file(procedure: Procedure) -> bytes:
    """The file of a procedure, with its words in the reader's language."""
    for prefix, address in _PREFIXES.items():
        ElementTree.register_namespace(prefix, address)
    flow = flow_of(procedure)
    root = Xml(_in(MODEL, "definitions"), {"id": "definitions", "targetNamespace": f"urn:trivet:{procedure.code}"})
    named = {"id": f"process-{procedure.code}", "name": said(procedure.procedure.label), "isExecutable": "false"}
    process = SubElement(root, _in(MODEL, "process"), named)
    _document(process, said(procedure.procedure.help))
    flows = {f"flow-{number}": line for number, line in enumerate(flow.lines, 1)}
    for element in flow.elements:
        _add_element(process, element, flows)
    for name, line in flows.items():
        told = SubElement(
            process, _in(MODEL, "sequenceFlow"), {"id": name, "sourceRef": line.source, "targetRef": line.target}
        )
        if line.when:
            _expression(told, "conditionExpression", line.when)
    _add_shapes(root, procedure, flow, flows)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _in(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def _document(parent: Xml, text: str) -> None:
    if text:
        SubElement(parent, _in(MODEL, "documentation")).text = text


def _expression(parent: Xml, name: str, text: str) -> None:
    SubElement(parent, _in(MODEL, name), {_in(_SCHEMA, "type"): "bpmn:tFormalExpression"}).text = text


def _add_element(process: Xml, one: Element, flows: dict[str, Line]) -> None:
    """An element with its parts in the order that the format asks for."""
    told = {"id": one.name, "name": one.label}
    if one.on:
        told |= {"attachedToRef": one.on, "cancelActivity": str(one.cancel).lower()}
    made = SubElement(process, _in(MODEL, one.kind), told)
    _document(made, one.told)
    for name, line in flows.items():
        if line.target == one.name:
            SubElement(made, _in(MODEL, "incoming")).text = name
    for name, line in flows.items():
        if line.source == one.name:
            SubElement(made, _in(MODEL, "outgoing")).text = name
    if one.owner:
        owner = SubElement(made, _in(MODEL, "potentialOwner"), {"id": f"{one.name}-owner"})
        _expression(SubElement(owner, _in(MODEL, "resourceAssignmentExpression")), "formalExpression", one.owner)
    if one.several:
        SubElement(made, _in(MODEL, "multiInstanceLoopCharacteristics"))
    if one.on:
        timer = SubElement(made, _in(MODEL, "timerEventDefinition"), {"id": f"{one.name}-definition"})
        _expression(timer, *one.term)


def _add_shapes(root: Xml, procedure: Procedure, flow: Flow, flows: dict[str, Line]) -> None:
    layout = _laid_out(flow)
    diagram = SubElement(root, _in(DIAGRAM, "BPMNDiagram"), {"id": "diagram"})
    named = {"id": "plane", "bpmnElement": f"process-{procedure.code}"}
    plane = SubElement(diagram, _in(DIAGRAM, "BPMNPlane"), named)
    corners = _corners(flow, layout)
    for element in flow.elements:
        told = {"id": f"{element.name}-shape", "bpmnElement": element.name}
        if element.kind == "exclusiveGateway":
            told["isMarkerVisible"] = "true"
        shape = SubElement(plane, _in(DIAGRAM, "BPMNShape"), told)
        (left, top), (width, height) = corners[element.name], _size(element)
        _bounds(shape, left, top, width, height)
        if element.kind != "userTask":
            label = SubElement(shape, _in(DIAGRAM, "BPMNLabel"))
            _bounds(label, left + width / 2 - _LABEL[0] / 2, top + height + 2, *_LABEL)
    routes = {(route.source, route.target): route.points for route in layout.routes}
    known = {element.name: element for element in flow.elements}
    for name, line in flows.items():
        edge = SubElement(plane, _in(DIAGRAM, "BPMNEdge"), {"id": f"{name}-edge", "bpmnElement": name})
        source, target = known[line.source], known[line.target]
        first, *bends, last = routes[source.on or source.name, target.name]
        ends = _end(source, corners, first), _end(target, corners, last)
        for x, y in (ends[0], *bends, ends[1]):
            SubElement(edge, _in(LINES, "waypoint"), {"x": f"{x:g}", "y": f"{y:g}"})


def _end(one: Element, corners: dict[str, Point], point: Point) -> Point:
    """Where a line meets a shape: in the middle of the edge on the side from which it comes."""
    (left, top), (width, height) = corners[one.name], _size(one)
    return left + width / 2, top if point[1] < top else top + height


def _laid_out(flow: Flow) -> Layout:
    """Places for all but the timers, which stand on their task; each box has room for the label below it."""
    attached = {element.name: element.on for element in flow.elements if element.on}
    boxes = [_box(element) for element in flow.elements if not element.on]
    edges = [(attached.get(line.source, line.source), line.target) for line in flow.lines]
    return lay_out(boxes, edges, "start")


def _box(one: Element) -> Box:
    width, height = _size(one)
    return Box(one.name, width, height + 30) if one.kind == "userTask" else Box(one.name, _LABEL[0], height + 60)


def _size(one: Element) -> Point:
    return _SIZES.get(one.kind, _EVENT)


def _corners(flow: Flow, layout: Layout) -> dict[str, Point]:
    """The upper left corner of every shape; the timers of a task stand side by side on its lower edge."""
    found: dict[str, Point] = {}
    for one in flow.elements:
        if not one.on:
            placed, (width, height) = layout.boxes[one.name], _size(one)
            found[one.name] = (placed.x - width / 2, placed.y - height / 2)
    timers: dict[str, int] = defaultdict(int)
    for one in flow.elements:
        if one.on:
            left, top = found[one.on]
            found[one.name] = (left + 8 + timers[one.on] * 40, top + _SIZES["userTask"][1] - _EVENT[1] / 2)
            timers[one.on] += 1
    return found


def _bounds(parent: Xml, left: float, top: float, width: float, height: float) -> None:
    told = {"x": f"{left:g}", "y": f"{top:g}", "width": f"{width:g}", "height": f"{height:g}"}
    SubElement(parent, _in(BOUNDS, "Bounds"), told)
