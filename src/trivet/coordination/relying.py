"""What a text relies on: records, earlier decisions and figures, each named by the address of its page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.coordination.texts import Text
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.history import unit, with_parts
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.figures.figure import ask, figures
from trivet.procedures.standing import as_row
from trivet.values.dates import DateError, parse_date

_RECORD = re.compile(r"/registers/([a-z-]+)/([0-9a-f-]{36})/?$")
_FIGURE = re.compile(r"/figures/([a-z.-]+)/?$")
#: A text relies on so many things at most.
_MOST = 100


def rely(standpoint: Standpoint, text: Text, address: str, words: str, *, actor: User, reason: str) -> Text:
    """Add a record or a figure that the text relies on, by the address of its page; a figure with its value of now.

    Raises Invalid when the address is none of a record or figure that the actor may see; NotAllowed.
    """
    with unit(actor, reason):
        text = with_parts(Text.objects.get(pk=text.pk), None)
        rows = [as_row(one) for one in text.reliances_rows]  # type: ignore[attr-defined]
        if len(rows) >= _MOST:
            raise Invalid([Problem(str(text), "address", _("A text relies on at most %s things.") % _MOST)])
        row = _record(standpoint, address) or _figure(standpoint, address)
        if row is None:
            told = _("Give the address of a record or figure, as it stands in your browser.")
            raise Invalid([Problem(str(text), "address", told)])
        draft = Draft(parts={"reliances": [*rows, {**row, "words": words[:400]}]}, sealed=True)
        kept: Text = actions.change(text, draft, actor=actor, reason=reason)
        return kept


def _record(standpoint: Standpoint, address: str) -> dict[str, Any] | None:
    found = _RECORD.search(_path(address))
    register = registers().get(found[1]) if found else None
    if found is None or register is None:
        return None
    try:
        uuid = UUID(found[2])
    except ValueError:
        return None
    if not standpoint.of(register.model).filter(uuid=uuid).exists():
        return None
    return {"on_register": register.code, "on": uuid}


def _figure(standpoint: Standpoint, address: str) -> dict[str, Any] | None:
    found = _FIGURE.search(_path(address))
    if found is None or found[1] not in figures():
        return None
    period = (parse_qs(urlsplit(address).query).get("period") or [""])[0]
    try:
        tally = ask(found[1], standpoint, period=parse_date(period) if period else None)
    except DateError:
        return None
    return {"figure": found[1], "period": period, "value": str(tally.amount.total)}


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
