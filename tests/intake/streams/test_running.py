"""A clerk takes in what another office keeps, again and again: nothing is lost, doubled, guessed or overwritten."""

from pathlib import Path

import pytest

from tests.intake.streams.repeats import check_repeats
from tests.intake.streams.samples import GUESTS, MISSIONS, counts, mapping, table, take
from tests.people import People
from trivet.core.actions import NotAllowed, change
from trivet.core.drafts import Draft
from trivet.core.history import Chain, attach, citations_of
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.sources import Source
from trivet.core.validation import Invalid
from trivet.intake.streams.answering import answer
from trivet.intake.streams.running import NoDay
from trivet.registers.activities import Activity
from trivet.registers.missions import Mission
from trivet.values.markings import Marking

THREE = """id;what;sender;host;city;telephone;lat
a;embassy;France;Kenya;Nairobi;1;-1.28333333
b;consulate;France;Kenya;Mombasa;2;
c;embassy;Brazil;Kenya;Nairobi;3;-1.25
"""


def visit(title: str) -> Activity:
    [found] = attach(list(Activity.objects.filter(title=title)), None)
    assert isinstance(found, Activity)
    return found


def test_rows_become_records_with_their_source_and_a_second_run_changes_nothing(office: People, tmp_path: Path) -> None:
    stream, file = mapping(tmp_path), table(tmp_path, GUESTS)
    first = take(office, stream, file)
    assert counts(first) == (3, 3, 0, 0, 0) and first.errors == [] and dict(first.beside) == {"people": 3}
    petit = visit("Jean Petit (France;Belgium)")
    assert [one.key for one in petit.partners] == ["FRA", "BEL"]
    assert (str(petit.starts), petit.keeper, petit.state) == ("2024-03-10", office.ministry, "in_review")
    assert petit.counterpart == Person.objects.get(name="Jean Petit")
    [cited] = citations_of([petit.pk], None)[petit.pk]
    assert (cited.note, cited.confidence) == ("guests.csv row 3", "high")
    source = Source.objects.get(pk=cited.source_id)
    assert source.title == "Guest book of protocol" and "guests.csv sha256" in source.note
    assert [one.key for one in visit("Mobutu Sese Seko (Zaire)").partners] == ["COD"]
    number = Chain.objects.get(pk=1).number
    assert counts(take(office, stream, file)) == (3, 0, 0, 0, 3)
    assert Chain.objects.get(pk=1).number == number, "a run that changes nothing writes nothing"


def test_what_the_stream_changes_is_changed_and_what_people_mended_stands(office: People, tmp_path: Path) -> None:
    stream, file = mapping(tmp_path), table(tmp_path, GUESTS)
    take(office, stream, file)
    lima = visit("Ana Lima (Brazil)")
    change(
        lima, Draft({"outcome": "talks on coffee and tea", "place": "Nairobi"}), actor=office.clerk, reason="minutes"
    )
    table(tmp_path, GUESTS.replace("05/02/2024", "06/02/2024"))
    assert counts(take(office, stream, file)) == (3, 0, 1, 0, 2)
    lima = visit("Ana Lima (Brazil)")
    assert (str(lima.ends), lima.outcome, lima.place) == ("2024-02-06", "talks on coffee and tea", "Nairobi")
    table(tmp_path, GUESTS.replace("05/02/2024", "06/02/2024").replace("talks on coffee", "talks on cocoa"))
    third = take(office, stream, file)
    [told] = third.errors
    assert (told.file, told.row, told.field) == ("guests.csv", 2, "outcome") and "talks on cocoa" in told.message
    assert visit("Ana Lima (Brazil)").outcome == "talks on coffee and tea"


