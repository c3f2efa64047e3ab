"""Mails: who writes when about what, the words, and what is attached."""

from __future__ import annotations

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from trivet.intake.documents.opened import Opened, UnreadableFile
from trivet.intake.documents.pages import text_of
from trivet.intake.languages import detect_language

#: What the parser of mails raises for headers and types that are none, and for brackets within brackets without end.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
#: Part of a mail that is attached: its name and its octets.
Attached = tuple[str, bytes]


def read_mail(name: str, octets: bytes) -> tuple[Opened | None, Iterator[Attached]]:
    """The words of a mail, if it has any, and what is attached to it. Raises UnreadableFile."""
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(octets)
        text = _words(message).strip()
        title, sender = str(message.get("subject", "")), str(message.get("from", ""))
        published = _day(str(message.get("date", "")))
    except _BROKEN as problem:
        raise UnreadableFile(_("“%s” is a mail that is too broken to be read: copy its text.") % name) from problem
    about = {"title": title, "published": published, "publisher": sender}
    mail = Opened(name, "mail", octets, text, detect_language(text), **about) if text else None
    return mail, _attached(message)


def _words(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = str(body.get_content())
    return text_of(text) if body.get_content_subtype() == "html" else text


def _attached(message: EmailMessage) -> Iterator[Attached]:
    try:
        parts = list(message.iter_attachments())
    except _BROKEN:
        parts = [one for one in message.walk() if not one.is_multipart()][1:]
    for number, part in enumerate(parts, start=1):
        try:
            name = part.get_filename()
        except _BROKEN:
            name = None
        yield name or f"{number}", _octets(part)


def _octets(part: EmailMessage) -> bytes:
    """What is attached; of a part whose type or encoding is damaged, its octets as they stand."""
    try:
        content = part.get_content() if not part.is_multipart() else part.as_bytes()
        return content.encode() if isinstance(content, str) else bytes(content)
    except _BROKEN:
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else str(part.get_payload()).encode(errors="surrogateescape")


def _day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat() if text else ""
    except (ValueError, TypeError):
        return ""
