"""A panel: what a special page tells of a record beside its fields, every number with the records it opens to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.reports.words import amount


@dataclass(frozen=True)
class Opened:
    """One record behind a number: where its page is, what names it, and what is told of it."""

    register: str
    record: UUID
    caption: str
    note: str = ""
    marking: int = 0


@dataclass(frozen=True)
class Counted:
    """One line of a panel: a label, a number or words, and the records behind it."""

    label: str
    value: str
    records: tuple[Opened, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """What belongs together: `lead` says by which rule or of which days, `findings` what is wrong or owed."""

    title: str
    lead: str = ""
    lines: tuple[Counted, ...] = ()
    findings: tuple[str, ...] = ()
    foot: str = ""
    levels: tuple[int, ...] = field(default=())


def opened(place: Standpoint, row: Any, note: str = "", caption: str = "") -> Opened:
    """A record behind a number, named as this reader may."""
    words = caption or place.caption(row, words=place.profile)
    return Opened(register_of(type(row)).code, row.uuid, words, note, row.marking)


def in_number(rows: Iterable[Any]) -> str:
    """How many records: those verified, and those in review apart."""
    rows = list(rows)
    verified = sum(row.state == State.VERIFIED for row in rows)
    if verified == len(rows):
        return amount(verified)
    told = {"verified": amount(verified), "in_review": amount(len(rows) - verified)}
    return _("%(verified)s, and %(in_review)s in review") % told
