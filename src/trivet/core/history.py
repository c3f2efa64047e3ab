"""Two times: transactions in commit order, and everything as it was known after any of them."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import UncertainDateField
from trivet.core.partners import Partner
from trivet.core.records import Part, PartType, Record, Temporal
from trivet.core.register import register_of
from trivet.core.several import several
from trivet.core.sources import Citation
from trivet.core.storage import chunks, count_again
from trivet.core.users import User

#: From so many links on a partner's records are found by walking the list.
_MANY = 2000


class Chain(models.Model):
    """The one row that every write locks: it makes the order of numbers the order of commits."""

    number = models.BigIntegerField(default=0)
    moment = models.DateTimeField(null=True)
    sequence = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}/{self.sequence}"


class Transaction(models.Model):
    """One act of writing: who, when (UTC) and why; its number is its place in commit order."""

    number = models.BigIntegerField(primary_key=True)
    moment = models.DateTimeField(_("moment"), db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("actor"))
    reason = models.TextField(_("reason"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.moment:%Y-%m-%d %H:%M} {self.reason}"


class Link(Temporal):
    """That a record names a partner, in one of its fields, for a span of transactions."""

    register = models.CharField(max_length=40)
    record = models.UUIDField()
    field = models.CharField(max_length=60)
    partner = models.ForeignKey("core.Partner", models.PROTECT, db_index=False, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta(Temporal.Meta):
        indexes = [
            models.Index(fields=["partner", "vt", "vf", "record"]),
            models.Index(fields=["record", "vt", "vf", "partner"]),
        ]


class Assignment(Temporal, metaclass=PartType):
    """What a body (and by it a pillar) does in a record: lead, co-lead, support, consult or inform."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_LEAD = "co-lead", _("co-lead")
        SUPPORT = "support", _("support")
        CONSULT = "consult", _("consult")
        INFORM = "inform", _("inform")

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    record = models.UUIDField()
    body = models.ForeignKey("core.Body", models.PROTECT, related_name="+", verbose_name=_("body"))
    pillar = models.SlugField(_("pillar"), blank=True, default="")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.SUPPORT)
    starts = UncertainDateField(_("starts"))
    ends = UncertainDateField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True, default="")
    purpose = models.TextField(_("purpose"), blank=True, default="")

    class Meta(Temporal.Meta):
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        ordering = ("row",)
        indexes = [
            models.Index(fields=["record", "vt", "vf"]),
            models.Index(fields=["body", "vt", "record"]),
        ]


@dataclass
class Unit:
    """An open transaction: its number and what it has to tell the audit at its end."""

    transaction: Transaction
    chain: Chain
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.transaction.number

    @property
    def actor(self) -> User:
        return self.transaction.actor


_open: ContextVar[Unit | None] = ContextVar("trivet_unit", default=None)


def open_unit() -> Unit | None:
    """The transaction this thread of work is in, if any."""
    return _open.get()


@contextmanager
def unit(actor: User, reason: str) -> Iterator[Unit]:
    """One transaction with a number, an actor and a reason; a verb inside a verb joins the outer one."""
    outer = _open.get()
    if outer is not None:
        if outer.actor.pk != actor.pk:
            raise ValueError("a transaction has one actor")
        yield outer
        return
    if not reason.strip():
        raise ValueError("a write needs a reason")
    with transaction.atomic():
        chain = Chain.objects.select_for_update().get(pk=1)
        begun = chain.sequence
        chain.number += 1
        chain.moment = max(timezone.now(), (chain.moment or timezone.now() - timedelta(1)) + timedelta(microseconds=1))
        opened = Transaction(number=chain.number, moment=chain.moment, actor=actor, reason=reason)
        opened.save(force_insert=True)
        current = Unit(opened, chain)
        token = _open.set(current)
        try:
            yield current
        finally:
            _open.reset(token)
        if chain.sequence == begun:  # nothing was written, so there is nothing to remember
            opened.delete()
        else:
            chain.save()
            count_again(chain.sequence - begun)


def number_at(known: datetime | None) -> int | None:
    """The last transaction committed up to a moment (UTC-aware); None stands for now."""
    if known is None:
        return None
    last = Transaction.objects.filter(moment__lte=known).order_by("-moment").values_list("number", flat=True).first()
    return last or 0


def attach(
    rows: list[Any], number: int | None, *, parts: bool = False, known: dict[Any, Partner] | None = None
) -> list[Any]:
    """Load the parties (and the parts) of some rows of one register, as they stood after a transaction.

    Whoever reads many rows gives `known`, the partners met so far, so that each is read once.
    """
    if not rows:
        return rows
    register = register_of(type(rows[0]))
    many = register.many_parties
    ids = [row.uuid for row in rows]
    if many:
        links = Link.objects.at(number).filter(record__in=ids, field__in=list(many))
        found = _partners_of(links.order_by("field", "position", "row"), known)
        for row in rows:
            for name in many:
                setattr(row, name, found[row.uuid, name])
    return attach_parts(rows, number) if parts else rows


