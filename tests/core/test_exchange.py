"""Folders of CSV: whole or not at all, and every refusal names file, row, field and the way out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.making import made
from tests.people import People
from trivet.core import actions
from trivet.core.exchange import Loaded, identity, load_folder
from trivet.core.history import Assignment, Chain, citations_of
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.core.register import registers
from trivet.core.validation import Invalid
from trivet.registers.activities import Activity
from trivet.registers.relations import DiplomaticRelation

ACTIVITIES = "key,title,kind,partners,starts,ends,confidence,sources\n"
RELATIONS = "key,partner,established,confidence,sources\n"
SOURCES = "key,title\ngazette,The Gazette\n"
GOOD = ACTIVITIES + "paris,Visit to Paris,visit_out,FRA,2024-05-04,2024-05-06,high,gazette\n"

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """A folder with the files given, by name; a name's underscore stands for a dot."""

    def write(**files: str | bytes) -> Path:
        for name, content in files.items():
            octets = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name.replace('_', '.')}.csv").write_bytes(octets)
        return tmp_path

    return write


def load(people: People, place: Path) -> Loaded:
    told = {"clerk": people.clerk, "reviewer": people.reviewer, "keeper": people.ministry}
    return load_folder(place, **told, reason="from files")


def refusal(people: People, place: Path) -> str:
    """What the clerk is told; nothing of the folder was written."""
    before = Chain.objects.get(pk=1).number, Chain.objects.get(pk=1).head
    counts = {code: register.model.objects.count() for code, register in registers().items()}
    with pytest.raises(Invalid) as told:
        load(people, place)
    assert (Chain.objects.get(pk=1).number, Chain.objects.get(pk=1).head) == before
    assert {code: register.model.objects.count() for code, register in registers().items()} == counts
    return "\n".join(map(str, told.value.problems))


