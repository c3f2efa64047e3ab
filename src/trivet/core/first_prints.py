"""How the first entries of the audit took fingerprints: over all columns that there were then, empty ones too."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from trivet.core.audit import column, digest, fingerprint_of
from trivet.core.beside import fingerprint


def is_of(told: str, row: Any) -> bool:
    """Whether a fingerprint in the chain is that of a version or a live record, in today's form or the first."""
    model: Any = type(row)
    return told == digest(row) or (bool(_columns(model)) and told == _first_digest(row, model))


def first_fingerprint(rows: Sequence[Any]) -> str:
    """The fingerprint of rows beside a record as the first entries took it; empty for a table that came later."""
    model: Any = type(rows[0]) if rows else None
    names = _columns(model) if rows else ()
    if rows and not names:
        return ""
    return fingerprint([tuple(str(getattr(row, name)) for name in names) for row in rows])


def _first_digest(row: Any, model: Any) -> str:
    facts = {}
    for name, told, _three in (column(model._meta.get_field(name)) for name in _columns(model)):
        facts[name] = told(row) if told else str(getattr(row, name))
    return fingerprint_of(row, facts)


@cache
def _columns(model: Any) -> tuple[str, ...]:
    """The columns that a table had when the first form was left, in the order in which that form took them."""
    told = json.loads(files("trivet.core").joinpath("first_prints.json").read_text(encoding="utf-8"))
    label = getattr(model, "live_model", model)._meta.label_lower
    return tuple(told.get(label, "").split())
