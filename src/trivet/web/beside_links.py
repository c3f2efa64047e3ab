"""Ways that stand beside the list of a register, where the profile's tables or a report say that it has them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.bodies import Body
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.succession import may_give
from trivet.procedures.signing import signing_procedures
from trivet.reports.agreement_year import REGISTER
from trivet.web.reading import address, profile_of
from trivet.web.sharing_new import register_links


def record_links(standpoint: Standpoint, register: Register, row: Any) -> list[tuple[str, str]]:
    """The same for the page of one record: the desks of a body, and what one that has ended gives away."""
    if register.model is not Body or standpoint.known or not may_give(standpoint.access, row.uuid):
        return []
    desks = [(_("Desks"), address(standpoint, "desks", row.uuid))]
    ends = row.ends or row.successor_id
    return [(_("Succession"), address(standpoint, "succession", row.uuid)), *desks] if ends else desks


def beside_links(standpoint: Standpoint, register: Register) -> list[tuple[str, str]]:
    """Words and addresses of the pages that a reader of this list may want next."""
    profile = profile_of(standpoint)
    if profile is None:
        return []
    signed = (one.signing.kinds for one in signing_procedures(profile, timezone.localdate()) if one.signing)
    signs = any(kinds and kinds.of == register.code for kinds in signed)
    found = [(_("May we sign this?"), address(standpoint, "signing"))] if signs else []
    if standpoint.access.may("create"):
        found += [(words, address(standpoint, "sharing-new", kind)) for words, kind in register_links(register)]
    if register.code == REGISTER:
        year = timezone.localdate().year
        found.append((_("Report of the year"), address(standpoint, "agreement-year", year, "html")))
    return found
