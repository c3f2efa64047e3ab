"""What is wrong with an exercise is told by file and act, nothing of it is kept, and no real country has one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import time_machine

from tests.web.samples import client_of
from trivet.core.beginning import begin
from trivet.core.office import Office
from trivet.core.partners import Partner
from trivet.core.profile import ProfileError, load_profile
from trivet.core.validation import Invalid
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import procedures
from trivet.procedures.exercises import build, dated

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

PLAN = """
profile = "{profile}"
accounts = [
    {{ user = "ana", name = "Ana, a clerk", body = "vufo", role = "clerk" }},
    {{ user = "ben", name = "Ben, a head", body = "mfa", role = "head" }},
]
"""
CASE = """
title = "A seminar"
lesson = "None."
procedure = "conference"
keeper = "vufo"
by = "ana"
stage = "filed"
facts = { starts = 60, ends = 61, rank = "other", topics = ["none"] }
papers = ["letter", { paper = "project", title = "The project", number = "4", dated = -6 }]
acts = [
    { act = "open", day = -5, by = "ana", reason = "begin" },
    { act = "step", step = "file", day = -4, by = "ana", reason = "in time" },
]
"""
#: No law of a country makes them: they stand in every profile.
COMMON = {one.code for one in procedures(load_profile("generic"))}


def folder(place: Path, case: str = CASE, profile: str = "exercise") -> Path:
    """An exercise with one case, as its author writes it down."""
    (place / "dossiers").mkdir()
    (place / "exercise.toml").write_text(PLAN.format(profile=profile), encoding="utf-8")
    (place / "dossiers" / "seminar.toml").write_text(case, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("small", "name"),
    [("united-kingdom", "United Kingdom"), ("united-states", "United States"), ("indonesia", "Indonesia")],
)
def test_the_small_profiles_have_exercises_of_their_own(small: str, name: str) -> None:
    built = build(EXAMPLES / f"exercise-{small}")
    practised = {one.procedure for one in Dossier.objects.all()}
    assert practised == {one.code for one in procedures(load_profile(small))} - COMMON
    assert len(set(built.stages.values())) >= 3
    page = client_of(None).get("/").content.decode()
    assert f"The rules are those of the profile “{name}”." in page


def test_days_count_from_the_day_of_building(tmp_path: Path) -> None:
    with time_machine.travel("2026-09-10T08:00:00Z", tick=False):
        assert build(folder(tmp_path)).stages == {"seminar.toml": "filed"}
    made = Dossier.objects.get()
    assert str(made.opened) == "2026-09-05"
    facts = {row.fact: row.value for row in made.facts.model.objects.at(None).filter(owner=made.pk)}
    assert facts == {"starts": "2026-11-09", "ends": "2026-11-10", "rank": "other", "topics": "none"}
    (project,) = made.papers.model.objects.at(None).filter(owner=made.pk, paper="project")
    assert (project.title, project.number, str(project.dated)) == ("The project", "4", "2026-09-04")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('step = "file", day', 'step = "permit", day', r"seminar.toml, act 2 \(step permit\): .*does not lead on"),
        ('day = -4, by = "ana"', 'day = -4, by = "ben"', r"seminar.toml, act 2 \(step file\): .*Friendship Houses"),
        ('day = -4, by = "ana"', 'day = -4, by = "eva"', r"seminar.toml, act 2 \(step file\): there is no user “eva”"),
        ("day = -4", "day = 4", r"seminar.toml, act 2 \(step file\): day: "),
        ('act = "step"', 'act = "jump"', r"seminar.toml, act 2: .*jump"),
        ('reason = "in time"', 'reason = ""', r"seminar.toml, act 2: step.reason: "),
        ('reason = "begin"', 'raison = "begin"', r"seminar.toml, act 1: open.raison: "),
        ('papers = ["letter", ', "papers = [", r"seminar.toml, act 2 \(step file\): letter asking for permission"),
        ('rank = "other"', 'rank = "king"', r"seminar.toml, act 1 \(open\): rank: Choose of"),
        ('stage = "filed"', 'stage = "held"', r"seminar.toml: stage: it stands at “filed” in the end, not at “held”"),
        ('keeper = "vufo"', 'keeper = "guild"', r"seminar.toml: there is no body “guild”"),
        ('procedure = "conference"', 'procedure = "regatta"', r"seminar.toml: no procedure “regatta”"),
        ('title = "A seminar"', 'title = "A seminar', r"seminar.toml: .*line 2"),
    ],
)
def test_what_is_wrong_names_file_and_act_and_nothing_is_kept(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    assert right in CASE
    with pytest.raises(Invalid, match=told):
        build(folder(tmp_path, CASE.replace(right, wrong)))
    assert not Office.objects.exists() and not Dossier.objects.exists()


def test_invented_cases_never_come_into_the_record_of_a_real_country(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="“vietnam” is that of no exercise"):
        build(folder(tmp_path, profile="vietnam"))
    begin("vietnam")
    (tmp_path / "exercise.toml").write_text(PLAN.format(profile="exercise"), encoding="utf-8")
    with pytest.raises(ProfileError, match="a record was begun here already"):
        build(tmp_path)


def test_an_exercise_has_an_invented_country_and_no_real_one() -> None:
    with pytest.raises(ProfileError, match="“KEN” is not for an exercise"):
        begin("exercise", "KEN")
    with pytest.raises(ProfileError, match="“QVR” is no ISO 3166-1"):
        begin("generic", "QVR")
    begin("exercise", "xxa")
    assert [partner.key for partner in Partner.objects.all()] == ["XXA"]


def test_the_record_of_a_real_country_says_nothing_of_an_exercise() -> None:
    begin("generic", "KEN")
    page = client_of(None).get("/").content.decode()
    assert "Kenya" in page and "Exercise" not in page and "EXERCISE" not in page


def test_a_profile_without_a_folder_of_its_own_works_by_that_of_its_base() -> None:
    practised, own = load_profile("exercise"), load_profile("indonesia")
    assert {one.code for one in procedures(practised)} == {one.code for one in procedures(load_profile("vietnam"))}
    assert practised.label("bodies", "mfa", "en") == "Ministry of External Affairs"
    assert {one.code for one in procedures(own)} == {"agreement", "official-travel"} | COMMON


def test_files_of_rows_tell_days_and_years_from_today() -> None:
    text = "starts,ends,year\n{-1},{+30},{year+1}\n{0},,{year}\n"
    assert dated(text, date(2026, 12, 31)) == "starts,ends,year\n2026-12-30,2027-01-30,2027\n2026-12-31,,2026\n"
