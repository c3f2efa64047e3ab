"""The catalogue of partners and the list of labels are well-formed."""

from collections import defaultdict
from itertools import combinations

import pytest

from trivet.core.partners import Partner
from trivet.intake.naming import catalogue as files
from trivet.intake.naming.catalogue import NOBODY, CatalogueError, authorities, catalogue, labels
from trivet.intake.naming.spelling import spelling
from trivet.intake.streams.mapping import bundled
from trivet.values.dates import OPEN_END
from trivet.values.territories import LANGUAGES, territories, territory_names
from trivet.watch.ballots import bundled as bundled_ballots

STREAMS = {*bundled(), *bundled_ballots()}
#: Texts that mean either of two partners on one day: there the importer asks.
EITHER = {"viet nam", "vietnam", "russia", "congo", "republic of the congo"}


def held(label):
    """When a label holds: in its days, while its partner is there."""
    entry = catalogue().get(label.partner)
    return label.span.both(entry.span) if entry else label.span


def test_every_partner_of_the_catalogue_is_whole():
    for key, entry in catalogue().items():
        assert key and entry.name and entry.kind in Partner.Kind.values and entry.source in authorities(), key
        assert key not in territories(), key
        if entry.starts and entry.ends:
            assert entry.starts.earliest <= entry.ends.latest, key
        for other in (entry.predecessor, *entry.successors):
            assert not other or other in catalogue() or other in territories(), (key, other)
    with files._OWN.joinpath("partners.csv").open(encoding="utf-8") as lines:
        assert sum(1 for _line in lines) == len(catalogue()) + 1, "a key stands twice"


def test_who_came_before_had_begun_before():
    for entry in catalogue().values():
        before = catalogue().get(entry.predecessor)
        if before and before.starts and entry.starts:
            assert before.starts.earliest <= entry.starts.latest, entry.key


def test_names_of_the_catalogue_are_nobody_elses():
    borne = defaultdict(set)
    for entry in catalogue().values():
        for name in {entry.name, *entry.names.values()}:
            borne[spelling(name)].add(entry.key)
    for alpha3, (alpha2, _name) in territories().items():
        for language in LANGUAGES:
            borne[spelling(territory_names(language)[alpha2])].add(alpha3)
    assert {name: keys for name, keys in borne.items() if len(keys) > 1} == {}


def test_every_label_names_a_partner_and_known_streams():
    for label in labels():
        known = label.partner == NOBODY or label.partner in catalogue() or label.partner in territories()
        assert label.text and known, label
        assert label.span.earliest <= label.span.latest and label.streams <= STREAMS, label
        entry = catalogue().get(label.partner)
        assert entry is None or entry.span.both(label.span), f"{label}: never together"


def test_no_label_means_two_partners_on_one_day():
    at = defaultdict(list)
    for label in labels():
        for stream in label.streams or {""}:
            # Of one list, texts that differ by their capitals alone are told apart.
            at[stream, label.text if stream else spelling(label.text)].append(label)
    for (stream, text), several in at.items():
        for one, other in combinations(several, 2):
            if one.partner != other.partner and held(one).both(held(other)):
                assert spelling(text) in EITHER, (stream, one, other)


def test_a_record_may_have_files_of_its_own(tmp_path, settings):
    (tmp_path / "naming").mkdir()
    heading = "key,kind,name,name_vi,name_id,starts,ends,predecessor,successors,source,note\n"
    own = tmp_path / "naming" / "partners.csv"
    settings.TRIVET_HOME = tmp_path
    catalogue.cache_clear()
    try:
        own.write_text(heading + "ruritania,state,Ruritania,,,1894,,,,wikidata,\n", encoding="utf-8")
        assert list(catalogue()) == ["ruritania"] and catalogue()["ruritania"].span.latest == OPEN_END
        catalogue.cache_clear()
        for wrong, said in (("kingdom", "kind"), ("state", "row 2")):
            own.write_text(heading + f"ruritania,{wrong},Ruritania,,,some day,,,,wikidata,\n", encoding="utf-8")
            with pytest.raises(CatalogueError, match=said):
                catalogue()
    finally:
        catalogue.cache_clear()
