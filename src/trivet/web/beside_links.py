"""Ways that stand beside the list of a register, where the profile's tables or a report say that it has them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.decisions import Decision
from trivet.core.bodies import Body
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.succession import may_give
from trivet.procedures.signing import signing_procedures
from trivet.programme.cascade import INSTRUCTIONS, POLICIES, TASKS
from trivet.reports.agreement_year import REGISTER
from trivet.web.reading import address, profile_of


def record_links(standpoint: Standpoint, register: Register, row: Any) -> list[tuple[str, str]]:
    """The same for the page of one record.

    A body that has ended or has a successor gives away what it holds; a policy or an instruction becomes tasks.
    """
    if register.code == POLICIES:
        return [(_("Clauses and tasks"), address(standpoint, "policy-work", row.uuid))]
    if register.code == INSTRUCTIONS and not standpoint.known and standpoint.access.may("create"):
        return [(_("Turn into tasks"), address(standpoint, "instruction-tasks", row.uuid))]
    if register.model is Decision and not standpoint.known and standpoint.access.may("create"):
        return [(_("Turn into tasks"), address(standpoint, "decision-tasks", row.uuid))]
    ends = register.model is Body and not standpoint.known and (row.ends or row.successor_id)
    if not ends or not may_give(standpoint.access, row.uuid):
        return []
    return [(_("Succession"), address(standpoint, "succession", row.uuid))]


def beside_links(standpoint: Standpoint, register: Register) -> list[tuple[str, str]]:
    """Words and addresses of the pages that a reader of this list may want next."""
    profile = profile_of(standpoint)
    if profile is None:
        return []
    signed = (one.signing.kinds for one in signing_procedures(profile, timezone.localdate()) if one.signing)
    signs = any(kinds and kinds.of == register.code for kinds in signed)
    found = [(_("May we sign this?"), address(standpoint, "signing"))] if signs else []
    if register.code == REGISTER:
        year = timezone.localdate().year
        found.append((_("Report of the year"), address(standpoint, "agreement-year", year, "html")))
    if register.code in (POLICIES, TASKS):
        found.append((_("Policies and what became of them"), address(standpoint, "policies")))
    return found
