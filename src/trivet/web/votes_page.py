"""How a partner voted with us: the block on its page, and the roll calls behind every number, as a page and as CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from trivet.core.cells import escaped
from trivet.core.exporting import as_csv
from trivet.core.office import office
from trivet.core.partners import Partner
from trivet.core.register import register_of
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.uploads import Unreadable
from trivet.intake.streams.citing import source_of
from trivet.watch.ballots import Ballots
from trivet.watch.coincidence import BALLOTS, Asked, Held, Pair, Span, ballots_shown, coincidence, pairs, written
from trivet.web.reading import BadValue, address, day_of, reads, show
from trivet.web.shown import day_text, number

#: So many roll calls stand on one page.
_PAGE = 50
#: As many as a file is read at once.
_AT_ONCE = 2000
VOTES = {
    "yes": pgettext_lazy("vote", "yes"),
    "no": pgettext_lazy("vote", "no"),
    "abstain": pgettext_lazy("vote", "abstention"),
}
_HEADING = (
    *(gettext_lazy("Day"), gettext_lazy("Symbol"), gettext_lazy("Subject"), gettext_lazy("Issues")),
    *(gettext_lazy("Our vote"), gettext_lazy("Their vote"), gettext_lazy("File"), gettext_lazy("Row")),
)


@dataclass(frozen=True)
class SpanLine:
    """One line of the block: the years or the issue, and each number with the roll calls behind it."""

    label: str
    share: str
    cells: tuple[tuple[str, str], ...]


def votes_part(standpoint: Standpoint, partner: Any, on: date | None) -> dict[str, Any] | None:
    """What the template `web/votes.html` shows of a partner, as known then; None when there is nothing to tell."""
    at = written()
    if at is None or (standpoint.known and at > standpoint.known):
        return None
    try:
        found = coincidence(office().country, partner.key, on)
    except Unreadable as problem:
        return {"problem": str(problem)}
    if found is None:
        return None
    ballots = ballots_shown()

    def line(label: str, span: Span, **asked: Any) -> SpanLine:
        counts = {"": span.both, Held.ALIKE: span.alike, Held.ABSTAINED: span.abstained, Held.OPPOSED: span.opposed}
        cells = tuple(
            (number(count), address(standpoint, "votes", partner.key, held=held, on=on or "", **asked) if count else "")
            for held, count in counts.items()
        )
        return SpanLine(label, share_of(span), cells)

    return {
        "decades": [line(_years(one), one, **{"from": one.first, "to": one.last}) for one in found.decades],
        "issues": [line(ballots.issue_called(one.issue), one, issue=one.issue) for one in found.issues],
        "called": ballots.label,
        "until": day_text(found.until),
        "source": _source(standpoint),
    }


def share_of(span: Span) -> str:
    """The share of roll calls in which both gave the same answer, in hundredths, rounded half up."""
    return f"{number((span.alike * 200 + span.both) // (span.both * 2))} %"


@require_safe
@reads
def votes_page(request: HttpRequest, standpoint: Standpoint, key: str) -> HttpResponse:
    """`/partners/<key>/votes/`: the roll calls; `from`, `to` (years), `issue`, `held`, `on`, `after` in the address."""
    partner, part, ballots = *_known(request, standpoint, key), ballots_shown()
    asked, home = _asked(request), office().country
    skip = _number(request, "after", 0, 10**6)
    found = pairs(home, key, asked, skip=skip, most=_PAGE + 1)
    told = {name: request.GET.get(name, "") for name in ("from", "to", "issue", "held", "on")}
    more = address(standpoint, "votes", key, **told, after=skip + _PAGE) if len(found) > _PAGE else ""
    context = {
        "partner": standpoint.caption(partner),
        "back": address(standpoint, "detail", register_of(Partner).code, partner.uuid, on=told["on"]),
        "part": part,
        "lines": [(one, *_words(one, ballots)) for one in found[:_PAGE]],
        "told": told,
        "issues": [(one.issue, ballots.issue_called(one.issue)) for one in _issues(home, key)],
        "kinds": Held.choices,
        "next": more,
        "file": address(standpoint, "votes-file", key, **told),
    }
    return show(request, standpoint, "votes_page", context)


@require_safe
@reads
def votes_file(request: HttpRequest, standpoint: Standpoint, key: str) -> Any:
    """`/partners/<key>/votes.csv`: all roll calls that the address of the page asks for."""
    _known(request, standpoint, key)
    lines = _lines(office().country, key, _asked(request), ballots_shown())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="votes-{key}.csv"'
    return answer


def _known(request: HttpRequest, standpoint: Standpoint, key: str) -> tuple[Any, dict[str, Any]]:
    """The partner of an address and its block; 404 when the reader may not see it or there is nothing to tell."""
    partner = standpoint.of(Partner).filter(key=key).first()
    part = votes_part(standpoint, partner, day_of(request.GET.get("on", ""))) if partner else None
    if part is None or "problem" in part:
        raise Http404(part["problem"] if part else _("no votes of this partner are known"))
    return partner, part


def _issues(home: str, key: str) -> tuple[Span, ...]:
    found = coincidence(home, key)
    return found.issues if found else ()


def _asked(request: HttpRequest) -> Asked:
    """What the address asks for. Raises BadValue."""
    held = request.GET.get("held", "")
    if held and held not in Held.values:
        raise BadValue(_("“%(held)s” is none of %(known)s") % {"held": held, "known": ", ".join(Held.values)})
    until = day_of(request.GET.get("on", "")) or date.max
    first, last = _number(request, "from", 0, 9999), _number(request, "to", 9999, 9999)
    return Asked(first, last, request.GET.get("issue", ""), held, until)


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    text = request.GET.get(name, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) <= most):
        raise BadValue(_("“%s” is no year: write it as 2014") % text)
    return int(text) if text else otherwise


def _words(one: Pair, ballots: Ballots) -> tuple[str, str, str, str]:
    """Day, issues, our vote and theirs, in the reader's language."""
    issues = ", ".join(ballots.issue_called(issue) for issue in one.issues)
    return day_text(one.day), issues, str(VOTES.get(one.ours, one.ours)), str(VOTES.get(one.theirs, one.theirs))


def _years(span: Span) -> str:
    return f"{span.first}–{span.last}" if span.first != span.last else f"{span.first}"


def _source(standpoint: Standpoint) -> str:
    """Where the page of the source is, when the reader may see it."""
    uuid = source_of(BALLOTS)
    there = standpoint.of(Source).filter(uuid=uuid).exists()
    return address(standpoint, "detail", register_of(Source).code, uuid) if there else ""


def _lines(home: str, key: str, asked: Asked, ballots: Ballots) -> Iterator[bytes]:
    """The roll calls as CSV, some at once; no cell is taken for a formula."""
    yield "\ufeff".encode() + as_csv([[str(word) for word in _HEADING]])
    skip = 0
    while found := pairs(home, key, asked, skip=skip, most=_AT_ONCE):
        rows = []
        for one in found:
            _day, issues, ours, theirs = _words(one, ballots)
            told = [one.day.isoformat(), one.symbol, one.subject or one.words, issues, ours, theirs, one.file]
            rows.append([*map(escaped, told), str(one.row)])
        yield as_csv(rows)
        skip += _AT_ONCE
