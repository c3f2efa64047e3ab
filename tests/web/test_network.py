"""A reader opens the pages of a mechanism, a candidature and a framework, and every number to its records."""

import re
from typing import Any

import pytest
import time_machine

from tests.figures.test_network import kept, ours, partner, pledge
from tests.people import People
from tests.web.samples import client_of
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.indicators import Indicator
from trivet.registers.mechanisms import Mechanism
from trivet.registers.negotiations import Negotiation
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def page(user: Any, code: str, row: Any) -> str:
    """A record's page as one line of text."""
    answer = client_of(user).get(f"/registers/{code}/{row.uuid}/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def line(text: str, label: str) -> str:
    """What a panel tells under a label."""
    found = re.search(rf"<dt>{re.escape(label)}</dt><dd>(.*?)</dd>", text)
    assert found, label
    return found[1]


def number(text: str, label: str) -> str:
    return re.sub(r"<ul>.*?</ul>|<[^>]+>", "", line(text, label)).strip()


@time_machine.travel("2025-06-01 09:00", tick=False)
def test_a_session_overdue_by_its_rhythm_is_told_on_the_page(office: People) -> None:
    held = [{"number": 7, "status": "held", "starts": "2024-03-01", "place": "Jakarta"}]
    values = {"kind": "committee", "every": 12, "partners": [partner("IDN")]}
    late = kept(office, Mechanism, name="Committee", parts={"sessions": held}, **values)
    told = page(office.reader, "mechanisms", late)
    assert "no. 7" in line(told, "Last session") and "Jakarta" in line(told, "Last session")
    assert "A session is overdue: its rhythm asked for one by 1 March 2025." in told
    ahead = [*held, {"number": 8, "status": "planned", "starts": "2025-07"}]
    other = kept(office, Mechanism, name="Other", **values | {"every": 24}, parts={"sessions": ahead})
    told = page(office.reader, "mechanisms", other)
    assert "overdue" not in told and "no. 8, 2025-07" in line(told, "Next session")


def test_a_candidature_opens_its_numbers_to_the_pledges_that_a_reader_may_see(office: People) -> None:
    seat = ours(office)
    pledge(office, seat, "DEU")
    hidden = pledge(office, seat, "IDN", form="oral", marking=Marking.SECRET)
    clerk, outsider = page(office.clerk, "candidatures", seat), page(None, "candidatures", seat)
    assert number(clerk, "Majority needed") == "129" and "Charter, Article 18" in clerk
    assert str(hidden.uuid) in line(clerk, "Pledges, firm") and "2 in review" in number(clerk, "Pledges, firm")
    assert "to be had in writing: 1" in clerk
    assert number(clerk, "Missing to the majority, by firm pledges") == "127"
    assert number(outsider, "Missing to the majority, by firm pledges") == "128"
    assert str(hidden.uuid) not in outsider and "to be had in writing" not in outsider
    assert "a pledge is never counted as a vote" in outsider


@time_machine.travel("2025-06-01 09:00", tick=False)
def test_a_framework_tells_what_was_done_while_it_stood_and_no_score(office: People) -> None:
    indonesia = partner("IDN")
    first = kept(office, FrameworkAct, partner=indonesia, tier="strategic", declared="2013-06-27")
    kept(office, FrameworkAct, partner=indonesia, tier="strategic", declared="2025-03-10")
    sessions = [{"status": "held", "starts": "2020-05"}, {"status": "held", "starts": "2025-04"}]
    met = kept(office, Mechanism, name="C", kind="committee", partners=[indonesia], parts={"sessions": sessions})
    made = {"kind": "signed", "partners": [indonesia]}
    done = kept(office, Commitment, statement="Rice", made="2020", status="done", done="2021", **made)
    kept(office, Commitment, statement="Rail", made="2021", status="blocked", cause="money", **made)
    kept(office, Commitment, statement="Early", made="2010", **made)
    visit = kept(office, Activity, title="A visit", kind="visit_in", partners=[indonesia], starts="2024-01-11")
    kept(office, Activity, title="A late visit", kind="visit_in", partners=[indonesia], starts="2025-04-11")
    text = kept(office, Agreement, title="A text", kind="treaty", parties=[indonesia], signed="2024-01-12")
    trade = {"series": "trade", "flow": "total", "unit": "USD", "partner": indonesia}
    kept(office, Indicator, low=14_000_000_000, period="2023", **trade)
    talks = {"subject": "A line", "kind": "sea", "standing": "under-way", "starts": "2020"}
    open_talks = kept(office, Negotiation, parties=[indonesia], **talks)
    told = page(office.reader, "frameworks", first)
    expected = {"Mechanisms": 1, "Of these met": 1, "Commitments made": 2, "Of these kept": 1, "Commitments blocked": 1}
    expected |= {"Leaders’ visits received": 1, "Agreements signed": 1, "Open talks": 1}
    for label, count in expected.items():
        assert f"{count} in review" in number(told, label), label
    opens = {"Of these met": met, "Of these kept": done, "Leaders’ visits received": visit, "Open talks": open_talks}
    for label, row in {**opens, "Agreements signed": text}.items():
        assert f"/{row.uuid}/" in line(told, label), label
    assert "sessions held: 1" in line(told, "Of these met") and "14 billion USD" in line(told, "Trade, newest number")
    assert "No score is made of these" in told
    ours_now = client_of(office.reader).get("/partners/IDN/", follow=True).content.decode()
    assert "A late visit" in ours_now and "What the framework holds" in ours_now