def test_a_clerks_folder_comes_in_and_her_reviewer_verifies_what_has_a_source(office: People, folder: Write) -> None:
    weak = "rome,Visit to Rome,visit_out,Italy,2024-06,,low,gazette\n"
    bare = "oslo,Visit to Oslo,visit_out,Noorwegen;NOR,,,high,\n".replace("Noorwegen", "Na Uy")
    loaded = load(office, folder(activities=GOOD + weak + bare, sources=SOURCES))
    assert loaded.written == {"activities": 3, "sources": 1}
    assert loaded.verified == {"activities": 1, "sources": 0}
    paris = Activity.objects.get(pk=identity("activities", "paris"))
    assert (paris.key, paris.state, paris.keeper) == ("paris", State.VERIFIED, office.ministry)
    assert [row.source.title for row in citations_of([paris.pk], None)[paris.pk]] == ["The Gazette"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,T,visit_out,FRA,03/04/2024,,,", ["row 3", "starts", "2024-04-03", "2024-03-04"]),
        ("x,T,visit_out,FRA,2024-02-30,,,", ["row 3", "starts", "no day of the calendar"]),
        ("x,T,visit_out,FRA,2024-05-04,2024-05-01,,", ["row 3", "ends", "before it starts"]),
        ("x,T,visit_out,Frence,,,,", ["row 3", "partners", "“Frence”", "perhaps france"]),
        ("x,T,visit_out,Atlantis,,,,", ["row 3", "partners", "there is no partner “Atlantis”"]),
        ("x,T,visit_out,Korea,,,,", ["row 3", "partners", "name of several", "ONE, TWO"]),
        ("x,T,stroll,FRA,,,,", ["row 3", "kind", "none of", "visit_out"]),
        ("x,,visit_out,FRA,,,,", ["row 3", "title", "needed"]),
        (",T,visit_out,FRA,,,,", ["row 3", "key", "a key of its own"]),
        ("paris,T,visit_out,FRA,,,,", ["row 3", "key", "already taken"]),
        ("x,T,visit_out,FRA,,,,,,", ["row 3", "10 cells, the heading 8"]),
        ("x,T,visit_out", ["row 3", "3 cells, the heading 8"]),
        ("x,T,visit_out,FRA,,,certain,gazette", ["row 3", "confidence", "high"]),
        ("x,T,visit_out,FRA,,,high,gazete", ["row 3", "sources", "perhaps gazette"]),
        (f"x,{'T' * 301},visit_out,FRA,,,,", ["row 3", "title", "At most 300"]),
        ('x,"T,visit_out,FRA,,,,', ["activities.csv line 3"]),
    ],
)
def test_a_wrong_row_is_named_with_the_way_out(office: People, folder: Write, row: str, words: list[str]) -> None:
    for key in ("ONE", "TWO"):
        made(office, Partner, key=key, name="Korea", iso2="", kind="party")
    told = refusal(office, folder(activities=f"{GOOD}{row}\n", sources=SOURCES))
    for word in ["activities.csv", *words]:
        assert word in told


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"activities": b"key,title,kind\nx,Th\xe9,call\n"},
            ["activities.csv", "byte 19 is not UTF-8"],
        ),
        ({"activities": "key,title,kind\nx,T,call\n".encode("utf-16")}, ["activities.csv", "byte 0 is not UTF-8"]),
        ({"activities": ""}, ["activities.csv", "empty", "first row must name the fields"]),
        ({"activities": "\n\n"}, ["activities.csv", "empty"]),
        ({"activities": "key,title\nx,T\n"}, ["activities.csv row 2", "kind", "needed"]),
        ({"activities": "title,kind\nT,call\n"}, ["activities.csv row 2", "key", "a key of its own"]),
        ({"activities": "key,title,title,kind\nx,T,U,call\n"}, ["activities.csv", "title", "twice"]),
        ({"activities": "key,title,kind,colour\nx,T,call,red\n"}, ["row 2", "colour", "no such field"]),
        ({"activities": "key,title,kind,state\nx,T,call,verified\n"}, ["row 2", "state", "no such field"]),
        ({"activities": "key,title,kind,author\nx,T,call,head\n"}, ["row 2", "author", "no such field"]),
        ({"activities": "key,title,kind,uuid\nx,T,call,1\n"}, ["row 2", "uuid", "no such field"]),
        ({"activites": GOOD}, ["activites.csv", "no register has this name", "activities"]),
        (
            {"activities": GOOD, "sources": SOURCES, "activities_legs": "owner,place\nparis,Paris\nlyon,Lyon\n,Nice\n"},
            ["activities.legs.csv row 3: owner", "“lyon”", "activities.legs.csv row 4: owner"],
        ),
        (
            {"activities": GOOD, "sources": SOURCES, "activities_legs": "owner,starts\nparis,04/05/2024\n"},
            ["activities.csv row 2 legs", "starts", "2024-05-04"],
        ),
        ({"activities_legs": "owner,place\nparis,Paris\n"}, ["activities.legs.csv"]),
        ({"relations": f"{RELATIONS}x,,2000,,\n"}, ["relations.csv row 2", "partner", "needed"]),
        ({"rivals": "register,key\nrelations,x\n", "sources": SOURCES}, ["rivals.csv row 2", "field", "needs this"]),
        (
            {"rivals": "register,key,field,value,source\nrelations,x,established,2001,gazette\n", "sources": SOURCES},
            ["rivals.csv row 2", "key", "there is no row “x” in relations.csv"],
        ),
        (
            {
                "relations": f"{RELATIONS}x,FRA,2000,,\n",
                "rivals": "register,key,field,value,source\nrelations,x,colour,red,gazette\n",
                "sources": SOURCES,
            },
            ["relations.csv row 2", "colour"],
        ),
    ],
)
def test_a_wrong_file_is_named_with_the_way_out(
    office: People, folder: Write, files: dict[str, str | bytes], words: list[str]
) -> None:
    told = refusal(office, folder(**files))
    for word in words:
        assert word in told


def test_an_empty_folder_is_not_a_success(office: People, tmp_path: Path) -> None:
    assert "no CSV file" in refusal(office, tmp_path)


def test_every_problem_of_a_folder_is_told_at_once(office: People, folder: Write) -> None:
    wrong = "".join(f"k{n},T,visit_out,Atlantis {n},,,,\n" for n in range(60))
    told = refusal(office, folder(activities=ACTIVITIES + wrong, relations=f"{RELATIONS}x,Nowhere,2000,,\n"))
    assert all(f"Atlantis {n}”" in told for n in range(60)) and "relations.csv row 2" in told


def test_rows_are_counted_as_a_spreadsheet_counts_them(office: People, folder: Write) -> None:
    text = 'key,title,kind\n\n"a","Two\nlines",call\n,,\nb,T,stroll\n'
    told = refusal(office, folder(activities=text))
    assert "activities.csv row 5: kind" in told