def attach_parts(rows: list[Any], number: int | None) -> list[Any]:
    """Load the owned rows of some rows of one register, as they stood after a transaction.

    Several kinds come in one statement; then links of theirs are not followed.
    """
    register, ids = register_of(type(rows[0])) if rows else None, [row.uuid for row in rows]
    names = register.parts if register else ()
    models_ = {name: register.part_model(name) for name in names} if register else {}
    if len(names) < 2:
        found = {name: parts_of(model, ids, number) for name, model in models_.items()}
    else:
        queries = [m.objects.at(number).filter(owner_id__in=ids).order_by("position", "row") for m in models_.values()]
        found = {name: _by_owner(owned) for name, owned in zip(names, several(queries), strict=True)}
    for name, owned in found.items():
        for row in rows:
            row.__dict__[f"{name}_rows"] = owned.get(row.uuid, [])
    return rows


def _by_owner(rows: list[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.owner_id].append(row)
    return found


def _partners_of(
    links: models.QuerySet[Link], known: dict[Any, Partner] | None
) -> dict[tuple[Any, str], list[Partner]]:
    """The partners of some links in their order, by record and field."""
    found: dict[tuple[Any, str], list[Partner]] = defaultdict(list)
    if known is None:
        for link in links.select_related("partner"):
            found[link.record, link.field].append(link.partner)
        return found
    listed = list(links.values_list("record", "field", "partner_id"))
    for some in chunks({partner for _record, _field, partner in listed} - known.keys()):
        known |= Partner.objects.in_bulk(some)
    for record, name, partner in listed:
        found[record, name].append(known[partner])
    return found


def linked(
    rows: models.QuerySet[Any], links: models.QuerySet[Any], column: str = "uuid", *, past: bool = False
) -> models.QuerySet[Any]:
    """Those rows whose record has one of some links: of few by the links, of many by a walk that stops early."""
    if links[:_MANY].count() < _MANY:
        return rows.filter(**{f"{column}__in": links.values("record")})
    own = links.filter(record=models.OuterRef(column))
    if not past:  # of the past as a value: for an EXISTS PostgreSQL gathers all links first at some moments
        return rows.filter(models.Exists(own))
    return rows.alias(linked=models.Subquery(own.order_by().values("partner")[:1])).exclude(linked=None)  # type: ignore[no-any-return]


def parts_of(part: type[Part], ids: list[Any], number: int | None) -> dict[Any, list[Any]]:
    """The owned rows of some records by owner, as they stood after a transaction."""
    related = [f.name for f in part._meta.fields if f.many_to_one and f.name != "owner"]
    rows = part.objects.at(number).filter(owner_id__in=ids).select_related(*related).order_by("position", "row")
    return _by_owner(list(rows))


def with_parts(row: Any, number: int | None) -> Any:
    """One record (from its register or its versions) with its owned rows of all kinds, read in one statement."""
    names = register_of(type(row)).parts
    models_ = [register_of(type(row)).part_model(name) for name in names]
    owned = [part.objects.at(number).filter(owner_id=row.uuid).order_by("position", "row") for part in models_]
    for name, rows in zip(names, several(owned), strict=True):
        row.__dict__[f"{name}_rows"] = rows
    return row


def citations_of(ids: list[Any], number: int | None) -> dict[Any, list[Citation]]:
    """The citations of some records, as they stood after a transaction."""
    found: dict[Any, list[Citation]] = defaultdict(list)
    for row in Citation.objects.at(number).filter(record__in=ids).select_related("source"):
        found[row.record].append(row)
    return found


def assignments_of(ids: list[Any], number: int | None) -> dict[Any, list[Assignment]]:
    """Who does what in some records, as it stood after a transaction."""
    found: dict[Any, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.at(number).filter(record__in=ids).select_related("body"):
        found[row.record].append(row)
    return found


@dataclass(frozen=True)
class Difference:
    """One field that two versions do not share."""

    field: str
    before: Any
    after: Any


def differences(before: Any, after: Any) -> list[Difference]:
    """What changed between two versions of a record, in the order of its fields."""
    register = register_of(type(after))
    model: type[Record] = register.model
    # What only a room of its own writes and no page features means nothing to a reader.
    left_out = {"uuid", "version", "author"} | set(register.sealed) - set(register.featured)
    found = []
    for column in model._meta.local_concrete_fields:
        if column.name in left_out or column.name.endswith(("_earliest", "_latest")):
            continue
        old, new = (getattr(row, column.attname) if row else None for row in (before, after))
        if old != new:
            found.append(Difference(column.name, old, new))
    return found
