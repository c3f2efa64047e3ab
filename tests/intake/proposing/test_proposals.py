"""Documents become proposals: what is new, what is so already, what is told otherwise, and what is only meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import People
from trivet.cli.main import main
from trivet.core.actions import create
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.intake.documents.opened import Opened
from trivet.intake.documents.opening import pasted
from trivet.intake.grammar import LANGUAGES
from trivet.intake.proposing.entries import entries
from trivet.intake.proposing.proposed import Proposed
from trivet.intake.proposing.reading import read_document
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking

_FILLERS = {
    "words",
    "partner",
    "partners",
    "date",
    "first",
    "last",
    "person",
    "leader",
    "act",
    "written",
    "tier",
    "figure",
    "number",
}
_FILLERS |= {"value", "bound", "of", "qualifier", "unit", "stance"}


def told(people: People, text: str, language: str = "en", published: str = "2024-11-28") -> list[Proposed]:
    """What the clerk is shown for a text."""
    document = Opened("release.txt", "text", text.encode(), text, language, published=published)
    return read_document(document, Standpoint(people.clerk))


def one(people: People, text: str, **more: str) -> Proposed:
    [found] = told(people, text, **more)
    return found


def partner(key: str) -> Partner:
    return Partner.objects.get(key=key)


def write(people: People, model: Any, **values: Any) -> Any:
    draft = Draft({**values, "keeper": people.ministry})
    return create(model, draft, actor=people.clerk, reason="known before", submit=True)


def test_every_rule_fills_fields_of_a_register_that_there_is(office: People) -> None:
    from trivet.core.register import registers

    for name, entry in entries().items():
        register = registers()[entry.register]
        fields = {f.name for f in register.content_fields()} | set(register.many_parties)
        assert {*entry.set, *entry.fill, *entry.same, *filter(None, [entry.when])} <= fields, name
        assert set(entry.fill.values()) <= _FILLERS, name
        for field, value in entry.set.items():
            choices = dict(register.model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
            assert not choices or value in choices, (name, field)


def test_a_visit_told_for_the_first_time_would_be_new(people: People) -> None:
    found = one(people, "Prime Minister Pham Minh Chinh visited Brazil on 16-19 November 2024.")
    assert (found.kind, found.register, found.modality, found.would) == ("visit", "activities", "done", "create")
    assert found.values["kind"] == "visit_out" and found.values["partners"] == ["BRA"]
    assert (found.values["starts"], found.values["ends"]) == ("2024-11-16", "2024-11-19")
    assert found.quotes[0].text == "visited Brazil"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We established diplomatic relations with Malawi on 6 November 2024. Relations with Malawi are good."),
        ("vi", "Ngày 6/11/2024, nước ta thiết lập quan hệ ngoại giao với Malawi."),
        ("id", "Pada 6 November 2024 kami membuka hubungan diplomatik dengan Malawi."),
    ],
)
def test_what_the_record_has_is_confirmed_completed_or_told_otherwise(people: People, language: str, text: str) -> None:
    assert [p.would for p in told(people, text, language)] == ["create"]
    known = write(people, DiplomaticRelation, partner=partner("MWI"))
    [found] = told(people, text, language)
    assert (found.would, found.against) == ("change", known.pk)
    known = write(people, DiplomaticRelation, partner=partner("ZMB"), established="2024-11")
    assert one(people, text.replace("Malawi", "Zambia").split(". ")[0] + ".", language=language).would == "confirm"
    write(people, DiplomaticRelation, partner=partner("MOZ"), established="1975-06-25")
    assert (
        one(
            people,
            text.replace("Malawi", "Mozambique" if language != "id" else "Mozambik").split(". ")[0] + ".",
            language=language,
        ).would
        == "contradict"
    )


def test_what_the_reader_may_not_see_makes_no_difference(people: People) -> None:
    text = "On 6 November 2024 we established diplomatic relations with Malawi."
    draft = Draft({"partner": partner("MWI"), "established": "2024-11-06", "keeper": people.ministry, "marking": 3})
    create(DiplomaticRelation, draft, actor=people.clerk, reason="secret", submit=True)
    document = pasted("note", text)
    assert [p.would for p in read_document(document, Standpoint(people.reader))] == ["create"]
    assert [p.would for p in read_document(document, Standpoint(people.clerk))] == ["confirm"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The President will visit Brazil on 3 December 2024.", "planned"),
        ("We urged the European Union to ratify the agreement on investment.", "urged"),
        ("It is hoped that the treaty with Peru will enter into force in 2025.", "expected"),
        ("The Prime Minister did not visit Brazil in November 2024.", "denied"),
    ],
)
def test_what_did_not_happen_writes_nothing(people: People, text: str, modality: str) -> None:
    found = one(people, text)
    assert (found.modality, found.would) == (modality, "none")
    assert found.as_json()["polarity"] == ("negative" if modality == "denied" else "positive")


def test_a_denial_speaks_against_the_record(people: People) -> None:
    known = write(people, Activity, title="Brazil", kind="visit_out", partners=[partner("BRA")], starts="2024-11-17")
    found = one(people, "The Prime Minister did not visit Brazil in November 2024.")
    assert (found.would, found.against) == ("contradict", known.pk)


def test_what_is_told_twice_is_one_proposal_with_two_quotes(people: People) -> None:
    text = "On 5 November 2024 we signed a treaty with Peru. The treaty signed with Peru on 5 November 2024 is short."
    found = one(people, text)
    assert [q.text for q in found.quotes] == ["signed a treaty with Peru", "signed with Peru"]
    assert all(text[q.start : q.end] == q.text for q in found.quotes)


def test_one_trip_to_three_countries_proposes_three_visits(people: People) -> None:
    found = told(people, "Từ ngày 18 đến 24/9/2024, Phó Thủ tướng đã thăm Ba Lan, Séc và Hungary.", "vi")
    assert [(p.values["partners"], p.values["starts"], p.values["ends"]) for p in found] == [
        ([code], "2024-09-18", "2024-09-24") for code in ("POL", "CZE", "HUN")
    ]


def test_a_figure_is_a_claim_and_its_words_propose_no_act_beside(people: People) -> None:
    found = one(
        people, "Vietnam telah menandatangani lebih dari 170 perjanjian kerja sama pada tahun 2024.", language="id"
    )
    assert (found.register, found.values["figure"], found.values["value"]) == ("claims", "agreements.signed", "170")


def test_a_partner_that_the_record_has_not_is_proposed_without_an_entry(office: People) -> None:
    found = told(office, "Kenya joined the G7 on 5 May 2024.")
    assert [(p.kind, p.register, p.would) for p in found] == [("forum-role", "", "none")]
    assert found[0].as_json()["fields"]["partner"] == "G7"


def test_the_same_agreement_of_another_day_is_another_one(people: People) -> None:
    write(people, Agreement, title="Treaty", kind="treaty", parties=[partner("PER")], signed="2016-05-05")
    assert one(people, "On 5 November 2024 we signed a treaty with Peru.").would == "create"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On 30 February 2024 we signed a treaty with Peru."),
        ("en", "We signed a treaty with Peru on 12-5 June 2024."),
        ("vi", "Ngày 31/11/2024, hai bên ký hiệp định với Peru."),
    ],
)
def test_a_day_that_there_is_not_is_no_day(people: People, language: str, text: str) -> None:
    write(people, Agreement, title="Treaty", kind="treaty", parties=[partner("PER")], signed="2024-02-28")
    [found] = [p for p in told(people, text, language) if p.kind == "agreement"]
    assert "signed" not in found.values and "date" not in found.told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.text(alphabet=st.sampled_from('ký thăm visit signed with Peru Lào 2024 11 /-.,;()"?\n\u200bđẾ'), max_size=120)
)
def test_whatever_is_written_every_quote_stands_in_the_text(people: People, text: str) -> None:
    for language in LANGUAGES:
        for found in told(people, text, language):
            assert all(text[q.start : q.end] == q.text and q.text for q in found.quotes)


def test_the_command_reads_what_it_can_and_tells_the_rest(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(
        "Ngày 6/11/2024, nước ta thiết lập quan hệ ngoại giao với Malawi.", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.html").write_text(
        "<html><body><p>On 5 November 2024 we signed a treaty with Peru in Lima, the ministry said.</p></body></html>",
        encoding="utf-8",
    )
    assert main(["read", str(tmp_path), "--json", "--user", "clerk"]) == 1
    out, errors = capsys.readouterr()
    found = json.loads(out)
    assert [(one["kind"], one["register"], one["would"]) for one in found] == [
        ("relations", "relations", "create"),
        ("agreement", "agreements", "create"),
    ]
    assert set(found[0]) >= {"kind", "polarity", "modality", "fields", "quotes", "register", "would", "confidence"}
    assert found[0]["quotes"][0]["source"] == "a.txt" and "b.txt" in errors
    assert main(["read", str(tmp_path / "a.txt"), "--lang", "vi"]) == 0
    assert "MWI" in capsys.readouterr().out


def test_the_command_names_the_record_that_it_agrees_with_to_those_who_see_it(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(people, DiplomaticRelation, partner=partner("MWI"), established="2024-11-06", marking=Marking.INTERNAL)
    (tmp_path / "a.txt").write_text(
        "Ngày 6/11/2024, nước ta thiết lập quan hệ ngoại giao với Malawi.", encoding="utf-8"
    )
    assert main(["read", str(tmp_path / "a.txt"), "--user", "clerk"]) == 0
    assert "is so already: Malawi" in capsys.readouterr().out
    assert main(["read", str(tmp_path / "a.txt")]) == 0
    assert "would be new" in capsys.readouterr().out


def test_a_text_in_another_language_tells_whom_it_names(people: People) -> None:
    text = "Der Minister reiste nach Frankreich und dann nach Japan; Frankreich hatte ihn eingeladen."
    found = told(people, text, "de")
    assert [(p.kind, p.would, p.told["partner"], len(p.quotes)) for p in found] == [
        ("mention", "none", "FRA", 2),
        ("mention", "none", "JPN", 1),
    ]
