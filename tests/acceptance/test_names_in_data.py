"""The names of partners in the real data: how many become partners, and what some of them mean by date."""

from collections import Counter
from pathlib import Path

import pycountry
import pytest

from tests.acceptance import named
from tests.acceptance.shared import shared
from tests.people import People
from trivet.intake.resolving import Resolver, Unresolved
from trivet.values.dates import parse_date

_SHARED = shared()
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SHARED is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]
_NUMBERS = {country.numeric for country in pycountry.countries}

#: Stream, its names, and how much of its rows must be resolved at least.
_SETS = [
    ("historyatstate-visits", named.visits, 1),
    ("historyatstate-travels", named.travels, 1),
    # Under a few headings stand people of whom the list tells no day and who may have gone to either state.
    ("historyatstate-pocom", named.pocom, 0.996),
    ("historyatstate-rdcr", named.rdcr, 1),
    ("wikidata-embassies", named.embassies, 1),
    ("un-treaties", named.un_treaties, 1),
    ("desta", named.desta, 1),
    ("uk-treaties", named.uk_treaties, 0.985),
]


@pytest.mark.parametrize(("stream", "names", "share"), _SETS, ids=[one[0] for one in _SETS])
def test_names_become_partners(office: People, stream: str, names, share: float, record_property) -> None:
    assert _SHARED is not None
    resolver, asked, open_ = Resolver(stream), Counter(), Counter()
    for text, day in names(_SHARED / "data"):
        if stream == "desta" and text.zfill(3) in _NUMBERS:
            continue
        asked[text] += 1
        found = resolver.partner(text, parse_date(day) if day else None)
        if isinstance(found, Unresolved):
            assert len(found.candidates) <= 5
            open_[text] += 1
    rows, labels = asked.total() - open_.total(), len(asked) - len(open_)
    record_property("measured", f"{stream}: {rows} of {asked.total()} rows, {labels} of {len(asked)} names whole")
    assert asked and rows / asked.total() >= share, open_.most_common(40)


def test_what_is_resolved_can_be_created(office: People) -> None:
    assert _SHARED is not None
    resolver = Resolver("uk-treaties")
    for text, day in named.uk_treaties(Path(_SHARED) / "data"):
        resolver.partner(text, parse_date(day) if day else None)
    made = resolver.create(actor=office.clerk, reason="parties of treaties", keeper=office.ministry.pk)
    assert len(made) > 200 and not resolver.create(actor=office.clerk, reason="again", keeper=office.ministry.pk)
    again = Resolver("uk-treaties")
    found = again.partner("SOVIET UNION", parse_date("1960-01-01"))
    assert found.key == "SUHH" and found.entry is None
