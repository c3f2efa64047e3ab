"""Files as others send them: every format, and every damage, ends in rows or in words that name the file."""

import gzip
import json
import tarfile
from pathlib import Path

import pytest

from tests.intake.streams.samples import GUESTS, VISITS, mapping, table, take
from tests.people import People
from trivet.core.plain_workbooks import workbook
from trivet.core.uploads import Unreadable
from trivet.intake.streams.mapping import WrongMapping, bundled, load_stream
from trivet.intake.streams.reading import File, files_of, read_rows
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement

XML = """<?xml version="1.0"?><book>
<year>1990</year>
<guest no="1"><name>Ana <b>Lima</b></name><day><from>1990-01-10</from></day></guest>
<guest no="2" kind="x"><name>Jean
 Petit</name></guest></book>"""


def rows(folder: Path, format_: str, file: Path, **more: object) -> list[tuple[int, dict[str, object]]]:
    text = VISITS.replace(
        'format = "csv"', f'format = "{format_}"\n' + "\n".join(f"{k} = {v}" for k, v in more.items())
    )
    reading = load_stream(str(mapping(folder, text))).sections[0].reading
    return [(row.number, row.cells) for row in read_rows(reading, [File(file.name, file)], [folder])]


def test_the_same_rows_come_out_of_csv_xlsx_json_and_packed_files(tmp_path: Path) -> None:
    plain = table(tmp_path, GUESTS)
    lines = [line.split(",") for line in GUESTS.splitlines()]
    told = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]

    def named(found: list[tuple[int, dict[str, object]]]) -> list[dict[str, object]]:
        return [{k: v for k, v in cells.items() if k != "file"} for _number, cells in found]

    book = tmp_path / "guests.xlsx"
    book.write_bytes(workbook([("guests", lines)]))
    packed = tmp_path / "guests.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    semicolons = table(tmp_path, "\n" + GUESTS.replace(";", "|").replace(",", ";") + ";\n", "other.csv")
    jsonl = table(tmp_path, "\n".join(json.dumps(one) for one in told), "guests.jsonl")
    nested = table(tmp_path, json.dumps({"a": {"b": told}}), "guests.json")
    assert named(rows(tmp_path, "csv", plain)) == told
    assert named(rows(tmp_path, "csv", packed)) == told
    assert named(rows(tmp_path, "xlsx", book)) == told
    assert named(rows(tmp_path, "jsonl", jsonl)) == told
    assert named(rows(tmp_path, "json", nested, each='"a/b"')) == told
    assert [one["guest"] for one in named(rows(tmp_path, "csv", semicolons))] == [one["guest"] for one in told]


def test_elements_of_xml_are_rows_and_their_descendants_cells(tmp_path: Path) -> None:
    file = table(tmp_path, XML, "guests.xml")
    first, second = (cells for _number, cells in rows(tmp_path, "xml", file, each='"guest"'))
    assert (first["@no"], first["name"], first["day/from"], first["/year"]) == ("1", "Ana Lima", "1990-01-10", "1990")
    assert second["name"] == "Jean Petit" and "day/from" not in second
    [only] = rows(tmp_path, "xml", file, each='"guest"', where='{ kind = "x" }')
    assert only[1]["@no"] == "2"


