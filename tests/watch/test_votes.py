"""A clerk takes in roll calls, a planner reads on a partner's page how it voted with us, and opens every number."""

import csv
import io
import os
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from tests.people import People
from tests.watch.ballot_files import CALLS, VOTES, files, taken
from tests.web.samples import client_of
from trivet.core.aside import table, tables
from trivet.core.backup import BackupError, _restore_aside, _write_aside
from trivet.core.partners import Partner
from trivet.core.sources import Source
from trivet.core.uploads import Unreadable
from trivet.intake.streams.answering import answer
from trivet.intake.streams.mapping import WrongMapping
from trivet.watch.ballots import find_ballots
from trivet.watch.coincidence import Asked, coincidence, pairs
from trivet.web.reading import moment_text

pytestmark = pytest.mark.django_db


def counts(report) -> tuple[int, ...]:
    return tuple(getattr(report, n) for n in ("rows", "created", "changed", "unchanged", "repeated", "refused"))


def page(user, address: str) -> str:
    reply = client_of(user).get(address)
    assert reply.status_code == 200, address
    return re.sub(r"\s+", " ", reply.content.decode())


def test_votes_are_taken_in_once_and_a_second_run_changes_nothing(office: People, tmp_path: Path) -> None:
    place = files(tmp_path / "un")
    assert counts(taken(office.clerk, office.ministry, place, dry=True)) == (8, 8, 0, 0, 0, 0)
    assert tables() == [] and not Source.objects.filter(key="stream:un-votes").exists()
    assert counts(taken(office.clerk, office.ministry, place)) == (8, 8, 0, 0, 0, 0)
    before = table("un-votes").stat().st_mtime_ns
    assert counts(taken(office.clerk, office.ministry, place)) == (8, 0, 0, 8, 0, 0)
    assert table("un-votes").stat().st_mtime_ns == before, "what was known stays known since then"
    source = Source.objects.get(key="stream:un-votes")
    assert "un_votes.csv sha256" in source.note and source.keeper == office.ministry


def test_a_name_means_the_partner_of_its_day(office: People, tmp_path: Path) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    assert [one.day for one in pairs("KEN", "SUHH", Asked(), skip=0, most=9)] == [date(1979, 12, 2)]
    assert [one.day for one in pairs("KEN", "RUS", Asked(), skip=0, most=9)] == [date(2014, 12, 18)]


def test_what_a_later_file_does_not_tell_stays_and_what_it_tells_otherwise_is_changed(
    office: People, tmp_path: Path
) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    later = files(tmp_path / "later", "rcid,country,vote\n2,Kenya,A\n2,France,Y\n")
    assert counts(taken(office.clerk, office.ministry, later)) == (2, 1, 1, 0, 0, 0)
    found = coincidence("KEN", "USA")
    assert found is not None and sum(one.both for one in found.decades) == 3, "the other votes are still there"
    assert [(one.ours, one.theirs) for one in pairs("KEN", "FRA", Asked(), skip=0, most=9)] == [("abstain", "yes")]


def test_wrong_rows_are_told_by_file_and_row_and_the_others_go_in(office: People, tmp_path: Path) -> None:
    wrong = (
        VOTES + "9,KE,Kenya,Y\n1,KE,Kenya,N\n1,US,United States,Y\n2,XX,Atlantis,Y\n3,FR,France,maybe\n4,FR,France,Y\n"
    )
    calls = CALLS + "4,1.0,0,1946-02-30,R/1,0,0,,\n3,69.0,0,2014-12-18,R/69/171,0,0,,\n,1.0,0,1946-01-01,,,,,\n"
    report = taken(office.clerk, office.ministry, files(tmp_path / "un", wrong, calls))
    assert counts(report) == (14, 8, 0, 0, 1, 5)
    told = [(one.file, one.row, one.field) for one in report.errors]
    assert told == [
        ("un_roll_calls.csv", 5, "date"),
        ("un_roll_calls.csv", 6, "rcid"),
        ("un_roll_calls.csv", 7, "rcid"),
        ("un_votes.csv", 10, "rcid"),
        ("un_votes.csv", 14, "vote"),
        ("un_votes.csv", 15, "rcid"),
        ("un_votes.csv", 11, "vote"),
    ]
    assert "un_votes.csv row 3" in report.errors[-1].message and "1946-02-30" in report.errors[0].message
    assert [one.row for one in report.noticed] == [12] and set(report.asked) == {"Atlantis"}
    assert pairs("KEN", "USA", Asked(1979, 1979), skip=0, most=9)[0].ours == "yes", (
        "the first of two that differ stands"
    )


