"""Dates with their precision: what is read, what is refused with a way out, and what may be said for certain."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trivet.values.dates import (
    OPEN_END,
    OPEN_START,
    DateError,
    Held,
    UncertainDate,
    anniversary,
    held_on,
    moment,
    parse_date,
)

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
RECENT = st.dates(date(1990, 1, 1), date(2030, 12, 31))
MARKS = st.sampled_from(["?", "~", "%"])


def texts_around(day: date) -> list[str]:
    """The ways to write a day, from the day itself to its century: each is a part of the next."""
    year, month = f"{day.year:04d}", f"{day.month:02d}"
    return [
        day.isoformat(),
        f"{year}-{month}",
        f"{year}-{month}-XX",
        year,
        f"{year}-XX",
        f"{year[:3]}X",
        f"{year[:2]}XX",
    ]


@st.composite
def written(draw: st.DrawFn, days: st.SearchStrategy[date] = RECENT) -> str:
    """Any text that may stand for a moment: all precisions, marks, intervals and open ends."""
    first = draw(days)
    text = draw(st.sampled_from(texts_around(first))) + draw(st.one_of(st.just(""), MARKS))
    kind = draw(st.sampled_from(["single", "interval", "open start", "open end"]))
    if kind == "single":
        return text
    if kind == "interval":
        return f"{min(first, other := draw(days)).isoformat()}/{max(first, other).isoformat()}"
    return f"../{text}" if kind == "open start" else f"{text}/.."


UNCERTAIN = written().map(parse_date)
MAYBE = st.one_of(st.none(), UNCERTAIN)


def within(inner: UncertainDate, outer: UncertainDate) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


@given(written())
def test_what_was_written_is_read_back_the_same(text: str) -> None:
    read = parse_date(text)
    assert read.text == text
    assert parse_date(str(read)) == read
    assert read.earliest <= read.latest


@given(DAYS)
def test_a_day_is_itself_and_lies_in_its_month_year_and_decade(day: date) -> None:
    assume(day.year >= 100)  # a century is written with its own two digits
    exact, month, month_too, year, year_too, decade, century = map(parse_date, texts_around(day))
    assert exact == moment(day) and exact.exact
    assert (month.earliest, month.latest) == (month_too.earliest, month_too.latest)
    assert month.latest == date(day.year, day.month, monthrange(day.year, day.month)[1])
    assert (year.earliest, year.latest) == (year_too.earliest, year_too.latest)
    for inner, outer in ((exact, month), (month, year), (year, decade), (decade, century)):
        assert within(inner, outer)
        assert inner.within(outer) is Held.CERTAIN
        assert not outer.exact


@given(RECENT, MARKS, st.integers(0, 5))
@example(date(2024, 11, 21), "?", 2)
def test_a_mark_of_doubt_widens_a_date_to_its_next_coarser_unit(day: date, mark: str, precision: int) -> None:
    text = texts_around(day)[precision]
    plain, doubted = parse_date(text), parse_date(text + mark)
    assert within(plain, doubted)
    if "X" not in text or text.endswith("-XX"):
        assert (plain.earliest, plain.latest) != (doubted.earliest, doubted.latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-11-21?", date(2024, 11, 1), date(2024, 11, 30)),
        ("2024-11~", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-11-XX?", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024%", date(2020, 1, 1), date(2029, 12, 31)),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-33", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-36", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-40", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-22", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-01/2024-06", date(2024, 1, 1), date(2024, 6, 30)),
        ("../2024-12-31", OPEN_START, date(2024, 12, 31)),
        ("/2024-12-31", OPEN_START, date(2024, 12, 31)),
        ("2024-03-05/..", date(2024, 3, 5), OPEN_END),
        ("  2024-03-05 ", date(2024, 3, 5), date(2024, 3, 5)),
        ("21/11/2024", date(2024, 11, 21), date(2024, 11, 21)),
        ("11/21/2024", date(2024, 11, 21), date(2024, 11, 21)),
        ("5.5.2024", date(2024, 5, 5), date(2024, 5, 5)),
    ],
)
def test_a_clerk_writes_what_she_knows_and_no_more(text: str, earliest: date, latest: date) -> None:
    read = parse_date(text)
    assert (read.earliest, read.latest) == (earliest, latest)


def test_a_day_and_month_that_can_be_swapped_are_refused_with_both_readings() -> None:
    with pytest.raises(DateError) as refused:
        parse_date("03/04/2024")
    assert "2024-04-03" in str(refused.value) and "2024-03-04" in str(refused.value)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 9999), st.sampled_from("/."))
def test_every_swappable_order_is_refused_and_every_other_is_read(
    first: int, second: int, year: int, sign: str
) -> None:
    text = f"{first}{sign}{second}{sign}{year:04d}"
    if first == second:
        assert parse_date(text).exact
    else:
        with pytest.raises(
            DateError, match=f"{year:04d}-{second:02d}-{first:02d}.*{year:04d}-{first:02d}-{second:02d}"
        ):
            parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2024-02-30",
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-01-00",
            "2024-04-31?",
            "31/02/2024",
            "13/13/2024",
        ),
        *(
            "0/5/2024",
            "2024-XX-21",
            "20XX-05",
            "2X24",
            "XXXX",
            "0000",
            "24",
            "2024-1-5",
            "2024-11-21-3",
            "soon",
            "",
            "/",
        ),
        *("../..", "2024/2023", "2024-05-10/2024-05-09", "2024/2025/2026", "2024-33-01", "2024-25", "2024-11-21??"),
    ],
)
def test_what_is_no_day_of_the_calendar_is_refused_in_words(text: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(text)
    assert len(str(refused.value)) > 10


@given(st.text(alphabet="0123456789X-/.?~% ", max_size=24))
def test_any_scribble_is_a_date_or_a_refusal_and_never_a_crash(text: str) -> None:
    try:
        read = parse_date(text)
    except DateError:
        return
    assert read.earliest <= read.latest
    assert parse_date(read.text) == read


D1, D5, D9 = (date(2024, 5, n) for n in (1, 5, 9))
SPREAD = UncertainDate("2024-05-01/2024-05-09", D1, D9)


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        (moment(D1), None, Held.CERTAIN),
        (moment(D5), None, Held.CERTAIN),
        (moment(D9), None, Held.NO),
        (moment(D1), moment(D9), Held.CERTAIN),
        (moment(D1), moment(D5), Held.CERTAIN),  # the last day belongs to the period
        (moment(D1), moment(date(2024, 5, 4)), Held.NO),
        (moment(D1), SPREAD, Held.POSSIBLE),
        (SPREAD, None, Held.POSSIBLE),
        (SPREAD, moment(D9), Held.POSSIBLE),
        (SPREAD, moment(D1), Held.NO),
        (None, None, Held.POSSIBLE),
        (None, moment(D9), Held.POSSIBLE),
        (None, moment(D1), Held.NO),
    ],
)
def test_what_held_on_the_fifth_of_may(start: UncertainDate | None, end: UncertainDate | None, answer: Held) -> None:
    assert held_on(start, end, D5) is answer


def narrower(draw: st.DrawFn, value: UncertainDate | None) -> UncertainDate | None:
    """What may be learnt later of the same moment; of a missing value nothing is."""
    if value is None:
        return None
    day = draw(st.dates(value.earliest, value.latest))
    other = draw(st.dates(value.earliest, value.latest))
    return UncertainDate("narrowed", min(day, other), max(day, other))


@given(st.data(), MAYBE, MAYBE, RECENT)
def test_what_is_certain_stays_certain_whatever_is_learnt_later(
    data: st.DataObject, start: UncertainDate | None, end: UncertainDate | None, day: date
) -> None:
    before = held_on(start, end, day)
    later_start = data.draw(st.composite(narrower)(start))
    later_end = data.draw(st.composite(narrower)(end))
    after = held_on(later_start, later_end, day)
    if before is not Held.POSSIBLE:
        assert after is before


@given(st.data(), UNCERTAIN, UNCERTAIN, RECENT)
def test_an_answer_is_certain_just_when_every_exact_day_gives_it(
    data: st.DataObject, start: UncertainDate, end: UncertainDate, day: date
) -> None:
    answer = held_on(start, end, day)
    began = data.draw(st.dates(start.earliest, start.latest))
    ended = data.draw(st.dates(end.earliest, end.latest))
    held = began <= day <= ended
    assert answer is Held.POSSIBLE or (answer is Held.CERTAIN) == held


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_last_days_of_the_calendar_are_days_like_others(day: date) -> None:
    always = parse_date("../2024-12-31"), parse_date("2024/..")
    assert held_on(*always, day) in {Held.POSSIBLE, Held.NO}
    assert held_on(moment(day), moment(day), day) is Held.CERTAIN


def test_an_anniversary_of_a_leap_day_is_kept_on_the_last_of_february() -> None:
    leap = date(2024, 2, 29)
    assert anniversary(leap, 1) == date(2025, 2, 28)
    assert anniversary(leap, 4) == date(2028, 2, 29)
    assert anniversary(leap, -124) == date(1900, 2, 28)


def test_an_anniversary_beyond_the_calendar_is_its_first_or_last_day() -> None:
    assert (anniversary(date(2, 5, 1), -5), anniversary(date(9998, 5, 1), 5)) == (date.min, date.max)


@given(RECENT, st.integers(0, 200))
def test_an_anniversary_is_in_the_same_month_and_at_most_a_day_off(day: date, years: int) -> None:
    kept = anniversary(day, years)
    assert (kept.year, kept.month) == (day.year + years, day.month)
    assert day.day - kept.day in ({0, 1} if (day.month, day.day) == (2, 29) else {0})
    assert kept + timedelta(days=1) > kept
