"""A clerk imports other people's data: whom a name means on a day, and who is asked when nobody can know."""

import pytest

from trivet.core.actions import change, create
from trivet.core.history import citations_of
from trivet.core.partners import Partner
from trivet.core.sources import Source
from trivet.core.writing import Draft
from trivet.intake.naming.candidates import Why
from trivet.intake.resolving import By, LeftOut, Resolved, Resolver, Unresolved
from trivet.values.dates import parse_date

VISITS, TRAVELS, POCOM = "historyatstate-visits", "historyatstate-travels", "historyatstate-pocom"
UK, UN, DESTA = "uk-treaties", "un-treaties", "desta"


def meant(text, on=None, stream="somebody"):
    """The key of the partner meant, or the keys of the candidates."""
    found = Resolver(stream).partner(text, parse_date(on) if on else None)
    return found.key if isinstance(found, Resolved) else [one.key for one in found.candidates]


@pytest.mark.parametrize(
    ("text", "on", "key"),
    [
        ("Zaire", "1971-10-27", "COD"),
        ("ZAÏRE", "1997-05-16", "COD"),
        ("Upper Volta", "1973-10-15", "BFA"),
        ("Korea, South", "2017-06-29", "KOR"),
        ("KOREA,REPUBLIC  OF", "1960", "KOR"),
        ("korea (south)", "2001-03-07", "KOR"),
        ("Cote d’Ivoire", None, "CIV"),
        ("Bolivia (Plurinational State of)", "1945-11-14", "BOL"),
        ("Saint Lucia", None, "LCA"),
        ("The Gambia", "1989-05-15", "GMB"),
        ("Thổ Nhĩ Kỳ", "1960", "TUR"),
        ("Jerman", "1930", "DEU"),
        ("Liên Xô", "1960", "SUHH"),
    ],
)
def test_one_spelling_is_one_name(office, text, on, key):
    assert meant(text, on) == key


def test_zaire_is_a_name_of_its_time(office):
    found = Resolver(VISITS).partner("Zaire", parse_date("1999-01-01"))
    assert isinstance(found, Unresolved)
    assert (found.candidates[0].key, found.candidates[0].why) == ("COD", Why.ANOTHER_TIME)


def test_two_viet_nams(office):
    assert meant("VIET NAM (SOUTH)", "1960-01-01") == "south-viet-nam"
    assert meant("Vietnam, Republic of", "1960-01-01") == "south-viet-nam"
    assert meant("Vietnam, Democratic Republic of", "1960-01-01") == "VNM"
    assert meant("south-vietnam-1975", "1967-04-28", POCOM) == "south-viet-nam"
    assert meant("South Vietnam", "1980-01-01")[0] == "south-viet-nam"
    assert meant("Viet Nam", "2013-07-24") == "VNM"


def test_the_bare_name_of_viet_nam_means_one_only_where_a_list_says_so(office):
    assert set(meant("Vietnam", "1960-01-01")) >= {"south-viet-nam", "VNM"}
    assert meant("Vietnam", "1957-05-08", VISITS) == "south-viet-nam"
    assert meant("Vietnam", "1951-09-03", VISITS) == "state-of-viet-nam"


def test_two_germanies(office):
    assert meant("Germany, Federal Republic of", "1970-04-10") == "DEU"
    assert meant("German Democratic Republic", "1989-12-12") == "DDDE"
    assert meant("Germany", "1990-10-03") == "DEU"
    assert meant("German Democratic Republic", "1991-01-01")[0] == "DDDE"


def test_the_republic_of_china_before_and_after_october_1949(office):
    assert meant("China, Republic of", "1949-09-30") == "CHN"
    assert meant("China, Republic of", "1949-10-01") == "TWN"
    assert meant("Republic of China", "1954-09-09", TRAVELS) == "TWN"
    assert meant("China, People's Republic of", "1972-02-17") == "CHN"
    several = Resolver(VISITS).partner("China, Republic of", None)
    assert isinstance(several, Unresolved)
    assert [(one.key, one.why) for one in several.candidates][:2] == [("CHN", Why.SEVERAL), ("TWN", Why.SEVERAL)]


def test_the_soviet_union_and_russia(office):
    assert meant("U.S.S.R.", "1990-05-30", VISITS) == "SUHH"
    assert meant("Russia", "1992-06-15", VISITS) == "RUS"
    assert meant("russia", "1970", POCOM) == "SUHH"
    assert meant("U.S.S.R.", "1992-02-16", TRAVELS) == "RUS"
    assert meant("U.S.S.R.", "1992-02-16", VISITS)[0] == "SUHH"
    assert {"SUHH", "RUS"} <= set(meant("Russia", "1970"))


