"""A planner's pages of the programme: the year, its lines, findings and decisions, then and now, plan and outcome."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.programme.making import leader, line, programme
from tests.web.samples import client_of
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.history import Transaction, attach
from trivet.programme.deciding import decide
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
#: Statements, and bytes of a page as it is sent.
MOST, LATER = 12, 12_000


@pytest.fixture
def people(example: People) -> People:
    """The people of the bundled example, whose programme is empty."""
    return example


def get(user: Any, url: str, status: int = 200) -> Any:
    """A page within its budget of statements and weight."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url, headers={"accept-language": "en"})
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(asked) <= MOST, "\n".join(query["sql"][:200] for query in asked)
    if answer["Content-Type"].startswith("text/html"):
        assert len(gzip.compress(answer.content, 6)) <= LATER
    return answer


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def fresh(row: Any) -> Any:
    return attach([ProgrammeLine.objects.get(pk=row.pk)], None, parts=True)[0]


def year(people: People) -> tuple[Programme, dict[str, ProgrammeLine]]:
    """A year with lines of two pillars that are one matter, a clash, and a vague line."""
    plan, amina = programme(people), leader(people, "Amina")
    told = {"topic": "economic", "to": ["FRA"]}
    rows = {
        "talks": line(people, plan, "Trade talks", "2031-06-11", "2031-06-13", number=1, **told),
        "party": line(people, plan, "Party talks", "2031-06", keeper=people.commission, number=1, **told),
        "rome": line(people, plan, "Rome", "2031-09-10", "2031-09-14", to=["ITA"], head=amina, number=2),
        "oslo": line(people, plan, "Oslo", "2031-09-13", "2031-09-17", to=["NOR"], head=amina, number=3),
        "some": line(people, plan, "Some tour", "2031", number=4),
        "none": line(people, plan, "Without a day", number=5),
    }
    return plan, rows


def base(plan: Programme) -> str:
    return f"/programme/{plan.pk}/"


def test_the_year_stands_by_month_and_pillar_with_status_by_word_and_shape(people: People) -> None:
    plan, rows = year(people)
    decide([rows["rome"].pk], "approve", actor=people.head, reason="useful")
    assert "Programme 2031" in text(get(people.planner, "/programme/"))
    page = get(people.planner, base(plan))
    labels = dict(page.context["lanes"])
    cells = {c.lane: [chip.happening.caption for chip in c.chips] for c in page.context["months"][5].cells}
    assert cells == {labels["party"]: ["1. Party talks"], labels["state"]: ["1. Trade talks"], labels["people"]: []}
    assert [one.caption for one in page.context["vague"]] == ["4. Some tour"]
    assert [one.caption for one in page.context["undated"]] == ["5. Without a day"]
    shown = text(page)
    assert '<span class="tag approved">approved</span>' in shown and '<span class="tag proposed">proposed' in shown
    assert "National Day" in shown
    narrow = get(people.planner, f"{base(plan)}?pillar=party&status=all&direction=out&body=commission")
    assert "Party talks" in text(narrow) and "Trade talks" not in text(narrow)
    assert 'role="alert"' in text(get(people.planner, f"{base(plan)}?pillar=army", 400))
    assert "Rome" in text(get(None, base(plan)))


def test_a_finding_is_merged_on_its_page_and_goes(people: People) -> None:
    plan, rows = year(people)
    url = f"{base(plan)}findings/"
    page = get(people.planner, url)
    assert [one.kind for one in page.context["found"]] == ["complement", "clash"]
    shown = text(page)
    assert "to be confirmed" in shown and "Can be mended by" in shown and "Amina" in shown
    assert 'name="verdict"' not in shown  # who may not decide has no buttons
    page = get(people.head, f"{url}?rule=complement")
    (one,) = page.context["found"]
    sent = {"line": str(one.lines[0].uuid), "finding": one.mark, "back": url, "verdict": "complement"}
    client = client_of(people.head)
    assert client.post("/programme/finding/", sent).status_code == 422
    assert client_of(people.planner).post("/programme/finding/", {**sent, "reason": "x"}).status_code == 403
    assert client_of(None).post("/programme/finding/", {**sent, "reason": "x"}).status_code == 404
    done = client.post("/programme/finding/", {**sent, "reason": "one visit", "main": str(rows["talks"].pk)})
    assert done.status_code == 302 and done.url == url
    assert fresh(rows["party"]).combined_with == rows["talks"]
    assert [x.kind for x in get(people.head, url).context["found"]] == ["clash"]
    again = client.post("/programme/finding/", {**sent, "reason": "again"})
    assert again.status_code == 403 and "not there any more" in text(again)


