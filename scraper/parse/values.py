"""Text to value: codes, kroner, units, working days, dates, versions.

Every reader takes the text as printed. It returns the value, or None where the text is known to
hold no number ("Efter aftale"), and raises `Unreadable` for a form it does not know: nothing is
guessed. No reader touches clock, network or disk.
"""

from __future__ import annotations

import re
from datetime import date

from scraper.errors import Unreadable
from scraper.text.characters import plain

_NUMBER = re.compile(
    r"(?P<kroner>0|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|[1-9]\d*)"
    r"(?:,(?:(?P<oere>\d{2})|(?P<dash>-{1,2}|–)))?"
)
_CURRENCY = r"(?:kroner|kr\.?|dkk)"
_PRICE = re.compile(
    rf"(?:(?P<before>{_CURRENCY}) ?)?(?P<number>[\d. ]*\d(?:,(?:\d+|-{{1,2}}|–))?)"
    rf"(?: ?(?P<after>{_CURRENCY}))?",
    re.IGNORECASE,
)
_UNIT_WORD = r"(?: ?(?:enhed|enheder|stk\.?|time|timer))?"
_UNITS = re.compile(
    rf"(?:(?P<one>\d+)|(?P<low>\d+) ?(?:[-–—‐‑−]|til) ?(?P<high>\d+)"
    rf"|(?:op til|højst|maks\.?|max\.?) (?P<most>\d+)|(?:mindst|minimum|min\.?|fra) (?P<least>\d+))"
    rf"{_UNIT_WORD}",
    re.IGNORECASE,
)
_WORKING_DAYS = re.compile(r"(?P<days>\d+) arbejdsdag(?:e)?\.?", re.IGNORECASE)
_OTHER_TIMES = re.compile(
    r"\d+(?: ?(?:-|–|til) ?\d+)? "
    r"(?:minut(?:ter)?|timer?|dag(?:e)?|hverdag(?:e)?|uger?|måned(?:er)?)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})")
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_LONGEST_VALUE = 60
_MOST_DIGITS = 12  # of kroner; a database holds no number beyond 18 digits
_TOO_LONG = re.compile(r"\d{7}")  # neither days nor units are counted in millions
NO_NUMBER = frozenset({"efter aftale", "aftales", "aftales nærmere", "ikke oplyst", "-", "–"})
"""Phrases that say there is no number. "Efter aftale" is named by the owner; the rest are its
everyday synonyms, decided 2026-11-24."""


def _short(text: str) -> str:
    """Give a value's plain text. Raises `Unreadable` for what no value is: too long, odd digits."""
    words = plain(text)
    if len(words) > _LONGEST_VALUE or any(sign.isnumeric() > sign.isascii() for sign in words):
        raise Unreadable(f"'{words[:_LONGEST_VALUE]}' is not a value")
    return words


def kroner(text: str) -> int | None:
    """Read a Danish amount and give it in øre: `1.328 kr.` → 132800.

    Knows `1.328 kr.`, `12.345,50 kr.`, `1.328,-`, `kr. 1.328`, `DKK 1.328,00`, with any kind of
    space. A bare number is refused, as nothing says that it is money.
    """
    words = _short(text)
    if words.casefold() in NO_NUMBER:
        return None
    price = _PRICE.fullmatch(words)
    number = price and _NUMBER.fullmatch(price["number"].strip())
    if not price or not number:
        raise Unreadable(f"'{words}' is not an amount such as '1.328 kr.'")
    marks = [mark for mark in (price["before"], price["after"], number["dash"]) if mark]
    if not marks or (price["before"] and price["after"]):
        raise Unreadable(f"'{words}' does not say once that it is kroner")
    digits = re.sub(r"\D", "", number["kroner"])
    if len(digits) > _MOST_DIGITS:
        raise Unreadable(f"'{words}' is no sensible amount")
    return int(digits) * 100 + int(number["oere"] or 0)


def units(text: str) -> tuple[int | None, int | None]:
    """Read a number of units as (least, greatest): `2-3` → (2, 3), `op til 4` → (None, 4)."""
    words = _short(text)
    if words.casefold() in NO_NUMBER:
        return None, None
    found = _UNITS.fullmatch(words)
    if not found or _TOO_LONG.search(words):
        raise Unreadable(f"'{words}' is not a number of units such as '2-3'")
    one = found["one"]
    low, high = (
        int(digits) if digits else None
        for digits in (one or found["low"] or found["least"], one or found["high"] or found["most"])
    )
    if low is not None and high is not None and low > high:
        raise Unreadable(f"'{words}' counts downwards")
    return low, high


def working_days(text: str) -> int | None:
    """Read a time in Danish working days: `5 arbejdsdage` → 5; `2 uger`, `Efter aftale` → None."""
    words = _short(text)
    found = _WORKING_DAYS.fullmatch(words)
    if found and not _TOO_LONG.search(words):
        return int(found["days"])
    if words.casefold() in NO_NUMBER or _OTHER_TIMES.fullmatch(words):
        return None
    raise Unreadable(f"'{words}' is not a time such as '5 arbejdsdage'")


def iso_date(text: str) -> str:
    """Read a Danish date, day first: `05/12/2023` → `2023-12-05`."""
    words = _short(text)
    found = _DATE.fullmatch(words)
    if not found:
        raise Unreadable(f"'{words}' is not a date such as '05/12/2023'")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
    except ValueError:
        raise Unreadable(f"'{words}' is not a day of the calendar") from None


def version(text: str) -> str:
    """Read a version: digits and dots, `3.10`."""
    words = _short(text)
    if not _VERSION.fullmatch(words):
        raise Unreadable(f"'{words}' is not a version such as '3.10'")
    return words


def version_key(text: str) -> tuple[int, ...]:
    """Give the key by which versions are compared, part by part: 3.10 is newer than 3.9."""
    return tuple(int(piece) for piece in version(text).split("."))
