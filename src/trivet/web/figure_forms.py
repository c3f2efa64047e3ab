"""A figure for other programs: its records as CSV, its answer as JSON, its provenance as PROV-JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse

from trivet import __version__
from trivet.core.office import file_prefix
from trivet.figures.figure import Tally

#: Letters with which a spreadsheet would begin to reckon; an apostrophe before them keeps them text.
_RECKONS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("counted", "register", "uuid", "key", "caption", "state", "date", "weight", "part", "reason")


def _json(told: dict[str, Any], name: str) -> HttpResponse:
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def as_json(tally: Tally) -> HttpResponse:
    """The answer of `trivet figure --json`."""
    return _json(tally.as_json(), f"{tally.figure.code}.json")


def as_csv(tally: Tally) -> HttpResponse:
    """One row a record, counted and left out."""
    told, out = tally.as_json(), io.StringIO(newline="")
    rows = csv.DictWriter(out, _COLUMNS, extrasaction="ignore")
    rows.writeheader()
    for which, word in (("counted", "yes"), ("left_out", "no")):
        for one in told[which]:
            rows.writerow({name: _text(value) for name, value in {**one, "counted": word}.items()})
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{file_prefix(tally.question.standpoint.office)}{tally.figure.code}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _text(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RECKONS) else value


def as_prov(tally: Tally) -> HttpResponse:
    """W3C PROV-JSON: the figure was derived from records, which were derived from their sources."""
    told, place = tally.as_json(), tally.question.standpoint
    figure = f"figure:{tally.figure.code}"
    rule = {"prov:label": tally.figure.rule(tally.question.profile), "trivet:verified": told["verified"]}
    entities: dict[str, Any] = {figure: rule | {"trivet:in_review": told["in_review"]}}
    derived: dict[str, Any] = {}

    def derive(made: str, used: str) -> None:
        derived[f"_:d{len(derived)}"] = {"prov:generatedEntity": made, "prov:usedEntity": used}

    cited = place.citations([one.row.uuid for one in tally.counted])
    for one in told["counted"]:
        record = f"record:{one['uuid']}"
        entities[record] = {
            "prov:label": one["caption"],
            "trivet:register": one["register"],
            "trivet:state": one["state"],
        }
        derive(figure, record)
    for uuid, rows in cited.items():
        for row in rows:
            source = f"source:{row.source_id}"
            entities[source] = {"prov:label": row.source.title, "prov:location": row.source.address}
            derive(f"record:{uuid}", source)
    activity = {"counting": {"prov:label": f"trivet {__version__}", "trivet:on": tally.question.on.isoformat()}}
    prefix = {"trivet": "urn:trivet:", "figure": "urn:trivet:figure:", "record": "urn:uuid:", "source": "urn:uuid:"}
    generated = {"_:g0": {"prov:entity": figure, "prov:activity": "counting"}}
    document = {"prefix": prefix, "entity": entities, "activity": activity}
    document |= {"wasGeneratedBy": generated, "wasDerivedFrom": derived}
    return _json(document, f"{tally.figure.code}.prov.json")


#: How a figure can be had, by the ending that names it.
FORMS: dict[str, Callable[[Tally], HttpResponse]] = {"csv": as_csv, "json": as_json, "prov.json": as_prov}
