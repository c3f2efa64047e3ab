"""The world map: a point for each partner, its framework by shape, and the table that says the same in words."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.names import reader_language
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Counts, ask
from trivet.reports.words import part_label
from trivet.values.equal_earth import project
from trivet.values.text import collation_key
from trivet.web.reading import address, day_of, reads, show

#: Where script/map put the land: the scale and the middle of its drawing.
_SCALE, _X, _Y = 183.7, 500, 244
#: The figures whose records stand on the map: partners by framework, then all with relations.
_FRAMEWORKS, _RELATIONS = "frameworks.partners", "relations.states"
#: Shapes in the order of the profile's tiers; what follows has the last.
SHAPES = ("diamond", "triangle", "square", "circle")


@dataclass(frozen=True)
class Spot:
    """One partner: where it stands (None when no point is known), and what stands between us."""

    name: str
    url: str
    level: str
    shape: str
    x: float | None
    y: float | None
    in_review: bool


@require_safe
@reads
def map_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/map/?on=&known=`"""
    day = day_of(request.GET.get("on", "")) or timezone.localdate()
    tally = ask(_FRAMEWORKS, standpoint, on=day)
    parts = {one.part for one in tally.counted}
    tiers = [row["code"] for row in tally.question.profile.rows("tiers") if row["code"] in parts]
    words = {code: part_label(tally.question.profile, code) for code in tiers}
    levels: dict[Any, tuple[str, str, bool]] = {}
    for one in ask(_RELATIONS, standpoint, on=day).counted:
        levels[one.row.partner] = (_("diplomatic relations"), SHAPES[-1], one.row.state != "verified")
    for one in tally.counted:
        levels[one.row.partner] = (*_level(one, tiers, words), one.row.state != "verified")
    spots = [_spot(standpoint, partner, *level) for partner, level in levels.items() if standpoint.may_name(partner)]
    language = reader_language()
    spots.sort(key=lambda spot: collation_key(spot.name, language))
    legend = [(_shape(n), words[code]) for n, code in enumerate(tiers)]
    context = {
        "spots": sorted((spot for spot in spots if spot.x is not None), key=lambda spot: spot.shape != SHAPES[-1]),
        "rows": spots,
        "legend": [*legend, (SHAPES[-1], _("diplomatic relations"))],
        "land": "/map/land.svg" if _own("world.svg") else static("web/world.svg"),
        "on": request.GET.get("on", ""),
        "day": day,
        "missing": sum(spot.x is None for spot in spots),
    }
    return show(request, standpoint, "map", context)


def _level(one: Counts, tiers: list[str], words: dict[str, str]) -> tuple[str, str]:
    place = tiers.index(one.part) if one.part in tiers else len(tiers)
    return words.get(one.part, one.part), _shape(place)


def _shape(place: int) -> str:
    return SHAPES[min(place, len(SHAPES) - 2)]


def _spot(standpoint: Standpoint, partner: Partner, level: str, shape: str, in_review: bool) -> Spot:
    place = points().get(partner.key or "")
    x, y = project(*place) if place else (None, None)
    return Spot(
        name=partner.name_in(),
        url=address(standpoint, "partner", partner.key or partner.pk),
        level=level,
        shape=shape,
        x=None if x is None else round(_X + _SCALE * x, 1),
        y=None if y is None else round(_Y - _SCALE * y, 1),
        in_review=in_review,
    )


@cache
def points() -> dict[str, tuple[float, float]]:
    """Longitude and latitude of a point for each partner, by key; a file of the deployment goes before ours."""
    file = _own("points.csv") or Path(__file__).with_name("map") / "points.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(lines)}


def _own(name: str) -> Path | None:
    """A file of the map that this deployment put in place of ours."""
    file = Path(settings.TRIVET_HOME) / "map" / name
    return file if file.is_file() else None


@require_safe
def land_file(_request: HttpRequest) -> HttpResponse | FileResponse:
    """`/map/land.svg`: the shapes that the deployment chose."""
    file = _own("world.svg")
    if file is None:
        raise Http404
    answer = FileResponse(file.open("rb"), content_type="image/svg+xml")
    answer["Cache-Control"], answer["Last-Modified"] = "max-age=86400", http_date(file.stat().st_mtime)
    return answer
