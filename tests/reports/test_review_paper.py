"""The review as Word and PDF gives the numbers of the figures; its charts those of their tables."""

import re
import xml.etree.ElementTree as xml

import pytest

from tests.people import People
from tests.reports.test_brief import words_of
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import ask
from trivet.reports.charts import Chart
from trivet.reports.forms import in_form
from trivet.reports.pages import render_review
from trivet.reports.review import write_review
from trivet.reports.review_paper import review_paper
from trivet.reports.words import amount
from trivet.values.dates import parse_date


def test_the_pdf_gives_each_figure_as_it_is_counted(example: People) -> None:
    words = words_of(in_form(review_paper(2024, Standpoint(), "en"), "pdf"))[1]
    for _label, notes in write_review(2024, Standpoint()).fields:
        for note in notes:
            tally = ask(note.tally.figure.code, Standpoint(), period=parse_date("2024"))
            numbers = f"{amount(tally.amount.verified)} {amount(tally.amount.in_review)}"
            row = f"{note.title} ({tally.figure.unit_label}) {numbers}"
            assert row.replace(" ", "") in words.replace(" ", ""), row


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_charts_stand_in_the_page_with_the_same_numbers(example: People, language: str) -> None:
    page = render_review(2024, Standpoint(), language)
    assert page.count("<svg") == 3 and "style=" not in page
    months, pillars, tiers = write_review(2024, Standpoint()).charts
    assert sum(v for (v,) in months.values) == 42 and len(months.labels) == 12
    assert [v for (v,) in pillars.values] == [7, 21, 0]
    assert tiers.labels[-1] == "2024" and sum(tiers.values[-1]) == 32


def test_a_drawing_is_as_tall_as_its_numbers_and_escapes_its_words() -> None:
    chart = Chart("a < b", ("one", "two"), ("x&y", "z"), ((10, 30), (20, 0)), "")
    drawn = xml.fromstring(chart.picture.svg)
    heights = [float(box.get("height", 0)) for box in drawn.findall(".//{*}rect")][:4]
    assert heights[1] == pytest.approx(3 * heights[0], abs=0.2) and heights[2] == pytest.approx(2 * heights[0], abs=0.2)
    assert drawn.get("aria-label") == "a < b"
    assert [row.cells for row in chart.table.rows] == [("x&y", "10", "30"), ("z", "20", "0")]
    assert not re.search(r"style|#[0-9a-f]{3}", chart.picture.svg)
    assert xml.fromstring(Chart("", ("one",), (), (), "").picture.svg) is not None
