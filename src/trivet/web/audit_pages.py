"""The audit for its readers: every entry of the chain, whether the chain is whole, and the proof as a file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from trivet.core.account_audit import ACCOUNTS
from trivet.core.audit import AuditEntry
from trivet.core.history import Chain, Transaction
from trivet.core.keyset import Order
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.core.users import Duty, User
from trivet.core.verifying import verify
from trivet.web.reading import address, as_of_now, day_of, reads, show

_VERIFIED = "audit-verified"
#: The words for what the entries tell was done.
_ACTS = {
    "create": gettext_lazy("created"),
    "change": gettext_lazy("changed"),
    "submit": gettext_lazy("submitted"),
    "verify": gettext_lazy("verified"),
    "return": gettext_lazy("sent back"),
    "discard": gettext_lazy("discarded"),
    "withdraw": gettext_lazy("withdrawn"),
    "reinstate": gettext_lazy("reinstated"),
    "redact": gettext_lazy("earlier versions guarded"),
    "declassify": gettext_lazy("earlier versions lifted"),
    "open": gettext_lazy("account opened"),
    "grant": gettext_lazy("duty given"),
    "end": gettext_lazy("duty ended"),
    "clear": gettext_lazy("clearance set"),
    "password": gettext_lazy("new password"),
    "mail": gettext_lazy("mail address set"),
    "close": gettext_lazy("account closed"),
    "reopen": gettext_lazy("account opened again"),
    "leave": gettext_lazy("desk handed over; tokens, feeds and sessions ended"),
    "copy": gettext_lazy("copied at a lower marking"),
    "extend": gettext_lazy("protection extended"),
    "propose": gettext_lazy("change proposed"),
    "accept": gettext_lazy("proposal accepted"),
    "decline": gettext_lazy("proposal declined"),
    "take-back": gettext_lazy("proposal taken back"),
    "look": gettext_lazy("looked at as seen by"),
    "second-step": gettext_lazy("second step taken away, sessions ended"),
    "token": gettext_lazy("token for a program made"),
    "token-end": gettext_lazy("token for a program revoked"),
    "feed": gettext_lazy("calendar feed made"),
    "feed-end": gettext_lazy("calendar feed revoked"),
    "export": gettext_lazy("taken away as a file"),
    "sign-in": gettext_lazy("signed in"),
}
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class AuditLine:
    """One entry; what it is about, and why, are told only where the reader may see the record."""

    sequence: int
    moment: datetime
    actor: str
    verb: str
    register: str
    caption: str
    url: str
    reason: str


@require_safe
@reads
def audit_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/audit/`: newest first, by person, register and days."""
    now = _auditor(standpoint)
    query = request.GET
    rows = _narrowed(
        AuditEntry.objects.all(), {name: query.get(name, "") for name in ("who", "register", "from", "to")}
    )
    found, mark = Order(("-sequence",)).page(rows, query.get("after", ""))
    turned = query.copy()
    turned["after"] = mark
    chain = Chain.objects.get(pk=1)
    context = {
        "lines": _lines(now, found),
        "query": query,
        "choices": [(code, register.label) for code, register in registers().items()],
        "next": f"?{turned.urlencode()}" if mark else "",
        "chain": chain,
        "verified": _remembered(request),
    }
    return show(request, now, "audit", context)


