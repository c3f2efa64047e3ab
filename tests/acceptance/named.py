"""The names of partners in the real data sets, each with the day or days of which it is told."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

#: A name and an EDTF date, or None where the data tell no day.
Named = Iterator[tuple[str, str | None]]

_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: f"{at:02d}" for at, name in enumerate(_SHORT, 1)}
_UN_DAY = re.compile(r"(\d{1,2}) (\w{3})\w* (\d{4})")
_TEI = "{http://www.tei-c.org/ns/1.0}"


def _text(value: str | None) -> str:
    return " ".join((value or "").split())


def _trees(folder: Path, pattern: str) -> Iterator[tuple[Path, ElementTree.ElementTree]]:
    for file in sorted(folder.glob(pattern)):
        yield file, ElementTree.parse(file)


def visits(data: Path) -> Named:
    for _file, tree in _trees(data / "us-visits", "data/*.xml"):
        for visit in tree.iter("visit"):
            for country in visit.iter("from"):
                yield _text(country.text), _text(visit.findtext("start-date"))


def travels(data: Path) -> Named:
    for _file, tree in _trees(data / "us-travels", "*-travels/*.xml"):
        for trip in tree.iter("trip"):
            for country in trip.iter("country"):
                yield _text(country.text), _text(trip.findtext("start-date"))


def pocom(data: Path) -> Named:
    """Heads of mission by the heading of their file and by the territory of their time."""
    for _file, tree in _trees(data / "us-pocom", "missions-*/*.xml"):
        headings = [_text(tree.findtext("territory-id")) or _text(tree.findtext("id"))]
        for chief in tree.iter("chief"):
            days = [_text(chief.findtext(f"{name}/date")) for name in ("started", "appointed", "ended", "arrived")]
            year = re.search(r"-(\d{4})-", _text(chief.findtext("id")))
            day = next((day for day in days if day), year and year[1])
            own = _text(chief.findtext("contemporary-territory-id"))
            for name in [*headings, own] if own else headings:
                yield name, day


def rdcr(data: Path) -> Named:
    for file, tree in _trees(data / "us-rdcr", "articles/*.xml"):
        yield file.stem, None
        for title in tree.iter(f"{_TEI}title"):
            if title.get("type") == "short":
                yield _text("".join(title.itertext())), None


def embassies(data: Path) -> Named:
    """Missions: the data are of one day, but not all that they tell of is."""
    for file in sorted((data / "embassies-wikidata").glob("*.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader((line for line in lines if line.strip()), delimiter=";"):
                for column in ("operator", "country", "jurisdictions"):
                    yield from ((_text(name), None) for name in (row.get(column) or "").split("|") if name.strip())


def uk_treaties(data: Path) -> Named:
    """Parties in capitals of bilateral treaties acted on the day of signature, all others on it or later."""
    with gzip.open(data / "uk-treaties" / "uk_treaties.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            signed, entered = row.get("signed_event_date"), row.get("definative_eif_event_date")
            day = "-".join(reversed((signed or entered or "").split("/")))
            for name in map(_text, (row.get("country_name") or "").split(" ; ")):
                exact = signed and row.get("field3") == "BI" and name.isupper()
                if name:
                    yield name, (day if exact else f"{day}/..") if day else None


def un_treaties(data: Path) -> Named:
    for file in sorted((data / "un-mtdsg" / "treaties").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                cells = [cell for name, cell in row.items() if name != "Participant" and isinstance(cell, str)]
                found = [match for cell in cells if (match := _UN_DAY.search(cell)) and match[2] in _MONTHS]
                days = [f"{match[3]}-{_MONTHS[match[2]]}-{int(match[1]):02d}" for match in found]
                yield _text(row["Participant"]), min(days, default=None)


def desta(data: Path) -> Named:
    with gzip.open(data / "manytreaties" / "raw" / "DESTA.csv.gz", "rt", encoding="latin-1") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            codes = [row[f"c{at}"] for at in range(1, 92)]
            yield from ((code, row["year"]) for code in codes if code not in {"", "NA"})
