"""What the addresses of the interface may ask, and how it is read."""

from typing import Any, Literal

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

from trivet.api.problems import Refused
from trivet.api.shapes import MOST_TOGETHER, PAGE, StateName, shaped
from trivet.core.columns import field_of
from trivet.core.fields import PartiesField
from trivet.core.linked import links_to
from trivet.core.register import Register, registers
from trivet.core.validation import Problem

_KNOWN = "As known at this moment: 2024-12-31, or 2024-12-31T18:00Z."
_SINCE = "Only what a later transaction than this wrote: the highest `version` of your last reading."
_SIZE = f"Records on a page; more than {PAGE} are an export, which holds what the reader may export."


class Asked(Schema):
    """What may be asked at one address."""


class RecordAsked(Asked):
    """Of one record."""

    known: str = Field("", description=_KNOWN)


class HistoryAsked(RecordAsked):
    """Of a record's history."""

    before: int | None = Field(None, description="Only versions before this one.", ge=1, le=2**62)


class SearchAsked(Asked):
    """Of the search over all registers."""

    q: str = Field("", description="Every word must occur; accents do not matter.")
    register_code: Literal[("", *registers())] = Field(  # type: ignore[valid-type]
        "", alias="register", description="One register only."
    )
    limit: int = Field(50, ge=1, le=100)


class FigureAsked(RecordAsked):
    """Of one figure."""

    on: str = Field("", description="The day a stock is counted on: 2024-12-31. Without it, today.")
    period: str = Field("", description="The period a flow is counted over: 2024, 2024-33, 2024-01/2024-06.")


class EntriesAsked(RecordAsked):
    """Of the entries of all registers."""

    first: str = Field("", alias="from", description="The first day.")
    last: str = Field("", alias="to", description="The last day.")
    partner: str = Field("", description="The identity or the key of a partner.")
    after: str = Field("", description="`next` of the page before.")
    size: int = Field(50, ge=1, le=PAGE)


def list_asked(register: Register) -> type[Schema]:
    """What may be asked of a register's list: its filters, as `core.filters` makes them, and what all lists take."""
    fields: dict[str, tuple[Any, ...]] = {
        "q": (str, Field("", description="Every word must occur; accents do not matter.")),
        "on": (str, Field("", description="Only what certainly held on this day: 2024-12-31.")),
        "possible": (bool, Field(False, description="With `on`, also what may have held.")),
        "since": (int | None, Field(None, description=_SINCE, ge=0, le=2**62)),
        "after": (str, Field("", description="`next` of the page before.")),
        "size": (int, Field(50, description=_SIZE, ge=1, le=MOST_TOGETHER)),
        "state": (StateName, Field(None)),
    }
    filters = {name: told for name in register.featured if (told := _filter(field_of(register, name)))}
    return shaped(f"{register.model.__name__}Asked", RecordAsked, fields | filters)


def _filter(column: Any) -> tuple[Any, ...] | None:
    title = str(column.verbose_name)
    if isinstance(column, PartiesField) or links_to(column):
        return str, Field("", title=title, description="An identity, a key or a name.")
    if isinstance(column, models.BooleanField):
        return Literal["yes", "no"], Field(None, title=title)
    if column.choices:
        return Literal[tuple(str(code) for code, _label in column.flatchoices)], Field(None, title=title)
    return (str, Field("", title=title)) if isinstance(column, models.SlugField) else None


def only_known(request: HttpRequest, query: Schema) -> Schema:
    """The question, when the address asks nothing else: a misspelt filter must not be taken for none."""
    known = [field.alias or name for name, field in type(query).model_fields.items()]
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        told = _("This address knows only: %s.") % ", ".join(known)
        raise Refused(400, problems=[Problem("", name[:60], told) for name in unknown[:10]])
    return query