def test_a_finding_that_was_kept_stands_among_the_decided(people: People) -> None:
    plan, rows = year(people)
    url = f"{base(plan)}findings/"
    (one,) = get(people.head, f"{url}?rule=leader-clash").context["found"]
    sent = {"line": str(rows["rome"].pk), "finding": one.mark, "verdict": "keep", "reason": "by air", "back": url}
    assert client_of(people.head).post("/programme/finding/", sent).status_code == 302
    assert [x.kind for x in get(people.head, url).context["found"]] == ["complement"]
    decided = get(people.head, f"{url}?decided=1")
    assert [x.kind for x in decided.context["found"]] == ["clash"] and "kept as it is" in text(decided)
    page = text(get(people.clerk, f"/programme/lines/{rows['oslo'].pk}/"))
    assert "kept as it is" in page
    assert "by air" in text(get(people.clerk, f"/programme/lines/{rows['rome'].pk}/"))


def test_the_page_of_a_line_has_what_it_says_its_findings_and_the_buttons_one_may_press(people: People) -> None:
    _plan, rows = year(people)
    more = {"purpose": "to trade more", "cost": "1200", "currency": "USD", "size": 12, "funding": "self"}
    change(rows["rome"], Draft({**more, "place": "Rome"}), actor=people.clerk, reason="more")
    url = f"/programme/lines/{rows['rome'].pk}/"
    page = get(people.head, url)
    shown = text(page)
    for words in ("to trade more", "each side pays its own", "Amina", "Italy", "Oslo", "10–14 Sep", "13–17 Sep"):
        assert words in shown, words
    assert [code for code, _words in page.context["decisions"]] == ["approve", "refuse", "cancel"]
    assert [code for code, _words in get(people.clerk, url).context["decisions"]] == ["cancel"]
    assert get(people.reader, url).context["decisions"] == []
    version = fresh(rows["rome"]).version
    sent = {"row": f"{rows['rome'].pk}:{version}", "verdict": "approve", "back": url}
    client = client_of(people.head)
    assert client.post("/programme/decide/", sent).status_code == 422
    assert client.post("/programme/decide/", {**sent, "verdict": "crown", "reason": "x"}).status_code == 404
    assert client.post("/programme/decide/", {**sent, "row": f"{rows['rome'].pk}:1", "reason": "x"}).status_code == 409
    done = client.post("/programme/decide/", {**sent, "reason": "useful"})
    assert (done.status_code, done.url) == (302, url)
    assert "useful" in text(get(people.head, url)) and fresh(rows["rome"]).status == "approved"
    away = client.post("/programme/decide/", {**sent, "reason": "x", "back": "//elsewhere.example/"})
    assert "elsewhere" not in text(away)


def test_what_others_plan_out_of_sight_is_busy_on_the_page_and_no_word_more(people: People) -> None:
    plan, rows = year(people)
    amina = rows["rome"].head
    own = line(
        people, plan, "Amina in Bern", "2031-10-01", "2031-10-05", to=["CHE"], head=amina, keeper=people.commission
    )
    line(
        people, plan, "Quiet talks in Doha", "2031-10-04", "2031-10-08", to=["QAT"], head=amina, place="Sheraton",
        marking=Marking.CONFIDENTIAL, need_to_know=True,
    )  # fmt: skip
    page = text(get(people.other_clerk, f"/programme/lines/{own.pk}/"))
    assert "something that you may not see" in page and "4–8 Oct" in page and "Amina" in page
    listing = text(get(people.other_clerk, f"{base(plan)}findings/?rule=busy"))
    for words in ("Quiet", "Doha", "Qatar", "Sheraton", "confidential"):
        assert words not in page and words not in listing
    for more in ("", "lines/", "findings/", "actual/"):
        assert "Quiet talks" not in text(get(people.other_clerk, base(plan) + more))
    assert "something that you may not see" not in text(get(None, f"{base(plan)}findings/"))


