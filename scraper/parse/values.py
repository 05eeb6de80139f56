"""Text to value: amounts, units, times, dates, versions.

Every reader takes the text as printed. It returns the value, or None where the text is known to
hold no number ("Efter aftale"), and raises `Unreadable` for a form it does not know. A text is
understood to its last character or not at all: nothing in it is passed over, and nothing is
guessed. No reader touches clock, network or disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import category, normalize

from scraper.errors import Unreadable
from scraper.figures import DANISH_TIME
from scraper.text.characters import plain
from scraper.text.words import COUNTED, EVERY, MONTHS, PRICE_NAMES, TIMES, Words, spellings

_NOTHING = ("efter aftale", "aftales nærmere", "aftales", "ikke oplyst")
NO_NUMBER = frozenset({*_NOTHING, "-", "–"})
"""Phrases that say there is no number. "Efter aftale" is named by the owner; the rest are its
everyday synonyms, decided 2026-11-24."""
_LONGEST_VALUE = 120
_UNSHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "So"})
"""Unicode's categories of what no value holds: control and format characters, private and not
assigned ones (icons), symbols such as the mark of a character that was lost."""


_RAISED = "¹²³⁰⁴-⁹"  # digits of a footnote; to Python they are word characters
_LETTER = rf"[^\W\d_{_RAISED}]"
_END = rf"(?![^\W_{_RAISED}])"
"""What ends a word: neither a letter nor a digit goes on."""


def _any(words: Words) -> str:
    """Return the pattern of any spelling of the words."""
    return rf"(?:{'|'.join(map(re.escape, spellings(words)))}){_END}"


def _words(text: str) -> str:
    """Return a value's plain text, in small letters.

    Raises `Unreadable` for what no value is: too long, or with characters that cannot be shown.
    """
    words = normalize("NFC", plain(text))
    if len(words) > _LONGEST_VALUE:
        raise _unreadable(text, "goes on for too long to be a value")
    if not words.isascii() and any(category(character) in _UNSHOWN for character in words):
        raise _unreadable(text, "holds a character that could not be read")
    return words.lower()


def _unreadable(text: str, why: str) -> Unreadable:
    return Unreadable(f"'{plain(text)[:_LONGEST_VALUE]}' {why}")


_NOTE = rf"(?: ?(?:\*{{1,3}}|†|‡|⁽?[{_RAISED}]{{1,2}}⁾?|\[[0-9]{{1,2}}\]))"
"""A footnote's mark that cannot be taken for a digit: stars, raised digits, digits in brackets."""
_NO_DIGIT = r"(?! ?[.,]?[0-9])"
"""What ends a number: no digit goes on, as a space and a dot may stand within one."""
_KRONER = r"0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]*"
_CURRENCY = r"(?:d?kr\.|(?:danske kroner|kroner|d?kr|dkk)(?!{_LETTER}))"
_YEAR = r"(?:19|20)[0-9]{2}"
_MOST_DIGITS = 12  # of kroner; a database holds no number beyond 18 digits
_STARTED = r"(?:(?P<started>påbegyndte?) )?"
_PRICE = re.compile(
    "|".join(
        (
            r"(?P<numbered>(?<![0-9])(?<![0-9] )[0-9]{1,2}\))",
            rf"(?P<level>(?:i )?{_YEAR}[- –]?(?:priser|prisniveau|niveau|pl|p/l){_END}"
            rf"|(?:priser|prisniveau|pl|p/l):? (?:i )?{_YEAR}{_NO_DIGIT})",
            rf"(?P<amount>(?:(?P<before>{_CURRENCY}) ?)?(?P<kroner>{_KRONER})"
            rf"(?:,(?:(?P<oere>[0-9]{{2}})|(?P<dash>-{{1,2}}|–)))?{_NO_DIGIT}"
            rf"(?:{_NOTE}{_NO_DIGIT})?(?: ?(?P<after>{_CURRENCY}))?{_END})",
            rf"(?P<free>(?:gratis|vederlagsfrit?|uden beregning){_END})",
            rf"(?P<nothing>(?:{'|'.join(_NOTHING)}){_END})",
            r"(?P<without>(?:eksklusive?|exclusive|ekskl\.?|exkl\.?|excl\.?|eks\.?|ex\.?|uden|plus"
            rf"|\+) ?moms{_END})",
            rf"(?P<with>(?:inklusive?|inclusive|inkl\.?|incl\.?|med) ?moms{_END})",
            rf"(?:(?:pr\.?|per|/) ?{_STARTED}(?P<each>{_any(COUNTED)}))",
            rf"(?P<every>{_any(EVERY)})",
            rf"(?P<name>{_any(PRICE_NAMES)})",
            r"(?P<open>\()",
            r"(?P<close>\))",
            rf"(?P<note>{_NOTE})",
        )
    )
)
"""The pieces of a price."""
_BETWEEN = re.compile(r"(?P<mark>[,;.:]| [-–](?= )|) ?")
_VAT = {"without": "ekskl. moms", "with": "inkl. moms"}
_EACH, _EVERY, _NAMES = spellings(COUNTED), spellings(EVERY), spellings(PRICE_NAMES)


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in øre, what it is the price of (`time`), and whether VAT is in it.

    `basis` and `vat` ("ekskl. moms", "inkl. moms") are None where the text does not say.
    """

    oere: int | None = None
    basis: str | None = None
    vat: str | None = None


def read_price(text: str) -> Price:
    """Read a Danish price: `1.328 kr. pr. time ekskl. moms` → 132800, time, ekskl. moms.

    Knows `1.328 kr.`, `12.345,50 kr.`, `1.328,-`, `kr. 1.328`, `DKK 1.328,00`, `1 328 kr.` with any
    kind of space, and `gratis` (0). Around the amount, in any order and in parentheses: VAT, basis
    (`pr. påbegyndt time`, `/time`, `Timepris:`, `om måneden`, `fast pris`), level of prices
    (`2024-priser`). After it, a footnote's mark that cannot be taken for a digit of the amount:
    stars, raised digits, digits in brackets, and `1)` where a word stands between.

    Refused: a bare number, as nothing says that it is money; two amounts; an amount in parentheses;
    any other word (`ca.`, `fra`); riders that differ; digits with but a space to the amount's.
    """
    words = _words(text)
    if words in NO_NUMBER:
        return Price()
    amounts: list[int | None] = []
    bases: set[str] = set()
    vats: set[str] = set()
    before = ""
    depth = at = 0
    while at < len(words):
        piece = _PRICE.match(words, at)
        kind = (piece and piece.lastgroup) or ""
        if piece is None or not _may_stand(kind, before, depth, bool(amounts)):
            raise _unreadable(text, "is not an amount such as '1.328 kr.'")
        if kind == "amount":
            amounts.append(_oere(piece, text))
        elif kind in ("free", "nothing"):
            amounts.append(0 if kind == "free" else None)
        elif kind in _VAT:
            vats.add(_VAT[kind])
        elif kind in ("each", "every", "name"):
            bases.add(_basis(piece, kind))
        depth += (kind == "open") - (kind == "close")
        before, at = kind, _next_piece(words, piece.end(), bool(amounts))
    for basis in tuple(bases):
        bases.discard(basis.removeprefix("påbegyndt ") if basis.startswith("påbegyndt ") else "")
    if depth or len(amounts) != 1 or len(bases) > 1 or len(vats) > 1:
        raise _unreadable(text, "does not say one amount, of one kind")
    return Price(amounts[0], next(iter(bases), None), next(iter(vats), None))


def _may_stand(kind: str, before: str, depth: int, after_amount: bool) -> bool:
    """Return whether a kind of piece may stand here."""
    if kind in ("note", "numbered"):
        return after_amount and not depth
    if kind in ("amount", "free", "nothing"):
        return not after_amount and not depth
    if kind == "close":
        return depth == 1 and before != "open"
    return kind != "open" or not depth


def _next_piece(words: str, at: int, after_amount: bool) -> int:
    """Return where the next piece begins: after a comma, a colon before the amount, a dash after.

    A dash before an amount would be its sign.
    """
    between = _BETWEEN.match(words, at)
    mark = between["mark"].strip() if between else ""
    refused = (mark in ("-", "–") and not after_amount) or (mark == ":" and after_amount)
    return at if between is None or refused else between.end()


def _oere(piece: re.Match[str], text: str) -> int:
    marks = [mark for mark in (piece["before"], piece["after"], piece["dash"]) if mark]
    if not marks or (piece["before"] and piece["after"]):
        raise _unreadable(text, "does not say once that it is kroner")
    digits = re.sub(r"[. ]", "", piece["kroner"])
    if len(digits) > _MOST_DIGITS:
        raise _unreadable(text, "is no sensible amount")
    return int(digits) * 100 + int(piece["oere"] or 0)


def _basis(piece: re.Match[str], kind: str) -> str:
    if kind == "each":
        return f"{'påbegyndt ' if piece['started'] else ''}{_EACH[piece['each']]}"
    return _EVERY[piece["every"]] if kind == "every" else _NAMES[piece["name"]]


_NUMBER = r"[0-9]{1,6}"  # neither days nor units are counted in millions
_DASH = r"[-–—‐‑−]"
_AT_MOST = r"(?:op til|højst|maksimalt|maximalt|maksimum|maximum|maks\.?|max\.?)"
_AT_LEAST = r"(?:fra|mindst|minimum|min\.?)"
_COUNTS = tuple(
    map(
        re.compile,
        (
            rf"(?P<least>(?P<most>{_NUMBER}))",
            rf"(?:fra )?(?P<least>{_NUMBER}) ?{_DASH} ?(?P<most>{_NUMBER})",
            rf"(?:fra )?(?P<least>{_NUMBER}) (?:til|eller) (?P<most>{_NUMBER})",
            rf"mellem (?P<least>{_NUMBER}) og (?P<most>{_NUMBER})",
            rf"{_AT_LEAST} (?P<least>{_NUMBER})(?: og|,|, og)? {_AT_MOST} (?P<most>{_NUMBER})",
            rf"{_AT_MOST} (?P<most>{_NUMBER})",
            rf"{_AT_LEAST} (?P<least>{_NUMBER})",
        ),
    )
)
_QUANTITY = re.compile(
    rf"(?P<count>.+?){_NOTE}?"
    rf"(?: ?(?P<open>\()?{_STARTED}(?P<unit>{_any(COUNTED)})(?(open)\))(?: ?[0-9]{{1,2}}\))?"
    rf"\.?{_NOTE}?)?"
)
_WITHIN = re.compile(
    r"(?:(?:senest )?inden ?for|inden|senest(?: om| efter)?|i løbet af) (?P<rest>.+)"
)
_NEXT = re.compile(rf"(?:den )?(?:næste|førstkommende) (?P<unit>{_any(TIMES)}){_NOTE}?\.?")
_UNITS, _TIMES = _EACH, spellings(TIMES)


@dataclass(frozen=True, slots=True)
class Units:
    """A number of units, from least to most, and the word that they are counted in (`time`)."""

    least: int | None = None
    most: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A time that something takes at most: `amount` of `unit`, and `days` where it is working days.

    `days_least` is the least of a range of working days; None where no range is given.
    """

    days: int | None = None
    days_least: int | None = None
    amount: int | None = None
    unit: str | None = None


