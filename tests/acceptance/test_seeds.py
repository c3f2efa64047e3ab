"""Checking the two real articles: every claim they make, the right answer to each, exact words, and nothing else."""

# ruff: noqa: E501  (the table reads better with a claim a line)

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.shared import shared
from tests.people import People
from trivet.core.standpoint import Standpoint
from trivet.intake.checking import CheckedDocument, check_files
from trivet.intake.documents.opening import open_named
from trivet.intake.proposing.reading import read_document

_SEEDS = shared()
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SEEDS is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]

#: figure: value, of, qualifier, unit, modality, a substring of the quote, how often told, answer, contradicted.
_CLAIMS: dict[str, tuple[Any, ...]] = {
    "relations.states": (194, None, "exact", None, "achieved", "menjalin hubungan diplomatik dengan 194 negara", 2, "supported", False),
    "frameworks.partners": (32, None, "exact", None, "achieved", "jumlah mitra yang memiliki kerangka hubungan dengan kami menjadi 32", 2, "confirmed", False),
    "agreements.signed": (170, None, "more_than", None, "achieved", "lebih dari 170 perjanjian kerja sama", 2, "above", False),
    "activities.key-leaders": (60, None, "exact", None, "achieved", "total 60 kegiatan urusan luar negeri", 1, "above", True),
    "activities.out": (21, None, "exact", None, "achieved", "21 kunjungan ke negara lain dan menghadiri konferensi multilateral utama", 1, "confirmed", False),
    "activities.in": (25, None, "exact", None, "achieved", "25 delegasi pemimpin asing", 1, "above", False),
    "seats.unesco": (6, 7, "exact", None, "achieved", "6 dari 7 mekanisme tata kelola penting", 1, "confirmed", False),
    "agreements.fta": (17, None, "exact", None, "achieved", "17 Perjanjian Perdagangan Bebas (FTA)", 1, "confirmed", False),
    "agreements.fta-partners": (60, None, "more_than", None, "achieved", "lebih dari 60 mitra", 1, "above", False),
    "trade.total": (800_000_000_000, None, "nearly", "USD", "expected", "omzet perdagangan yang diharapkan mencapai rekor hampir 800 miliar USD", 1, "confirmed", False),
    "titles.new": (6, None, "exact", None, "achieved", "menambahkan 6 gelar/warisan budaya lagi", 1, "above", False),
    "titles.total": (71, None, "exact", None, "achieved", "jumlah total gelar UNESCO menjadi 71", 1, "above", False),
    "community.total": (6_000_000, None, "nearly", None, "achieved", "hampir 6 juta warga negaranya", 1, "above", False),
    "citizens.evacuated": (None, None, "vague", None, "achieved", "mengevakuasi ribuan warga negara", 1, "vague", False),
    "remittances.total": (None, None, "vague", "USD", "achieved", "remitansi puluhan miliar dolar AS", 1, "vague", False),
    "diaspora.projects": (None, None, "vague", None, "achieved", "ribuan proyek investasi", 1, "vague", False),
    "events.first": (None, None, None, None, "achieved", "Untuk pertama kalinya", 1, "no-basis", False),
    "rankings.fdi": (None, None, None, None, "achieved", "salah satu penerima FDI terbesar di dunia", 1, "no-basis", False),
}  # fmt: skip
_ACTS = {
    "AUS": ("comprehensive-strategic", "raised", "Australia"),
    "FRA": ("comprehensive-strategic", "raised", "Prancis"),
    "MYS": ("comprehensive-strategic", "raised", "Malaysia"),
    "BRA": ("strategic", "raised", "Brasil"),
    "MNG": ("comprehensive", "established", "Mongolia"),
    "ARE": ("comprehensive", "established", "Uni Emirat Arab"),
}


@pytest.fixture
def documents(example: People) -> dict[str, CheckedDocument]:
    """Both articles, checked by an outsider against the bundled example."""
    assert _SEEDS is not None
    files = sorted((_SEEDS / "seeds").glob("*.txt"))
    return {document.name[:3]: document for document in check_files(files, Standpoint())}


def test_the_yearly_article_yields_every_claim_with_its_answer(documents: dict[str, CheckedDocument]) -> None:
    told = [one.as_json() for one in documents["003"].checked]
    text = documents["003"].text
    by_figure = {claim["figure"]: claim for claim in told if claim["figure"] != "frameworks.acts"}
    assert set(by_figure) == set(_CLAIMS)
    for figure, (value, of, qualifier, unit, modality, words, times, status, contradicted) in _CLAIMS.items():
        claim = by_figure[figure]
        got = tuple(claim[key] for key in ("value", "of", "qualifier", "unit", "modality", "status", "contradicted"))
        assert got == (value, of, qualifier, unit, modality, status, contradicted), figure
        assert len(claim["quotes"]) == times, figure
        assert words in text and _covers(claim, text, words), (figure, claim["quotes"])
        assert claim["period"] == "2024" and claim["period_inferred"]
        assert all(text[q["start"] : q["end"]] == q["text"] for q in claim["quotes"])
    json.dumps(told)


