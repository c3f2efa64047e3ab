"""Which language model reads documents a second time, if the environment names one."""

import json
import os
from typing import Any

from trivet.values.markings import marking_named


def reading_model() -> dict[str, Any]:
    """The language model that TRIVET_MODEL names, as JSON; none without it.

    Raises ValueError for what is no such object, so that a mistake stops the start.
    """
    told = os.environ.get("TRIVET_MODEL", "").strip()
    wanted = '{"address": "http://...", "name": "...", "key": "...", "seconds": 60, "marking": "public"}'
    try:
        found: dict[str, Any] = json.loads(told) if told else {}
        if not found:
            return {}
        found["marking"] = int(marking_named(found.get("marking", "public")))
        strange = set(found) - {"address", "name", "key", "seconds", "marking"}
        if strange or not {"address", "name"} <= set(found):
            raise ValueError(", ".join(sorted(strange)) or "address, name")
    except (ValueError, TypeError, AttributeError) as problem:
        raise ValueError(f"TRIVET_MODEL cannot be read ({problem!r}): write it as {wanted}") from problem
    return found