@require_POST
@reads
def verify_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/audit/verify/`: walk the whole chain now, and keep the answer for this session."""
    _auditor(standpoint)
    fault = verify()
    entries = fault.sequence if fault else Chain.objects.get(pk=1).sequence
    what = fault.what if fault else ""
    request.session[_VERIFIED] = {"entries": entries, "at": timezone.now().isoformat(), "what": what}
    return redirect("audit")


@require_safe
@reads
def proof_page(request: HttpRequest, standpoint: Standpoint) -> Any:
    """`/audit/proof.csv`: every entry with its hash; the hashed text where the reader may see the record."""
    now = _auditor(standpoint)
    answer = StreamingHttpResponse(_proof(now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit-proof.csv"'
    return answer


def _auditor(standpoint: Standpoint) -> Standpoint:
    if not standpoint.access.may("audit"):
        raise Http404
    return as_of_now(standpoint)


def _narrowed(rows: QuerySet[AuditEntry], asked: dict[str, str]) -> QuerySet[AuditEntry]:
    """The entries by person, register and days; numbers follow moments, so days are bounds of numbers."""
    who, code = (asked[name].replace("\0", "").strip() for name in ("who", "register"))
    if who:
        actors = User.objects.filter(username__iexact=who)
        rows = rows.filter(number__in=Transaction.objects.filter(actor__in=actors).values("number"))
    if code:
        rows = rows.filter(register=code)
    first, last = day_of(asked["from"]), day_of(asked["to"])
    if first:
        before = Transaction.objects.filter(moment__lt=datetime.combine(first, time.min, UTC))
        rows = rows.filter(number__gt=_newest(before))
    if last:
        up_to = Transaction.objects.filter(moment__lte=datetime.combine(last, time.max, UTC))
        rows = rows.filter(number__lte=_newest(up_to))
    return rows


def _newest(transactions: QuerySet[Transaction]) -> int:
    return transactions.order_by("-moment").values_list("number", flat=True).first() or 0


def _lines(standpoint: Standpoint, entries: list[AuditEntry]) -> list[AuditLine]:
    acts = Transaction.objects.select_related("actor").in_bulk({entry.number for entry in entries})
    captions = _captions(standpoint, entries)
    people = _people(standpoint, entries)
    lines = []
    for entry in entries:
        act = acts[entry.number]
        caption = captions.get(entry.record) or people.get(entry.record, "")
        of_register = entry.record in captions
        lines.append(
            AuditLine(
                sequence=entry.sequence,
                moment=act.moment,
                actor=act.actor.name,
                verb=str(_ACTS.get(entry.verb, entry.verb)),
                register=str(registers()[entry.register].one) if entry.register in registers() else _("account"),
                caption=caption,
                url=address(standpoint, "detail", entry.register, entry.record) if of_register else "",
                reason=act.reason if caption else "",
            )
        )
    return lines


def _captions(standpoint: Standpoint, entries: list[AuditEntry]) -> dict[UUID, str]:
    """What the records of some entries are called, of those that the reader may see."""
    wanted = {entry.record for entry in entries if entry.register != ACCOUNTS}
    return {one.record: one.caption_in() for one in standpoint.entries().filter(record__in=wanted)}


def _people(standpoint: Standpoint, entries: list[AuditEntry]) -> dict[UUID, str]:
    """The accounts of some entries, of those with a duty in bodies that the reader audits."""
    wanted = {entry.record for entry in entries if entry.register == ACCOUNTS}
    if not wanted:
        return {}
    mine = Duty.objects.filter(body__in=standpoint.access.bodies.get("audit", frozenset()))
    found = User.objects.filter(uuid__in=wanted)
    if not standpoint.access.everything:
        found = found.filter(pk__in=mine.values("user"))
    return dict(found.values_list("uuid", "name"))


def _remembered(request: HttpRequest) -> dict[str, Any]:
    """How far the chain was verified in this session, and when."""
    kept: dict[str, Any] = request.session.get(_VERIFIED) or {}
    return {**kept, "at": datetime.fromisoformat(kept["at"])} if kept else {}


def _proof(standpoint: Standpoint) -> Iterator[str]:
    """The lines of the file, read in pieces."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("sequence", "number", "verb", "register", "record", "hash", "text"))
    for entries in chunks(AuditEntry.objects.order_by("sequence").iterator(chunk_size=500), 500):
        seen = _captions(standpoint, entries).keys() | _people(standpoint, entries).keys()
        for one in entries:
            known = one.record in seen
            row = (one.sequence, one.number, one.verb, one.register, one.record if known else "", one.hash)
            writer.writerow([_plain(cell) for cell in (*row, one.text if known else "")])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _plain(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
