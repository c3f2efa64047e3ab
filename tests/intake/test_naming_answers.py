"""What people answer about a name is remembered for its stream, and may be answered anew."""

import pytest

from trivet.core.actions import NotAllowed
from trivet.core.audit import AuditEntry
from trivet.core.partners import Partner
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.intake.models import Naming
from trivet.intake.naming.answers import answers, forget, remember
from trivet.intake.naming.creating import in_record
from trivet.intake.resolving import By, LeftOut, Resolver, Unresolved
from trivet.values.dates import parse_date

STREAM, REASON = "uk-treaties", "asked at the import"


def partner(key):
    return Partner.objects.get(key=key)


def test_an_answer_is_used_the_next_time_and_undone_by_another(office):
    day = parse_date("1964-01-03")
    assert isinstance(Resolver(STREAM).partner("CONGO", day), Unresolved)
    remember(STREAM, "CONGO", partner("COG"), actor=office.clerk, reason=REASON)
    found = Resolver(STREAM).partner("Congo", day)
    assert (found.key, found.by) == ("COG", By.ANSWER)
    remember(STREAM, "Congo", partner("COD"), actor=office.second_clerk, reason="it was the other one")
    assert Resolver(STREAM).partner("CONGO", day).key == "COD"
    assert [(one.partner.key, one.answered_by) for one in answers(STREAM)] == [("COD", office.second_clerk)]
    assert verify() is None


def test_an_answer_is_for_its_stream_and_its_days(office):
    remember(STREAM, "CONGO", partner("COG"), actor=office.clerk, reason=REASON, starts="1960", ends="1964")
    assert Resolver(STREAM).partner("CONGO", parse_date("1963-08-05")).key == "COG"
    assert isinstance(Resolver(STREAM).partner("CONGO", parse_date("1968-01-01")), Unresolved)
    assert isinstance(Resolver("desta").partner("CONGO", parse_date("1963-08-05")), Unresolved)


def test_an_answer_may_be_to_leave_out(office):
    remember(STREAM, "Pacific Things", None, actor=office.clerk, reason=REASON)
    assert Resolver(STREAM).partner("pacific things", None) == LeftOut("pacific things", By.ANSWER)


def test_an_answer_goes_before_every_list(office):
    remember(STREAM, "France", partner("MCO"), actor=office.clerk, reason="this list means Monaco")
    assert Resolver(STREAM).partner("FRANCE", parse_date("1950")).key == "MCO"


def test_an_answer_that_is_taken_back_is_asked_again(office):
    one = remember(STREAM, "CONGO", partner("COG"), actor=office.clerk, reason=REASON)
    forget(one, actor=office.clerk, reason="nobody knows")
    assert not Naming.objects.exists()
    assert isinstance(Resolver(STREAM).partner("CONGO", parse_date("1964-01-03")), Unresolved)
    told = AuditEntry.objects.filter(register="namings").values_list("verb", flat=True)
    assert list(told) == ["answer", "forget"] and verify() is None


def test_a_candidate_of_the_catalogue_is_brought_in_by_choosing_it(office):
    chosen = in_record("papal-states", actor=office.clerk, reason=REASON, keeper=office.ministry.pk)
    assert chosen == in_record("papal-states", actor=office.clerk, reason=REASON, keeper=office.ministry.pk)
    remember(STREAM, "STATES OF THE CHURCH", chosen, actor=office.clerk, reason=REASON)
    assert Resolver(STREAM).partner("States of the Church", parse_date("1860")).key == "papal-states"
    with pytest.raises(Invalid):
        in_record("atlantis", actor=office.clerk, reason=REASON)


def test_who_may_create_nothing_may_not_answer(office):
    with pytest.raises(NotAllowed):
        remember(STREAM, "CONGO", partner("COG"), actor=office.reader, reason=REASON)


@pytest.mark.parametrize(("text", "starts"), [("…", ""), ("CONGO", "some day")])
def test_what_is_no_name_or_no_date_is_refused(office, text, starts):
    with pytest.raises(Invalid):
        remember(STREAM, text, None, actor=office.clerk, reason=REASON, starts=starts)
