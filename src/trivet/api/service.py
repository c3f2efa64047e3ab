"""The interface put together: an address for each register and verb, its description, and its answers to errors."""

import json
from http.client import responses
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, NinjaAPI, Query, Router
from ninja.parser import Parser

from trivet import __version__
from trivet.api import record_views, shared_views, writing_views
from trivet.api.asked import EntriesAsked, FigureAsked, HistoryAsked, RecordAsked, SearchAsked, list_asked
from trivet.api.callers import Bearer
from trivet.api.problems import MEDIA_TYPE, answer_problems
from trivet.api.shapes import CiteIn, HistoryOut, MoveIn, ProblemOut, shapes_of
from trivet.core.register import Register, registers

_ABOUT = """Everything a reader may see, and every verb they may do, for programs.

Without a token one reads what is published. A token (made at /account/tokens/) is sent as `Authorization: Bearer …`;
it never reaches further than the rights of its owner. Every change needs a reason, and as `If-Match` the ETag of the
version that was read: a lost update is answered with both versions. `known=` answers as the record was known then.
Errors are problems of RFC 9457 that name row and field, in the language of `Accept-Language`."""
_QUERY: Any = Query(...)  # type: ignore[type-arg]
_BODY: Any = Body(...)  # type: ignore[type-arg]
_READING = frozenset({400, 401, 403, 404, 429, 503})
_CREATING = frozenset({400, 401, 403, 422, 429, 503})
_CHANGING = frozenset({400, 401, 403, 404, 422, 428, 429, 503})


class StrictParser(Parser):
    """JSON whose texts every database can keep: no zero characters, no halves of letters."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = super().parse_body(request)
        told = json.dumps(body, ensure_ascii=False)
        told.encode()
        if "\\u0000" in told:
            raise ValueError("a zero character")
        return body


def make_api() -> NinjaAPI:
    """The interface over every register."""
    api = _Interface(
        title="Trivet",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        urls_namespace="api",
        auth=Bearer(),
        parser=StrictParser(),
    )
    answer_problems(api)
    api.add_router("", _shared())
    for code, register in registers().items():
        api.add_router(f"/registers/{code}", _of_register(code, register), tags=[code])
    return api


class _Interface(NinjaAPI):
    """Describes problems under their own media type, and that reading needs no token; once, for it takes a second."""

    described: Any = None

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """An answer that nobody keeps: the next reader of the same address may see less."""
        answer = super().create_temporal_response(request)
        answer["Cache-Control"] = "no-store"
        return answer

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        if self.described is None:
            self.described = self._describe(super().get_openapi_schema(**kwargs))
        return self.described

    def _describe(self, schema: Any) -> Any:
        for path in schema["paths"].values():
            for method, operation in path.items():
                if method == "get":
                    operation["security"] = [{}, *operation.get("security", [])]
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
                    answer.setdefault("description", responses.get(int(status), ""))
        return schema


def _problems(statuses: frozenset[int]) -> dict[Any, Any]:
    return {statuses: ProblemOut}


def _typed(view: Any, name: str, **kinds: Any) -> Any:
    """A view under a name of its own, with the kinds of its parameters."""
    view.__annotations__ |= kinds
    view.__name__ = name
    return view


def _shared() -> Router:
    router = Router(tags=["shared"])

    def search(request: HttpRequest, query: SearchAsked = _QUERY) -> Any:
        return shared_views.search(request, query)

    def entries(request: HttpRequest, query: EntriesAsked = _QUERY) -> Any:
        return shared_views.entries(request, query)

    def figure(request: HttpRequest, code: str, query: FigureAsked = _QUERY) -> Any:
        return shared_views.one_figure(request, code, query)

    found = (
        ("/registers", shared_views.list_registers, list[shared_views.RegisterOut]),
        ("/search", search, shared_views.FoundOut),
        ("/entries", entries, shared_views.EntriesOut),
        ("/figures", shared_views.list_figures, list[shared_views.FigureOut]),
        ("/figures/{code}", figure, shared_views.TallyOut),
    )
    for path, view, out in found:
        router.add_api_operation(path, ["GET"], view, by_alias=True, response={200: out, **_problems(_READING)})
    return router


def _of_register(code: str, register: Register) -> Router:
    router = Router()
    _add_reading(router, code, register)
    _add_writing(router, code, register)
    return router


def _add_reading(router: Router, code: str, register: Register) -> None:
    shapes, problems = shapes_of(code, register), _problems(_READING)

    def listed(request: HttpRequest, query: Any = _QUERY) -> Any:
        return record_views.list_records(request, register, query)

    def one(request: HttpRequest, response: HttpResponse, uuid: UUID, query: RecordAsked = _QUERY) -> Any:
        return record_views.one_record(request, register, uuid, query, response)

    def history(request: HttpRequest, uuid: UUID, query: HistoryAsked = _QUERY) -> Any:
        return record_views.history(request, register, uuid, query)

    found = (
        ("", _typed(listed, f"list_{code}", query=list_asked(register)), shapes.page),
        ("/{uuid:uuid}", _typed(one, f"read_{code}"), shapes.record),
        ("/{uuid:uuid}/history", _typed(history, f"history_of_{code}"), HistoryOut),
    )
    for path, view, out in found:
        router.add_api_operation(path, ["GET"], view, by_alias=True, response={200: out, **problems})


def _add_writing(router: Router, code: str, register: Register) -> None:
    shapes = shapes_of(code, register)

    def create(request: HttpRequest, response: HttpResponse, body: Any = _BODY) -> Any:
        return writing_views.create_one(request, register, body, response)

    def create_batch(request: HttpRequest, body: Any = _BODY) -> Any:
        return writing_views.create_batch(request, register, body)

    def change(request: HttpRequest, response: HttpResponse, uuid: UUID, body: Any = _BODY) -> Any:
        return writing_views.change_one(request, register, uuid, body, response)

    def move(request: HttpRequest, response: HttpResponse, uuid: UUID, body: MoveIn = _BODY) -> Any:
        return writing_views.move_one(request, register, uuid, body, response)

    def cite(request: HttpRequest, response: HttpResponse, uuid: UUID, body: CiteIn = _BODY) -> Any:
        return writing_views.cite_one(request, register, uuid, body, response)

    read, new = shapes.record, _problems(_CREATING)
    changed = {200: read, 204: None, 412: shapes.conflict, **_problems(_CHANGING)}
    batch = _typed(create_batch, f"create_many_{code}", body=shapes.batch)
    found = (
        ("POST", "", _typed(create, f"create_{code}", body=shapes.new), {201: read, **new}),
        ("POST", "/batch", batch, {201: shapes.created, **new}),
        ("PATCH", "/{uuid:uuid}", _typed(change, f"change_{code}", body=shapes.change), changed),
        ("POST", "/{uuid:uuid}/moves", _typed(move, f"move_{code}"), changed),
        ("POST", "/{uuid:uuid}/citations", _typed(cite, f"cite_{code}"), changed),
    )
    match = {"in": "header", "name": "If-Match", "required": False, "schema": {"type": "string"}}
    match["description"] = "The ETag of the version that was read; without it the answer is 428."
    for method, path, view, out in found:
        extra = {"parameters": [match]} if "uuid" in path else {}
        router.add_api_operation(path, [method], view, by_alias=True, response=out, openapi_extra=extra)
