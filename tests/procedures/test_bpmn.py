"""The process that analysts take away: BPMN 2.0 in which every reference leads somewhere, and all has a place."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from trivet.core.profile import load_profile
from trivet.procedures.bpmn import BOUNDS, DIAGRAM, LINES, MODEL, bpmn_file
from trivet.procedures.editions import in_force, procedures
from trivet.procedures.tables import Procedure

#: The elements of BPMN 2.0 that a process of ours may have, by the names of its schema (Semantic.xsd, BPMNDI.xsd).
FLOW_NODES = {
    "startEvent",
    "endEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "userTask",
    "exclusiveGateway",
    "inclusiveGateway",
}
PARTS = {
    "definitions",
    "process",
    "documentation",
    "incoming",
    "outgoing",
    "sequenceFlow",
    "conditionExpression",
    "potentialOwner",
    "resourceAssignmentExpression",
    "formalExpression",
    "multiInstanceLoopCharacteristics",
    "timerEventDefinition",
    "timeDuration",
    "timeDate",
}
ALLOWED = {f"{{{MODEL}}}{name}" for name in FLOW_NODES | PARTS}
ALLOWED |= {f"{{{DIAGRAM}}}{name}" for name in ("BPMNDiagram", "BPMNPlane", "BPMNShape", "BPMNEdge", "BPMNLabel")}
ALLOWED |= {f"{{{BOUNDS}}}Bounds", f"{{{LINES}}}waypoint"}


def every_procedure() -> list[Procedure]:
    profile = load_profile("vietnam")
    return [in_force(profile, one.code, date(2026, 6, 1)) for one in procedures(profile)]


def model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_every_name_is_one_of_the_format_and_every_reference_leads_somewhere(language: str) -> None:
    for procedure in every_procedure():
        with override(language):
            root = ElementTree.fromstring(bpmn_file(procedure))
        assert {one.tag for one in root.iter()} <= ALLOWED
        names = [one.get("id") for one in root.iter() if one.get("id")]
        assert len(names) == len(set(names))
        process = root.find(model("process"))
        assert process is not None
        nodes = {one.get("id"): one for one in process if one.tag.split("}")[1] in FLOW_NODES}
        flows = {one.get("id"): one for one in process.iter(model("sequenceFlow"))}
        for name, flow in flows.items():
            source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
            assert name in [one.text for one in source.iter(model("outgoing"))]
            assert name in [one.text for one in target.iter(model("incoming"))]
        for one in nodes.values():
            ends = {end.text for kind in ("incoming", "outgoing") for end in one.iter(model(kind))}
            assert ends and ends <= flows.keys()
        shown = {one.get("bpmnElement") for one in root.iter() if one.get("bpmnElement")}
        assert shown == nodes.keys() | flows.keys() | {process.get("id")}


def test_a_conference_as_a_process() -> None:
    conference = next(one for one in every_procedure() if one.code == "conference")
    root = ElementTree.fromstring(bpmn_file(conference))
    tasks = {one.get("name") for one in root.iter(model("userTask"))}
    assert {"file", "permit", "answer in writing: public-security"} <= tasks
    ends = {one.get("name") for one in root.iter(model("endEvent"))}
    assert {"refused", "reported", "withdrawn", "overdue: taken up by competent level"} <= ends
    timers = {one.get("attachedToRef"): one for one in root.iter(model("boundaryEvent"))}
    assert timers["step-file"].get("cancelActivity") == "false"
    opinion = timers["opinion-consultation-public-security"]
    assert opinion.get("cancelActivity") == "true", "the dossier goes on when the answer is overdue"
    assert [one.text for one in opinion.iter(model("timeDuration"))] == ["P15D"]
    assert [one.text for one in timers["step-report"].iter(model("timeDate"))] == ["15 days after “last day”"]
