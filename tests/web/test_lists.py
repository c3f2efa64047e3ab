"""Lists as people work with them: chosen columns, kept views, and one step for many rows."""

from typing import Any

import pytest

from tests.core.making import made, source
from tests.people import People
from tests.web.samples import client_of
from trivet.core import actions
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.registers.relations import DiplomaticRelation
from trivet.web.models import SavedView

pytestmark = pytest.mark.django_db
LIST = "/registers/relations/"


def relations(office: People, *keys: str) -> list[Any]:
    page = source(office)
    found = []
    for key in keys:
        row = made(office, DiplomaticRelation, partner=Partner.objects.get(key=key), established="1975")
        found.append(actions.cite(row, {"source": page, "confidence": "high"}, actor=office.clerk, reason="seen"))
    return found


def marks(rows: list[Any]) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


def test_the_planner_chooses_columns_and_keeps_the_view(office: People) -> None:
    relations(office, "FRA")
    client = client_of(office.planner)
    page = client.get(LIST + "?column=partner&column=note&rows=compact")
    assert page.context["headings"] == ["Partner", "Note"] and "list compact" in page.content.decode()
    client.post(LIST + "views/", {"name": "Mine", "query": page.context["kept"]})
    page = client.get(LIST + "?column=partner&column=note&rows=compact")
    assert [(view.name, view.here) for view in page.context["views"]] == [("Mine", True)]
    assert client_of(office.clerk).get(LIST).context["views"] == []
    other = client_of(office.clerk).post(LIST + "views/", {"drop": SavedView.objects.get().pk})
    assert other.status_code == 302 and SavedView.objects.count() == 1, "nobody drops another's view"
    client.post(LIST + "views/", {"drop": SavedView.objects.get().pk})
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_not_kept_and_strangers_keep_none(office: People) -> None:
    client_of(office.clerk).post(LIST + "views/", {"name": "  ", "query": "q=x"})
    assert client_of(None).post(LIST + "views/", {"name": "x", "query": "q=x"}).status_code == 404
    assert not SavedView.objects.exists()


def test_the_reviewer_verifies_all_chosen_rows_or_none(office: People) -> None:
    rows = relations(office, "FRA", "DEU")
    bare = made(office, DiplomaticRelation, partner=Partner.objects.get(key="BRA"), established="1989")
    client = client_of(office.reviewer)
    told = {"move": "verify", "reason": "checked", "back": LIST + "?q=1975"}
    answer = client.post(LIST + "bulk/", told | {"row": marks([*rows, bare])})
    assert answer.status_code == 422 and "needs a citation" in answer.content.decode()
    assert not DiplomaticRelation.objects.filter(state=State.VERIFIED).exists()
    answer = client.post(LIST + "bulk/", told | {"row": marks(rows)})
    assert answer.status_code == 302 and answer["Location"] == LIST + "?q=1975"
    assert DiplomaticRelation.objects.filter(state=State.VERIFIED).count() == 2


def test_a_row_changed_meanwhile_stops_the_step(office: People) -> None:
    (row,) = relations(office, "FRA")
    read = marks([row])
    actions.change(row, actions.Draft({"note": "more"}), actor=office.second_clerk, reason="more")
    answer = client_of(office.reviewer).post(LIST + "bulk/", {"move": "verify", "reason": "ok", "row": read})
    assert answer.status_code == 422 and "changed meanwhile" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"reason": "x"}, "Choose the rows first"), ({"row": "nonsense", "reason": "x"}, "Choose the rows first")],
)
def test_a_step_that_is_not_whole_says_what_is_missing(office: People, typed: dict[str, str], words: str) -> None:
    answer = client_of(office.reviewer).post(LIST + "bulk/", {"move": "verify", **typed})
    assert answer.status_code == 422 and words in answer.content.decode()
