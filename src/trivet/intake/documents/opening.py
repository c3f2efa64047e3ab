"""Opening what arrives: by what its octets are, not by its name, down to the documents inside it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.intake.documents.archives import DAMAGE, members
from trivet.intake.documents.feeds import read_feed
from trivet.intake.documents.fetching import fetch
from trivet.intake.documents.mails import read_mail
from trivet.intake.documents.office import read_pdf, read_word
from trivet.intake.documents.opened import LARGEST, Opened, Refused, UnreadableFile, check_size, nothing_to_read
from trivet.intake.documents.pages import day_of, read_page
from trivet.intake.documents.plain import decoded, front_matter
from trivet.intake.grammar import LANGUAGES
from trivet.intake.languages import called, detect_language
from trivet.intake.mentions import written_in

#: Members by which a packed file is known to be of an office program.
_OFFICE = {"[Content_Types].xml", "mimetype"}
#: So deep may archives and mails lie in one another.
_DEEPEST = 3
#: What begins a file of a kind that is not read, and what to do about it.
_CLOSED = (
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Office file: save the document as DOCX or as plain text (UTF-8)")),
    (b"{\\rtf", gettext_lazy("an RTF file: save the document as DOCX or as plain text (UTF-8)")),
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|article|div|p|table)[\s>]", re.IGNORECASE)
_HEADER = re.compile(rb"(?:return-path|received|message-id|mime-version|subject|date|from|to):", re.IGNORECASE)
#: What a document is, is told by its first octets; a mail begins with at least so many of its usual headers.
_LOOKED_AT, _FEWEST_HEADERS = 2_000, 3


def open_path(path: Path) -> Iterator[Opened | Refused]:
    """The documents of a file, or of all files of a folder; what is refused is told in its place.

    Raises UnreadableFile where there is no such file.
    """
    if not path.is_dir():
        yield from _gently(path.name, _octets(path))
        return
    for file in sorted(one for one in path.rglob("*") if one.is_file()):
        yield from _gently(file.relative_to(path).as_posix(), _octets(file))


def open_all(names: Iterable[str]) -> Iterator[Opened | Refused]:
    """The documents of files, folders and addresses, in order; what cannot be read is told in its place."""
    for name in names:
        try:
            if name.startswith(("http://", "https://")):
                address, octets = fetch(name)
                for one in open_octets(name, octets):
                    yield replace(one, address=one.address or address) if isinstance(one, Opened) else one
            else:
                yield from open_path(Path(name))
        except UnreadableFile as problem:
            yield Refused(name, str(problem))


def open_named(name: str) -> Opened:
    """The one document of a file or at an address, in a language that is read whole. Raises UnreadableFile."""
    if name.startswith(("http://", "https://")):
        address, octets = fetch(name)
        return in_our_languages(replace(open_one(name, octets), address=address))
    return in_our_languages(open_one(Path(name).name, _octets(Path(name))))


def _octets(path: Path) -> bytes:
    """What a file holds, and one octet more than is read of one that is too large."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableFile(_("“%s”: there is no such file.") % path) from None
    except IsADirectoryError:
        raise UnreadableFile(_("“%s” is a folder: name the files in it.") % path) from None
    except OSError as problem:
        told = {"file": path, "problem": problem.strerror}
        raise UnreadableFile(_("“%(file)s” cannot be opened: %(problem)s.") % told) from problem


def open_octets(name: str, octets: bytes, depth: int = 0) -> Iterator[Opened | Refused]:
    """The documents of a file that is known by a name; a part that is refused leaves the others.

    Raises UnreadableFile where the file itself is refused.
    """
    check_size(name, octets)
    start = octets[:_LOOKED_AT]
    for mark, reason in _CLOSED:
        if start.startswith(mark):
            raise UnreadableFile(_("“%(file)s” is %(what)s.") % {"file": name, "what": reason})
    if start.startswith(b"%PDF"):
        yield read_pdf(name, octets)
    elif office := _office_kind(octets):
        yield _worded(name, octets, office)
    elif start.startswith((b"PK\x03\x04", b"\x1f\x8b")) or start[257:262] == b"ustar":
        yield from _inside(name, members(name, octets), depth)
    elif _FEED.search(start):
        yield from read_feed(name, octets)
    elif _is_mail(start):
        mail, attached = read_mail(name, octets)
        yield from [mail] if mail is not None else []
        yield from _inside(name, attached, depth)
    else:
        yield read_page(name, octets) if _PAGE.search(start) else _plain(name, octets)


def open_one(name: str, octets: bytes) -> Opened:
    """The one document of a file. Raises UnreadableFile: also where there are none or several."""
    found = list(open_octets(name, octets))
    if len(found) != 1:
        raise UnreadableFile(_("“%s” holds several documents: name one of them.") % name)
    [one] = found
    if isinstance(one, Refused):
        raise UnreadableFile(one.why)
    return one


def in_our_languages(one: Opened, *, named: bool = False) -> Opened:
    """The document, where its whole text can be read, or (named) the partners in it. Raises UnreadableFile."""
    if one.language not in LANGUAGES and not (named and written_in(one.language)):
        told = {"file": one.name, "language": called(one.language), "known": ", ".join(LANGUAGES)}
        raise UnreadableFile(
            _("“%(file)s” is written in %(language)s; Trivet reads %(known)s: give a translation.") % told
        )
    return one


def _inside(name: str, parts: Iterator[tuple[str, bytes]], depth: int) -> Iterator[Opened | Refused]:
    if depth >= _DEEPEST:
        raise UnreadableFile(_("“%s” lies too deep in other archives: send it alone.") % name)
    for inside, octets in parts:
        yield from _gently(f"{name}/{inside}", octets, depth + 1)


def _gently(name: str, octets: bytes, depth: int = 0) -> Iterator[Opened | Refused]:
    """As `open_octets`, but what is refused is told in its place."""
    try:
        yield from open_octets(name, octets, depth)
    except UnreadableFile as problem:
        yield Refused(name, str(problem))


def _worded(name: str, octets: bytes, office: str) -> Opened:
    if office != "word":
        message = _("“%s” is a file of an office program, but no text: save it as DOCX or as plain text (UTF-8).")
        raise UnreadableFile(message % name)
    return read_word(name, octets)


def _plain(name: str, octets: bytes) -> Opened:
    head, words = front_matter(decoded(name, octets))
    return replace(
        pasted(name, words, octets),
        title=head.get("title", ""),
        published=day_of(head.get("date", "")),
        publisher=head.get("publisher", ""),
        address=head.get("source_url", ""),
    )


def pasted(name: str, text: str, octets: bytes | None = None) -> Opened:
    """A text as it was typed, whatever it looks like. Raises UnreadableFile where there is none."""
    if not text.strip():
        raise nothing_to_read(name)
    return Opened(name, "text", octets if octets is not None else text.encode(), text, detect_language(text))


def _office_kind(octets: bytes) -> str:
    """What office program a packed file is of: word, another, or none."""
    if not octets.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            names = set(archive.namelist())
    except DAMAGE:
        return ""
    return "word" if "word/document.xml" in names else "other" if names & _OFFICE else ""


def _is_mail(start: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0].splitlines()
    return bool(head) and sum(bool(_HEADER.match(line)) for line in head) >= _FEWEST_HEADERS
