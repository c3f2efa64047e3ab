"""Status tables of the United Nations Treaty Collection: a file a treaty, a line a participant, heads that differ."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from trivet.core.uploads import Unreadable
from trivet.intake.streams.templates import Cells

#: The acts that a head names, by the letters that stand behind a day in its column; "" is the act without letters.
_LETTERS = {
    "a": "accession",
    "A": "acceptance",
    "AA": "approval",
    "d": "succession",
    "s": "definitive-signature",
    "c": "formal-confirmation",
    "C": "formal-confirmation",
    "n": "provisional",
    "p": "other",
    "P": "participation",
}
_BARE = (
    (r"^ratification", "ratification"),
    (r"provisional", "provisional"),
    (r"^acce(ssion)\b", "accession"),
    (r"acceptance", "acceptance"),
    (r"succession", "succession"),
    (r"definitive signature", "definitive-signature"),
    (r"participation|application|extension", "participation"),
)
_CELL = re.compile(r"(?P<day>.*?\b\d{4})(?:\s*(?P<letters>[A-Za-z]{1,2}))?")


def status_table(name: str, path: Path, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    """One row for the treaty of a file, with its participants; what each declared is read from the file beside it.

    A participant has a row for each act but signature, or one without an act. Raises Unreadable.
    """
    lines = list(csv.reader(io.StringIO(octets.read().decode("utf-8-sig")), strict=True))
    if not lines or lines[0][:1] != ["Participant"]:
        raise Unreadable(_("%s: the first column of a status table is “Participant”") % name)
    heads, declared = lines[0][1:], _declarations(path)
    signing = next((place for place, head in enumerate(heads) if head.startswith("Signature")), None)
    parties: list[Cells] = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        participant, cells = line[0].strip(), [cell.strip() for cell in line[1:]]
        shared = {
            "participant": participant,
            "line": str(number),
            "signed": _signed(cells[signing]) if signing is not None and signing < len(cells) else "",
            "declared": declared.get(participant, ""),
        }
        acts = [
            _act(head, cell)
            for at, (head, cell) in enumerate(zip(heads, cells, strict=False))
            if cell and at != signing
        ]
        parties += [{**shared, **act} for act in acts] or [{**shared, "act": "", "day": "", "status": "not_ratified"}]
    treaty = path.name.partition(".")[0]
    told = _index(path.parent.parent).get(treaty, {})
    yield 1, {"number": treaty, "parties": parties, "heads": "; ".join(heads), **told}


def _signed(cell: str) -> str:
    found = _CELL.fullmatch(cell)
    return found["day"] if found and (found["letters"] or "") in {"", *_LETTERS} else cell


def _act(head: str, cell: str) -> Cells:
    found = _CELL.fullmatch(cell)
    letters = (found["letters"] or "") if found else ""
    day = found["day"] if found and (not letters or letters in _LETTERS) else cell
    act = _LETTERS.get(letters) if letters else _bare(head)
    joins = act not in {"provisional", "other"}
    return {"act": act or "other", "day": day, "status": "ratified" if joins else "unknown"}


def _bare(head: str) -> str:
    """The act of a day without letters: the part of the head that has none in brackets."""
    plain = [part.strip() for part in head.split(",") if not re.search(r"\([A-Za-z]{1,2}\)\s*$", part)]
    return next((act for pattern, act in _BARE for part in plain if re.search(pattern, part, re.IGNORECASE)), "other")


@lru_cache(maxsize=4)
def _index(folder: Path) -> dict[str, Cells]:
    """What `index.csv` beside the folder of the tables tells of each treaty, by the name of its file."""
    file = folder / "index.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as text:
        return {f"{one['chapter_no']}-{one['treaty_no']}".replace(".", "-"): dict(one) for one in csv.DictReader(text)}


def _declarations(path: Path) -> dict[str, str]:
    """What participants declared, from `declarations/` beside the folder of the tables."""
    file = path.parent.parent / "declarations" / f"{path.name.partition('.')[0]}.txt"
    if not file.is_file():
        return {}
    pieces = re.split(r"(?m)^#(.+)$", file.read_text(encoding="utf-8"))
    return {name.strip(): text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=False)}
