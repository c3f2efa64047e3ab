"""What the interface tells across registers, how it describes itself, and what it answers to nonsense."""

import json
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils import timezone

from tests.api.calling import Program, one_connection
from tests.people import People
from tests.web.samples import REGISTERS, made
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.register import registers
from trivet.core.tokens import ACTS, make_token
from trivet.figures.figure import figures
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def test_it_describes_itself_for_every_register(office: People) -> None:
    told = Client().get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for code, register in registers().items():
        path = told["paths"][f"/api/registers/{code}/{{uuid}}"]
        assert set(path) == {"get", "patch"}
        line = told["components"]["schemas"][f"{register.model.__name__}Record"]["properties"]["fields"]
        shape = told["components"]["schemas"][line["$ref"].rsplit("/", 1)[-1]]["properties"]
        assert {column.name for column in register.content_fields()} <= set(shape)
    assert [one["code"] for one in Program(None).get("/registers")] == list(registers())


@one_connection()
def test_every_answer_of_a_reading_is_as_described(office: People) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    program, reached = Program(office.clerk), 0
    rows = {code: made(registers()[code], office, 1) for code in REGISTERS}
    for row in rows.values():
        change(row, Draft({"note": "changed"}), actor=office.clerk, reason="again")
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.method.upper() != "GET":
            continue
        code = next((part for part in operation.path.split("/") if part in rows), "")
        given: dict[str, Any] = {"uuid": str(rows[code].uuid)} if code else {}
        given |= {"code": "relations.states"} if "{code}" in operation.path else {}
        case = operation.Case(path_parameters=given, headers=program.headers)
        answer = case.call()
        assert answer.status_code == 200, operation.path
        case.validate_response(answer)
        reached += 1
    assert reached == 3 * len(rows) + 5


def test_figures_are_the_tallies_of_the_reader(office: People) -> None:
    program = Program(office.reader)
    assert [one["code"] for one in program.get("/figures")] == sorted(figures())
    for code in figures():
        told = program.get(f"/figures/{code}?on=2024-12-31&period=2024")
        assert told["code"] == code and told["verified"] >= 0
    program.get("/figures/no.such", 404)
    program.get("/figures/relations.states?period=sometime", 400)
    program.get("/figures/relations.states?on=2024", 400)


def test_entries_and_search_hold_what_one_may_see(office: People) -> None:
    relations = registers()["relations"]
    row = made(relations, office, 1)
    hidden = made(relations, office, 2, marking=Marking.SECRET)
    partner = Partner.objects.get(key="VNM")
    for program, count in ((Program(office.clerk), 2), (Program(None), 1)):
        found = program.get("/entries?partner=VNM&from=2000-01-01&to=2010-01-01")["items"]
        uuids = [one["uuid"] for one in found if one["register"] == "relations"]
        assert len(uuids) == count and str(row.uuid) in uuids and (str(hidden.uuid) in uuids) == (count == 2)
        assert len(program.get("/search?q=viet&register=relations")["items"]) == count
    assert Program(None).get(f"/entries?partner={partner.uuid}&to=1900-01-01")["items"] == []
    first = Program(None).get("/entries?size=1")
    second = Program(None).get(f"/entries?size=1&after={first['next']}")
    assert first["items"] != second["items"]
    Program(None).get("/entries?partner=nobody", 400)
    Program(None).get("/entries?from=soon", 400)
    early = (timezone.now() - timedelta(days=1)).date()
    assert Program(None).get(f"/entries?known={early}")["items"] == []


def test_problems_are_told_in_the_readers_language(office: People) -> None:
    program = Program(office.clerk)
    body = {"reason": "x", "keeper": "nobody", "fields": {"name": "A"}}
    english = program.send("POST", "/registers/people", body, 422)
    vietnamese = program.send("POST", "/registers/people", body, 422, **{"Accept-Language": "vi"})
    assert english["errors"][0]["field"] == vietnamese["errors"][0]["field"] == "keeper"
    assert english["errors"][0]["detail"] == "There is no such body."
    assert vietnamese["errors"][0]["detail"] != english["errors"][0]["detail"]


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"x"', '{"reason": "\\ud800"}', '{"reason": "\\u0000"}', "1" * 5000, "[" * 20000, "\xff"],
)
def test_no_body_is_a_fault_of_ours(office: People, body: str) -> None:
    program = Program(office.clerk)
    client, headers = Client(), program.headers
    answer = client.generic("POST", "/api/registers/people", body, "application/json", headers=headers)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json" and answer.json()["title"]


def test_every_wrong_field_is_named_at_its_row(office: People) -> None:
    leg = {"starts": "the day before", "colour": "red"}
    row = {
        "keeper": "foreign-ministry",
        "fields": {"title": 3, "kind": "walk", "starts": "2024"},
        "parts": {"legs": [leg]},
    }
    answer = Program(office.clerk).send("POST", "/registers/activities/batch", {"reason": "x", "records": [row]}, 422)
    told = {(one["where"], one["field"]): one["detail"] for one in answer["errors"]}
    assert told == {
        ("records[0]", "title"): "Write a text.",
        ("records[0]", "kind"): told["records[0]", "kind"],
        ("records[0] legs[0]", "colour"): "There is no such field here.",
    }
    assert "visit_out" in told["records[0]", "kind"]


def test_what_is_hidden_from_a_writer_stays(office: People) -> None:
    secret = made(registers()["partners"], office, 5, marking=Marking.SECRET, key="hidden-partner")
    office.second_clerk.clearance = Marking.INTERNAL
    office.second_clerk.save()
    shown = Partner.objects.get(key="FRA")
    row = made(registers()["activities"], office, 1, partners=[shown, secret], forum=secret)
    program, path = Program(office.second_clerk), f"/registers/activities/{row.uuid}"
    read = program.get(path)
    assert [one["key"] for one in read["fields"]["partners"]] == ["FRA"] and read["fields"]["forum"] is None
    named = {"partners": ["DEU"], "forum": None, "note": "mine"}
    after = program.send("PATCH", path, {"reason": "mine", "fields": named}, 200, row.version)
    assert [one["key"] for one in after["fields"]["partners"]] == ["DEU"]
    whole = Program(office.clerk).get(path)["fields"]
    assert [one["key"] for one in whole["partners"]] == ["DEU", "hidden-partner"]
    assert whole["forum"]["key"] == "hidden-partner"
    hidden = {"reason": "guess", "fields": {"forum": "hidden-partner"}}
    nobody = {"reason": "guess", "fields": {"forum": "nobody-at-all"}}
    answers = [program.send("PATCH", path, body, 422, after["version"]) for body in (hidden, nobody)]
    assert answers[0] == answers[1]


def test_addresses_that_are_none(office: People) -> None:
    for path in ("/nothing", "/registers/nothing", "/registers/people/not-a-uuid", ""):
        answer = Client().get(f"/api{path}")
        assert answer.status_code == 404 and json.loads(answer.content)["status"] == 404


def test_a_token_of_all_acts_is_what_the_page_offers(office: People) -> None:
    today = timezone.now().date()
    token, _secret = make_token(office.clerk, "all", list(ACTS), starts=today, ends=today)
    assert token.acts == list(ACTS)