def read_units(text: str) -> Units:
    """Read a number of units: `2-3` → 2 to 3, `op til 4` → at most 4, `2-3 timer` → of `time`.

    Knows `2 til 3`, `fra 2 til 3`, `mellem 2 og 3`, `2 eller 3`, `mindst 2`, `mindst 2, højst 4`,
    and a footnote's mark as `read_price` does. Refused: any other word (`ca. 2`, `afhængigt af …`),
    numbers in words, decimals, and a `1)` that follows on a digit.
    """
    words = _words(text)
    if words in NO_NUMBER:
        return Units()
    found = _quantity(words)
    if found is None:
        raise _unreadable(text, "is not a number of units such as '2-3'")
    return found


def read_duration(text: str) -> Duration:
    """Read the longest that something takes: `5 arbejdsdage`, `3-5 arbejdsdage`, `2 uger`.

    Knows `inden for`, `senest`, `op til`, `maks.`, and `næste arbejdsdag` (1). Refused: a number
    with no unit, `mindst 5 arbejdsdage` (it has no most), numbers in words, any other word.
    """
    words = _words(text)
    if words in NO_NUMBER:
        return Duration()
    within = _WITHIN.fullmatch(words)
    rest = within["rest"] if within else words
    following = _NEXT.fullmatch(rest)
    found = Units(1, 1, _TIMES[following["unit"]]) if following else _quantity(rest)
    if found is None or found.most is None or found.unit not in TIMES:
        raise _unreadable(text, "is not a time such as '5 arbejdsdage'")
    if found.unit != "arbejdsdag":
        return Duration(amount=found.most, unit=found.unit)
    least = found.least if found.least != found.most else None
    return Duration(found.most, least, found.most, found.unit)