def test_an_answer_to_a_name_is_remembered(office: People, tmp_path: Path) -> None:
    place = files(tmp_path / "un", VOTES.replace("Russia", "Freedonia"))
    assert set(taken(office.clerk, office.ministry, place).asked) == {"Freedonia"}
    answer("un-votes", "Freedonia", "", actor=office.clerk, keeper=office.ministry)
    report = taken(office.clerk, office.ministry, place)
    assert (report.skipped, report.asked, report.unchanged) == (2, {}, 6)


def test_files_that_cannot_be_used_are_refused_and_the_table_stays(office: People, tmp_path: Path) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    before = table("un-votes").read_bytes()
    for number, (votes, calls) in enumerate([("rcid,rcid\n1,1\n", CALLS), (VOTES + "1,KE,Kenya,Y,more\n", CALLS)]):
        with pytest.raises(Unreadable, match=r"un_votes\.csv"):
            taken(office.clerk, office.ministry, files(tmp_path / f"bad{number}", votes, calls))
    (tmp_path / "none").mkdir()
    with pytest.raises(Unreadable, match=r"un_votes\.csv"):
        taken(office.clerk, office.ministry, tmp_path / "none")
    assert table("un-votes").read_bytes() == before and list(table("un-votes").parent.iterdir()) == [table("un-votes")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"a ""quoted"" line\nand, another\r\nthird"', 'a "quoted" line\nand, another\r\nthird'),
        ("#'x' \\", "#'x' \\"),
    ],
    ids=["several lines", "signs"],
)
def test_a_text_goes_in_as_it_is(office: People, tmp_path: Path, text: str, kept: str) -> None:
    calls = CALLS.replace("TO APPROVE A ZONE", text).replace("1979-12-02", "19791202")
    taken(office.clerk, office.ministry, files(tmp_path / "un", calls=calls))
    [pair] = pairs("KEN", "SUHH", Asked(), skip=0, most=9)
    assert (pair.day, pair.words.replace("\r\n", "\n")) == (date(1979, 12, 2), kept.replace("\r\n", "\n"))


def test_a_column_that_is_missing_a_name_and_a_cell_too_long_are_told(office: People, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"un_votes\.csv.*country"):
        taken(office.clerk, office.ministry, files(tmp_path / "land", VOTES.replace("country,vote", "land,vote")))
    calls = CALLS.replace("TO APPROVE A ZONE", "x" * 100_001)
    report = taken(office.clerk, office.ministry, files(tmp_path / "un", VOTES.replace("3,KE,Kenya", "3,KE,"), calls))
    assert [(one.row, one.field) for one in report.errors if one.file == "un_roll_calls.csv"] == [(2, "rcid")]
    assert (7, "country") in [(one.row, one.field) for one in report.errors] and report.created == 4


def test_a_damaged_table_is_told_on_the_page_and_to_the_clerk(office: People, tmp_path: Path) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    table("un-votes").write_bytes(b"PAR1 damaged")
    told = page(office.reader, f"/registers/partners/{Partner.objects.get(key='USA').pk}/")
    assert "the table un-votes.parquet cannot be read" in told and str(tmp_path) not in told
    assert client_of(office.reader).get("/partners/USA/votes/").status_code == 404
    with pytest.raises(Unreadable, match="move it away"):
        taken(office.clerk, office.ministry, tmp_path / "un")


