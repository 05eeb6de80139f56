"""The prices of support services that a reader wishes for: filtered, sorted, compared."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date as date_of
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from scraper.errors import Unreadable
from scraper.figures import DANISH_TIME, day, rider
from scraper.parse.values import kroner
from scraper.room.kept import kept
from scraper.room.parts import Row
from scraper.spelling import code_of, folded
from scraper.store import Store

PAGE = 50
MOST_BARS = 15
MOST_COMPARED = 6
_TIME = """
    COALESCE({0}_days, {0}_amount * CASE {0}_unit WHEN 'minut' THEN 1 / 480.0 WHEN 'time' THEN 0.125
        WHEN 'uge' THEN 5 WHEN 'måned' THEN 21 WHEN 'kvartal' THEN 63 WHEN 'år' THEN 250 ELSE 1 END,
        CASE WHEN {0}_text GLOB '[0-9]* uge*' THEN 5 * CAST({0}_text AS INTEGER) END)
"""
"""Working days, for sorting only: a week is five, and what is agreed upon comes last."""
_COLUMNS = {
    "del": "p.code",
    "titel": "p.title COLLATE dansk",
    "ydelse": "s.name COLLATE dansk",
    "leverandoer": "s.supplier COLLATE dansk",
    "enhedspris": "s.unit_price_oere",
    "enheder": "s.units_max",
    "til": "s.total_max_oere",
    "reaktion": _TIME.format("s.reaction"),
    "levering": _TIME.format("s.delivery"),
    "prismodel": "s.price_model",
}
"""What the table can be sorted by, and where it stands."""
_DATE = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_ROWS = """
    SELECT p.code AS part_code, p.title AS part_title, p.integration, s.id AS service_id,
           s.name AS service, s.supplier, s.unit_price_oere, s.unit_price_text,
           s.unit_price_oere / 100.0 AS unit_price_dkk, s.units_min, s.units_max, s.units_text,
           s.units_unit, s.price_basis, s.vat, s.countable, s.total_min_oere, s.total_max_oere,
           s.total_min_oere / 100.0 AS total_min_dkk, s.total_max_oere / 100.0 AS total_max_dkk,
           s.reaction_days, s.reaction_days_least, s.reaction_amount, s.reaction_unit,
           s.reaction_text, s.delivery_days, s.delivery_days_least, s.delivery_amount,
           s.delivery_unit, s.delivery_text, s.price_model, s.url AS service_url,
           p.url AS part_url, COUNT(*) OVER () AS found
"""
_FROM = """
    FROM part_support_services AS l
    JOIN integration_parts AS p ON p.code = l.part_code AND p.gone_since IS NULL
    JOIN priced_services AS s ON s.id = l.service_id AND s.gone_since IS NULL
    WHERE (:q = ''
         OR INSTR(folded(p.code || ' ' || COALESCE(p.title, '') || ' ' || COALESCE(s.name, '')), :q)
         OR :compact != '' AND REPLACE(p.code, '_', '') LIKE :compact || '%')
    AND (:integration = '' OR p.integration = :integration)
    AND (:supplier = '' OR s.supplier = :supplier)
    AND (:most IS NULL OR s.total_max_oere <= :most)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked for: filters, order, page, and the date that the prices are of."""

    q: str = ""
    integration: str = ""
    supplier: str = ""
    most: str = ""
    date: str = ""
    sort: str = "del"
    down: bool = False
    page: int = 1
    compare: tuple[str, ...] = ()

    def query(self, **other: Any) -> str:
        """Give the query string of this wish, with something else in it."""
        values = {
            "q": self.q,
            "integration": self.integration,
            "leverandoer": self.supplier,
            "hoejst": self.most,
            "dato": self.date,
            "sorter": ("-" if self.down else "") + self.sort,
            "side": str(self.page),
            "sammenlign": self.compare,
        } | other
        plain = {"side": "1", "sorter": "del"}
        kept = {
            name: value
            for name, value in values.items()
            if str(value) not in ("", plain.get(name, ""))
        }
        return urlencode(kept, doseq=True)

    def with_or_without(self, key: str) -> str:
        """Give the query string of this wish with a service compared, or no longer."""
        others = tuple(each for each in self.compare if each != key)
        return self.query(sammenlign=others if key in self.compare else (*others, key))


def wish_of(args: Any) -> tuple[Wish, list[str]]:
    """Read what a reader asked for, and say what could not be read, and so is passed over."""
    faults = []

    def text(name: str) -> str:
        return (args.get(name) or "").strip()[:200]

    most, date = text("hoejst"), text("dato")
    if most and amount(most) is None:
        faults.append(f"»{most}« er ikke et beløb. Skriv fx 5.000 eller 5.000,50.")
        most = ""
    if date and not _is_date(date):
        faults.append(f"»{date}« er ikke en dato. Skriv den som {today()}.")
        date = ""
    if date > today():
        faults.append(f"Priserne den {day(date)} kendes ikke endnu.")
        date = ""
    sort, number = text("sorter"), text("side")
    wish = Wish(
        q=text("q"),
        integration=text("integration"),
        supplier=text("leverandoer"),
        most=most,
        date=date,
        sort=sort.removeprefix("-") if sort.removeprefix("-") in _COLUMNS else "del",
        down=sort.startswith("-"),
        page=max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1,
        compare=tuple(dict.fromkeys(filter(None, args.getlist("sammenlign"))))[-MOST_COMPARED:],
    )
    return wish, faults


def _is_date(text: str) -> bool:
    """Say whether a text is a date as forms send it (HTML, valid date string)."""
    with suppress(ValueError):
        return bool(_DATE.fullmatch(text)) and bool(date_of.fromisoformat(text))
    return False


def amount(text: str) -> int | None:
    """Read an amount as a Dane writes it, in øre: `5.000`, `5000,50`, `5.000 kr.`."""
    for written in (text, f"{text} kr."):
        with suppress(Unreadable):
            return kroner(written)
    return None


def today() -> str:
    """Give today's date (ISO 8601) in Denmark."""
    return datetime.now(DANISH_TIME).date().isoformat()


