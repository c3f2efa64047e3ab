"""What the interface does for every register, told once for all of them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.calling import Program, given_back
from tests.people import People
from tests.web.samples import REGISTERS, made, verified
from trivet.core.actions import change, redact
from trivet.core.drafts import Draft
from trivet.core.history import Transaction
from trivet.core.register import registers
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("code", REGISTERS)


def path_of(row: Any, code: str, more: str = "") -> str:
    return f"/registers/{code}/{row.uuid}{more}"


def moment(row: Any) -> str:
    found: str = Transaction.objects.get(number=row.version).moment.isoformat().replace("+00:00", "Z")
    return found


@each_register
def test_a_program_lists_what_its_owner_may_see(office: People, code: str) -> None:
    register = registers()[code]
    row = made(register, office, 1)
    hidden = made(register, office, 2, marking=Marking.SECRET)
    clerk, outsider = Program(office.clerk), Program(None)
    seen = {one["uuid"] for one in walk(clerk, f"/registers/{code}?size=100")}
    assert {str(row.uuid), str(hidden.uuid)} <= seen
    outside = {one["uuid"] for one in walk(outsider, f"/registers/{code}?size=100")}
    assert str(row.uuid) in outside and str(hidden.uuid) not in outside
    outsider.get(path_of(row, code))
    for more in ("", "/history", f"?known={moment(hidden)}"):
        for program in (outsider, Program(office.reader)):
            program.get(path_of(hidden, code, more), 404)


def walk(program: Program, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    mark = ""
    while True:
        page = program.get(f"{path}&after={mark}")
        found += page["items"]
        mark = page["next"]
        if not mark:
            return found


@each_register
def test_pages_hold_every_record_once(office: People, code: str) -> None:
    register = registers()[code]
    rows = [made(register, office, number) for number in range(3)]
    last = max(row.version for row in rows)
    program = Program(office.clerk)
    listed = [one["uuid"] for one in walk(program, f"/registers/{code}?size=2&since=0")]
    assert len(listed) == len(set(listed)) == register.model.objects.count()
    newer = [one["uuid"] for one in walk(program, f"/registers/{code}?size=2&since={last - 1}")]
    assert newer == [str(rows[-1].uuid)]


@each_register
def test_filters_narrow_and_a_misspelt_one_is_told(office: People, code: str) -> None:
    row = verified(made(registers()[code], office, 1), office)
    program = Program(office.clerk)
    assert str(row.uuid) in {one["uuid"] for one in walk(program, f"/registers/{code}?state=verified")}
    assert str(row.uuid) not in {one["uuid"] for one in walk(program, f"/registers/{code}?state=draft")}
    for wrong in ("state=lost", "stat=draft", "size=0", "size=x", "since=-1", "known=yesterday", "on=2024", "after=xx"):
        answer = program.get(f"/registers/{code}?{wrong}", 400)
        assert answer["errors"] or answer["detail"]
    named = program.get(f"/registers/{code}?stat=draft", 400)["errors"]
    assert [one["field"] for one in named] == ["stat"]
    program.get(f"/registers/{code}?on=2010-06-01&possible=true")


@each_register
def test_a_record_tells_its_links_parts_and_sources(office: People, code: str) -> None:
    register = registers()[code]
    row = made(register, office, 1)
    record = Program(office.clerk).get(path_of(row, code))
    assert record["version"] == row.version and record["caption"]
    assert record["keeper"]["key"] == office.ministry.key
    assert [one["source"]["caption"] for one in record["citations"]] == ["A gazette 1"]
    assert set(record["parts"]) == set(register.parts) and all(record["parts"][name] for name in register.filled_parts)
    for name in register.many_parties:
        assert [one["key"] for one in record["fields"][name]] == ["IDN", "VNM"]


@each_register
def test_a_program_writes_what_it_read(office: People, code: str) -> None:
    clerk = Program(office.clerk)
    like = clerk.get(path_of(made(registers()[code], office, 1), code))
    body = given_back(like) | {"reason": "from another system", "submit": True, "uuid": str(uuid4())}
    new = clerk.send("POST", f"/registers/{code}", body, 201)
    assert new["uuid"] == body["uuid"] and new["state"] == "in_review"
    assert new["fields"] == like["fields"]
    for name, rows in like["parts"].items():
        assert [one | {"uuid": ""} for one in new["parts"][name]] == [one | {"uuid": ""} for one in rows]
    again = clerk.send("POST", f"/registers/{code}", body, 422)
    assert "already taken" in again["errors"][0]["detail"]
    Program(office.reviewer).send("POST", f"/registers/{code}", given_back(like) | {"reason": "not mine"}, 403)
    Program(office.clerk, ["view"]).send("POST", f"/registers/{code}", given_back(like) | {"reason": "no"}, 403)
    Program(None).send("POST", f"/registers/{code}", given_back(like) | {"reason": "nobody"}, 401)


@each_register
def test_a_batch_is_all_or_none(office: People, code: str) -> None:
    clerk = Program(office.clerk)
    body = given_back(clerk.get(path_of(made(registers()[code], office, 1), code)))
    before = registers()[code].model.objects.count()
    wrong = [body, {**body, "keeper": "no-such-body"}, {**body, "citations": [{"source": "no-such-source"}]}]
    answer = clerk.send("POST", f"/registers/{code}/batch", {"reason": "many", "records": wrong}, 422)
    told = [(one["where"], one["field"]) for one in answer["errors"]]
    assert told == [("records[1]", "keeper"), ("records[2] citations", "source")]
    assert registers()[code].model.objects.count() == before
    new = clerk.send("POST", f"/registers/{code}/batch", {"reason": "many", "records": [body, body]}, 201)
    assert len(new["items"]) == 2 and len({one["version"] for one in new["items"]}) == 1


@each_register
def test_a_change_rests_on_the_version_that_was_read(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    path = path_of(row, code)
    one, two = Program(office.clerk), Program(office.second_clerk)
    read = one.get(path)
    body = {"reason": "a note", "fields": {"note": "The first note"}}
    assert one.send("PATCH", path, body, 428)["title"]
    assert one.send("PATCH", path, {**body, "reason": " "}, 422, row.version)["errors"][0]["field"] == "reason"
    first = one.send("PATCH", path, body, 200, read["version"])
    assert first["fields"] == read["fields"] | {"note": "The first note"}
    assert (first["parts"], first["citations"]) == (read["parts"], read["citations"])
    lost = two.send("PATCH", path, {"reason": "mine", "fields": {"note": "Mine"}}, 412, read["version"])
    assert lost["yours"]["fields"]["note"] == read["fields"]["note"]
    assert lost["now"]["fields"]["note"] == "The first note"
    done = two.send("PATCH", path, {"reason": "mine", "fields": {"note": "Mine"}}, 200, lost["now"]["version"])
    assert done["fields"]["note"] == "Mine"
    steps = one.get(path + "/history")["items"]
    assert [step["reason"] for step in steps] == ["mine", "a note", "first sample 1"]
    assert steps[0]["changes"] == [{"field": "note", "before": "The first note", "after": "Mine"}]
    same = one.send(
        "PATCH", path, {"reason": "nothing", "fields": done["fields"] and {"note": "Mine"}}, 200, done["version"]
    )
    assert same["version"] == done["version"]
    Program(office.reviewer).send("PATCH", path, body, 403, done["version"])
    Program(office.other_clerk).send("PATCH", path, body, 403, done["version"])


@each_register
def test_a_second_person_verifies_and_the_first_may_not(office: People, code: str) -> None:
    row = made(registers()[code], office, 1, submit=False)
    clerk, reviewer, path = Program(office.clerk), Program(office.reviewer), path_of(row, code, "/moves")
    submitted = clerk.send("POST", path, {"move": "submit", "reason": "ready"}, 200, row.version)
    assert submitted["state"] == "in_review"
    verify = {"move": "verify", "reason": "read"}
    clerk.send("POST", path, verify, 403, submitted["version"])
    Program(office.reviewer, ["view", "change"]).send("POST", path, verify, 403, submitted["version"])
    Program(office.other_clerk).send("POST", path, verify, 403, submitted["version"])
    reviewer.send("POST", path, verify, 428)
    reviewer.send("POST", path, {"move": "bury", "reason": "read"}, 422, submitted["version"])
    assert reviewer.send("POST", path, verify, 200, submitted["version"])["state"] == "verified"
    assert reviewer.send("POST", path, verify, 412, submitted["version"])["now"]["state"] == "verified"


@each_register
def test_a_source_is_added_and_its_other_value_is_a_rival(office: People, code: str) -> None:
    register = registers()[code]
    row, source = made(register, office, 1), made(registers()["sources"], office, 7, key="gazette-7")
    clerk, path = Program(office.clerk), path_of(row, code, "/citations")
    body = {"source": source.key, "field": "note", "value": "Another note", "reason": "found"}
    cited = clerk.send("POST", path, body, 200, row.version)
    assert [(one["source"]["key"], one["adopted"]) for one in cited["citations"]][-1] == ("gazette-7", False)
    clerk.send("POST", path, body, 412, row.version)
    wrong = clerk.send("POST", path, {**body, "source": "none"}, 422, cited["version"])
    assert [one["field"] for one in wrong["errors"]] == ["source"]
    clerk.send("POST", path, {**body, "field": "nothing"}, 422, cited["version"])


@each_register
def test_what_was_known_then(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    then = moment(row)
    change(row, Draft({"note": "a slip of the pen"}), actor=office.clerk, reason="slip")
    slipped = registers()[code].model.objects.get(pk=row.pk)
    change(row, Draft({"note": "in order"}), actor=office.clerk, reason="mended")
    clerk, outsider, path = Program(office.clerk), Program(None), path_of(row, code)
    assert clerk.get(f"{path}?known={then}")["version"] == row.version
    early = (timezone.now() - timedelta(days=1)).date()
    clerk.get(f"{path}?known={early}", 404)
    assert clerk.get(f"{path}?known={moment(slipped)}")["fields"]["note"] == "a slip of the pen"
    redact(slipped, Marking.SECRET, actor=office.reviewer, reason="not for all")
    outsider.get(f"{path}?known={moment(slipped)}", 404)
    assert [one["reason"] for one in outsider.get(f"{path}/history")["items"]] == ["mended"]
    listed = walk(clerk, f"/registers/{code}?known={moment(slipped)}")
    assert "a slip of the pen" in [one["fields"]["note"] for one in listed]


@each_register
def test_a_session_reads_and_does_not_write(office: People, code: str) -> None:
    secret = made(registers()[code], office, 2, marking=Marking.SECRET)
    client = Client()
    client.force_login(office.clerk)
    assert client.get(f"/api{path_of(secret, code)}").status_code == 200
    body = {"reason": "by a foreign page", "fields": {}}
    answer = client.patch(f"/api{path_of(secret, code)}", body, "application/json", headers={"If-Match": '"1"'})
    assert answer.status_code == 401
