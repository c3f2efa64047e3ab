"""One file holds the whole record: what comes back is the same row for row, and a damaged file brings nothing."""

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection

import trivet.figures.counts
from tests.conftest import EXAMPLE
from tests.core.making import made, source, verified
from tests.people import People, gather
from trivet.core import actions, aside
from trivet.core.backup import BackupError, _tables, read_backup, write_backup
from trivet.core.beginning import begin
from trivet.core.entries import Entry, find
from trivet.core.exchange import load_folder
from trivet.core.history import Chain
from trivet.core.office import Office
from trivet.core.sources import Content
from trivet.core.standpoint import Standpoint
from trivet.core.storage import insert
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.figures.figure import ask, figures
from trivet.registers.activities import Activity
from trivet.values.dates import parse_date

YEAR = parse_date("2024")


def empty() -> None:
    """The database as its migrations leave it."""
    names = [model._meta.db_table for model in _tables()]
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), names, reset_sequences=True, allow_cascade=True)
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_entry_text(core_entry_text) VALUES ('delete-all')")
    Chain.objects.create(pk=1)


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: [
            {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            for row in model._base_manager.order_by(model._meta.pk.name).values()
        ]
        for model in _tables()
    }


@pytest.fixture
def tidy(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Leaves the database as its migrations do, once Django has emptied every table."""
    yield
    with django_db_blocker.unblock():
        empty()


@pytest.fixture
def bare(tidy: None, transactional_db: Any) -> None:
    """A database without a test's transaction around it, since a backup opens its own."""
    empty()


@pytest.fixture
def small(bare: None) -> People:
    """An office with one activity that has something of every kind."""
    begin("generic", "KEN")
    people = gather()
    octets = "Thông cáo chung".encode() + bytes(range(256))
    insert(Content, [Content(sha256="0" * 64, octets=octets)])
    kept = source(people, "Kept page", content_id="0" * 64, kind="document")
    record = made(people, Activity, title="Visit “to” Ðà Nẵng\n\\n\ttab", starts="2024-05?", ends="2024-06-01/..")
    beside = {"parts": {"legs": [{"place": "Bonn", "starts": "../2024"}]}, "citations": [{"source": kept}]}
    actions.change(record, Draft(**beside), actor=people.clerk, reason="all of it")
    actions.change(record, Draft(parts={"legs": []}), actor=people.clerk, reason="and less")
    verified(people, record)
    return people


def trivet(home: Path, *words: str) -> str:
    """What the command says in another home, on SQLite."""
    keep = {name: value for name, value in os.environ.items() if name != "TRIVET_DATABASE_URL"}
    env = keep | {"TRIVET_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trivet.site.settings"}
    command = [sys.executable, "-c", "from trivet.cli.main import main; raise SystemExit(main())", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_example_comes_back_row_for_row_and_is_worked_on_further(bare: None, tmp_path: Path) -> None:
    begin("vietnam")
    people = gather("mfa", "central-external-relations-commission")
    load_folder(EXAMPLE, clerk=people.clerk, reviewer=people.reviewer, keeper=people.ministry, reason="the example")
    before, found = everything(), [entry.record for entry in find(None, "Pháp")]
    figures_before = {code: ask(code, Standpoint(None), period=YEAR).as_json() for code in figures()}
    manifest = write_backup(tmp_path / "monday.trivet")
    assert {k: table["rows"] for k, table in manifest["tables"].items()} == {k: len(v) for k, v in before.items()}
    empty()
    assert not Office.objects.exists() and not find(None, "Pháp")
    read_backup(tmp_path / "monday.trivet")
    assert everything() == before
    assert [entry.record for entry in find(None, "Pháp")] == found != []
    assert {code: ask(code, Standpoint(None), period=YEAR).as_json() for code in figures()} == figures_before
    made(people, Activity, title="Written after the fire", partners=[])
    assert [entry.caption for entry in find(None, "fire")] == ["Written after the fire"]
    assert Entry.objects.at(None).count() == len([row for row in before["core.Entry"] if row["vt"] == 2**62]) + 1
    assert verify() is None


def test_a_backup_restored_in_another_home_gives_the_same_backup(small: People, tmp_path: Path, settings: Any) -> None:
    first, second, home = tmp_path / "first.trivet", tmp_path / "second.trivet", tmp_path / "home"
    settings.TRIVET_HOME = tmp_path / "mine"
    (aside.folder() / "votes.parquet").write_bytes(b"a table kept aside")
    manifest = write_backup(first)
    assert "whole" in trivet(home, "restore", str(first))
    assert (home / "aside" / "votes.parquet").read_bytes() == b"a table kept aside"
    trivet(home, "verify")
    trivet(home, "backup", str(second))
    with zipfile.ZipFile(second) as archive:
        again = json.loads(archive.read("manifest.json"))
    different = {label for label, told in manifest["tables"].items() if again["tables"][label] != told}
    assert (different, again) == (set(), manifest)


def test_a_backup_is_never_poured_over_a_record(small: People, tmp_path: Path) -> None:
    file = tmp_path / "monday.trivet"
    write_backup(file)
    before = everything()
    with pytest.raises(BackupError, match="a record here already"):
        read_backup(file)
    assert everything() == before


def rewritten(file: Path, name: str, old: bytes, new: bytes) -> None:
    """The same archive with some bytes of one of its files exchanged, as somebody with a purpose would do it."""
    with zipfile.ZipFile(file) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    assert old in files[name]
    with zipfile.ZipFile(file, "w") as archive:
        for one, octets in files.items():
            archive.writestr(one, octets.replace(old, new, 1) if one == name else octets)


def refused(file: Path) -> str:
    empty()
    nothing = everything()
    with pytest.raises(BackupError) as told:
        read_backup(file)
    assert everything() == nothing
    assert not Standpoint(None).entries().exists()
    return str(told.value)


CHANGES = (
    ("registers.Leg.jsonl", b"Bonn", b"Rome", "not as it was written"),
    ("registers.Activity.jsonl", b"tab", b"tub", "not as it was written"),
    ("core.AuditEntry.jsonl", b'"verb": "create"', b'"verb": "change"', "not as it was written"),
    ("core.User.jsonl", b"clerk", b"clark", "not as it was written"),
    ("manifest.json", b'"format": 1', b'"format": 2', "format 2 is not ours"),
    ("manifest.json", b'"head": "', b'"head": "f', "does not end as its manifest says"),
    ("manifest.json", b"{", b"", "no whole backup"),
    ("manifest.json", b'"tables"', b'"chairs"', "no whole backup"),
)


def test_a_backup_that_somebody_changed_is_refused_whole(small: People, tmp_path: Path) -> None:
    file = tmp_path / "monday.trivet"
    write_backup(file)
    whole = file.read_bytes()
    for name, old, new, words in CHANGES:
        file.write_bytes(whole)
        rewritten(file, name, old, new)
        assert words in refused(file), (name, new)


def test_a_file_that_is_no_backup_is_refused(small: People, tmp_path: Path) -> None:
    file = tmp_path / "monday.trivet"
    write_backup(file)
    whole = file.read_bytes()
    for octets in (b"", b"dear all", whole[: len(whole) // 2], whole[:-30], whole[30:]):
        file.write_bytes(octets)
        assert "no whole backup" in refused(file)


def test_a_bit_that_flipped_is_found_or_harmless(small: People, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance, file = random.Random(seed), tmp_path / "monday.trivet"
    before = everything()
    write_backup(file)
    whole = file.read_bytes()
    for _turn in range(15):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        empty()
        nothing = everything()
        try:
            read_backup(file)
        except BackupError:
            assert everything() == nothing, f"seed {seed}, byte {place}"
        else:
            assert everything() == before, f"seed {seed}, byte {place}"


def test_a_backup_that_fails_leaves_no_file_behind(small: People, tmp_path: Path, monkeypatch: Any) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    file = tmp_path / "monday.trivet"
    write_backup(file)
    whole = file.read_bytes()
    monkeypatch.setattr("trivet.core.backup._write_table", full)
    with pytest.raises((OSError, BackupError)):
        write_backup(file)
    assert file.read_bytes() == whole
    assert [one.name for one in tmp_path.iterdir()] == ["monday.trivet"]
