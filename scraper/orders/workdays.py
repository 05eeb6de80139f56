"""Danish working days: not a Saturday, a Sunday, a public holiday or a closing day (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from holidays.constants import PUBLIC
from holidays.countries.denmark import Denmark

from scraper.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""The years whose holidays are known; a date outside them is a slip of the keyboard."""
CLOSING_DAYS = ("06-05", "12-24", "12-31")
"""No public holidays by law, but days on which public offices and banks are closed."""
MOST_DAYS = 2_500  # ten years of them; no supplier's time is so long
_LEAP_YEAR = 2000
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Denmark's public holidays with the closing days of a year, each written as `MM-DD`.

    Raises `UsageError` for a closing day that is none.
    """

    closing_days: tuple[str, ...] = CLOSING_DAYS
    _closed: frozenset[tuple[int, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        closed = frozenset(_month_and_day(text) for text in self.closing_days)
        object.__setattr__(self, "_closed", closed)

    def is_working_day(self, day: date) -> bool:
        """Say whether a day is worked. Raises `UsageError` for a year that is not known."""
        holidays = _public_holidays(_known_year(day))
        in_year = (day.month, day.day)
        return day.weekday() < _SATURDAY and in_year not in holidays | self._closed

    def after(self, day: date, days: int) -> date:
        """Give the date so many working days after a day, which itself is day 0.

        The first working day after it counts 1. Raises `UsageError` for fewer days than none, for
        more than ten years of them, and for years that are not known.
        """
        if not 0 <= days <= MOST_DAYS:
            raise UsageError(f"{days} working days cannot be counted; give 0 to {MOST_DAYS}")
        _known_year(day)
        for _ in range(days):
            day = self._next(day)
        return day

    def _next(self, day: date) -> date:
        return next(
            later for ahead in count(1) if self.is_working_day(later := day + timedelta(days=ahead))
        )


def _month_and_day(text: str) -> tuple[int, int]:
    """Read a day of any year: `06-05` → (6, 5). Raises `UsageError`."""
    month, mark, day = text.partition("-")
    digits = month + day
    if mark and len(month) == len(day) == 2 and digits.isascii() and digits.isdecimal():
        try:
            date(_LEAP_YEAR, int(month), int(day))
        except ValueError:
            pass
        else:
            return int(month), int(day)
    raise UsageError(f"'{text}' is no closing day; write month and day as 12-24")


def _known_year(day: date) -> int:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(
            f"the holidays of {day.year} are not known; give a date of {FIRST_YEAR} to {LAST_YEAR}"
        )
    return day.year


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[tuple[int, int]]:
    """Give a year's public holidays; Store Bededag until 2023 (Act no. 214 of 6 March 2023)."""
    found = Denmark(years=year, expand=False, categories=PUBLIC)  # type: ignore[no-untyped-call]
    return frozenset((day.month, day.day) for day in found)
