"""All integration parts in one table: in which version, open to whom, at what cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from scraper.room.asking import ask, page
from scraper.room.kept import kept
from scraper.room.parts import Row
from scraper.spelling import code_of, folded
from scraper.store import Store

PAGE = 100
COLUMNS = {
    "kode": ("Kode", "p.code", ""),
    "titel": ("Titel", "p.title COLLATE dansk", ""),
    "omraade": ("Område", "p.area COLLATE dansk", ""),
    "version": ("Version", "p.version COLLATE version", ""),
    "status": ("Status", "p.status COLLATE dansk", ""),
    "fra": ("Gyldig fra", "p.valid_from", ""),
    "nye": ("Nye anvendere", "p.closed_to_new", ""),
    "ydelser": ("Ydelser", "services", "tal"),
    "pris": ("Pris i alt", "high", "tal"),
    "dokumenter": ("Dokumenter", "documents", "tal"),
}
"""What the table can be sorted by: title, column, class."""
_FILTERS = {"omraade": "area", "status": "status", "integration": "integration"}
_PARTS = """
    SELECT p.*, COUNT(*) OVER () AS found, COUNT(s.id) AS services,
           MIN(COALESCE(s.unit_price_oere * s.units_min, s.unit_price_oere)) AS low,
           MAX(COALESCE(s.unit_price_oere * s.units_max, s.unit_price_oere)) AS high,
           (SELECT SUM(k.documents) FROM part_packages AS l JOIN packages AS k
            ON k.id = l.package_id WHERE l.part_code = p.code) AS documents
    FROM integration_parts AS p
    LEFT JOIN part_support_services AS l ON l.part_code = p.code
    LEFT JOIN support_services AS s ON s.id = l.service_id AND s.gone_since IS NULL
    WHERE p.gone_since IS NULL
    AND (:q = '' OR INSTR(folded(p.code || ' ' || COALESCE(p.title, '')), :q)
         OR :compact != '' AND REPLACE(p.code, '_', '') LIKE :compact || '%')
    AND (:omraade = '' OR p.area = :omraade) AND (:status = '' OR p.status = :status)
    AND (:integration = '' OR p.integration = :integration)
    AND (:nye = '' OR COALESCE(p.closed_to_new, 0) = (:nye = 'lukket'))
    GROUP BY p.code
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose: filters by name, the column sorted by, and the page."""

    filters: tuple[tuple[str, str], ...] = ()
    sort: str = "kode"
    down: bool = False
    page: int = 1

    @property
    def values(self) -> dict[str, str]:
        """The filters, every one of them, those not chosen as ""."""
        return dict.fromkeys((*_FILTERS, "q", "nye"), "") | dict(self.filters)

    def query(self, **other: Any) -> str:
        """Give the query string of this choice, with something else in it."""
        sort = ("-" if self.down else "") + self.sort
        values = {**dict(self.filters), "sorter": sort, "side": str(self.page)} | other
        plain = {"sorter": "kode", "side": "1"}
        return urlencode({n: v for n, v in values.items() if str(v) not in ("", plain.get(n, ""))})


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of parts, how many there are in all, and what can be chosen from."""

    rows: list[Row]
    count: int
    choices: dict[str, list[str]]


def choice_of(args: Any) -> Choice:
    """Read what a reader chose; what makes no sense is passed over."""
    filters = {name: (args.get(name) or "").strip()[:200] for name in (*_FILTERS, "q", "nye")}
    sort, side = (args.get("sorter") or "")[:40], args.get("side") or ""
    name = sort.removeprefix("-")
    return Choice(
        filters=tuple((each, value) for each, value in filters.items() if value),
        sort=name if name in COLUMNS else "kode",
        down=sort.startswith("-"),
        page=max(1, int(side)) if side.isdecimal() and len(side) < 7 else 1,
    )


def overview(store: Store, choice: Choice) -> Overview:
    """Give the parts that are chosen."""
    values = choice.values
    query = values["q"]
    values |= {"q": folded(query), "compact": (code_of(query) or "").replace("_", "")}
    column, way = COLUMNS[choice.sort][1], "DESC" if choice.down else "ASC"
    rows = store.rows(
        f"{_PARTS} ORDER BY {column} IS NULL, {column} {way}, p.code "
        f"LIMIT {PAGE} OFFSET {(choice.page - 1) * PAGE}",
        values,
    )
    choices = {
        name: [
            row["value"]
            for row in store.rows(
                f"SELECT DISTINCT {column} AS value FROM integration_parts "
                f"WHERE {column} IS NOT NULL AND gone_since IS NULL ORDER BY 1 COLLATE dansk"
            )
        ]
        for name, column in _FILTERS.items()
    }
    return Overview(rows, rows[0]["found"] if rows else 0, choices)


async def show_overview(datasette: Any, request: Any) -> Response:
    """Show all integration parts."""
    choice = choice_of(request.args)

    def question(store: Store) -> Overview:
        return kept(store, choice, lambda own: overview(own, choice))

    found = await ask(datasette, question)
    if not found.rows and choice.page > 1:  # past the end
        choice = replace(choice, page=1)
        found = await ask(datasette, question)
    return await page(
        datasette,
        request,
        "dele.html",
        it=found,
        choice=choice,
        columns=COLUMNS,
        pages=-(-found.count // PAGE),
    )
