"""Then and now: an edition beside the programme of today, and the plan beside what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.columns import field_of
from trivet.core.history import Difference
from trivet.core.people import Person
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.actuals import Outcome, Share, outcomes, shares
from trivet.programme.comparing import LEADERS, Changed, compare
from trivet.programme.lines import ProgrammeLine
from trivet.web.calendar_filters import pillar_choices
from trivet.web.programme_frame import edition_name, frame, opened, status_tag
from trivet.web.reading import BadValue, address, reads, show
from trivet.web.shown import Showing, Shown, label
from trivet.web.tags import Tag

#: Records listed below a number, and changed lines of a comparison.
_LISTED, _CHANGED = 200, 100
_KINDS: dict[str, Promise] = {
    "added": pgettext_lazy("line", "added"),
    "removed": pgettext_lazy("line", "no longer there"),
    "moved": pgettext_lazy("line", "other days"),
    "changed": pgettext_lazy("line", "changed"),
}
#: What came of lines, as the headings of the table say it; `ad_hoc` counts lines added outside the plan.
_OUTCOMES: dict[str, Promise] = {
    "done": gettext_lazy("carried out as planned"),
    "moved": gettext_lazy("carried out on other days"),
    "ahead": gettext_lazy("still ahead"),
    "missed": gettext_lazy("days over, no activity"),
    "unplanned": gettext_lazy("activities without a line"),
    "ad_hoc": gettext_lazy("ad hoc lines"),
}
_SHOWN: dict[str, Promise] = {**_OUTCOMES, "all": gettext_lazy("all of them")}
#: Stands in an address for a body or pillar that is not told.
_NONE = "none"


@dataclass(frozen=True)
class ChangedLine:
    """One line of a comparison; `fields` has label, values then, values now."""

    kind: str
    words: str
    title: str
    url: str
    tag: Tag | None
    fields: list[tuple[str, list[Shown], list[Shown]]]


@require_safe
@reads
def edition_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID, number: int) -> HttpResponse:
    """`/programme/<uuid>/editions/0/`: what changed since the baseline (0) or an amendment."""
    now = as_of_now(standpoint)
    programme = opened(now, uuid)
    edition = next((one for one in programme.editions_rows if one.number == number), None)
    if edition is None:
        raise Http404
    told = compare(now, edition)
    showing, register = Showing(now), register_of(ProgrammeLine)
    for one in told.changed[:_CHANGED]:
        fields = [field_of(register, d.field) for d in one.fields if d.field != LEADERS]
        showing.want([row for row in (one.then, one.now) if row is not None], fields)
        showing.want_ids(Person, (uuid for d in one.fields if d.field == LEADERS for uuid in (*d.before, *d.after)))
    showing.want_ids(Body, [edition.body_id])
    showing.resolve()
    context = {
        **frame(now, programme, f"edition-{number}", [(one.now or one.then).marking for one in told.changed]),
        "edition": edition,
        "name": edition_name(edition),
        "body": showing.link(edition.body_id),
        "then": told.then,
        "now": told.now,
        "counts": [(words, sum(one.kind == kind for one in told.changed)) for kind, words in _KINDS.items()],
        "changed": [_changed(now, showing, one) for one in told.changed[:_CHANGED]],
        "capped": len(told.changed) > _CHANGED,
        "most": _CHANGED,
    }
    return show(request, now, "programme_edition", context)


def _changed(standpoint: Standpoint, showing: Showing, one: Changed) -> ChangedLine:
    row = one.now or one.then
    return ChangedLine(
        kind=one.kind,
        words=str(_KINDS[one.kind]),
        title=row.title,
        url=address(standpoint, "programme-line", row.uuid) if one.now is not None else "",
        tag=status_tag(row.status) if one.now is not None else None,
        fields=[_sides(showing, one, difference) for difference in one.fields],
    )


def _sides(showing: Showing, one: Changed, difference: Difference) -> tuple[str, list[Shown], list[Shown]]:
    """What one field is called, and its values then and now."""
    register = register_of(ProgrammeLine)
    if difference.field == LEADERS:
        then, now = ([s for uuid in ids for s in showing.link(uuid)] for ids in (difference.before, difference.after))
        return label(register, LEADERS), then, now
    field = field_of(register, difference.field)
    return label(register, difference.field), showing.field(one.then, field), showing.field(one.now, field)


@dataclass(frozen=True)
class ShareRow:
    """The outcomes of one body or pillar: each number leads to its records."""

    name: str
    cells: list[tuple[str, int, str]]
    total: tuple[int, str]
    percent: int


@require_safe
@reads
def actual_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/<uuid>/actual/?show=moved&body=&pillar=`: numbers by body and pillar, each open to its records."""
    programme = opened(standpoint, uuid)
    found = outcomes(standpoint, programme)
    asked = {name: request.GET.get(name, "") for name in ("show", "body", "pillar")}
    if asked["show"] and asked["show"] not in _SHOWN:
        told = {"value": asked["show"], "field": "show", "known": ", ".join(_SHOWN)}
        raise BadValue(_("“%(value)s” is no %(field)s: %(known)s") % told)
    listed = [one for one in found if _is_asked(one, **asked)]
    context = {
        **frame(standpoint, programme, "actual"),
        "headings": [str(words) for words in _OUTCOMES.values()],
        "tables": _tables(standpoint, uuid, found),
        "chosen": str(_SHOWN.get(asked["show"], "")),
        "listed": [(one.title, _url(standpoint, one), str(_OUTCOMES[one.kind])) for one in listed[:_LISTED]],
        "count": len(listed),
        "capped": len(listed) > _LISTED,
        "most": _LISTED,
    }
    return show(request, standpoint, "programme_actual", context)


def _is_asked(one: Outcome, show: str, body: str, pillar: str) -> bool:
    fits = show in {"all", one.kind} or (show == "ad_hoc" and one.ad_hoc)
    of_pillar = not pillar or (pillar in one.pillars if pillar != _NONE else not one.pillars)
    return fits and (not body or body == str(one.body or _NONE)) and of_pillar


def _tables(standpoint: Standpoint, uuid: UUID, found: Sequence[Outcome]) -> list[tuple[str, list[ShareRow]]]:
    """The outcomes in all, by body and by pillar."""
    by_body, by_pillar = shares(found, lambda one: [one.body]), shares(found, lambda one: one.pillars or ("",))
    showing = Showing(standpoint)
    showing.want_ids(Body, (share.of for share in by_body))
    showing.resolve()
    pillars = {**dict(pillar_choices(standpoint)), "": _("Pillar not told")}
    bodies = {share.of: shown[0].text if (shown := showing.link(share.of)) else _("another body") for share in by_body}

    def row(share: Share, name: str, **of: str) -> ShareRow:
        def url(kind: str) -> str:
            return address(standpoint, "programme-actual", uuid, show=kind, **of) + "#records"

        cells = [(str(words), share.counts[kind], url(kind)) for kind, words in _OUTCOMES.items()]
        return ShareRow(name, cells, (share.total, url("all")), share.ad_hoc_percent)

    return [
        ("", [row(share, _("All")) for share in shares(found, lambda one: [""])]),
        (_("By body"), [row(share, bodies[share.of], body=str(share.of or _NONE)) for share in by_body]),
        (
            _("By pillar"),
            [row(share, pillars.get(share.of, share.of), pillar=share.of or _NONE) for share in by_pillar],
        ),
    ]


def _url(standpoint: Standpoint, one: Outcome) -> str:
    if one.register == register_of(ProgrammeLine).code:
        return address(standpoint, "programme-line", one.uuid)
    return address(standpoint, "detail", one.register, one.uuid)
