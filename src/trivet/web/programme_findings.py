"""The findings of a programme: what is wrong, by which rule, who can mend it, and what was decided."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.asking import as_of_now
from trivet.core.standpoint import Standpoint
from trivet.programme.finding import book_of, findings
from trivet.web.programme_frame import frame, opened
from trivet.web.programme_words import worded
from trivet.web.reading import BadValue, address, reads, show

#: Findings on a page.
_SHOWN = 30


@require_safe
@reads
def findings_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/<uuid>/findings/?rule=&decided=1&page=`: by the rules of today, whatever moment one looks from."""
    now = as_of_now(standpoint)
    programme = opened(now, uuid)
    found, rule = findings(now, programme), request.GET.get("rule", "")
    decided = request.GET.get("decided") == "1"
    rules = {one.code: one.words for one in book_of(now).rules}
    if rule and rule not in rules:
        told = {"value": rule, "field": _("Rule"), "known": ", ".join(rules)}
        raise BadValue(_("“%(value)s” is no %(field)s: %(known)s") % told)
    listed = [one for one in found if bool(one.verdict) == decided]
    counts = Counter(one.finding.rule.code for one in listed)
    listed = [one for one in listed if not rule or one.finding.rule.code == rule]
    page = _page(request.GET.get("page", ""))
    here = {"rule": rule, "decided": "1" if decided else ""}
    first, last = (page - 1) * _SHOWN, page * _SHOWN
    markings = [line.marking for one in listed for line in one.finding.lines]
    context = {
        **frame(now, programme, "findings", markings),
        "found": worded(now, listed[first:last]),
        "total": len(listed),
        "rules": [(code, words, counts[code]) for code, words in rules.items() if counts[code] or code == rule],
        "rule": rule,
        "decided": decided,
        "other": sum(bool(one.verdict) != decided for one in found),
        "back": request.get_full_path(),
        "next": address(now, "programme-findings", uuid, **here, page=page + 1) if len(listed) > last else "",
        "first": address(now, "programme-findings", uuid, **here) if page > 1 else "",
    }
    return show(request, now, "programme_findings", context)


def _page(text: str) -> int:
    if text and not (text.isdecimal() and int(text[:6]) > 0 and len(text) <= 6):
        raise BadValue(_("“%s” is no number of a page.") % text)
    return int(text or 1)