def _quantity(words: str) -> Units | None:
    """Return the count and the unit that words tell, None where they tell something else too."""
    whole = _QUANTITY.fullmatch(words)
    if whole is None:
        return None
    found = next(filter(None, (count.fullmatch(whole["count"]) for count in _COUNTS)), None)
    if found is None:
        return None
    told = found.groupdict()
    least, most = (int(told[name]) if told.get(name) else None for name in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise _unreadable(words, "counts downwards")
    unit = _UNITS[whole["unit"]] if whole["unit"] else None
    return Units(least, most, f"påbegyndt {unit}" if whole["started"] else unit)


_FIRST_YEAR, _YEARS_AHEAD = 2000, 10
_DATES = tuple(
    map(
        re.compile,
        (
            r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})",
            rf"(?:d\. |den )?(?P<day>[0-9]{{1,2}})\.? (?P<name>{_any(MONTHS)})"
            r" (?P<year>[0-9]{4})",
            r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        ),
    )
)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:z|[+-][0-9]{2}:?[0-9]{2})?"
)
_MONTH_NAMES, _MONTH_NUMBERS = spellings(MONTHS), {name: n for n, name in enumerate(MONTHS, 1)}


def read_date(text: str, today: date) -> str:
    """Read a date in ISO 8601: `05/12/2023`, `5. december 2023`, `2023-12-05` → `2023-12-05`.

    Of an instant (`2023-12-05T23:30:00Z`) the day that it is in Denmark. Raises `Unreadable` for a
    day before 2000 or more than ten years after `today`.
    """
    day = _day(text)
    last = (today.year + _YEARS_AHEAD, today.month, today.day)
    if day.year < _FIRST_YEAR or (day.year, day.month, day.day) > last:
        raise _unreadable(text, "lies too far away to be a date of the catalogue")
    return day.isoformat()


