"""What the exercise begins with: some requests are answered, one is chased, a note is read, a change is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.coordination.making import asked, fresh, told
from tests.core.making import made
from tests.people import People
from trivet.coordination.practising import FILE, practise
from trivet.coordination.proposals import ChangeProposal
from trivet.core.validation import Invalid
from trivet.registers.meetings import Meeting

pytestmark = pytest.mark.django_db

ACTS = """acts = [
    { act = "answer", of = "visits", by = "other_clerk", words = "Two." },
    { act = "chase", of = "ships", by = "clerk", words = "We wait." },
    { act = "acknowledge", of = "put-off", by = "other_clerk" },
    { act = "propose", of = "talks", code = "meetings", by = "other_clerk", values = { place = "O" }, words = "s" },
]
"""


def test_the_acts_of_the_file_are_done_by_the_people_it_names(office: People, tmp_path: Path) -> None:
    request, open_, note = asked(office, key="visits"), asked(office, key="ships"), told(office, key="put-off")
    made(office, Meeting, "Talks", key="talks")
    assert practise(tmp_path) == 0, "a folder without the file has no acts"
    (tmp_path / FILE).write_text(ACTS)
    assert practise(tmp_path) == 4
    assert [one.words for one in fresh(request).answers_rows] == ["Two."]
    assert [one.person for one in fresh(open_).chases_rows] == ["clerk"]
    assert [one.body for one in fresh(note).acknowledgements_rows] == [office.commission]
    assert ChangeProposal.objects.get().values == {"place": "O"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('act = "answer", of = "visits", by = "nobody", words = "x"', "act 1 (answer)"),
        ('act = "answer", of = "nothing", by = "other_clerk", words = "x"', "no such user or record"),
        ('act = "answer", of = "visits", by = "other_clerk", words = ""', "Write the answer"),
        ('act = "sing", of = "visits", by = "other_clerk"', "act 1"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_act(office: People, tmp_path: Path, line: str, words: str) -> None:
    asked(office, key="visits")
    (tmp_path / FILE).write_text(f"acts = [{{ {line} }}]\n")
    with pytest.raises(Invalid) as refused:
        practise(tmp_path)
    assert words in str(refused.value) and FILE in str(refused.value)
