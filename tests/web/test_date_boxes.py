"""Dates on forms: what the boxes show comes back as it was; what they cannot say stays in the line."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.people import People
from tests.web.samples import client_of
from trivet.registers.relations import DiplomaticRelation
from trivet.web.date_boxes import put_together, taken_apart

DATES = st.one_of(
    st.dates(min_value=date(1000, 1, 1)).map(str),
    st.integers(1000, 2999).map(str),
    st.builds("{}-{:02d}".format, st.integers(1000, 2999), st.integers(1, 12)),
    st.sampled_from(["../2024-12-31", "2024-05/2024-07", "2024-21", "202X", "", "some day"]),
)


def posted(text: str) -> QueryDict:
    """What a browser sends of the boxes that show a text."""
    boxes = taken_apart(text)
    post = QueryDict(mutable=True)
    post.update({"d": boxes.line, "d-how": boxes.how, "d-year": boxes.year, "d-month": boxes.month, "d-day": boxes.day})
    return post


@given(DATES, st.sampled_from(["", "?", "~", "%"]))
def test_a_date_comes_back_from_the_boxes_as_it_was(text: str, how: str) -> None:
    if text[:1].isdigit() and not text.endswith("X") and "/" not in text:
        text += how
    assert put_together(posted(text), "d") == text


@pytest.mark.django_db
def test_the_clerk_types_a_month_and_names_the_source_beside_it(office: People) -> None:
    from tests.core.making import source

    page = source(office, "Gazette of March")
    client = client_of(office.clerk)
    typed = {"partner": "FRA", "established-year": "1973", "established-month": "4", "established-how": "~"}
    filing = {"keeper": str(office.ministry.pk), "marking": "0", "reason": "from the gazette"}
    missing = client.post("/registers/relations/new/", typed | filing | {"source-established": "Gazette of May"})
    assert missing.status_code == 422 and "Gazette of March" in missing.content.decode()
    assert 'value="1973"' in missing.content.decode(), "what was typed is kept"
    client.post("/registers/relations/new/", typed | filing | {"source-established": "Gazette of March"})
    relation = DiplomaticRelation.objects.get(established="1973-04~")
    answer = client.get(f"/registers/relations/{relation.pk}/").content.decode()
    assert "Gazette of March" in answer
    from trivet.core.history import citations_of

    cited = citations_of([relation.pk], None)[relation.pk]
    assert [(one.field, one.source_id) for one in cited] == [("established", page.pk)]


@pytest.mark.django_db
def test_boxes_and_line_together_are_refused(office: People) -> None:
    typed = {"partner": "FRA", "established-year": "1973", "established": "1973/1974", "reason": "both"}
    filing = {"keeper": str(office.ministry.pk), "marking": "0"}
    answer = client_of(office.clerk).post("/registers/relations/new/", typed | filing)
    assert answer.status_code == 422 and not DiplomaticRelation.objects.exists()
