"""The documents tell the truth: commands, modules, figures, tests and folders are there, and nothing else is named."""

from __future__ import annotations

import ast
import html
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.people import People
from trivet.cli.commands import COMMANDS
from trivet.cli.main import main
from trivet.core.profile import load_profile, profile_codes
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.figures.check import STATUSES, Checked
from trivet.figures.figure import figures
from trivet.intake.checking import check_files
from trivet.reports.pages import render_review
from trivet.reports.words import amount, claimed

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "trivet"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = [file for file in sorted(PACKAGE.rglob("*.py")) if not re.match(r"\d{4}_", file.name)]
LANGUAGES = {"en", "vi", "id"}

#: Places of one network; written with spaces, so that this file does not name them.
PLACES = [
    name.replace(" ", "")
    for name in (
        *(
            "pypi .org",
            "python hosted.org",
            "npmjs .org",
            "yarn pkg.com",
            "crates .io",
            "anaconda .org",
            "ruby gems.org",
        ),
        *("docker .io", "ghcr .io", "quay .io", "golang .org", "arti factory", "j frog", "deb .debian"),
        *("--find-links =", "--index-url =", "--proxy ="),
    )
]
FOLDERS = re.compile(r"(?<![\w.:/}>-])(/root/|/work/|/home/\w|/Users/\w|/mnt/|/srv/|/tmp/\w|[A-Z]:\\\\?Users)")
PRIVATE = re.compile(r"(?<![\d.])(10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2,3}(?![\d.])")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """The files of the repository, those not yet committed too."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a checkout of git")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `trivet (\w+)` \| \S", text_of(ROOT / "README.md"), re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_of_a_command_can_be_called(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert COMMANDS[name].EXAMPLES and all(example_of(line)[0] == name for line in COMMANDS[name].EXAMPLES)
    for line in COMMANDS[name].EXAMPLES:
        called(line, monkeypatch)


def test_every_command_that_the_documents_show_can_be_called(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.compile(r"^(?:\$ )?((?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?trivet .*)$", re.MULTILINE)
    lines = [line for file in DOCUMENTS for line in shown.findall(text_of(file))]
    assert lines
    for line in lines:
        called(line, monkeypatch)


def example_of(line: str) -> list[str]:
    """The words of a command line after `trivet`, without what is set before it."""
    words = shlex.split(line)
    while re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    assert words.pop(0) in {"trivet", ".venv/bin/trivet"}, line
    return words


def called(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Call the command with its parser, but not its work."""
    words = example_of(line)
    heard: list[Any] = []
    monkeypatch.setattr(COMMANDS[words[0]], "run", lambda args: heard.append(args))
    try:
        assert main(words) == 0 and heard, line
    except SystemExit as refused:
        pytest.fail(f"{line}: the parser refused it ({refused})")


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_module_opens_with_one_sentence(file: Path) -> None:
    told = ast.get_docstring(ast.parse(text_of(file)))
    assert told, "no docstring"
    assert told.split("\n\n")[0].rstrip().endswith("."), "its first paragraph is no sentence"


def test_every_register_and_what_it_owns_says_what_one_row_is() -> None:
    told = [register.model for register in registers().values()]
    told += [register.part_model(name) for register in registers().values() for name in register.parts]
    # Django gives a model without words a list of its columns.
    silent = [model.__name__ for model in told if (model.__doc__ or "").startswith(f"{model.__name__}(")]
    assert not silent


@pytest.mark.parametrize("code", profile_codes())
def test_a_profile_has_a_rule_in_words_for_each_figure_it_counts(code: str) -> None:
    profile = load_profile(code)
    rules = {row["figure"]: row for row in profile.rows("counting_rules")}
    counted = {name for field in profile.rows("fields_of_work") for name in field["figures"]}
    wanted = set(figures()) if code == "vietnam" else counted
    assert not wanted - set(rules), "figures without a rule"
    assert not (set(rules) | counted) - set(figures()), "rules for figures that are not there"
    for name, row in rules.items():
        assert all(row["rule"].get(language) for language in LANGUAGES), name
        assert row.get("basis") and isinstance(row.get("verified"), bool), name


def test_the_documents_name_only_tests_that_exist() -> None:
    for file in DOCUMENTS:
        for path, name in re.findall(r"`((?:tests|trials|bench)/[\w/.-]*)(?:::(\w+))?`", text_of(file)):
            assert (ROOT / path).exists(), f"{file.name}: {path}"
            if name:
                assert re.search(rf"^def {name}\(", text_of(ROOT / path), re.MULTILINE), f"{file.name}: {path}::{name}"


