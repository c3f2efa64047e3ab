"""Names that a country keeps for treaties: whether a text that is none is called by one, without regard to accents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.captions import caption_of
from trivet.core.profile import Profile
from trivet.core.register import registers
from trivet.procedures.editions import procedures
from trivet.procedures.signing_tables import KeptName
from trivet.procedures.tables import Procedure
from trivet.values.text import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Naming:
    """What the check of a name found: the kept name, and whether the text begins by it (else it only speaks of one).

    `allowed` is yes or no where that is certain. A text that names a treaty it carries out is for a person to judge.
    """

    kept: KeptName | None = None
    begins: bool = False

    @property
    def allowed(self) -> str:
        """What the fact on the name is told: yes, no, or nothing where a person must look."""
        return "" if self.kept and not (self.begins and self.kept.verified) else "no" if self.kept else "yes"

    @property
    def words(self) -> str:
        """What is wrong with the name, in a sentence; empty when nothing is."""
        if self.kept is None:
            return ""
        told = {"name": self.kept.words[0], "basis": self.kept.basis}
        if self.begins:
            return _("A text that is no treaty may not be called “%(name)s” (%(basis)s).") % told
        return _("“%(name)s” stands within the name: it may only name another text (%(basis)s).") % told


def naming(procedure: Procedure, title: str, day: date | None = None) -> Naming:
    """Check how a text is called against the names that a procedure keeps for treaties.

    `day` leaves out the rows that do not hold then; a procedure in force on a day has only those of that day.
    """
    words = _WORD.findall(fold(title))
    before = {tuple(_WORD.findall(fold(one))) for one in (procedure.signing.before if procedure.signing else ())}
    found = Naming()
    for row in procedure.kept_names:
        if day is not None and not row.holds(day):
            continue
        for kept in (_WORD.findall(fold(one)) for one in row.words):
            at = next((n for n in range(len(words) - len(kept) + 1) if words[n : n + len(kept)] == kept), None)
            if at is not None and (found.kept is None or (not found.begins and _leads(words[:at], before))):
                found = Naming(row, _leads(words[:at], before))
    return found


def _leads(words: list[str], before: set[tuple[str, ...]]) -> bool:
    """Whether words only lead in to a name, such as “draft”."""
    while words:
        lead = next((one for one in before if tuple(words[: len(one)]) == one), None)
        if not lead:
            return False
        words = words[len(lead) :]
    return True


def names_kept(profile: Profile, register: str, row: Any, day: date) -> list[Naming]:
    """What is wrong with how a record is called that is a text of a procedure which keeps names for treaties.

    Which records are such texts is told by the table of signing; what was signed is judged by the rule of its day,
    what was not by that of `day`.
    """
    found = []
    for procedure in procedures(profile):
        kinds = procedure.signing.kinds if procedure.signing and procedure.kept_names else None
        if kinds is None or kinds.of != register or getattr(row, kinds.field, None) not in kinds.among:
            continue
        start = (registers()[register].period or ("",))[0]
        signed = getattr(row, start, None) if start else None
        told = naming(procedure, caption_of(registers()[register], row), signed.latest if signed else day)
        found += [told] if told.kept else []
    return found


def name_problem(procedure: Procedure, title: str, facts: Mapping[str, str]) -> str:
    """What is wrong with a dossier that tells its name is allowed, though the text begins by a kept one."""
    fact = procedure.signing.name if procedure.signing else None
    found = naming(procedure, title) if fact and facts.get(fact) == "yes" else Naming()
    return found.words if found.allowed == "no" else ""
