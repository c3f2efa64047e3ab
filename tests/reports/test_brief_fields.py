"""A desk officer’s brief tells of economy, image and nationals in a country, as far as its reader may see."""

import pytest

from tests.core.making import verified
from tests.people import People
from tests.reports.test_brief import brief, part
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.registers.consular_cases import ConsularCase


@pytest.mark.parametrize(
    ("key", "title", "words"),
    [
        ("MYS", "Economy and technology", "Investment: Renewables, PETRONAS and Petrovietnam (memorandum)"),
        ("UNESCO", "Culture and information", "Nomination: Festival of Ba Chua Xu, Sam Mountain (inscribed)"),
        ("CHN", "Nationals there", "students; 23,000"),
        ("KOR", "Nationals there", "at least 270,000"),
    ],
)
def test_the_brief_tells_the_fields_of_work(example: People, key: str, title: str, words: str) -> None:
    told = part(brief(key=key), title)
    assert words in told and "(" in told.splitlines()[-1]


def test_open_consular_cases_are_told_to_who_may_see_them_by_kind_alone(example: People) -> None:
    told = {"number": "2024-7", "kind": "detention", "partner": Partner.objects.get(key="FRA"), "opened": "2024-05"}
    draft = Draft({"keeper": example.ministry, "initials": "N.V.A.", **told})
    case = actions.create(ConsularCase, draft, actor=example.clerk, reason="a call", submit=True)
    verified(example, case)
    paper = brief(Standpoint(example.clerk))
    assert "Consular cases that are open detention: 1" in part(paper, "Nationals there")
    assert "need to know" in paper.marking and "N.V.A." not in str(paper)
    assert "detention" not in str(brief(Standpoint(example.reader))) and "need to know" not in brief().marking
