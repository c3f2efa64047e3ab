"""A date on a form: boxes for year, month and day with how sure it is, or a line for all that boxes cannot say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from trivet.values.text import nfc

_SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")


@dataclass(frozen=True)
class DateBoxes:
    """What stands in the three boxes, in the choice beside them, and in the line."""

    year: str = ""
    month: str = ""
    day: str = ""
    how: str = ""
    line: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """How sure a date is, by its sign (EDTF level 1)."""
        return [("", _("certain")), ("?", _("uncertain")), ("~", _("about")), ("%", _("uncertain, about"))]


def taken_apart(text: str) -> DateBoxes:
    """A date as written, in boxes where they can say it and else in the line."""
    simple = _SIMPLE.fullmatch(text)
    if simple is None:
        return DateBoxes(line=text)
    year, month, day, how = simple.groups()
    return DateBoxes(year, (month or "").lstrip("0"), (day or "").lstrip("0"), how)


def put_together(post: QueryDict, name: str) -> str:
    """The date that was typed; when boxes and line both say something, both, which no date can be."""
    told = {part: nfc(post.get(f"{name}-{part}", "")).strip() for part in ("year", "month", "day")}
    line = nfc(post.get(name, "")).strip()
    if not any(told.values()):
        return line
    parts = [told["year"]]
    if told["month"] or told["day"]:
        parts.append(told["month"].zfill(2))
    if told["day"]:
        parts.append(told["day"].zfill(2))
    how = post.get(f"{name}-how", "")
    return " ".join(filter(None, ["-".join(parts) + (how if how in {"?", "~", "%"} else ""), line]))
