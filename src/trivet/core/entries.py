"""Entries: one index row a version, for timelines, calendars and search over all registers at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet

from trivet.core.access import Access, access_of, near, shared_outside, with_outer
from trivet.core.history import Link, linked
from trivet.core.indexing import searchable
from trivet.core.names import foreign, reader_language
from trivet.core.records import FOREVER, State, Temporal
from trivet.core.storage import chunks, insert, overwrite, remove, set_column
from trivet.core.users import User
from trivet.core.withheld import released
from trivet.values.markings import Marking
from trivet.values.text import fold

_FULL_TEXT = "core_entry_text"
_FEW = 2000


class Entry(Temporal):
    """What the kernel knows of one version without opening its register.

    Captions and words name only what anybody may see, since readers of different rights share them; `captions` has
    those that differ from the English one, by language, and of a record with names by language all of them. Only live
    rows are searched. `marking` is the guard of the version. Partners stand in the link table and assigned bodies in
    the assignments, both by the record's identity.
    """

    row = models.BigIntegerField(primary_key=True)
    register = models.CharField(max_length=40)
    record = models.UUIDField()
    caption = models.CharField(max_length=400)
    captions = models.JSONField(default=dict)
    starts_earliest = models.DateField(null=True)
    starts_latest = models.DateField(null=True)
    ends_earliest = models.DateField(null=True)
    ends_latest = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    marking = models.SmallIntegerField()
    need_to_know = models.BooleanField()
    keeper = models.ForeignKey("core.Body", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10)
    folded = models.TextField()

    class Meta(Temporal.Meta):
        indexes = [
            models.Index(fields=["record", "vt", "vf"]),
            models.Index(fields=["vt", "-starts_earliest", "record"]),
        ]

    def __str__(self) -> str:
        return self.caption_in()

    def is_called(self, folded: str) -> bool:
        """Whether this is the whole caption in some language, folded."""
        return folded in {fold(caption) for caption in (self.caption, *self.captions.values())}

    def caption_in(self, language: str | None = None) -> str:
        """What names the record in a language (None: the reader's)."""
        return (self.captions or {}).get(language or reader_language()) or self.caption

    @property
    def language(self) -> str:
        """The language of its caption where the reader's is missing; else empty."""
        return foreign(self.captions or {}, self.caption)


def file_entries(rows: Sequence[Any]) -> None:
    """Put new entries (or anything with their columns) into the index."""
    last = Entry.objects.order_by("-row").values_list("row", flat=True).first() or 0
    for place, row in enumerate(rows, start=last + 1):
        row.row = place
    insert(Entry, rows)
    _add_texts([(row.row, row.folded) for row in rows])


def index_again(rows: QuerySet[Entry]) -> None:
    """Fill an empty full-text index with live entries, as after a restore."""
    for some in chunks(rows.values_list("row", "folded").iterator(chunk_size=2000), 2000):
        _add_texts(some)


def renew_entries(rows: Sequence[Any]) -> None:
    """Give live entries the captions and words of other rows for the same records, as when a partner is renamed."""
    fresh = {row.record: row for row in rows}
    for some in chunks(fresh):
        live = list(Entry.objects.filter(record__in=some, vt=FOREVER))
        _drop_texts([(row.row, row.folded) for row in live])
        for row in live:
            new = fresh[row.record]
            row.caption, row.captions, row.folded = new.caption, new.captions, new.folded
        overwrite(Entry, live)
        _add_texts([(row.row, row.folded) for row in live])


def _add_texts(texts: Sequence[tuple[int, str]]) -> None:
    """Put live texts into the full-text index (PostgreSQL keeps its own)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {_FULL_TEXT}(rowid, folded) VALUES (%s, %s)", texts)  # noqa: S608


def _drop_texts(texts: Sequence[tuple[int, str]]) -> None:
    if connection.vendor == "sqlite":
        drop = f"INSERT INTO {_FULL_TEXT}({_FULL_TEXT}, rowid, folded) VALUES ('delete', %s, %s)"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(drop, texts)


def close_entries(records: Sequence[Any], number: int) -> None:
    """Take the live entries of some records out of search and end them at a transaction."""
    for some in chunks(records):
        live = Entry.objects.filter(record__in=some, vt=FOREVER)
        _drop_texts(list(live.values_list("row", "folded")))
        remove(live.filter(vf=number))
        set_column(live, vt=number)


def visible_entries(user: User | Access | None, number: int | None = None) -> QuerySet[Entry]:
    """The entries a reader may see, now or as known after a transaction (by today's rights)."""
    access = user if isinstance(user, Access) else access_of(user)
    rows = Entry.objects.at(number)
    if number is None:
        return _visible(rows, access)
    rows = released(rows, "vf", number)
    if access.everything:
        return rows
    return _by_rights_of_today(rows, access)


def entries_for(access: Access, verb: str) -> QuerySet[Entry]:
    """The live entries of records that a reader may do something with: change them, decide on them and so on."""
    rows = _visible(Entry.objects.at(None), access)
    return rows if access.everything else rows.filter(near(access, verb, "record"), marking__lte=access.clearance)


def entries_since(user: User | Access | None, number: Any) -> QuerySet[Entry]:
    """The entries of versions written after a transaction (a number or an expression) that a reader may see today."""
    access = user if isinstance(user, Access) else access_of(user)
    rows = released(Entry.objects.filter(vf__gt=number), "vf", None)
    return rows if access.everything else _by_rights_of_today(rows, access)


def _by_rights_of_today(rows: QuerySet[Entry], access: Access) -> QuerySet[Entry]:
    """Versions that the reader may see: by the version's own guard, and by the record's as it stands now."""
    live = Entry.objects.at(None).filter(record=OuterRef("record")).filter(_seen(access, _ours(access)))
    if not access.mine:
        return rows.filter(_seen(access, Q()), Exists(live))
    shown = with_outer(live).filter(shared_outside() | _ours(access))
    return rows.filter(Exists(shown), marking__lte=access.clearance)


def _visible(rows: QuerySet[Entry], access: Access) -> QuerySet[Entry]:
    rows = released(rows, "vf")
    return rows if access.everything else rows.filter(_seen(access, _ours(access)))


def _ours(access: Access) -> Q:
    """The reader's bodies keep the record or are assigned to it."""
    return near(access, "list", "record")


def _seen(access: Access, ours: Q) -> Q:
    open_states = (State.IN_REVIEW, State.VERIFIED)
    published = Q(marking=Marking.PUBLIC, need_to_know=False, state__in=open_states)
    if not access.mine:
        return published
    return published | Q(marking__lte=access.clearance) & (Q(need_to_know=False, state__in=open_states) | ours)


def naming(user: User | Access | None, partner: Any, number: int | None = None) -> QuerySet[Entry]:
    """The entries that a reader may see and whose records name a partner, to be sorted whole: found by its links."""
    links = Link.objects.at(number).filter(partner=partner)
    if number is not None or connection.vendor != "sqlite":
        return visible_entries(user, number).filter(record__in=links.values("record"))
    # The plus keeps SQLite from walking all live entries by their day in search of a partner's few.
    rows: QuerySet[Entry] = Entry.objects.extra(where=[f"+core_entry.vt = {FOREVER}"])  # noqa: S610
    return _visible(
        rows.filter(record__in=links.values("record")), user if isinstance(user, Access) else access_of(user)
    )


def of_partner(rows: QuerySet[Entry], partner: Any, number: int | None = None) -> QuerySet[Entry]:
    """The entries whose records name a partner."""
    links = Link.objects.at(number).filter(partner=partner)
    if number is not None:  # a page of the past has no statement left to count them first
        return rows.filter(record__in=links.values("record"))
    return linked(rows, links, "record")


def _are_few(phrase: str) -> bool:
    """Whether so few entries match that it is quicker to read them all than to walk from the newest."""
    with connection.cursor() as cursor:
        matching = f"SELECT rowid FROM {_FULL_TEXT} WHERE {_FULL_TEXT} MATCH %s LIMIT {_FEW}"  # noqa: S608
        cursor.execute(f"SELECT count(*) FROM ({matching})", [phrase])  # noqa: S608
        return bool(cursor.fetchone()[0] < _FEW)


def find(
    user: User | Access | None, text: str, *, register: str = "", partner: Any = None, limit: int = 50
) -> list[Entry]:
    """The newest live entries that hold every word (each word may be a beginning), without regard to accents.

    Newest is by the day the thing began; what has no day comes last.
    """
    words = searchable(text).split()
    if not words:
        return []
    sqlite = connection.vendor == "sqlite"
    phrase = " AND ".join(f'"{word}"*' for word in words) if sqlite else " & ".join(f"{word}:*" for word in words)
    few = sqlite and _are_few(phrase)
    # The plus keeps SQLite from walking all live entries by their day in search of a few.
    every: QuerySet[Entry] = Entry.objects.all() if few else Entry.objects.at(None)
    if few:
        every = every.extra(where=[f"+core_entry.vt = {FOREVER}"])  # noqa: S610
    rows = _visible(every, user if isinstance(user, Access) else access_of(user))
    if register:
        rows = rows.filter(register=register)
    if partner is not None:
        rows = of_partner(rows, partner)
    if sqlite:
        match = f"core_entry.row IN (SELECT rowid FROM {_FULL_TEXT} WHERE {_FULL_TEXT} MATCH %s)"  # noqa: S608
    else:
        match = "to_tsvector('simple', core_entry.folded) @@ to_tsquery('simple', %s)"
    rows = rows.extra(where=[match], params=[phrase])  # noqa: S610
    return list(rows.order_by(models.F("starts_earliest").desc(nulls_last=True), "-row")[:limit])


def in_days(rows: QuerySet[Entry], first: date, last: date) -> QuerySet[Entry]:
    """The entries whose period touches some days; without an end a period is its start."""
    ends = Q(ends_latest__gte=first) | Q(ends_latest=None, starts_latest__gte=first)
    return rows.filter(ends, starts_earliest__lte=last)