def test_a_file_with_a_byte_order_mark_and_accents_is_read(office: People, folder: Write) -> None:
    load(office, folder(activities="\ufeffkey,title,kind,partners\r\nx,Thăm Pháp,call,Pháp\r\n".encode()))
    assert Activity.objects.get(key="x").title == "Thăm Pháp"


def test_the_same_folder_twice_is_refused_and_changes_nothing(office: People, folder: Write) -> None:
    place = folder(activities=GOOD, sources=SOURCES)
    load(office, place)
    told = refusal(office, place)
    assert "already taken" in told and "row 2" in told


def test_a_group_may_come_in_the_same_file_as_its_members(office: People, folder: Write) -> None:
    partners = "key,kind,name\nCLUB,group,The Club\nATL,state,Atlantis\n"
    load(office, folder(partners=partners, partners_members="owner,member\nCLUB,ATL\nCLUB,FRA\n"))
    club = Partner.objects.get(key="CLUB")
    members = Partner.members.rel.related_model.objects.at(None).filter(owner=club).order_by("position")
    assert [row.member.key for row in members] == ["ATL", "FRA"]


def test_a_clerk_of_another_body_may_not_load_for_the_ministry(office: People, folder: Write) -> None:
    place = folder(activities=GOOD, sources=SOURCES)
    with pytest.raises(actions.NotAllowed):
        load_folder(place, clerk=office.other_clerk, reviewer=office.reviewer, keeper=office.ministry, reason="try")
    with pytest.raises(Invalid, match="another person"):
        office.clerk.is_installation = True
        load_folder(place, clerk=office.clerk, reviewer=office.clerk, keeper=office.ministry, reason="alone")
    assert not Activity.objects.exists()


def test_a_rival_value_stands_beside_the_row_and_is_not_adopted(office: People, folder: Write) -> None:
    rivals = "register,key,field,value,source,confidence\nrelations,x,established,2001,gazette,low\n"
    rows = f"{RELATIONS}x,FRA,2000,high,gazette\n"
    load(office, folder(relations=rows, rivals=rivals, sources=SOURCES))
    row = DiplomaticRelation.objects.get(key="x")
    told = {(one.value, one.adopted) for one in citations_of([row.pk], None)[row.pk]}
    assert (row.established.text, told) == ("2000", {("", True), ("2001", False)})


def test_the_bundled_example_loads_with_its_sound_rows_verified(example: People) -> None:
    expected = {
        **{"activities": (43, 0), "agreements": (100, 0), "claims": (0, 69), "evacuations": (8, 0)},
        **{"frameworks": (63, 8), "indicators": (56, 1), "memberships": (34, 20), "objectives": (0, 9)},
        **{"partners": (0, 44), "people": (27, 0), "policies": (19, 2), "relations": (59, 136)},
        **{"instructions": (0, 1), "lessons": (0, 2)},
        **{"candidatures": (9, 0), "mechanisms": (0, 5), "initiatives": (0, 4), "pledges": (0, 0)},
        **{"contributions": (1, 3), "negotiations": (0, 4)},
        **{"sources": (0, 190), "missions": (108, 0), "tenures": (7, 0), "titles": (47, 18)},
        **{"communities": (37, 4), "investments": (3, 1), "opportunities": (0, 3), "barriers": (0, 2)},
        **{"nominations": (1, 2), "cultural-programmes": (0, 1), "information-products": (0, 1)},
        **{"reorganisations": (1, 0)},
    }
    for code, (verified, in_review) in expected.items():
        rows = registers()[code].model.objects.filter(keeper=example.ministry)
        counted = [rows.filter(state=state).count() for state in (State.VERIFIED, State.IN_REVIEW)]
        assert counted == [verified, in_review], code
        assert rows.count() == verified + in_review


def test_a_file_says_which_body_does_what_in_a_record(office: People, tmp_path: Path) -> None:
    (tmp_path / "titles.csv").write_text("key,name,programme\na,A title,other\n")
    lines = "owner,body,role,pillar,purpose\na,foreign-ministry,lead,state,nomination\na,parliament,support,state,\n"
    (tmp_path / "titles.assignments.csv").write_text(lines)
    load_folder(tmp_path, clerk=office.clerk, reviewer=office.reviewer, keeper=office.ministry, reason="file")
    told = Assignment.objects.at(None).filter(register="titles").order_by("row")
    assert [(one.body.key, one.role, one.purpose) for one in told] == [
        ("foreign-ministry", "lead", "nomination"),
        ("parliament", "support", ""),
    ]