def _covers(claim: dict[str, Any], text: str, words: str) -> bool:
    """Whether a quote holds the words, or lies inside them and carries their number."""
    at = text.index(words)
    return any((q["start"] <= at and at + len(words) <= q["end"]) or words in q["text"] for q in claim["quotes"])


def test_each_tier_act_is_a_claim_about_one_partner(documents: dict[str, CheckedDocument]) -> None:
    acts = [one.as_json() for one in documents["003"].checked if one.claim.figure == "frameworks.acts"]
    assert {a["partner"]: (a["tier"], a["act"]) for a in acts} == {k: v[:2] for k, v in _ACTS.items()}
    for act in acts:
        assert (act["value"], act["status"], act["verified"]) == (None, "confirmed", 1)
        assert all(_ACTS[act["partner"]][2] in quote["text"] for quote in act["quotes"])


def test_no_other_number_of_the_articles_is_taken_for_a_claim(documents: dict[str, CheckedDocument]) -> None:
    assert len(documents["003"].checked) == len(_CLAIMS) + len(_ACTS)
    assert documents["000"].checked == []


def test_the_arithmetic_between_claims_is_done_on_both_sides(documents: dict[str, CheckedDocument]) -> None:
    lines = [line.line() for line in documents["003"].sums]
    assert any("60 − 21 − 25 = 14" in line and "42 − 21 − 17 = 4" in line for line in lines)
    assert any("71 − 6 = 65" in line and "65 − 5 = 60" in line for line in lines)


def test_a_check_changes_neither_side(example: People, documents: dict[str, CheckedDocument]) -> None:
    before = {one.claim.figure: one.verified for one in documents["003"].checked}
    assert _SEEDS is not None
    again = check_files([Path(_SEEDS) / "seeds" / documents["003"].name], Standpoint())
    assert {one.claim.figure: one.verified for one in again[0].checked} == before


#: What the articles tell beyond figures and tiers: kind, act, modality, with whom, which document, point or years.
_BEYOND = {
    *(
        ("forum-role", "active", "done", key, "")
        for key in ("ASEAN", "UN", "GMS", "APEC", "G20", "BRICS", "AIPA", "OIF")
    ),
    ("forum-role", "active", "done", "NAM-MOVEMENT", ""),
    ("forum-role", "host", "planned", "UN", ""),
    ("seat", "held", "done", "UN", ""),
    ("event", "hosted", "done", "AFF", ""),
    ("event", "attended", "done", "", ""),
    ("initiative", "adopted", "done", "UN", ""),
    ("initiative", "proposed", "done", "UNESCO", ""),
    ("contribution", "made", "done", "", ""),
    ("negotiation", "under-way", "done", "", ""),
    ("agreement", "ratified", "urged", "EUU", ""),
    ("opportunity", "seen", "done", "", ""),
    ("instruction", "given", "done", "", ""),
    ("aim", "set", "done", "", ""),
    ("policy", "resolution", "done", "", "18"),
    ("policy", "resolution", "done", "", "34"),
    ("policy", "conclusion", "done", "", "71"),
    ("policy", "project", "done", "", "01"),
    ("policy", "directive", "done", "", "12"),
    *(("anniversary", "kept", "done", "", years) for years in ("80", "50", "100")),
    *(("direction", "set", "done", "", number) for number in "12345"),
}
#: Words that the proposals of these kinds must hold.
_WORDS = {
    "opportunity": ("produk Halal", "semikonduktor", "teknologi baru", "Revolusi Industri 4.0"),
    "contribution": ("respons perubahan iklim",),
    "negotiation": ("Kode Etik",),
    "event": ("Konferensi tentang koordinasi",),
    "seat": ("Dewan Hak Asasi Manusia",),
    "direction": ("kekuatan lunak", "tukar-menukar dan pertukaran informasi", "orientasi dan penasehat strategis"),
}


def test_the_articles_propose_what_they_tell_beyond_figures(example: People) -> None:
    assert _SEEDS is not None
    documents = [open_named(str(file)) for file in sorted((_SEEDS / "seeds").glob("*.txt"))]
    found = [(document, one) for document in documents for one in read_document(document, Standpoint())]
    assert all(document.text[q.start : q.end] == q.text for document, one in found for q in one.quotes)
    beyond = [one for _document, one in found if one.kind not in {"figure", "tier"}]
    told = [(o.kind, o.act, o.modality, o.told.get("partner", ""), o.told.get("number", "")) for o in beyond]
    assert set(told) >= _BEYOND
    assert len([one for one in told if one not in _BEYOND]) <= len(found) // 10
    for kind, words in _WORDS.items():
        quoted = " ".join(quote.text for one in beyond if one.kind == kind for quote in one.quotes)
        assert all(word in quoted for word in words), (kind, quoted)
    assert {one.values["horizon"] for one in beyond if one.kind == "aim"} == {"2030", "2045"}
    [instruction] = [one for one in beyond if one.kind == "instruction"]
    assert (instruction.values["leader"], instruction.values["given"]) == ("To Lam", "2024-08")
    assert "agar di waktu mendatang" in instruction.quotes[0].text
    print(f"\n{len(found)} proposals of both articles, {len(beyond)} of them beyond figures and tiers")