def test_lines_are_decided_on_together_and_the_year_is_adopted_and_compared(people: People) -> None:
    plan, rows = year(people)
    page = get(people.head, f"{base(plan)}lines/?direction=out")
    assert len(page.context["lines"]) == 6 and page.context["may_decide"]
    chosen = [one.mark for one in page.context["lines"]]
    client = client_of(people.head)
    sent = {"row": chosen, "verdict": "approve", "reason": "the plan", "back": f"{base(plan)}lines/"}
    assert client.post("/programme/decide/", {**sent, "row": []}).status_code == 403
    assert client.post("/programme/decide/", sent).status_code == 302
    assert not ProgrammeLine.objects.exclude(status="approved").exists()
    june = get(people.head, f"{base(plan)}lines/?month=6")
    assert {one.title for one in june.context["lines"]} == {"Trade talks", "Party talks", "Some tour"}
    adopted = {"expected": str(Programme.objects.get().version), "reason": "the year"}
    assert client_of(people.clerk).post(f"{base(plan)}adopt/", adopted).status_code == 403
    assert client.post(f"{base(plan)}adopt/", adopted).status_code == 302
    change(rows["some"], Draft({"starts": "2031-11"}), actor=people.clerk, reason="a month is known")
    decide([rows["oslo"].pk], "cancel", actor=people.head, reason="no money")
    page = get(people.planner, f"{base(plan)}editions/0/")
    assert [(one.kind, one.title) for one in page.context["changed"]] == [("removed", "Oslo"), ("moved", "Some tour")]
    assert "Baseline" in text(get(people.planner, base(plan))) and "the year" in text(page)
    get(people.planner, f"{base(plan)}editions/1/", 404)


def test_the_numbers_of_the_outcome_open_to_their_records(people: People) -> None:
    plan, rows = year(people)
    decide([rows["rome"].pk, rows["party"].pk], "approve", actor=people.head, reason="useful")
    page = get(people.planner, f"{base(plan)}actual/")
    (whole,) = page.context["tables"][0][1]
    assert whole.total[0] == 2 and {words: count for words, count, _url in whole.cells}["still ahead"] == 2
    for heading, table in page.context["tables"]:
        for one in table:
            opened = get(people.planner, one.total[1].split("#")[0])
            assert opened.context["count"] == one.total[0], heading
    assert 'role="alert"' in text(get(people.planner, f"{base(plan)}actual/?show=everything", 400))


def test_a_long_year_is_capped_and_says_so(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, _rows = year(people)
    monkeypatch.setattr("trivet.web.programme_pages.MOST", 3)
    page = get(people.planner, base(plan))
    assert page.context["capped"] and "These are the first 3" in text(page)


def test_the_year_of_a_past_moment_is_what_it_was_then(people: People) -> None:
    plan, rows = year(people)
    then = Transaction.objects.order_by("-number").first()
    assert then is not None
    change(rows["rome"], Draft({"title": "Rome and Milan"}), actor=people.clerk, reason="wider")
    known = then.moment.isoformat().replace("+00:00", "Z")
    page = text(get(people.planner, f"{base(plan)}?known={known}"))
    assert "Rome and Milan" not in page and "Rome" in page
    page = text(get(people.head, f"/programme/lines/{rows['rome'].pk}/?known={known}"))
    assert "Rome and Milan" not in page and 'name="verdict"' not in page


def test_the_form_is_for_those_who_may_take_lists_away(people: People) -> None:
    plan, _rows = year(people)
    url = f"{base(plan)}form.xlsx"
    assert client_of(people.planner).get(url)["Content-Type"].startswith("application/vnd.openxmlformats")
    assert client_of(people.reader).get(url).status_code == 403
    assert client_of(None).get(url).status_code == 403