def _day(text: str) -> date:
    words = _words(text)
    try:
        if _INSTANT.fullmatch(words):
            at = datetime.fromisoformat(words.upper())
            return (at.astimezone(DANISH_TIME) if at.tzinfo else at).date()
        for form in _DATES:
            if found := form.fullmatch(words):
                told = found.groupdict()
                month = told.get("month") or _MONTH_NUMBERS[_MONTH_NAMES[told["name"]]]
                return date(int(told["year"]), int(month), int(told["day"]))
    except (ValueError, OverflowError):
        raise _unreadable(text, "is not a day of the calendar") from None
    raise _unreadable(text, "is not a date such as '05/12/2023'")


_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_LONGEST_VERSION = 60  # characters


def version(text: str) -> str:
    """Read a version: digits and dots, `3.10`."""
    words = _words(text)
    if len(words) > _LONGEST_VERSION or not _VERSION.fullmatch(words):
        raise _unreadable(text, "is not a version such as '3.10'")
    return words


def version_key(text: str) -> tuple[int, ...]:
    """Return the key by which versions are compared, part by part: 3.10 is newer than 3.9."""
    return tuple(int(piece) for piece in version(text).split("."))


def kroner(text: str) -> int | None:
    """Return the amount of a price in øre, see `read_price`."""
    return read_price(text).oere


def units(text: str) -> tuple[int | None, int | None]:
    """Return the least and the most of a number of units, see `read_units`."""
    found = read_units(text)
    return found.least, found.most


def working_days(text: str) -> int | None:
    """Return the most working days of a time, None where it counts something else."""
    return read_duration(text).days


def iso_date(text: str) -> str:
    """Return a date of any year, see `read_date`."""
    return _day(text).isoformat()