def test_wrong_rows_are_named_and_the_others_go_in(office: People, tmp_path: Path) -> None:
    wrong = GUESTS + (
        "4,Bo Ek,Sweden,31/02/2024,,\n"
        "5,Who Ever,Atlantis,01/01/2024,,\n"
        ",No Number,Kenya,01/01/2024,,\n"
        "6,Late Early,Sweden,05/01/2024,02/01/2024,\n"
        "7,Ana Lima,Brazil,03/02/2024,05/02/2024,again\n"
    )
    report = take(office, mapping(tmp_path), table(tmp_path, wrong))
    assert (report.rows, report.created, report.refused) == (8, 4, 4)
    told = {(one.row, one.field): one.message for one in report.errors}
    assert told.keys() == {(5, "from day"), (6, "country"), (7, "no"), (8, "ends")}
    assert "31/02/2024" in told[5, "from day"] and "21/11/2024" in told[5, "from day"]
    assert "Atlantis" in told[6, "country"]
    assert [(one.row, one.message) for one in report.noticed if not one.field] == [
        (9, "perhaps the same as guests.csv row 2")
    ]
    assert report.asked.keys() == {"Atlantis"}


def test_rows_that_repeat_are_one_record_and_a_second_story_of_one_thing_is_told(
    office: People, tmp_path: Path
) -> None:
    lines = GUESTS.splitlines()
    report = take(office, mapping(tmp_path), table(tmp_path, "\n".join([*lines, *lines[1:] * 5, "3,Other,Zaire,,,"])))
    assert (report.rows, report.created, report.repeated) == (19, 3, 16)
    [told] = report.errors
    assert told.row == 20 and "guests.csv row 4" in told.message


def test_what_a_later_snapshot_no_longer_has_is_closed_and_opened_again(office: People, tmp_path: Path) -> None:
    stream = mapping(tmp_path, MISSIONS, "directory")
    first = table(tmp_path, THREE, "missions-2020-10-10.csv")
    assert counts(take(office, stream, first)) == (3, 3, 0, 0, 0)
    without = THREE.replace("b;consulate;France;Kenya;Mombasa;2;\n", "").replace(";3;", ";33;")
    second = table(tmp_path, without, "missions-2022-05-17.csv")
    assert counts(take(office, stream, second)) == (2, 0, 1, 1, 1)
    assert str(Mission.objects.get(city="Mombasa").closed) == "2020-10-10/2022-05-17"
    assert counts(take(office, stream, second)) == (2, 0, 0, 0, 2)
    with pytest.raises(NoDay, match="2022-05-17"):
        take(office, stream, first)
    third = table(tmp_path, THREE, "missions-later.csv")
    with pytest.raises(NoDay, match="--day"):
        take(office, stream, third)
    assert counts(take(office, stream, third, day="2023-01-01")) == (3, 0, 2, 0, 1)
    assert Mission.objects.get(city="Mombasa").closed is None
    assert str(Mission.objects.get(telephone="1").latitude) == "-1.283333"


def test_a_day_of_closing_that_people_know_better_stands(office: People, tmp_path: Path) -> None:
    stream = mapping(tmp_path, MISSIONS, "directory")
    take(office, stream, table(tmp_path, THREE, "missions-2020-10-10.csv"))
    change(Mission.objects.get(city="Mombasa"), Draft({"closed": "2021-03-31"}), actor=office.clerk, reason="note")
    two = table(tmp_path, THREE.replace("b;consulate;France;Kenya;Mombasa;2;\n", ""), "missions-2022-05-17.csv")
    assert counts(take(office, stream, two)) == (2, 0, 0, 0, 2)
    assert str(Mission.objects.get(city="Mombasa").closed) == "2021-03-31"


def test_a_dry_run_counts_the_same_and_writes_nothing(office: People, tmp_path: Path) -> None:
    stream = mapping(tmp_path)
    file = table(tmp_path, GUESTS + "4,Late,Sweden,05/01/2024,02/01/2024,\n")
    before = Chain.objects.get(pk=1).number, Source.objects.count(), Partner.objects.count()
    dry = take(office, stream, file, dry=True)
    assert (Chain.objects.get(pk=1).number, Source.objects.count(), Partner.objects.count()) == before
    assert not Activity.objects.filter(title__startswith="Ana Lima").exists()
    wet = take(office, stream, file)
    assert dry.as_json() == wet.as_json() and wet.created == 3


