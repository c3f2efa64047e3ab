"""Partners of the catalogue that come into the record: with their source, those before them, and their successors."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.access import restrict
from trivet.core.actions import change_many, create_many
from trivet.core.exchange import identity
from trivet.core.history import unit
from trivet.core.partners import Partner
from trivet.core.sources import Source
from trivet.core.storage import chunks
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.core.writing import Draft
from trivet.intake.naming.catalogue import Entry, authorities, catalogue


def create_entries(entries: Iterable[Entry], *, actor: User, reason: str, keeper: UUID | None = None) -> list[Partner]:
    """Create what of these the record has not, and the predecessors that they name; all or none.

    A partner of the record that succeeds exactly one of the catalogue, and names no predecessor yet, gets it, where
    the actor may change it. Raises Invalid, NotAllowed.
    """
    wanted = {entry.key: entry for one in entries for entry in _line(one)}
    there = _present(wanted)
    coming = [entry for key, entry in sorted(wanted.items()) if key not in there]
    if not coming:
        return []
    known = there | _present({entry.predecessor for entry in coming} - set(wanted))
    known |= {entry.key: identity("partners", entry.key) for entry in coming}
    with unit(actor, reason):
        cited = _sources({entry.source for entry in coming}, actor, reason, keeper)
        drafts = [_draft(entry, known, cited[entry.source], keeper) for entry in coming]
        made: list[Partner] = create_many(Partner, drafts, actor=actor, reason=reason, submit=True)
        _link_successors({entry.key for entry in coming}, actor, reason)
    return made


def in_record(key: str, *, actor: User, reason: str, keeper: UUID | None = None) -> Partner:
    """The partner of this key: of the record, or brought into it from the catalogue.

    So that somebody can choose a candidate. Raises Invalid when neither has the key or the actor may not see it.
    """
    entry = catalogue().get(key)
    if entry is not None:
        create_entries([entry], actor=actor, reason=reason, keeper=keeper)
    found: Partner | None = restrict(Partner.objects.filter(key=key), actor, "view").first()
    if found is None:
        raise Invalid([Problem(key, "partner", _("There is no partner with this key."))])
    return found


def _line(entry: Entry) -> Iterable[Entry]:
    """An entry and all before it that the catalogue has."""
    seen: dict[str, Entry] = {}
    one: Entry | None = entry
    while one is not None and one.key not in seen:
        seen[one.key] = one
        one = catalogue().get(one.predecessor)
    return seen.values()


def _present(keys: Iterable[str]) -> dict[str, UUID]:
    """Which of the keys are partners of the record."""
    found: dict[str, UUID] = {}
    for some in chunks([key for key in keys if key]):
        found |= dict(Partner.objects.filter(key__in=some).values_list("key", "pk"))
    return found


def _draft(entry: Entry, known: dict[str, UUID], source: UUID, keeper: UUID | None) -> Draft:
    values = {
        "key": entry.key,
        "kind": entry.kind,
        "name": entry.name,
        "names": dict(entry.names),
        "starts": str(entry.starts or ""),
        "ends": str(entry.ends or ""),
        "predecessor": known.get(entry.predecessor),
        "keeper": keeper,
        "note": entry.note,
    }
    cited = [{"source": source, "confidence": authorities()[entry.source].confidence}]
    where = f"partners.csv {entry.key}"
    return Draft(values, citations=cited, uuid=identity("partners", entry.key), where=where)


def _sources(keys: set[str], actor: User, reason: str, keeper: UUID | None) -> dict[str, UUID]:
    """The sources of these keys, created where the record has none."""
    found: dict[str, UUID] = dict(Source.objects.filter(key__in=keys).values_list("key", "pk"))
    drafts = []
    for key in sorted(keys - set(found)):
        one = authorities()[key]
        values = {"key": key, "title": one.title, "publisher": one.publisher, "address": one.address, "keeper": keeper}
        drafts.append(Draft(values, uuid=identity("sources", key), where=f"sources.csv {key}"))
    if drafts:
        made = create_many(Source, drafts, actor=actor, reason=reason, submit=True)
        found |= {one.key: one.pk for one in made}
    return found


def _link_successors(keys: set[str], actor: User, reason: str) -> None:
    """Name a new partner as predecessor where the record has its successor and nobody else comes before that one."""
    before = Counter(successor for entry in catalogue().values() for successor in entry.successors)
    only = {s: key for key in sorted(keys) for s in catalogue()[key].successors if before[s] == 1}
    later = Partner.objects.filter(key__in=only, predecessor=None)
    drafts = [
        Draft({"predecessor": identity("partners", only[one.key])}, uuid=one.pk, where=f"partners.csv {one.key}")
        for one in restrict(later, actor, "change")
    ]
    if drafts:
        change_many(Partner, drafts, actor=actor, reason=reason)
