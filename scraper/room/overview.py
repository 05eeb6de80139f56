"""All integration parts in one table: in which version, closed to whom, at what cost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from scraper.phrases import access
from scraper.room.asking import ask, page
from scraper.room.exports import FILES, FileResponse, new_file
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
_PRICED = "FILTER (WHERE COALESCE(s.total_min_oere, s.total_max_oere) IS NOT NULL)"
_UNLIKE = f"COUNT(DISTINCT COALESCE(s.vat, '')) {_PRICED} > 1"
"""Some of a part's totals are with VAT and some without, or it is not said: they have no span."""
_PARTS = f"""
    SELECT p.*, COUNT(*) OVER () AS found, COUNT(s.id) AS services,
           COUNT(COALESCE(s.total_min_oere, s.total_max_oere)) AS priced,
           {_UNLIKE} AS unlike,
           CASE WHEN NOT {_UNLIKE} THEN MAX(s.vat) {_PRICED} END AS vat,
           CASE WHEN NOT {_UNLIKE}
               AND NOT SUM(s.total_min_oere IS NULL AND s.total_max_oere IS NOT NULL)
               THEN MIN(s.total_min_oere) END AS low,
           CASE WHEN NOT {_UNLIKE}
               AND NOT SUM(s.total_max_oere IS NULL AND s.total_min_oere IS NOT NULL)
               THEN MAX(s.total_max_oere) END AS high,
           CASE WHEN NOT COUNT(s.unit_price_oere) AND COUNT(DISTINCT s.unit_price_text) = 1
               AND COUNT(s.unit_price_text) = COUNT(s.id) THEN MAX(s.unit_price_text) END AS said,
           (SELECT SUM(k.documents) FROM part_packages AS l JOIN packages AS k
            ON k.id = l.package_id
            WHERE l.part_code = p.code AND k.gone_since IS NULL) AS documents
    FROM integration_parts AS p
    LEFT JOIN part_support_services AS l ON l.part_code = p.code
    LEFT JOIN priced_services AS s ON s.id = l.service_id AND s.gone_since IS NULL
    WHERE p.gone_since IS NULL
    AND (:q = '' OR INSTR(folded(p.code || ' ' || COALESCE(p.title, '')), :q)
         OR :compact != '' AND REPLACE(p.code, '_', '') LIKE :compact || '%')
    AND (:omraade = '' OR p.area = :omraade) AND (:status = '' OR p.status = :status)
    AND (:integration = '' OR p.integration = :integration)
    AND (:nye = '' OR p.closed_to_new IS CASE :nye WHEN 'lukket' THEN 1 WHEN 'aaben' THEN 0 END)
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
    choices: dict[str, list[tuple[str, str]]]
    """For each filter its values, and how they are called."""


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


def overview(store: Store, choice: Choice, most: int | None = PAGE) -> Overview:
    """Give the parts that are chosen; all of them with `most` None."""
    values = choice.values
    query = values["q"]
    values |= {"q": folded(query), "compact": (code_of(query) or "").replace("_", "")}
    column, way = COLUMNS[choice.sort][1], "DESC" if choice.down else "ASC"
    limit = "" if most is None else f"LIMIT {most} OFFSET {(choice.page - 1) * most}"
    rows = store.rows(f"{_PARTS} ORDER BY {column} IS NULL, {column} {way}, p.code {limit}", values)
    choices = {name: _choices(store, column) for name, column in _FILTERS.items()}
    return Overview(rows, rows[0]["found"] if rows else 0, choices)


def _choices(store: Store, column: str) -> list[tuple[str, str]]:
    """Give the values of a column of the live parts, an integration's with its name."""
    rows = store.rows(
        f"SELECT DISTINCT p.{column} AS value, i.name FROM integration_parts AS p "
        f"LEFT JOIN integrations AS i ON i.code = p.{column} "
        f"WHERE p.{column} IS NOT NULL AND p.gone_since IS NULL ORDER BY 1 COLLATE dansk"
    )
    return [(row["value"], f"{row['value']} {row['name'] or ''}".strip()) for row in rows]


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


FILE_COLUMNS = {
    "code": ("Kode", str),
    "title": ("Titel", str),
    "integration": ("Integration", str),
    "area": ("Område", str),
    "version": ("Version", str),
    "status": ("Status", str),
    "valid_from": ("Gyldig fra", str),
    "closed": ("Nye anvendere", str),
    "services": ("Ydelser", int),
    "low_dkk": ("Pris i alt fra (kr.)", float),
    "high_dkk": ("Pris i alt til (kr.)", float),
    "documents": ("Dokumenter", int),
    "documentation_url": ("Dokumentation", str),
    "url": ("Side", str),
    "priced": ("Ydelser med pris i alt", int),
    "vat": ("Moms", str),
}
"""The columns of the files: their names, what they are called in Excel, and their types."""


async def send_overview(datasette: Any, request: Any) -> Response:
    """Send all the parts that are chosen as a file."""
    kind = FILES[request.url_vars["form"]]
    choice = choice_of(request.args)
    found = await ask(datasette, lambda store: overview(store, choice, None))
    names = {name: title if kind.for_people else name for name, (title, _) in FILE_COLUMNS.items()}
    types = {names[name]: of for name, (_, of) in FILE_COLUMNS.items()}
    rows = ({names[name]: _value(row, name) for name in FILE_COLUMNS} for row in found.rows)
    file = new_file()
    await asyncio.to_thread(kind.write, rows, types, file)
    return FileResponse(file, f"integrationsdele.{kind.ending}", kind.media_type)


def _value(row: Row, name: str) -> Any:
    if name == "closed":
        return access(row["closed_to_new"])
    if name.endswith("_dkk"):
        oere = row[name.removesuffix("_dkk")]
        return None if oere is None else oere / 100
    return row[name]