def test_a_run_that_was_cut_short_is_run_again_to_the_same_end(
    office: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trivet.intake.streams.running.BATCH", 2)
    stream, file = mapping(tmp_path), table(tmp_path, GUESTS)

    def cut(_rows: int, _file: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(office, stream, file, told=cut)
    assert Activity.objects.filter(title__startswith="Ana Lima").exists()
    assert not Activity.objects.filter(title__startswith="Mobutu").exists()
    assert counts(take(office, stream, file)) == (3, 1, 0, 0, 2)
    assert Activity.objects.filter(counterpart__name__in=["Ana Lima", "Jean Petit", "Mobutu Sese Seko"]).count() == 3


def test_a_name_that_was_answered_is_known_the_next_time(office: People, tmp_path: Path) -> None:
    stream = mapping(tmp_path)
    file = table(tmp_path, GUESTS + "4,A Guest,Wakanda;Kenya,01/01/2024,,\n5,Another,Nowhere;Kenya,01/01/2024,,\n")
    assert take(office, stream, file).refused == 2
    answer("protocol", "Wakanda", "BRA", actor=office.clerk)
    answer("protocol", "Nowhere", "", actor=office.clerk)
    assert counts(take(office, stream, file)) == (5, 2, 0, 0, 3)
    assert [one.key for one in visit("A Guest (Wakanda;Kenya)").partners] == ["BRA", "KEN"]
    without = visit("Another (Nowhere;Kenya)")
    assert [one.key for one in without.partners] == ["KEN"] and "Nowhere" in without.note


def test_an_answer_may_bring_a_partner_of_the_past_and_must_name_one_that_there_is(
    office: People, tmp_path: Path
) -> None:
    stream, file = mapping(tmp_path), table(tmp_path, GUESTS + "4,A Guest,The Soviets,01/01/1980,,\n")
    assert take(office, stream, file).refused == 1
    with pytest.raises(Invalid, match="XYZ"):
        answer("protocol", "The Soviets", "XYZ", actor=office.clerk, keeper=office.ministry)
    answer("protocol", "The Soviets", "SUHH", actor=office.clerk, keeper=office.ministry)
    assert counts(take(office, stream, file)) == (4, 1, 0, 0, 3)
    assert [one.key for one in visit("A Guest (The Soviets)").partners] == ["SUHH"]
    assert Partner.objects.get(key="SUHH").keeper == office.ministry


def test_a_record_that_was_closed_to_the_clerk_is_left_and_nothing_is_told_of_it(
    office: People, tmp_path: Path
) -> None:
    stream, file = mapping(tmp_path), table(tmp_path, GUESTS)
    take(office, stream, file)
    lima = visit("Ana Lima (Brazil)")
    change(
        lima, Draft({"marking": Marking.TOP_SECRET, "outcome": "hidden"}), actor=office.installation, reason="closed"
    )
    table(tmp_path, GUESTS.replace("talks on coffee", "talks on cocoa").replace("state visit", "a state visit"))
    report = take(office, stream, file)
    assert (report.changed, report.refused) == (1, 1) and visit("Ana Lima (Brazil)").outcome == "hidden"
    [told] = report.errors
    assert told.row == 2 and "hidden" not in told.message and "or it is not there" in told.message


def test_who_may_create_nothing_takes_nothing_in(office: People, tmp_path: Path) -> None:
    stream, file = mapping(tmp_path), table(tmp_path, GUESTS)
    with pytest.raises(NotAllowed):
        take(office, stream, file, actor=office.reader)
    with pytest.raises(NotAllowed):
        take(office, stream, file, actor=office.other_clerk)
    assert not Activity.objects.filter(title__startswith="Ana Lima").exists()


def test_a_list_in_overlapping_pages_goes_in_once(office: People, tmp_path: Path) -> None:
    check_repeats(office, tmp_path, things=240, pages=26)
