"""Danish working days: which days are worked, and how they are counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import UsageError
from scraper.orders.workdays import CLOSING_DAYS, FIRST_YEAR, LAST_YEAR, MOST_DAYS, Calendar

CALENDAR = Calendar()
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR - 1, 6, 30))


@pytest.mark.parametrize(
    "day",
    [
        "2023-05-05",  # Store Bededag, the last time
        "2026-05-14",  # Kristi himmelfartsdag
        "2026-05-25",  # 2. pinsedag
        "2026-12-24",  # a closing day
        "2026-12-25",
        "2026-12-31",  # a closing day
        "2027-01-01",
        "2027-03-25",  # Skærtorsdag
        "2027-03-26",  # Langfredag
        "2027-03-29",  # 2. påskedag
        "2026-06-05",  # Grundlovsdag, a closing day
        "2026-11-28",  # a Saturday
        "2026-11-29",  # a Sunday
    ],
)
def test_a_day_off_is_no_working_day(day: str) -> None:
    assert not CALENDAR.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2024-04-26",  # Store Bededag was abolished
        "2026-11-24",
        "2026-05-01",  # 1. maj is no holiday by law
        "2026-12-23",
        "2026-12-28",
        "2027-03-24",
        "2027-03-30",
        "2026-05-15",  # the day after Kristi himmelfartsdag
    ],
)
def test_an_everyday_is_a_working_day(day: str) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-24", 0, "2026-11-24"),
        ("2026-11-28", 0, "2026-11-28"),  # day 0 is the date itself, worked or not
        ("2026-11-24", 5, "2026-12-01"),
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-12-22", 1, "2026-12-23"),
        ("2026-12-23", 1, "2026-12-28"),  # over Christmas
        ("2026-12-22", 5, "2027-01-04"),  # 23, 28, 29, 30, 4
        ("2027-03-24", 1, "2027-03-30"),  # over Easter
        ("2027-05-05", 1, "2027-05-07"),  # over Kristi himmelfartsdag
        ("2026-06-04", 1, "2026-06-08"),  # over Grundlovsdag and a weekend
        ("2023-05-04", 1, "2023-05-08"),
        ("2024-04-25", 1, "2024-04-26"),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, days: int, end: str) -> None:
    assert CALENDAR.after(date.fromisoformat(start), days) == date.fromisoformat(end)


def test_closing_days_are_those_given() -> None:
    lenient = Calendar(())
    assert lenient.is_working_day(date(2026, 6, 5))
    assert lenient.is_working_day(date(2026, 12, 24))
    assert not lenient.is_working_day(date(2026, 12, 25))
    assert not Calendar(("05-15",)).is_working_day(date(2026, 5, 15))
    assert Calendar(("02-29",)).is_working_day(date(2027, 2, 26))
    assert Calendar().closing_days == CLOSING_DAYS


def test_a_moment_counts_as_its_day() -> None:
    assert not CALENDAR.is_working_day(datetime(2026, 12, 25, 9, 30))


@pytest.mark.parametrize("text", ["24-12", "12-32", "12/24", "1224", "6-5", "02-30", "", "१२-२४"])
def test_a_closing_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no closing day; write month and day as 12-24"):
        Calendar((text,))


@pytest.mark.parametrize("days", [-1, -100, MOST_DAYS + 1])
def test_days_that_cannot_be_counted_are_refused(days: int) -> None:
    with pytest.raises(UsageError, match=f"{days} working days cannot be counted"):
        CALENDAR.after(date(2026, 11, 24), days)


@pytest.mark.parametrize("year", [1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999])
def test_a_year_whose_holidays_are_not_known_is_refused(year: int) -> None:
    for day in (date(year, 6, 3), date(year, 12, 24)):
        with pytest.raises(UsageError, match=f"the holidays of {year} are not known"):
            CALENDAR.is_working_day(day)
        with pytest.raises(UsageError, match=f"the holidays of {year} are not known"):
            CALENDAR.after(day, 0)


def test_counting_out_of_the_known_years_is_refused() -> None:
    with pytest.raises(UsageError, match=f"the holidays of {LAST_YEAR + 1} are not known"):
        CALENDAR.after(date(LAST_YEAR, 12, 23), 10)


@given(DAYS, st.integers(1, 120))
def test_the_end_is_a_working_day_with_so_many_up_to_it(start: date, days: int) -> None:
    end = CALENDAR.after(start, days)
    assert CALENDAR.is_working_day(end)
    between = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
    assert sum(map(CALENDAR.is_working_day, between)) == days


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_more_days_end_later_and_may_be_counted_in_turns(start: date, few: int, more: int) -> None:
    assert CALENDAR.after(CALENDAR.after(start, few), more) == CALENDAR.after(start, few + more)
    assert CALENDAR.after(start, few) < CALENDAR.after(start, few + 1)


@given(DAYS, st.integers(0, 10), st.integers(0, 60))
def test_a_later_start_never_ends_earlier(start: date, ahead: int, days: int) -> None:
    later = start + timedelta(days=ahead)
    assert CALENDAR.after(start, days) <= CALENDAR.after(later, days)