def test_soviet_is_never_viet(office):
    for text in ("SOVIET", "SOVIET UNION", "VIET", "Sovietnam"):
        found = Resolver(UK).partner(text, parse_date("1960"))
        assert not isinstance(found, Resolved) or found.key == "SUHH"
    assert "VNM" not in meant("SOVIET", "1960", UK)


def test_a_name_that_is_near_is_only_ever_a_candidate(office):
    found = Resolver(VISITS).partner("Austrai", parse_date("1970"))
    assert isinstance(found, Unresolved)
    assert {one.why for one in found.candidates} == {Why.NEAR} and len(found.candidates) <= 5


def test_a_day_that_is_not_known_may_be_any_between_its_bounds(office):
    assert meant("China, Republic of", "1948") == "CHN"
    assert meant("China, Republic of", "1949")[:2] == ["CHN", "TWN"]
    assert meant("SOVIET UNION", "1884-03-14/..", UK) == "SUHH"
    assert meant("810", "1980", DESTA) == "SUHH"


def test_a_list_that_writes_parties_in_capitals_is_read_so(office):
    assert meant("Burma", "1930-01-01/..", UK) == "burma-colony"
    assert meant("BURMA", "1930-01-01/..", UK) == "MMR"


def test_a_label_may_name_nobody(office):
    found = Resolver("wikidata-embassies").partner("North India", None)
    assert found == LeftOut("North India", By.LABEL)


def test_a_former_name_holds_on_its_days(office):
    kenya = Partner.objects.get(key="KEN")
    former = [{"name": "Freedonia", "starts": "1950", "ends": "1960-06-30"}]
    change(kenya, Draft(parts={"former_names": former}), actor=office.installation, reason="a name of old")
    assert meant("Freedonia", "1955-01-01") == "KEN"
    assert meant("Freedonia", "1961-01-01") == ["KEN"]


def test_a_name_that_two_partners_bear_asks(office):
    for key in ("one", "other"):
        values = {"key": key, "kind": "movement", "name": "The Front", "keeper": office.ministry.pk}
        create(Partner, Draft(values), actor=office.clerk, reason="two of a name", submit=True)
    found = Resolver(VISITS).partner("Front", parse_date("1970"))
    assert isinstance(found, Unresolved)
    assert {(one.key, one.why) for one in found.candidates} >= {("one", Why.SEVERAL), ("other", Why.SEVERAL)}


def test_a_partner_that_the_reader_may_not_see_is_not_there(office):
    values = {"key": "hidden", "kind": "movement", "name": "Quiet Front", "keeper": office.ministry.pk}
    create(Partner, Draft({**values, "need_to_know": True}), actor=office.clerk, reason="not for all", submit=True)
    assert isinstance(Resolver(VISITS, office.other_clerk).partner("Quiet Front", None), Unresolved)
    assert "hidden" not in meant("Quiet Front")
    assert Resolver(VISITS, office.clerk).partner("Quiet Front", None).key == "hidden"


def test_a_partner_of_the_catalogue_is_created_once_with_its_source(office):
    clerk, keeper = office.clerk, office.ministry.pk
    first = Resolver(VISITS)
    found = first.partner("Vietnam", parse_date("1966-02-06"))
    assert found.by is By.LABEL and found.entry and not Partner.objects.filter(key="south-viet-nam")
    made = first.create(actor=clerk, reason="visits come in", keeper=keeper)
    assert {one.key for one in made} == {"south-viet-nam", "state-of-viet-nam"}
    south = Partner.objects.get(key="south-viet-nam")
    assert south.pk == found.uuid and south.predecessor.key == "state-of-viet-nam"
    assert str(south.ends) == "1975-04-30" and south.name_in("vi") == "Việt Nam Cộng hòa"
    [cited] = citations_of([south.pk], None)[south.pk]
    assert Source.objects.get(pk=cited.source_id).title.startswith("History of recognition")
    again = Resolver(VISITS)
    known = again.partner("Vietnam", parse_date("1966-02-06"))
    assert (known.uuid, known.entry) == (found.uuid, None)
    assert again.create(actor=clerk, reason="once more", keeper=keeper) == []


def test_a_successor_names_who_came_before_it_alone(office):
    resolver = Resolver(VISITS)
    for text in ("Czechoslovakia", "Yemen Arab Republic"):
        resolver.partner(text, parse_date("1990-01-31"))
    resolver.create(actor=office.installation, reason="visits come in")
    assert Partner.objects.get(key="SVK").predecessor.key == "CSHH"
    assert Partner.objects.get(key="YEM").predecessor is None  # two came before it


def test_a_million_questions_are_answered_from_what_is_at_hand(office, django_assert_num_queries):
    resolver = Resolver(UN)
    day = parse_date("1970-01-01")
    first = resolver.partner("Turkey", day)
    with django_assert_num_queries(0):
        assert all(resolver.partner("Turkey", day) is first for _again in range(1000))
