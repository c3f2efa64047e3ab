"""What every record owes: identity, keeper, marking, editorial state, and a version table made beside it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from trivet.core.fields import PartiesField, UncertainDateField, shadow_fields
from trivet.values.markings import Marking

#: The open end of a span of transactions: the row is what holds now.
FOREVER = 2**62


class WriteOutsideVerbs(RuntimeError):
    """A record was written past the verbs of core.actions, which alone keep history, audit and search true."""


class State(models.TextChoices):
    """The editorial life of a record; the act's own life is dated facts."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    VERIFIED = "verified", _("verified")
    WITHDRAWN = "withdrawn", _("withdrawn")


def _refuse(*_args: Any, **_kwargs: Any) -> Any:
    raise WriteOutsideVerbs("records are written by the verbs of trivet.core.actions only")


class TemporalQuerySet(models.QuerySet[Any]):
    """Rows that hold in a span [vf, vt) of transaction numbers."""

    def at(self, number: int | None) -> Self:
        """The rows as they stood after transaction `number`; None is now."""
        return self.filter(vt=FOREVER) if number is None else self.filter(vf__lte=number, vt__gt=number)

    create = bulk_create = update = delete = get_or_create = update_or_create = bulk_update = _refuse


class Temporal(models.Model):
    """A row of a table that is its own history."""

    row = models.BigAutoField(primary_key=True)
    vf = models.BigIntegerField()
    vt = models.BigIntegerField(default=FOREVER)

    objects: ClassVar[models.Manager[Any]] = TemporalQuerySet.as_manager()

    save = delete = _refuse

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_permissions = ()


class RecordQuerySet(models.QuerySet[Any]):
    """Live rows of a register; every surface starts from `restrict` in core.access."""

    create = bulk_create = update = delete = get_or_create = update_or_create = bulk_update = _refuse


class Version(Temporal):
    """One version of a record: all its fields as they stood in [vf, vt).

    `guard` is the marking a reader needs today for this version; it starts as the version's own marking and only
    the verbs redact (up) and declassify (down) move it.
    """

    uuid = models.UUIDField()
    guard = models.SmallIntegerField(default=0)

    live_model: ClassVar[type["Record"]]

    class Meta(Temporal.Meta):
        abstract = True


class PartType(ModelBase):
    """Gives uncertain dates their bounding columns."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> Any:
        for field in [key for key, value in attrs.items() if isinstance(value, UncertainDateField)]:
            attrs.update(shadow_fields(field))
        return super().__new__(mcs, name, bases, attrs, **kwargs)


class RecordType(PartType):
    """Gives each register the table of its versions and the indexes its period asks for."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> Any:
        period = getattr(attrs.get("Register"), "period", None)
        if not period or not isinstance(attrs.get(period[0]), UncertainDateField):
            period = None  # a wrong one is for the checks of the start to name
        if period:
            parent = attrs.get("Meta") or type("Meta", (bases[0].Meta,), {"abstract": False})  # type: ignore[attr-defined]
            index = models.Index(fields=[f"-{period[0]}_earliest", "uuid"])
            attrs["Meta"] = type("Meta", (parent,), {"indexes": [*getattr(parent, "indexes", []), index]})
        model = super().__new__(mcs, name, bases, attrs, **kwargs)
        if not model._meta.abstract:
            model.Version = _version_of(model, period)
        return model


def _version_of(model: Any, period: tuple[str, str | None] | None) -> type[Version]:
    """The table of all versions of a register, with the same field names as the register itself."""
    attrs: dict[str, Any] = {"__module__": model.__module__, "live_model": model}
    for field in model._meta.local_concrete_fields:
        if not field.primary_key:
            attrs[field.name] = _copy(field, model)
    attrs.update({key: value for key, value in vars(model).items() if isinstance(value, PartiesField)})
    indexes = [models.Index(fields=["uuid", "vt", "vf"])]
    if period:
        indexes.append(models.Index(fields=[f"-{period[0]}_earliest", "uuid", "vf", "vt"]))
    meta = {
        "app_label": model._meta.app_label,
        "unique_together": [("uuid", "vf")],
        "indexes": indexes,
        "verbose_name": model._meta.verbose_name,
        "ordering": model._meta.ordering,
    }
    attrs["Meta"] = type("Meta", (Version.Meta,), meta)
    for name in ("__str__", "caption", "name_in"):
        if name in vars(model):
            attrs[name] = vars(model)[name]
    return type(f"{model.__name__}Version", (Version,), attrs)


def _copy(field: Any, model: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        to: Any = field.remote_field.model
        return models.ForeignKey(
            f"{model._meta.app_label}.{model.__name__}" if to == "self" else to,
            models.DO_NOTHING,
            null=field.null,
            blank=field.blank,
            verbose_name=field.verbose_name,
            editable=field.editable,
            db_constraint=False,
            db_index=False,
            related_name="+",
        )
    _name, _path, args, kwargs = field.deconstruct()
    kwargs.pop("unique", None)
    kwargs.pop("db_index", None)
    return type(field)(*args, **kwargs)


def marked(level: Marking) -> "models.SmallIntegerField[Any, Any]":
    """The column of a record's marking; a register whose records are sensitive begins with a higher one."""
    choices = [(one.value, one.name) for one in Marking]
    return models.SmallIntegerField(_("marking"), default=level, choices=choices)


def needed(first: bool) -> "models.BooleanField[Any, Any]":
    """The column that shuts out all who need not know; `first` is what a new record begins with."""
    return models.BooleanField(_("need to know"), default=first)


class Record(models.Model, metaclass=RecordType):
    """Something the record keeps: held by one body, marked, reviewed, sourced, and remembered in every version.

    `key` is a short stable name within the register, used to join rows of files; it may be missing. `keeper` is the
    body that holds the master (missing only for what the installation itself brought). `need_to_know` shuts out all
    but the keeper and the assigned bodies. `author` wrote the present content: another person must verify it.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=120, null=True, blank=True, unique=True)
    keeper = models.ForeignKey(
        "core.Body", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("keeper")
    )
    marking = marked(Marking.PUBLIC)
    need_to_know = needed(False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    author = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+")
    note = models.TextField(_("note"), blank=True, default="")
    version = models.BigIntegerField(default=0, editable=False)

    objects: ClassVar[models.Manager[Any]] = RecordQuerySet.as_manager()
    Version: ClassVar[type[Version]]

    save = delete = _refuse

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_permissions = ()

    def owned_problems(self, parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterable[tuple[str, str, str]]:
        """What is wrong with owned rows that are to stand from now on: the kind of row, the field and the way out.

        Asked of what forms, files and programs write; the room of the register answers for what it writes itself.
        """
        return ()


class Part(Temporal, metaclass=PartType):
    """A row owned by one record (a leg, a ratification): it has its own identity and history, and no life alone.

    A concrete part declares `owner`, a foreign key to its register.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Temporal.Meta):
        abstract = True
        ordering = ("position", "row")