def test_rows_of_other_files_are_joined_by_their_key(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    table(folder, "no,guest,country,from day,to day,result\n1,al,Kenya,01/01/2024,,\n")
    inside = table(tmp_path, "<who><id>al</id><name>Ana Lima</name></who>", "al.xml")
    with tarfile.open(folder / "who.tar.gz", "w:gz") as archive:
        archive.add(inside, "people/al.xml")
    text = VISITS.replace(
        "[rows.values]\n",
        """[rows.read.join.who]
files = "who.tar.gz"
format = "xml"
each = "who"
key = "{id}"
on = "{guest}"

[rows.values]
""",
    ).replace('title = "{guest} ({country})"', 'title = "{who.name}"')
    reading = load_stream(str(mapping(tmp_path, text))).sections[0].reading
    [row] = read_rows(reading, files_of([folder], reading.files), [folder])
    assert row.cells["who.name"] == "Ana Lima"


@pytest.mark.parametrize(
    ("name", "octets", "format_", "told"),
    [
        ("a.csv", "no,guest\n1,\xff".encode("latin-1"), "csv", "a.csv"),
        ("a.csv", b'no,guest\n1,"open', "csv", "a.csv"),
        ("a.csv", b"no,guest\n1,2,3\n", "csv", "more cells than the heading"),
        ("a.csv", b"no,no\n1,2\n", "csv", "twice"),
        ("a.csv.gz", b"\x1f\x8bdamaged", "csv", "a.csv.gz"),
        ("a.csv.gz", gzip.compress(b"no,guest\n1,2\n" * 400, mtime=0)[:-20], "csv", "a.csv.gz"),
        ("a.jsonl", b'{"no": 1}\n{"no": ', "jsonl", "a.jsonl"),
        ("a.jsonl", b"[1]\n", "jsonl", "names and values"),
        ("a.json", b'{"x": []}', "json", "there is no"),
        ("a.xml", b"<a><guest></a>", "xml", "well-formed"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><a><guest>&x;</guest></a>', "xml", "entities"),
        ("a.xlsx", b"PK\x03\x04 nothing", "xlsx", "a.xlsx"),
        ("a.xlsx", workbook([("x", [["no"], ["=1+1"]])])[:-30], "xlsx", "a.xlsx"),
        ("1-1.csv", b"Country,Signature\n", "un-treaties", "Participant"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_with_its_name_and_the_reason(
    name: str, octets: bytes, format_: str, told: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(octets)
    more = {"each": '"guest"'} if format_ == "xml" else {"each": '"y"'} if format_ == "json" else {}
    with pytest.raises(Unreadable, match=told):
        rows(tmp_path, format_, file, **more)


def test_nothing_that_fits_and_a_path_that_is_not_there_are_told(office: People, tmp_path: Path) -> None:
    stream, empty = mapping(tmp_path), tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(Unreadable, match=r"\*\.csv"):
        take(office, stream, empty)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        take(office, stream, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('register = "activities"', 'register = "visites"', "visites"),
        ('outcome = "{result}"', 'outcomes = "{result}"', "outcomes"),
        ('format = "csv"', 'format = "ods"', "format"),
        ('date = "dmy"', 'date = "ymd"', "ymd"),
        ('key = "{no}"\n', "", "key"),
        ('kind = { set = "visit_in" }', 'kind = { sets = "visit_in" }', "sets"),
        ('confidence = "high"', 'confidence = "sure"', "sure"),
        ('outcome = "{result}"', 'outcome = { from = "{result}", take = "(" }', "outcome"),
        ("[rows.values]", "[rows.values", "protocol.toml"),
    ],
)
def test_a_mapping_that_cannot_be_one_is_named_before_anything_is_read(
    old: str, new: str, told: str, office: People, tmp_path: Path
) -> None:
    assert old in VISITS
    with pytest.raises(WrongMapping, match=told):
        take(office, mapping(tmp_path, VISITS.replace(old, new, 1)), table(tmp_path, GUESTS))
    assert not Activity.objects.filter(title__startswith="Ana Lima").exists()


def test_every_mapping_of_the_program_can_be_read() -> None:
    assert [load_stream(name).name for name in bundled()] == bundled() and len(bundled()) == 8
    with pytest.raises(WrongMapping, match="uk-treaties"):
        load_stream("uk-treeties")


def test_a_status_table_tells_acts_and_what_is_no_day_is_told_and_kept(office: People, tmp_path: Path) -> None:
    (tmp_path / "treaties").mkdir()
    (tmp_path / "declarations").mkdir()
    head = 'Participant,Signature,"Ratification, Accession(a), Succession(d)"\n'
    lines = (
        "Kenya,1 Jan 1970,2 Feb 1971\nFrance,,3 Mar 1972 a\nBrazil,4 Apr 1970,\n"
        "Sweden,,Resolution 317\nAtlantis,,5 May 1973\n"
    )
    table(tmp_path / "treaties", head + lines, "9-9-b.csv")
    table(tmp_path / "declarations", "#France\nWith a reservation.\n", "9-9-b.txt")
    index = "chapter_no,treaty_no,treaty_name,url,chapter_name\n"
    index += '9,9.b,"Protocol on tests. Nairobi, 31 December 1969",x,Tests\n'
    table(tmp_path, index, "index.csv")
    report = take(office, "un-treaties", tmp_path)
    found = Agreement.objects.get(title__startswith="Protocol on tests")
    assert (found.kind, str(found.signed), found.place, found.field) == ("protocol", "1969-12-31", "Nairobi", "Tests")
    stand = {
        one.party.key: (one.act, str(one.signed or ""), str(one.date or ""), one.status)
        for one in found.ratifications.filter(vt=2**62).select_related("party")
    }
    assert stand == {
        "KEN": ("ratification", "1970-01-01", "1971-02-02", "ratified"),
        "FRA": ("accession", "", "1972-03-03", "ratified"),
        "BRA": ("", "1970-04-04", "", "not_ratified"),
        "SWE": ("ratification", "", "", "ratified"),
    }
    assert found.ratifications.get(party__key="FRA").note == "With a reservation."
    assert "Resolution 317" in found.ratifications.get(party__key="SWE").note
    assert {(one.file, one.row, one.field) for one in report.errors} == {
        ("treaties/9-9-b.csv", 5, "day"),
        ("treaties/9-9-b.csv", 6, "participant"),
    }
    assert take(office, "un-treaties", tmp_path).unchanged == 1


def test_the_mapping_shown_to_contributors_works(office: People, tmp_path: Path) -> None:
    shown = Path(__file__).resolve().parents[3] / "CONTRIBUTING.md"
    text = shown.read_text(encoding="utf-8").split("## Other people's data")[1].split("```toml\n")[1].split("```")[0]
    guests = "no,guest,country,from day,to day,words\n1,Ana Lima,Brazil,03/02/2024,05/02/2024,a state visit\n"
    report = take(office, mapping(tmp_path, text, "guest-book"), table(tmp_path, guests))
    assert report.created == 1 and report.errors == []
    assert Activity.objects.get(title="Ana Lima (Brazil)").visit_class == "state"
