"""What goes wrong, as problem+json (RFC 9457): each problem names its row and field, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from trivet.core.actions import NotAllowed
from trivet.core.asking import BadValue
from trivet.core.office import NoOffice
from trivet.core.validation import Invalid, Problem
from trivet.figures.figure import UnknownFigure

MEDIA_TYPE = "application/problem+json"
#: What each status means here.
TITLES = {
    400: gettext_lazy("This request cannot be read"),
    401: gettext_lazy("Say who you are"),
    403: gettext_lazy("You may not do this"),
    404: gettext_lazy("There is no such thing, or you may not see it"),
    412: gettext_lazy("It was changed meanwhile"),
    422: gettext_lazy("This cannot be written"),
    428: gettext_lazy("Say which version you read"),
    429: gettext_lazy("Too many requests"),
    503: gettext_lazy("There is no record here yet"),
}
#: What a value of the wrong kind is told, by the names that pydantic gives its findings.
_KINDS = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "string_type": gettext_lazy("Write a text."),
    "bool_type": gettext_lazy("Write true or false."),
    "bool_parsing": gettext_lazy("Write true or false."),
    "int_type": gettext_lazy("Write a whole number."),
    "int_parsing": gettext_lazy("Write a whole number."),
    "int_parsing_size": gettext_lazy("Write a smaller number."),
    "int_from_float": gettext_lazy("Write a whole number."),
    "float_type": gettext_lazy("Write a number."),
    "list_type": gettext_lazy("Write a list."),
    "dict_type": gettext_lazy("Write an object."),
    "model_attributes_type": gettext_lazy("Write an object."),
    "uuid_type": gettext_lazy("Write an identity (UUID)."),
    "uuid_parsing": gettext_lazy("Write an identity (UUID)."),
}


class Refused(Exception):
    """A request that is answered with a problem; `more` are further members of the answer."""

    def __init__(self, status: int, detail: str = "", problems: Iterable[Problem] = (), **more: Any) -> None:
        self.status, self.detail, self.problems, self.more = status, detail, list(problems), more
        super().__init__(detail)


def problem(status: int, detail: str = "", problems: Iterable[Problem] = (), **more: Any) -> HttpResponse:
    """An answer of RFC 9457, with `errors` for what is wrong at which row and field."""
    told: dict[str, Any] = {"type": "about:blank", "title": str(TITLES[status]), "status": status}
    errors = [{"where": one.where, "field": one.field, "detail": str(one.message)} for one in problems]
    told |= {"detail": detail or "; ".join(": ".join(filter(None, one.values())) for one in errors[:5])}
    text = json.dumps({**told, "errors": errors, **more}, cls=DjangoJSONEncoder, ensure_ascii=False)
    answer = HttpResponse(text.encode("utf-8", "replace"), content_type=MEDIA_TYPE, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    answer["Cache-Control"] = "no-store"
    return answer


def _malformed(error: ValidationError) -> HttpResponse:
    """Values of the wrong kind, in the address (400) or in the body (422)."""
    in_body = any(one["loc"][0] == "body" for one in error.errors)
    found = dict.fromkeys(_finding(one) for one in error.errors)
    return problem(422 if in_body else 400, problems=found)


def _finding(one: dict[str, Any]) -> Problem:
    path = [step for step in one["loc"][1:] if step not in {"body", "query", "fields", "parts"}]
    while path and one["type"] not in {"missing", "extra_forbidden"} and path[-1] in {"int", "float", "str"}:
        path.pop()  # the branch of a field that takes several kinds
    where = ""
    for step in path[:-1]:
        where += f"[{step}]" if isinstance(step, int) else f" {step}"
    return Problem(where.strip(), str(path[-1]) if path else "", _words(one))


def _words(one: dict[str, Any]) -> str:
    kind, given = one["type"], one.get("ctx", {})
    if kind == "literal_error":
        choices = {"value": str(one.get("input"))[:60], "choices": given.get("expected", "").replace(" or ", ", ")}
        return str(_("“%(value)s” is none of: %(choices)s.") % choices)
    if kind in {"greater_than_equal", "less_than_equal"}:
        words = _("Write at least %s.") if "ge" in given else _("Write at most %s.")
        return str(words % given.get("ge", given.get("le")))
    if kind in {"too_long", "too_short"}:
        told = _("At most %s rows at once.") if kind == "too_long" else _("At least %s row.")
        return str(told % given.get("max_length", given.get("min_length")))
    return str(_KINDS.get(kind) or _("This cannot be read."))


def _limited(error: Throttled) -> HttpResponse:
    answer = problem(429, _("Ask again in %s seconds.") % max(1, round(error.wait or 1)))
    answer["Retry-After"] = str(max(1, round(error.wait or 1)))
    return answer


#: How each kind of error is answered; what is not here is a fault of ours.
_ANSWERS: dict[type[Exception], Callable[[Any], HttpResponse]] = {
    Refused: lambda error: problem(error.status, error.detail, error.problems, **error.more),
    BadValue: lambda error: problem(400, str(error)),
    Http404: lambda error: problem(404),
    UnknownFigure: lambda error: problem(404, str(error)),
    NotAllowed: lambda error: problem(403, str(error)),
    Invalid: lambda error: problem(422, problems=error.problems),
    NoOffice: lambda error: problem(503, str(error)),
    ValidationError: _malformed,
    Throttled: _limited,
    HttpError: lambda error: problem(error.status_code, _("The body is no JSON.")),
}


def answer_problems(api: NinjaAPI) -> None:
    """Have an interface answer every error of ours as a problem."""
    for kind, answer in _ANSWERS.items():
        api.add_exception_handler(kind, _handler(answer))


def _handler(answer: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: answer(error)
