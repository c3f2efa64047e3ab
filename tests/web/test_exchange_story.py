"""A clerk's file comes in: three errors, mended, imported, undone; and what hostile files meet."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.people import People
from tests.web.samples import client_of, made
from tests.web.test_exchange_round import read, taken, told
from trivet.core import importing
from trivet.core.actions import Conflict, change
from trivet.core.audit import AuditEntry
from trivet.core.drafts import Draft
from trivet.core.importing import NotNow, commit
from trivet.core.imports import Import
from trivet.core.preparing import prepare
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.undoing import undo
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.registers.activities import Activity
from trivet.registers.relations import DiplomaticRelation

pytestmark = pytest.mark.django_db

HEADING = "key,title,kind,partners,starts,ends\n"
PARIS = "paris,Visit to Paris,visit_out,FRA,2024-05-04,2024-05-06\n"


def send(
    client: Client, text: str | bytes, name: str = "visits.csv", code: str = "activities", status: int = 302
) -> Any:
    octets = text.encode() if isinstance(text, str) else text
    answer = client.post(f"/registers/{code}/import/", {"file": SimpleUploadedFile(name, octets)})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def prepared(client: Client, url: str, **more: str) -> Any:
    """The preview, with the columns as they were guessed."""
    page = client.get(url)
    boxes = {column.box: column.field for _title, columns in page.context["tables"] for column in columns}
    sent = {"do": "prepare", **boxes, "reason": "the year's visits", "confidence": "low", "marking": "0", **more}
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return client.get(url)


def test_a_clerks_file_is_mended_imported_and_undone(office: People) -> None:
    client = client_of(office.clerk)
    wrong = HEADING + PARIS.replace("FRA", "Korea") + "rome,Rome,visit_out,ITA,03/04/2024,\noslo,,voyage,NOR,2024,\n"
    url = send(client, wrong).url
    page = prepared(client, url)
    text = page.content.decode()
    assert page.context["counts"] == [("wrong", 3)]
    for hint in ("visits.csv row 2", "Korea", "2024-04-03", "2024-03-04", "voyage", "visit_out", "This is needed"):
        assert hint in text, hint
    assert client.post(url, {"do": "commit"}).status_code == 409
    assert Activity.objects.count() == 0
    good = HEADING + PARIS + "rome,Rome,visit_out,Italy;VAT,2024-04-03,\noslo,Oslo,call,NOR,2024,\n"
    url = send(client, good).url
    assert prepared(client, url).context["counts"] == [("new", 3)]
    assert Activity.objects.count() == 0
    assert client.post(url, {"do": "commit"}).status_code == 302
    assert {row.key for row in Activity.objects.all()} == {"paris", "rome", "oslo"}
    assert client.post(url, {"do": "commit"}).status_code == 409
    assert client_of(office.reader).get(url).status_code == 404
    assert client.post(url, {"do": "undo", "reason": "the wrong year"}).status_code == 302
    assert {row.state for row in Activity.objects.all()} == {"withdrawn"}
    assert "undone" in client.get("/imports/").content.decode()
    url = send(client, good).url  # the keys are free again
    assert prepared(client, url).context["counts"] == [("new", 3)]
    assert verify() is None


def test_changes_go_back_to_the_version_before(office: People) -> None:
    row = made(registers()["activities"], office, 1)
    text = taken(office.clerk, "activities", "xlsx")
    one = read(office, "activities", "x.xlsx", _edited(text, "title", "A better title"))
    change(Activity.objects.get(pk=row.pk), Draft({"note": "meanwhile"}), actor=office.second_clerk, reason="note")
    with pytest.raises(Conflict):
        commit(one, office.clerk)
    assert Activity.objects.get(pk=row.pk).title == row.title
    again = read(office, "activities", "x.xlsx", _edited(text, "title", "A better title"))
    assert [(kind, changes[0][1:]) for _place, kind, changes in told(again)] == [
        ("conflict", [row.title, "A better title", row.title])
    ]
    one = read(office, "activities", "x.xlsx", _edited(taken(office.clerk, "activities", "xlsx"), "title", "Better"))
    commit(one, office.clerk)
    assert Activity.objects.get(pk=row.pk).title == "Better"
    undo(one, office.clerk, "no")
    assert Activity.objects.get(pk=row.pk).title == row.title
    assert verify() is None


def _edited(octets: bytes, name: str, value: str) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(octets))
    sheet = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index(name)
    sheet[3][place].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_untouched_row_is_not_set_back(office: People) -> None:
    row = made(registers()["activities"], office, 1)
    octets = taken(office.clerk, "activities", "xlsx")
    change(Activity.objects.get(pk=row.pk), Draft({"note": "meanwhile"}), actor=office.second_clerk, reason="note")
    assert told(read(office, "activities", "x.xlsx", octets)) == []


def test_undo_is_refused_where_somebody_wrote_since(office: People) -> None:
    one = read(office, "activities", "v.csv", (HEADING + PARIS).encode())
    commit(one, office.clerk)
    change(Activity.objects.get(key="paris"), Draft({"note": "more"}), actor=office.second_clerk, reason="note")
    with pytest.raises(Invalid, match="written since"):
        undo(one, office.clerk, "no")
    assert Activity.objects.get(key="paris").state == "draft"


def test_an_unfinished_import_is_seen_by_nobody(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "WHOLE", 0)
    monkeypatch.setattr(importing, "PIECE", 2)
    text = HEADING + "".join(f"k{n},Visit {n},call,FRA,2024-01,\n" for n in range(5))
    one = read(office, "activities", "v.csv", text.encode())
    one.choices["submit"] = True
    one.save()
    write, count = importing._write, []

    def cut(*args: Any) -> None:
        if len(count) == 2:
            raise KeyboardInterrupt
        count.append(1)
        write(*args)

    monkeypatch.setattr(importing, "_write", cut)
    with pytest.raises(KeyboardInterrupt):
        commit(one, office.clerk)
    monkeypatch.setattr(importing, "_write", write)
    assert Activity.objects.count() == 4
    for user in (None, office.clerk, office.installation):
        standpoint = Standpoint(user)
        assert not standpoint.of(Activity).exists() and not standpoint.entries().filter(register="activities").exists()
    one = Import.objects.get(pk=one.pk)
    assert one.state == "writing" and "cut off" in client_of(office.clerk).get(f"/imports/{one.pk}/").content.decode()
    commit(one, office.clerk)
    assert Standpoint(None).of(Activity).count() == 5 and one.state == "committed"
    assert verify() is None


def test_an_unfinished_import_can_be_undone_and_never_shows(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "WHOLE", 0)
    monkeypatch.setattr(importing, "PIECE", 1)
    one = read(office, "activities", "v.csv", (HEADING + PARIS + "rome,Rome,call,ITA,2024,\n").encode())
    monkeypatch.setattr(importing, "tell_of", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        commit(one, office.clerk)
    monkeypatch.undo()
    undo(Import.objects.get(pk=one.pk), office.clerk, "not wanted")
    assert Activity.objects.count() == 2 and not Standpoint(office.clerk).of(Activity).exists()
    assert not Activity.objects.exclude(key=None).exists()
    assert verify() is None


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, octets in members.items():
            packed.writestr(name.replace("__", "."), octets)
    return out.getvalue()


@pytest.mark.parametrize(
    ("octets", "hint"),
    [
        (b"", "empty"),
        ("khóa;tên".encode("utf-16"), "UTF-16"),
        ("clé,kind\né,1\n".encode("latin-1"), "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLSX"),
        (b"PK\x03\x04 no archive at all", "damaged"),
        (archive(**{"[Content_Types].xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "entities"),
        (archive(**{"[Content_Types].xml": b"<Types/>"}), "damaged"),
        (archive(bomb__csv=b"0" * (2**20 * 11)), "unpacks"),
        (b"key,key\na,b\n", "twice"),
        (b"key,title\n", "no row"),
    ],
)
def test_hostile_files_are_refused_with_the_reason(
    office: People, octets: bytes, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trivet.core.uploads.UNPACKED", 10 * 2**20)
    answer = send(client_of(office.clerk), octets, "sent.bin", status=422)
    assert hint in answer.content.decode() and not Import.objects.exists()


def test_a_file_over_the_cap_is_refused(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trivet.web.import_upload.LARGEST", 10)
    answer = send(client_of(office.clerk), HEADING + PARIS, status=422)
    assert "in pieces" in answer.content.decode() and not Import.objects.exists()


def test_cells_that_deceive_are_wrong_rows(office: People) -> None:
    rows = ["a,=1+1,call,FRA,2024,", "b,evil\u202etxt,call,FRA,2024,", "c,nul\0nul,call,FRA,2024,"]
    one = read(office, "activities", "v.csv", (HEADING + "\n".join(rows) + "\n").encode())
    assert [kind for _place, kind, _told in told(one)] == ["wrong"] * 3
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["key", "title", "kind"])
    book.active.append(["a", "=HYPERLINK(1)", "call"])
    out = io.BytesIO()
    book.save(out)
    one = read(office, "activities", "v.xlsx", out.getvalue())
    assert "B2" in told(one)[0][2][0][2]


def test_lists_are_taken_away_by_those_who_may(office: People) -> None:
    made(registers()["relations"], office, 1)
    hidden = made(registers()["relations"], office, 2, submit=False)
    assert client_of(None).get("/registers/relations/?format=csv").status_code == 403
    assert client_of(office.reader).get("/registers/relations/?format=xlsx").status_code == 403
    assert client_of(office.clerk).get("/registers/relations/?format=doc").status_code == 400
    assert str(hidden.uuid) in taken(office.clerk, "relations", "csv").decode()
    assert str(hidden.uuid) not in taken(office.other_clerk, "relations", "csv").decode()
    assert DiplomaticRelation.objects.count() == 2
    narrowed = taken(office.clerk, "relations", "csv", state="draft").decode()
    assert narrowed.count("\r\n") == 2
    assert client_of(office.reader).get("/registers/relations/import/").status_code == 404


def test_the_audit_is_told_who_took_what_away_and_not_what_it_says(office: People) -> None:
    made(registers()["relations"], office, 1)
    before = AuditEntry.objects.filter(verb="export").count()
    for refused in (None, office.reader):
        client_of(refused).get("/registers/relations/?format=csv")
    assert AuditEntry.objects.filter(verb="export").count() == before
    for kind in ("csv", "xlsx"):
        client_of(office.clerk).get(f"/registers/relations/?format={kind}&known=2040-01-01")
    entries = list(AuditEntry.objects.filter(verb="export").order_by("-sequence"))
    assert len(entries) == before + 2 and {one.record for one in entries[:2]} == {office.clerk.uuid}
    for words in ("register=relations", "rows=1", "known=2040-01-01T23:59:59"):
        assert words in entries[0].text
    assert "Vietnam" not in entries[0].text and verify() is None
    page = client_of(office.auditor).get("/audit/?register=accounts").content.decode()
    assert "taken away as a file" in page and "diplomatic relations, rows: 1, as known at 2040-01-01" in page


def test_a_finished_import_is_not_begun_again(office: People) -> None:
    one = read(office, "activities", "v.csv", (HEADING + PARIS).encode())
    commit(one, office.clerk)
    with pytest.raises(NotNow):
        prepare(one, Standpoint(office.clerk), office.clerk)


def test_a_workbooks_formatted_words_are_one_text(office: People) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["key", "title", "kind", "partners", "starts"])
    book.active.append(["a", "TITLE", "call", "FRA", "2024"])
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    runs = b'<r><t>Hanoi </t></r><r><t>and Rome</t></r><rPh sb="0" eb="1"><t>aloud</t></rPh>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<t>TITLE</t>", runs))
    one = read(office, "activities", "v.xlsx", out.getvalue())
    assert one.rows.get().draft["values"]["title"] == "Hanoi and Rome"
