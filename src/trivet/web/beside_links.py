"""Ways that stand beside the list of a register, where the profile's tables or a report say that it has them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.decisions import Decision
from trivet.core.bodies import Body
from trivet.core.profile import Profile
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.succession import may_give
from trivet.procedures.signing import signing_procedures
from trivet.programme.cascade import INSTRUCTIONS, POLICIES, TASKS
from trivet.reports.agreement_year import REGISTER
from trivet.reports.commitment_pack import REGISTER as COMMITMENTS
from trivet.reports.conference import REGISTERS as CONFERENCE
from trivet.reports.half_year import half_of
from trivet.reports.thread import REGISTERS as THREADS
from trivet.web.reading import address, as_of_now, profile_of
from trivet.web.sharing_new import register_links


def record_links(standpoint: Standpoint, register: Register, row: Any) -> list[tuple[str, str]]:
    """The same for the page of one record.

    Its thread; a policy, an instruction or a decision becomes tasks; a body has its desks, and what one that has ended
    gives away.
    """
    found = []
    if register.code in THREADS:
        found.append((_("The thread"), address(as_of_now(standpoint), "thread", register.code, row.uuid)))
    gives = not standpoint.known and standpoint.access.may("create")
    if register.code == POLICIES:
        found.append((_("Clauses and tasks"), address(standpoint, "policy-work", row.uuid)))
    if register.code == INSTRUCTIONS and gives:
        found.append((_("Turn into tasks"), address(standpoint, "instruction-tasks", row.uuid)))
    if register.model is Decision and gives:
        found.append((_("Turn into tasks"), address(standpoint, "decision-tasks", row.uuid)))
    if found:
        return found
    if register.model is not Body or standpoint.known or not may_give(standpoint.access, row.uuid):
        return []
    desks = [(_("Desks"), address(standpoint, "desks", row.uuid))]
    ends = row.ends or row.successor_id
    return [(_("Succession"), address(standpoint, "succession", row.uuid)), *desks] if ends else desks


def beside_links(standpoint: Standpoint, register: Register, kept: dict[str, Any]) -> list[tuple[str, str]]:
    """Words and addresses of the pages that a reader of this list, with the filters kept, may want next."""
    profile = profile_of(standpoint)
    if profile is None:
        return []
    if register.code == TASKS:
        narrowing = {name: values for name, values in kept.items() if name not in {"column", "rows"}}
        board = (_("As a board"), address(standpoint, "task-board", **narrowing))
        return [board, *_beside(standpoint, register, profile)]
    return _beside(standpoint, register, profile)


def _beside(standpoint: Standpoint, register: Register, profile: Profile) -> list[tuple[str, str]]:
    signed = (one.signing.kinds for one in signing_procedures(profile, timezone.localdate()) if one.signing)
    signs = any(kinds and kinds.of == register.code for kinds in signed)
    found = [(_("May we sign this?"), address(standpoint, "signing"))] if signs else []
    today = timezone.localdate()
    if standpoint.access.may("create"):
        found += [(words, address(standpoint, "sharing-new", kind)) for words, kind in register_links(register)]
    if register.code == REGISTER:
        found.append((_("Report of the year"), address(standpoint, "agreement-year", today.year, "html")))
    if register.code == COMMITMENTS:
        quarter = (today.month + 2) // 3
        found.append((_("Pack of the quarter"), address(standpoint, "commitment-pack", today.year, quarter, "html")))
    if register.code in CONFERENCE:
        found.append((_("Coordination conference"), address(standpoint, "conference", half_of(today), "html")))
    if register.code in (POLICIES, TASKS):
        found.append((_("Policies and what became of them"), address(standpoint, "policies")))
    return found
