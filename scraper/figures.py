"""Numbers, sums, sizes and dates as a Danish reader writes them (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from scraper.text.words import COUNTED

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


def bounded(low: int | None, high: int | None, shown: str) -> str:
    """A span as it is `shown`, with the word that says which end alone is known: `højst 3`."""
    if low is None and high is not None:
        return f"højst {shown}"
    return f"mindst {shown}" if high is None and low is not None else shown


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


_STARTED = "påbegyndt "
_WHOLE = {"fast pris": "fast", "i alt": "i alt"}
"""What a price may be, other than the price of one of something."""


def many(unit: str | None) -> str:
    """The plural of a unit (`timer`); of one that is not said, `enheder`."""
    word = unit or "enhed"
    if word.startswith(_STARTED):
        return f"påbegyndte {many(word.removeprefix(_STARTED))}"
    spellings = COUNTED.get(word, ())
    return word if word.endswith(".") or len(spellings) < 2 else spellings[1]


def rider(service: Mapping[str, Any]) -> str:
    """What a price is of: `ekskl. moms pr. time`; "" where the page says nothing of it."""
    basis = service["price_basis"]
    if basis and basis not in _WHOLE:
        basis = f"pr. {basis}"
    return " ".join(filter(None, (service["vat"], basis)))


def unit_price(service: Mapping[str, Any]) -> str:
    """A service's unit price: `1.328 kr. ekskl. moms pr. time`, or the text; "" for none."""
    amount = kroner(service["unit_price_oere"])
    return f"{amount} {rider(service)}".rstrip() if amount else service["unit_price_text"] or ""


def counted_units(service: Mapping[str, Any]) -> str:
    """How many units a service takes: `2–3`, `2–3 timer`, or the text; "" for none."""
    low, high, unit = service["units_min"], service["units_max"], service["units_unit"]
    if low is None and high is None:
        return service["units_text"] or ""
    word = unit if high == 1 else many(unit)
    return f"{bounded(low, high, units(low, high))} {word if unit else ''}".rstrip()


def total_price(service: Mapping[str, Any]) -> str:
    """A service's price in all: `2.656–3.984 kr. ekskl. moms`, or why there is none.

    `service` is a row of `priced_services`.
    """
    low, high = service["total_min_oere"], service["total_max_oere"]
    if total := between(low, high):
        return f"{bounded(low, high, total)} {service['vat'] or ''}".rstrip()
    if service["countable"] or service["unit_price_oere"] is None:
        return "kan ikke beregnes"
    return f"kan ikke beregnes: {why_no_total(service)}"


def why_no_total(service: Mapping[str, Any]) -> str:
    """Why a price is not multiplied: `prisen er pr. time, men antallet er i enheder`."""
    basis, unit = service["price_basis"], service["units_unit"]
    if basis in _WHOLE:
        return f"prisen er {_WHOLE[basis]}, ikke pr. {unit or 'enhed'}"
    return f"prisen er pr. {basis}, men antallet er i {many(unit)}"


def time_of(service: Mapping[str, Any], kind: str) -> str:
    """A service's `reaction` or `delivery`: `3–5 arbejdsdage`, else as printed; "" for none."""
    least, most = service[f"{kind}_days_least"], service[f"{kind}_days"]
    if most is None:
        amount, unit = service[f"{kind}_amount"], service[f"{kind}_unit"]
        own = f"{amount} {unit if amount == 1 else many(unit)}" if amount and unit else ""
        return service[f"{kind}_text"] or own
    if least is None or least == most:
        return days(most)
    return f"{units(least, most)} arbejdsdage"


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