@dataclass(frozen=True, slots=True)
class Prices:
    """A page of prices, how many there are in all, and what can be chosen from."""

    rows: list[Row]
    count: int
    integrations: list[Row]
    suppliers: list[str]
    compared: list[Row]
    by_supplier: list[Row]
    dearest: list[Row]


def prices(store: Store, wish: Wish, most: int | None = PAGE) -> Prices:
    """Give the prices that are wished for; all of them with `most` None."""
    values = {
        "q": folded(wish.q),
        "compact": (code_of(wish.q) or "").replace("_", ""),
        "integration": wish.integration,
        "supplier": wish.supplier,
        "most": amount(wish.most),
    }
    column, way = _COLUMNS[wish.sort], "DESC" if wish.down else "ASC"
    order = f"ORDER BY {column} IS NULL, {column} {way}, p.code, l.position"
    limit = "" if most is None else f"LIMIT {most} OFFSET {(wish.page - 1) * most}"
    rows = store.rows(f"{_ROWS} {_FROM} {order} {limit}", values)
    if most is None:
        return Prices(rows, len(rows), [], [], [], [], [])
    integrations, suppliers = _choices(store) if wish.date else kept(store, "choices", _choices)
    return Prices(
        rows=rows,
        count=rows[0]["found"] if rows else 0,
        integrations=integrations,
        suppliers=suppliers,
        compared=[
            row
            for key in wish.compare
            for row in store.rows("SELECT * FROM priced_services WHERE id = ?", key)
        ],
        by_supplier=store.rows(
            f"""
            SELECT COALESCE(supplier, 'ikke oplyst') AS supplier, price_basis, vat,
                   COUNT(*) AS services,
                   SUM(unit_price_oere IS NOT NULL) AS priced, MIN(unit_price_oere) AS low,
                   MAX(unit_price_oere) AS high, ROUND(AVG(unit_price_oere)) AS mean,
                   MIN(delivery_days) AS fastest, MAX(delivery_days) AS slowest,
                   GROUP_CONCAT(CASE WHEN delivery_days IS NULL THEN delivery_text END, '; ')
                       AS times
            FROM (SELECT DISTINCT s.id, s.supplier, s.unit_price_oere, s.price_basis, s.vat,
                                  s.delivery_days, s.delivery_text {_FROM})
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """,
            values,
        ),
        dearest=_dearest(store, values),
    )


def _dearest(store: Store, values: Row) -> list[Row]:
    """The dearest of the services whose prices are of one thing: of what most of them are of.

    Each row says how many there are of its kind (`alike`), and how many of all kinds (`priced`).
    """
    rows = store.rows(
        f"""
        SELECT *, COUNT(*) OVER () AS priced,
               COUNT(*) OVER (PARTITION BY price_basis, vat) AS alike
        FROM (SELECT DISTINCT s.id, s.name, s.unit_price_oere, s.price_basis, s.vat {_FROM}
              AND s.unit_price_oere IS NOT NULL)
        ORDER BY alike DESC, price_basis, vat, unit_price_oere DESC, name, id LIMIT {MOST_BARS}
        """,
        values,
    )
    return [row for row in rows if rider(row) == rider(rows[0])]


def _choices(store: Store) -> tuple[list[Row], list[str]]:
    """Give the integrations and suppliers that prices can be filtered by."""
    integrations = store.rows(
        "SELECT code, name FROM integrations WHERE code IN "
        "(SELECT integration FROM integration_parts WHERE gone_since IS NULL) ORDER BY code"
    )
    suppliers = store.rows(
        "SELECT DISTINCT supplier FROM support_services "
        "WHERE supplier IS NOT NULL AND gone_since IS NULL ORDER BY supplier COLLATE dansk"
    )
    return integrations, [row["supplier"] for row in suppliers]
