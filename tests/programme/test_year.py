"""The year goes on: what changed since the baseline, what came of the plan, and what was never planned."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from tests.people import People
from tests.programme.making import leader, line, programme
from trivet.core.actions import change, create, move
from trivet.core.drafts import Draft
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.programme.actuals import Outcome, outcomes, shares
from trivet.programme.comparing import compare
from trivet.programme.deciding import adopt, decide
from trivet.programme.forms import write_form
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme, ProgrammeEdition
from trivet.registers.activities import Activity

pytestmark = pytest.mark.django_db


def adopted(people: People, plan: Programme, *rows: ProgrammeLine) -> ProgrammeEdition:
    decide([row.pk for row in rows], "approve", actor=people.head, reason="useful")
    adopt(plan, actor=people.head, reason="the year")
    found: ProgrammeEdition = ProgrammeEdition.objects.at(None).order_by("-number").first()
    return found


def test_the_baseline_is_compared_with_now_line_by_line(office: People) -> None:
    plan, amina = programme(office), leader(office, "Amina")
    moved, renamed, gone, same, hidden = (
        line(office, plan, title, "2031-05", to=["FRA"]) for title in ("Moved", "Renamed", "Gone", "Same", "Hidden")
    )
    edition = adopted(office, plan, moved, renamed, gone, same, hidden)
    change(moved, Draft({"starts": "2031-09"}), actor=office.clerk, reason="the host asked")
    partners = [Partner.objects.get(key=key) for key in ("FRA", "DEU")]
    second = {"leaders": [{"person_id": leader(office, "Juma").pk}]}
    change(renamed, Draft({"partners": partners, "head": amina}, parts=second), actor=office.clerk, reason="wider")
    decide([gone.pk], "cancel", actor=office.head, reason="no money")
    change(same, Draft({"note": "seen"}), actor=office.clerk, reason="a note")
    late = line(office, plan, "Late", "2031-10", keeper=office.commission)
    line(office, plan, "Only proposed", "2031-10")
    decide([late.pk], "approve", actor=office.head, reason="useful")
    change(hidden, Draft({"need_to_know": True, "starts": "2031-11"}), actor=office.clerk, reason="closed")
    told = compare(Standpoint(office.clerk), edition)
    assert [(one.kind, (one.now or one.then).title) for one in told.changed] == [
        ("added", "Late"),
        ("removed", "Gone"),
        ("moved", "Moved"),
        ("moved", "Hidden"),
        ("changed", "Renamed"),
    ]
    assert (told.then, told.now) == (5, 5)
    fields = {one.now.title: {d.field for d in one.fields} for one in told.changed if one.fields}
    assert fields == {"Moved": {"starts"}, "Renamed": {"partners", "head", "leaders"}, "Hidden": {"starts"}}
    # Whoever may not see the line today sees it neither then nor now.
    other = compare(Standpoint(office.other_clerk), edition)
    assert "Hidden" not in {(one.now or one.then).title for one in other.changed} and (other.then, other.now) == (4, 4)


def happened(people: People, title: str, starts: str, **more: Any) -> Activity:
    values = {"title": title, "kind": "visit_out", "starts": starts, "keeper": people.ministry, **more}
    made: Activity = create(Activity, Draft(values), actor=people.installation, reason="it took place", submit=True)
    return made


def test_every_line_and_activity_of_the_year_has_one_outcome(office: People) -> None:
    with time_machine.travel("2031-07-01T08:00:00Z"):
        plan = programme(office)
        within = happened(office, "In May", "2031-05-12")
        other = happened(office, "In June", "2031-06-12")
        hidden = happened(office, "Hidden", "2031-06-13", need_to_know=True)
        happened(office, "A call", "2031-03-01", kind="call")
        happened(office, "Unplanned", "2031-03-01", keeper=office.commission)
        happened(office, "Of another year", "2030-03-01")
        told = {
            "done": line(office, plan, "As planned", "2031-05", activity=within),
            "moved": line(office, plan, "Moved", "2031-04", activity=other),
            "ahead": line(office, plan, "Ahead", "2031-09"),
            "missed": line(office, plan, "Missed", "2031-02", keeper=office.commission),
            "ad hoc": line(office, plan, "Ad hoc", "2031-10", ad_hoc=True, ad_hoc_reason="invited late"),
            "unseen": line(office, plan, "Of a hidden activity", "2031-06", activity=hidden),
        }
        line(office, plan, "Refused", "2031-02")
        decide([row.pk for row in told.values()], "approve", actor=office.head, reason="useful")
        found = outcomes(Standpoint(office.clerk), plan)
        seen = {one.title: one.kind for one in found}
        assert seen == {
            "As planned": "done",
            "Moved": "moved",
            "Ahead": "ahead",
            "Missed": "missed",
            "Ad hoc": "ahead",
            "Of a hidden activity": "done",
            "Unplanned": "unplanned",
        }
        by_body = {share.of: share for share in shares(found, lambda one: [one.body])}
        ministry, parliament = by_body[office.ministry.pk], by_body[office.commission.pk]
        assert (ministry.total, ministry.counts["ad_hoc"], ministry.ad_hoc_percent) == (5, 1, 20)
        assert (parliament.counts["missed"], parliament.counts["unplanned"], parliament.ad_hoc_percent) == (1, 1, 50)
        by_pillar = shares(found, lambda one: one.pillars)
        assert sum(share.total for share in by_pillar) == 7
        # To another body the hidden activity is not there: its line is not carried out as far as they know.
        others = {one.title: one.kind for one in outcomes(Standpoint(office.other_clerk), plan)}
        assert others == {**seen, "Of a hidden activity": "missed"}


def test_an_activity_that_only_a_hidden_line_planned_counts_as_unplanned_for_others(office: People) -> None:
    plan, visit = programme(office), happened(office, "Visit", "2031-05-12")
    row = line(office, plan, "Closed", "2031-05", activity=visit, need_to_know=True)
    line(office, plan, "Withdrawn", "2031-05")
    decide([row.pk], "approve", actor=office.head, reason="useful")

    def told(user: Any) -> list[tuple[str, str]]:
        return [(one.title, one.kind) for one in outcomes(Standpoint(user), plan)]

    assert told(office.clerk) == [("Closed", "done")] and told(office.other_clerk) == [("Visit", "unplanned")]
    assert isinstance(outcomes(Standpoint(None), plan)[0], Outcome)


def test_the_form_has_a_sheet_for_each_pillar_and_no_line_that_may_not_be_taken_away(office: People) -> None:
    plan = programme(office)
    codes = [row["code"] for row in profile().rows("pillars")]
    line(office, plan, "Second", "2031-05", to=["FRA"], number=2, head=leader(office, "Amina"))
    line(office, plan, "First", "2031-06-01", "2031-06-04", number=1, cost="1200.50", currency="USD")
    given = [{"body": office.commission, "pillar": codes[1], "role": "lead"}]
    line(office, plan, "=Shared", "2031-05", number=3, assignments=given)
    line(office, plan, "Inner", "2031-05", keeper=office.commission, marking=1)
    gone = line(office, plan, "Gone", "2031-05", number=4, keeper=office.commission)
    move(gone, "withdraw", actor=office.installation, reason="wrong")
    file = io.BytesIO()
    written = write_form(Standpoint(office.clerk), plan, profile(), file)
    book = load_workbook(io.BytesIO(file.getvalue()))
    told = {sheet.title: list(sheet.values) for sheet in book.worksheets}
    titles = {name: [row[heading(rows, "Title")] for row in rows[1:]] for name, rows in told.items()}
    words = {row["code"]: row["label"]["en"] for row in profile().rows("pillars")}
    assert len(written) == 3 and titles[words[codes[0]]] == ["First", "Second"]
    assert titles[words[codes[1]]] == ["'=Shared"]
    first = told[words[codes[0]]][1]
    rows = told[words[codes[0]]]
    assert first[heading(rows, "Planned start")] == "2031-06-01" and first[heading(rows, "Estimated cost")] == 1200.5
    assert first[heading(rows, "Direction")] == "delegation abroad" and first[heading(rows, "Status")] == "proposed"
    assert rows[2][heading(rows, "Partners")] == "France" and rows[2][heading(rows, "Head")] == "Amina"


def heading(rows: list[Any], name: str) -> int:
    return list(rows[0]).index(name)