def test_a_set_of_ones_own_is_a_file_and_a_wrong_one_says_what_is_wrong(tmp_path: Path) -> None:
    own = tmp_path / "council.toml"
    text = '[votes]\nfiles = ["v.csv"]\nroll_call = "n"\npartner = "state"\nvote = "v"\nwords = { for = "yes" }\n'
    own.write_text(text + '[roll_calls]\nfiles = ["c.csv"]\nroll_call = "n"\nday = "day"\n')
    with pytest.raises(WrongMapping, match=r"council\.toml: source"):
        find_ballots(str(own))
    own.write_text(
        text + '[roll_calls]\nfiles = ["c.csv"]\nroll_call = "n"\nday = "day"\n[source]\ntitle = "Votes of a council"\n'
    )
    found = find_ballots(str(own))
    assert found is not None and (found.name, found.label) == ("council", "council")
    own.write_text(text.replace('"yes"', '"aye"'))
    with pytest.raises(WrongMapping, match=r"votes\.words"):
        find_ballots(str(own))
    assert find_ballots("uk-treaties") is None


def test_the_partners_page_tells_how_it_voted_with_us_and_each_number_opens(office: People, tmp_path: Path) -> None:
    usa = f"/registers/partners/{Partner.objects.get(key='USA').pk}/"
    assert "How did they vote with us" not in page(office.reader, usa)
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    told = page(office.reader, usa)
    assert "How did they vote with us" in told and "to 18 Dec 2014" in told
    [eighties] = re.findall(r'<th scope="row">1979</th>(.*?)</tr>', told)
    assert re.findall(r">([0-9]+ ?%?)<", eighties) == ["100 %", "1", "1", "0", "0"]
    opened = re.findall(r'href="(/partners/USA/votes/[^"]*held=opposed[^"]*)"', told)
    assert len(opened) == 1, "only what is not nought opens"
    listed = page(office.reader, opened[0].replace("&amp;", "&"))
    assert "R/46/1" in listed and "R/34/78" not in listed and "un_votes.csv row 6" in listed
    assert re.findall(r'<th scope="row">(\d{4})</th>', page(office.reader, f"{usa}?on=1990-01-01")) == ["1979"]
    assert client_of(office.reader).get("/partners/KEN/votes/").status_code == 404, "nobody votes with herself"
    now = moment_text(timezone.now())
    assert "How did they vote with us" in page(office.reader, f"{usa}?known={now}")
    os.utime(table("un-votes"), (2e9, 2e9))
    assert "How did they vote with us" not in page(office.reader, f"{usa}?known={now}"), "it was not known then"


@pytest.mark.parametrize("tongue", ["en", "vi", "id"])
def test_the_roll_calls_can_be_asked_for_in_three_languages(office: People, tmp_path: Path, tongue: str) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    client = client_of(office.reader)
    client.cookies["django_language"] = tongue
    reply = client.get("/partners/USA/votes/?issue=Human+rights&from=2010&to=2014").content.decode()
    words = {"en": "Human rights", "vi": "Quyền con người", "id": "Hak asasi manusia"}[tongue]
    assert f'<option value="Human rights" selected>{words}</option>' in reply
    assert "R/69/171" in reply and "R/46/1" not in reply
    for wrong in ("from=then", "held=friends", "to=20144", "after=-1"):
        assert client.get(f"/partners/USA/votes/?{wrong}").status_code == 400, wrong


def test_the_votes_go_out_as_csv_without_a_formula(office: People, tmp_path: Path) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    reply = client_of(office.reader).get("/partners/USA/votes.csv")
    rows = list(csv.reader(io.StringIO(b"".join(reply).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["2014-12-18", "1991-12-06", "1979-12-02"]
    assert rows[2][2] == "'=TO APPROVE, ANOTHER" and rows[2][4:] == ["no", "yes", "un_votes.csv", "6"]


def test_a_table_comes_back_from_a_backup_and_a_changed_one_is_refused(office: People, tmp_path: Path) -> None:
    taken(office.clerk, office.ministry, files(tmp_path / "un"))
    octets, file = table("un-votes").read_bytes(), tmp_path / "all.trivet"
    with zipfile.ZipFile(file, "w") as archive:
        kept = {one.name: _write_aside(archive, one) for one in tables()}
    table("un-votes").unlink()
    with zipfile.ZipFile(file) as archive:
        _restore_aside(archive, kept)
        assert table("un-votes").read_bytes() == octets
        for wrong in ({"un-votes.parquet": "0" * 64}, {"../un-votes.parquet": kept["un-votes.parquet"]}):
            with pytest.raises((BackupError, KeyError)):
                _restore_aside(archive, wrong)
