"""The citation that a form adds: an existing source or a new one, and what it says."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.actions import create
from trivet.core.drafts import Draft
from trivet.core.picking import Unclear, pick
from trivet.core.register import Register
from trivet.core.sources import Confidence, Source
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.values.text import nfc
from trivet.web.shown import content

_ABOUT_NEW = {"title": "cite-title", "address": "cite-address"}


class Citing:
    """What was typed of one citation; `wanted` when anything was."""

    def __init__(self, standpoint: Standpoint, register: Register, texts: dict[str, str]) -> None:
        self.errors: dict[str, list[str]] = defaultdict(list)
        self.texts = {name: nfc(text) for name, text in texts.items()}
        self.wanted = any(self._said(name) for name in ("source", "title", "address", "value", "exact", "field"))
        self.source: Any = None
        self.making_source = False
        if self.wanted:
            self._check(standpoint, register)

    def _said(self, name: str) -> str:
        return self.texts.get(f"cite-{name}", "")

    def _check(self, standpoint: Standpoint, register: Register) -> None:
        old, new = self._said("source"), self._said("title")
        if old and new:
            self.errors["cite-title"].append(_("Name a source that is there, or a new one, not both."))
        elif not old and not new:
            self.errors["cite-source"].append(_("Which source says so?"))
        elif old:
            try:
                self.source = pick(standpoint, Source, old)
            except Unclear as problem:
                self.errors["cite-source"].append(str(problem))
        fields = {"", *(column.name for column in content(register))}
        if self._said("field") not in fields:
            self.errors["cite-field"].append(_("Choose a field of this record."))
        if self._said("value") and not self._said("field"):
            self.errors["cite-field"].append(_("Of which field is this the value?"))

    def make(self, live: Any, draft: Draft, actor: User, reason: str) -> dict[str, Any] | None:
        """The citation as the verbs take it; a new source is written first, kept and marked as its record is."""
        if not self.wanted:
            return None
        source = self.source
        if source is None:
            values = {name: draft.values.get(name, getattr(live, name, None)) for name in ("keeper", "marking")}
            values = {name: value for name, value in values.items() if value is not None}
            values |= {"title": self._said("title"), "address": self._said("address")}
            self.making_source = True
            source = create(Source, Draft(values), actor=actor, reason=reason, submit=True).uuid
            self.making_source = False
        citation = {"source_id": source, "confidence": self._said("confidence") or Confidence.LOW}
        citation |= {name: self._said(name) for name in ("field", "value", "exact")}
        return citation if live else {**citation, "adopted": not self._said("value")}

    def refused(self, problem: Invalid) -> bool:
        """Whether the kernel refused the new source; then its problems stand at the boxes."""
        if not self.making_source:
            return False
        for one in problem.problems:
            self.errors[_ABOUT_NEW.get(one.field, "cite-title")].append(one.message)
        return True
