"""The sources typed beside the fields of a form: each becomes a citation of its field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from trivet.core.picking import Unclear, pick
from trivet.core.register import Register
from trivet.core.sources import Confidence, Source
from trivet.core.standpoint import Standpoint
from trivet.values.text import nfc
from trivet.web.shown import content

_BEGINS = "source-"


class FieldSources:
    """What was typed beside the fields, and the citations that it makes."""

    def __init__(self, standpoint: Standpoint, register: Register, post: Mapping[str, Any]) -> None:
        names = [column.name for column in content(register)]
        self.texts = {name: nfc(str(post.get(_BEGINS + name, ""))).strip() for name in names}
        self.errors: dict[str, list[str]] = defaultdict(list)
        self.citations: list[dict[str, Any]] = []
        for name, text in self.texts.items():
            if text:
                self._cite(standpoint, name, text)

    def _cite(self, standpoint: Standpoint, name: str, text: str) -> None:
        try:
            source = pick(standpoint, Source, text)
        except Unclear as problem:
            self.errors[name].append(str(problem))
        else:
            self.citations.append({"source_id": source, "field": name, "confidence": Confidence.MEDIUM})