def test_the_guide_answers_for_each_thing_with_a_test_or_says_that_it_is_not_built() -> None:
    rows = re.findall(r"^\| (\d+\.\d+) \|(.*)\|$", text_of(ROOT / "docs/guide/from-the-articles.md"), re.MULTILINE)
    assert len({number.split(".")[0] for number, _cells in rows}) == 2
    for number, cells in rows:
        thing, reading, place, test = (cell.strip() for cell in re.split(r"(?<!\\)\|", cells))
        assert thing and reading and place and (re.search(r"`tests/", test) or "not built yet" in test), number


def test_the_links_of_the_documents_lead_somewhere() -> None:
    for file in [*DOCUMENTS, ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(file)):
            assert "://" in target or (file.parent / target).exists(), f"{file.name}: {target}"


def test_the_readme_shows_where_each_package_lives() -> None:
    layout = re.search(r"```text\nsrc/trivet/\n(.*?)```", text_of(ROOT / "README.md"), re.DOTALL)
    assert layout
    listed = set(re.findall(r"^  (\w+)/ +\S", layout[1], re.MULTILINE))
    there = {folder.name for folder in PACKAGE.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert there - {"locale"} <= listed and listed <= there | {"locale"}


def test_the_readme_promises_nothing_to_be_done() -> None:
    for file in [*DOCUMENTS, ROOT / "CHANGELOG.md"]:
        assert not re.search(r"\b(TODO|FIXME|XXX-|TBD)", text_of(file)), file.name


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = []
    for file in tracked():
        try:
            text = text_of(file)
        except UnicodeDecodeError:
            continue
        found += [f"{file.relative_to(ROOT)}: {place}" for place in PLACES if place in text.lower()]
        if file != Path(__file__):
            found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in FOLDERS.finditer(text)]
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in PRIVATE.finditer(text)]
    assert not found, "\n".join(found)


def test_no_document_leans_on_files_that_are_not_in_the_repository() -> None:
    for file in [*DOCUMENTS, ROOT / "CHANGELOG.md"]:
        assert not re.search(r"\bshared/|TRIVET_SHARED|DESIGN\.md", text_of(file)), file.name


def test_the_locks_name_packages_and_hashes_alone() -> None:
    for name in ("requirements.lock", "requirements-run.lock"):
        for line in text_of(ROOT / name).splitlines():
            assert "://" not in line and not line.startswith("-"), f"{name}: {line}"


def test_the_licence_is_the_one_that_is_told() -> None:
    told = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["license"]
    assert told == "EUPL-1.2" and told in text_of(ROOT / "README.md")
    assert "European Union Public Licence" in text_of(ROOT / "LICENSE")


def test_the_readme_shows_what_really_comes_out(example: People) -> None:
    readme = text_of(ROOT / "README.md")
    (document,) = check_files([ROOT / "examples/vietnam-2024/documents/year-2024.en.txt"], Standpoint())
    told = {subject_of(one): one for one in document.checked}
    block = re.search(r"```text\n(figure .*?)```", readme, re.DOTALL)
    assert block
    rows = [re.split(r" {2,}", line) for line in block[1].splitlines()[1:] if "  " in line]
    assert len(rows) >= 6
    for subject, says, verified, in_review, answer, words in rows:
        one = told[subject]
        assert (verified, in_review) == (amount(one.verified), amount(one.in_review)), subject
        assert says == (f"{one.claim.act} {one.claim.tier}" if one.claim.act else claimed(one.claim)), subject
        assert answer.split("; ")[0] == str(STATUSES[one.status]), subject
        assert ("contradicted by" in answer) == bool(one.contradicting), subject
        assert " ".join(one.claim.quotes[0].text.split()).startswith(words.rstrip(" …")), subject
    sums = [line.line() for line in document.sums]
    assert all(line in sums for line in block[1].splitlines() if "−" in line)

    review = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", render_review(2024, Standpoint(), "en"))))
    excerpt = [line.removeprefix("> ").rstrip("\\ ") for line in readme.splitlines() if line.startswith("> ")]
    assert len(excerpt) > 5
    for line in excerpt:
        for piece in re.split(r" ?\[?…\]?", line.replace("*", "")):
            assert piece.strip() in review, piece


def subject_of(one: Checked) -> str:
    return f"{one.claim.figure} {one.claim.partner or ''}".strip()
