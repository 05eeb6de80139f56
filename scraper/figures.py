"""Numbers, sums, sizes and dates as a Danish reader writes them (pure)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

DANISH_TIME = ZoneInfo("Europe/Copenhagen")


def number(value: float | None) -> str:
    """Give a number: `12.345,5`."""
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return "" if value is None else format_decimal(value, locale="da")


def kroner(oere: int | None) -> str:
    """Give an amount in øre as kroner: `1.328 kr.`, `12,50 kr.`; "" for none."""
    if oere is None:
        return ""
    whole, rest = divmod(abs(oere), 100)
    sign = "-" if oere < 0 else ""
    return f"{sign}{number(whole)}{f',{rest:02}' if rest else ''} kr."


def between(low: int | None, high: int | None) -> str:
    """Give a span of amounts in øre: `2.656–3.984 kr.`; one amount when both are one or one is."""
    if low is None or high is None or low == high:
        return kroner(high if low is None else low)
    return f"{kroner(low).removesuffix(' kr.')}–{kroner(high)}"


def units(low: int | None, high: int | None) -> str:
    """Give a span of units: `2–3`."""
    if low is None or high is None or low == high:
        return number(high if low is None else low)
    return f"{number(low)}–{number(high)}"


def days(value: int | None, text: str | None = None) -> str:
    """Give a number of working days, or the text it could not be read from."""
    if value is None:
        return text or ""
    return f"{value} {'arbejdsdag' if value == 1 else 'arbejdsdage'}"


def day(value: str | None) -> str:
    """Give a date (ISO 8601) in words: `25. november 2026`; what is no date, as it is."""
    try:
        at = datetime.fromisoformat(value or "")
    except ValueError:
        return value or ""
    return str(
        format_date(at.astimezone(DANISH_TIME) if at.tzinfo else at, "d. MMMM y", locale="da")
    )


def moment(value: str | None) -> str:
    """Give an instant (ISO 8601) as Danish clocks show it: `25. november 2026 kl. 6.30`."""
    try:
        at = datetime.fromisoformat(value or "")
    except ValueError:
        return value or ""
    return str(format_datetime(at.astimezone(DANISH_TIME), "d. MMMM y 'kl.' H.mm", locale="da"))


def size(value: int | None) -> str:
    """Give a number of bytes: `812 byte`, `43 kB`, `1,2 MB`."""
    if value is None:
        return ""
    if value < 1000:
        return f"{value} byte"
    if value < 1_000_000:
        return f"{format_decimal(round(value / 1000), locale='da')} kB"
    return f"{format_decimal(value / 1e6, '#,##0.0', locale='da')} MB"


def counted(value: int | None, one: str, many: str) -> str:
    """Give a number of things: `1 dokument`, `2 dokumenter`."""
    return f"{number(value or 0)} {one if value == 1 else many}"
