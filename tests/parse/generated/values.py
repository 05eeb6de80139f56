"""Values as a Danish page prints them, with what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.parse.generated.maker import Maker

MONTHS = (
    "januar februar marts april maj juni juli august september oktober november december".split()
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A text, and the values of each column that are right for it.

    `other`: a text of the same kind that says something else.
    `told`: columns that are null, with a finding that says why.
    """

    text: str
    columns: dict[str, tuple[Any, ...]]
    other: str
    told: frozenset[str] = field(default_factory=frozenset)


def price(maker: Maker) -> Printed:
    """Return a price for a unit: columns unit_price_oere, unit_price_text, price_basis, vat."""
    oere = maker.between(1, 20_000) * 100 + maker.pick((0, 0, 0, 0, 50, 5))
    other = _amount(maker, oere + 7_700)
    if maker.chance(12):
        word, amount = maker.pick((("Efter aftale", None), ("Gratis", 0), ("gratis", 0)))
        return _price(word, amount, None, None, other)
    if maker.odd(10, "a price that is no amount"):
        kroner = _thousands(oere // 100)
        text = maker.pick(
            (
                f"ca. {kroner} kr.",
                f"fra {kroner} kr.",
                f"{kroner}-{_thousands(oere // 100 + 200)} kr.",
                f"{maker.between(1, 9)},{maker.between(100, 999)} kr.",
                f"{kroner} EUR",
                f"€ {kroner}",
                f"{kroner} kr. eller mere",
            )
        )
        return _price(text, None, None, None, other, refused=True)
    text = _amount(maker, oere)
    rider, basis, vat = maker.pick(RIDERS)
    lead = "" if basis or maker.chance(2) else maker.pick(("", "", "Timepris: "))
    return _price(f"{lead}{text}{rider}", oere, "time" if lead else basis, vat, other)


RIDERS = (
    ("", None, None),
    ("", None, None),
    (" ekskl. moms", None, "ekskl. moms"),
    (" inkl. moms", None, "inkl. moms"),
    (" (ekskl. moms)", None, "ekskl. moms"),
    (" pr. time", "time", None),
    (" pr. påbegyndt time", "påbegyndt time", None),
    (" pr. enhed", "enhed", None),
    ("/time", "time", None),
    (" (2024-priser)", None, None),
    (" pr. time ekskl. moms", "time", "ekskl. moms"),
    (" pr. time, ekskl. moms", "time", "ekskl. moms"),
    (" ekskl. moms pr. påbegyndt time", "påbegyndt time", "ekskl. moms"),
    (" pr. enhed inkl. moms (2024-priser)", "enhed", "inkl. moms"),
)


def _price(
    text: str,
    oere: int | None,
    basis: str | None,
    vat: str | None,
    other: str,
    refused: bool = False,
) -> Printed:
    columns = {
        "unit_price_oere": (oere,),
        "unit_price_text": (text,),
        "price_basis": (basis,),
        "vat": (vat,),
    }
    return Printed(text, columns, other, frozenset({"unit_price_oere"} if refused else ()))


def _thousands(number: int, mark: str = ".") -> str:
    return f"{number:,}".replace(",", mark)


def _amount(maker: Maker, oere: int) -> str:
    kroner = _thousands(oere // 100, maker.pick((".", ".", " ")))
    if oere % 100:
        return maker.pick(("{0} kr.", "kr. {0}", "DKK {0}")).format(f"{kroner},{oere % 100:02}")
    forms = ("{0} kr.", "{0} kr", "kr. {0}", "{0},- kr", "{0},00 kr.", "{0} kroner", "DKK {0}")
    return maker.pick((*forms, "{0},-")).format(kroner)


def units(maker: Maker) -> Printed:
    """Return a number of units: columns units_min, units_max, units_unit, units_text."""
    low, more = maker.between(1, 40), maker.between(1, 9)
    high = low + more
    form, least, most = maker.pick(
        (
            ("{0}-{1}", low, high),
            ("{0}", low, low),
            ("{0}–{1}", low, high),
            ("{0} - {1}", low, high),
            ("{0} til {1}", low, high),
            ("fra {0} til {1}", low, high),
            ("{0} eller {1}", low, high),
            ("Maksimalt {0}", None, low),
            ("op til {0}", None, low),
            ("mindst {0}", low, None),
        )
    )
    if form == "{0} eller {1}":
        most = high = low + 1
    text = form.format(low, high)
    several, unit = maker.pick((("", None), ("", None), (" timer", "time"), (" enheder", "enhed")))
    text += several
    columns = {
        "units_min": (least,),
        "units_max": (most,),
        "units_unit": (unit,),
        "units_text": (text,),
    }
    return Printed(text, columns, f"{low + 50}-{high + 50}")


def working_time(maker: Maker, column: str) -> Printed:
    """Return a time in words, for the columns that begin with `reaction` or `delivery`."""
    days, more = maker.between(2, 30), maker.between(1, 9)
    form = maker.pick(
        (
            "{0} arbejdsdage",
            "inden for {0} arbejdsdage",
            "{1}-{0} arbejdsdage",
            "{0} hverdage",
            "{0} uger",
            "{0} timer",
            "næste arbejdsdag",
            "Efter aftale",
        )
    )
    most = days + more if "{1}" in form else days
    text = form.format(most, days)
    working, other_unit = "arbejdsdage" in form, {"hverdage": "hverdag", "uger": "uge"}
    unit = "arbejdsdag" if working else other_unit.get(form.split(" ")[-1], "time")
    right: dict[str, tuple[Any, ...]] = {
        "days": (most,) if working else (None,),
        "days_least": (days,) if "{1}" in form else (None, most) if working else (None,),
        "amount": (None, most) if working else (most,),
        "unit": (None, unit) if working else (unit,),
        "text": (text,),
    }
    if "{" not in form:  # of the next working day it may be said that it is the first
        first = form == "næste arbejdsdag"
        one, day = ((None, 1), (None, "arbejdsdag")) if first else ((None,), (None,))
        right |= {"days": one, "days_least": one, "amount": one, "unit": day}
    columns = {f"{column}_{name}": values for name, values in right.items()}
    return Printed(text, columns, f"{most + 60} arbejdsdage")


def day(maker: Maker) -> Printed:
    """Return a date: columns valid_from and valid_from_text."""
    of = date(maker.between(2005, 2025), maker.between(1, 12), maker.between(1, 28))
    if maker.odd(10, "a date that is none"):
        text = maker.pick(
            (f"31/02/{of.year}", f"{of:%d/%m}/1923", f"{of:%d/%m}", f"ca. {of:%d/%m/%Y}")
        )
        columns: dict[str, tuple[Any, ...]] = {"valid_from": (None,), "valid_from_text": (text,)}
        return Printed(text, columns, "01/02/2003", frozenset({"valid_from"}))
    words = f"{of.day}. {MONTHS[of.month - 1]} {of.year}"
    text = maker.pick(
        (f"{of:%d/%m/%Y}", f"{of:%d.%m.%Y}", f"{of:%d-%m-%Y}", words, f"{of:%Y-%m-%d}")
    )
    columns = {"valid_from": (of.isoformat(),), "valid_from_text": (text,)}
    return Printed(text, columns, "01/02/2003")


def word(column: str, text: str, other: str) -> Printed:
    """Return a value that is its own text."""
    return Printed(text, {column: (text,)}, other)
