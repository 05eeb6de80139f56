"""Dates as people write them in Danish, and as a form's date control wants them."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_month_names

from scraper.errors import FormFault

_DANISH = "d. MMMM yyyy"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})")
_WORDS = re.compile(r"(?:den\s+)?(\d{1,2})\.?\s+([a-zæøå]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_TOKEN = re.compile(r"'[^']*'|d+|M+|y+|[A-Za-z]+|[^A-Za-z']+|'")
_DAYS = {1: "d", 2: "dd", 3: "EEE", 4: "EEEE"}


def as_date(text: str) -> date:
    """Read a date: `2026-03-05`, `5.3.2026`, `5/3-2026`, `5. marts 2026`. Raises `FormFault`."""
    words = text.strip()
    try:
        if found := _ISO.fullmatch(words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMBERS.fullmatch(words):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _WORDS.fullmatch(words):
            return date(int(found[3]), _month(found[2]), int(found[1]))
    except ValueError as fault:
        raise FormFault(f"'{text}' is not a date that exists") from fault
    raise FormFault(f"'{text}' is not a date; write it as 2026-03-05 or 5. marts 2026")


def _month(word: str) -> int:
    names = get_month_names("wide", locale="da")
    for number, month in names.items():
        if month == word.lower() or (len(word) == 3 and month.startswith(word.lower())):
            return int(number)
    raise ValueError(word)


def written_date(day: date, form: str | None, language: str | None) -> str:
    """Write a date in Word's format (`dd-MM-yyyy`) and language (`da-DK`), else in long Danish."""
    return format_date(day, _pattern(form or _DANISH), locale=_locale(language))


def _locale(language: str | None) -> Locale:
    try:
        return Locale.parse((language or "da").replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("da")


def _pattern(form: str) -> str:
    """Give Word's format as one of the CLDR (UTS 35), where `dddd` is `EEEE`."""
    return "".join(_translated(token) for token in _TOKEN.findall(form))


def _translated(token: str) -> str:
    if token[0] == "d":
        return _DAYS.get(len(token), "EEEE")
    if token[0] == "M":
        return token[:4]
    if token[0] == "y":
        return "yy" if len(token) < 3 else "yyyy"
    if token[0] == "'":
        return token if len(token) > 1 else "''"
    return f"'{token}'" if token[0].isalpha() else token
