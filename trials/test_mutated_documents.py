"""Documents of every kind with their octets changed at random: read or refused with a word, and every quote exact."""

from __future__ import annotations

import os
import random
import zipfile
from collections import Counter
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.reading.measure import cldr_names
from trivet.intake.documents.opened import Opened, UnreadableFile
from trivet.intake.documents.opening import open_octets
from trivet.intake.facts.reading import read_facts
from trivet.intake.grammar import LANGUAGES
from trivet.intake.passages import Pages
from trivet.intake.reader import read_claims

MUTATED = 10_000 if os.environ.get("TRIVET_TRIALS") == "full" else 300
TEXTS = sorted((Path(__file__).parent.parent / "examples/vietnam-2024/documents").glob("*.txt"))
#: What breaks readers: ends of strings and lines, marks of direction, half of a pair, signs of markup and of archives.
_POISON = [
    b"\x00",
    b"\xff\xfe",
    b"\xc3",
    "\u202e\u200f\u2066".encode(),
    b"<",
    b"]]>",
    b"&#x110000;",
    b"%PDF-",
    b"PK\x03\x04",
]
_POISON += [b"\r\n\r\n", "\U0001f1fb\U0001f1f3e\u0301".encode(), b"9" * 5_000, b"(" * 2_000, "đ".encode() * 50]


@pytest.mark.timeout(4 * 3600)
def test_no_document_breaks_the_readers_and_every_quote_is_exact() -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"\nseed {seed}", flush=True)
    chosen, documents, told = random.Random(seed), list(_documents()), Counter[str]()
    for _turn in range(MUTATED):
        name, octets = chosen.choice(documents)
        told.update(_read(name, _mutated(octets, chosen)))
    print(f"{MUTATED} documents: {dict(sorted(told.items()))}")


def _read(name: str, octets: bytes) -> Counter[str]:
    told: Counter[str] = Counter()
    try:
        opened = list(open_octets(name, octets))
    except UnreadableFile as problem:
        assert str(problem).strip()
        return Counter(["refused"])
    for one in opened:
        if not isinstance(one, Opened):
            assert one.why.strip()
            told["part refused"] += 1
            continue
        told["opened"] += 1
        language = one.language if one.language in LANGUAGES else "en"
        names = cldr_names(language)
        found = [fact.quote for fact in read_facts(Pages.of(one.text, names), speaker="VNM")]
        found += [quote for claim in read_claims(one.text, language, names, "VNM").claims for quote in claim.quotes]
        assert all(quote.text and one.text[quote.start : quote.end] == quote.text for quote in found), (name, language)
        told["quotes"] += len(found)
    return told


def _mutated(octets: bytes, chosen: random.Random) -> bytes:
    """Some octets turned, taken out, doubled, cut off, or poison put between."""
    for _turn in range(chosen.choice((1, 1, 2, 5, 20))):
        at, kind = chosen.randrange(len(octets) + 1), chosen.randrange(6)
        end = min(len(octets), at + chosen.randrange(1, 400))
        if kind == 0:
            octets = (
                octets[:at] + bytes(one ^ (1 << chosen.randrange(8)) for one in octets[at : at + 3]) + octets[at + 3 :]
            )
        elif kind == 1:
            octets = octets[:at] + octets[end:]
        elif kind == 2:
            octets = octets[:at] + octets[at:end] * 2 + octets[end:]
        elif kind == 3:
            octets = octets[:at] or b"\n"
        else:
            octets = octets[:at] + chosen.choice(_POISON) + octets[at:]
    return octets


def _documents() -> list[tuple[str, bytes]]:
    """The bundled retellings as text, page, mail, feed, Word and archive, in three languages."""
    found = []
    for file in TEXTS:
        text = file.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line.strip()]
        page = "<html><head><title>x</title></head><body><article>" + "".join(f"<p>{line}</p>" for line in lines)
        feed = "<rss version='2.0'><channel><title>x</title>" + "".join(
            f"<item><title>{line[:60]}</title><description>{line}</description></item>" for line in lines[:8]
        )
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", lines[0][:60]
        mail.set_content(text)
        mail.add_attachment(page.encode(), maintype="text", subtype="html", filename="page.html")
        found += [(file.name, text.encode()), (f"{file.stem}.html", f"{page}</article></body></html>".encode())]
        found += [(f"{file.stem}.xml", f"{feed}</channel></rss>".encode()), (f"{file.stem}.eml", mail.as_bytes())]
        found += [(f"{file.stem}.docx", _word(lines)), (f"{file.stem}.zip", _packed(file.name, text.encode()))]
    return found


def _word(lines: list[str]) -> bytes:
    document, kept = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(kept)
    return kept.getvalue()


def _packed(name: str, octets: bytes) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, octets)
    return kept.getvalue()
