"""The command that builds an exercise: where it stands already, where another record stands, and anew."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.procedures.test_cases import folder
from trivet.cli import exercise
from trivet.cli.main import main
from trivet.core.beginning import begin


def trivet(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TRIVET_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trivet.site.settings"}
    environment.pop("TRIVET_DATABASE_URL", None)
    command = [str(Path(sys.executable).with_name("trivet")), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.sqlite  # each call is a process of its own with a record of its own
def test_an_exercise_is_kept_until_somebody_asks_for_it_anew(tmp_path: Path) -> None:
    home, cases = tmp_path / "home", tmp_path / "cases"
    cases.mkdir()
    folder(cases)
    built = trivet(home, "exercise", str(cases))
    assert built.returncode == 0, built.stderr
    assert "with 1 dossiers" in built.stdout and re.search(r"ana, ben with the password \S+", built.stdout)
    kept = trivet(home, "exercise", str(cases), "--keep")
    assert kept.returncode == 0 and "stands unchanged" in kept.stdout and "password" not in kept.stdout
    anew = trivet(home, "exercise", str(cases), "--anew")
    assert anew.returncode == 0 and "password" in anew.stdout


@pytest.mark.sqlite
def test_an_exercise_whose_building_was_killed_is_begun_again(tmp_path: Path) -> None:
    home, cases = tmp_path / "home", tmp_path / "cases"
    cases.mkdir()
    folder(cases)
    assert trivet(home, "exercise", str(cases)).returncode == 0
    stamp = home / "exercise.json"
    made = json.loads(stamp.read_text())
    stamp.write_text(json.dumps({"day": made["day"]}))  # as it stands while it is built
    again = trivet(home, "exercise", str(cases), "--keep")
    assert again.returncode == 0 and "password" in again.stdout, again.stderr
    assert json.loads(stamp.read_text()) == made


@pytest.mark.sqlite
def test_where_no_record_was_begun_every_command_says_how_to_begin_one(tmp_path: Path) -> None:
    for words in (("figure", "titles.total"), ("verify",), ("find", "rice"), ("pack", "2024-Q4")):
        for home in (tmp_path, tmp_path / "not-there"):
            answer = trivet(home, *words)
            assert answer.returncode == 2 and "trivet init --profile" in answer.stderr, (words, answer.stderr)


@pytest.mark.django_db
def test_nothing_is_cleared_or_built_where_a_real_record_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TRIVET_HOME = tmp_path
    cleared: list[Path] = []
    monkeypatch.setattr(exercise, "clear", cleared.append)
    monkeypatch.setattr(exercise, "prepare_database", lambda: None)
    begin("generic", "KEN")
    assert main(["exercise", "--anew"]) == 2
    assert "KEN (generic)" in capsys.readouterr().err and not cleared
    assert main(["exercise", str(tmp_path)]) == 2
    assert "no exercise.toml" in capsys.readouterr().err
