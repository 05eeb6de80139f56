"""The page of prices, those of an earlier date too, and its files."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from datasette import Response
from scraper.asof import end_of, go_back
from scraper.errors import UsageError
from scraper.export import write_xlsx
from scraper.figures import DANISH_TIME, day, moment, number
from scraper.room.asking import ask, database_path, page
from scraper.room.chart import bars
from scraper.room.exports import FILES, FileResponse, new_file
from scraper.room.kept import kept
from scraper.room.parts import Row
from scraper.room.prices import MOST_BARS, MOST_COMPARED, PAGE, Prices, Wish, prices, today, wish_of
from scraper.settings import OFFICIAL
from scraper.store import Store, open_for_reading

_FIRST = "SELECT MIN(started_at) AS at FROM runs WHERE verdict = 'good'"
TYPES: dict[str, type] = {
    "part_code": str,
    "part_title": str,
    "integration": str,
    "service": str,
    "supplier": str,
    "unit_price_dkk": float,
    "units_min": int,
    "units_max": int,
    "total_min_dkk": float,
    "total_max_dkk": float,
    "reaction_days": int,
    "delivery_days": int,
    "price_model": str,
    "unit_price_text": str,
    "units_text": str,
    "reaction_text": str,
    "delivery_text": str,
    "service_url": str,
    "part_url": str,
    "price_basis": str,
    "vat": str,
}
"""The columns of the files: those of `support_service_prices`, the integration and the texts."""


async def _asked(datasette: Any, wish: Wish, most: int | None) -> Prices:
    """Ask for prices of today, or of an earlier date on a connection of its own."""
    if not wish.date:
        if most is None:
            return await ask(datasette, lambda store: prices(store, wish, None))
        return await ask(
            datasette,
            lambda store: kept(store, wish, lambda own: prices(own, wish, most)),
        )
    path: Path = database_path(datasette)

    def of_then(_: Store) -> Prices:
        with closing(open_for_reading(path)) as own:
            go_back(own, wish.date, DANISH_TIME)
            return prices(own, wish, most)

    return await ask(datasette, of_then)


async def show_prices(datasette: Any, request: Any) -> Response:
    """Show the prices as a table, and as a chart."""
    wish, faults = wish_of(request.args)
    try:
        found = await _asked(datasette, wish, PAGE)
    except UsageError:
        first = await ask(datasette, lambda store: store.rows(_FIRST)[0]["at"])
        since = f"er først læst den {day(first)}" if first else "er endnu ikke læst"
        faults.append(f"Kataloget {since}.")
        wish = replace(wish, date="")
        found = await _asked(datasette, wish, PAGE)
    if not found.count and wish.page > 1:  # past the end
        wish = replace(wish, page=1)
        found = await _asked(datasette, wish, PAGE)
    dearest = [(row["name"] or "(uden navn)", row["unit_price_oere"]) for row in found.dearest]
    return await page(
        datasette,
        request,
        "priser.html",
        it=found,
        wish=wish,
        faults=faults,
        today=today(),
        instead=bool(request.args.get("dato")) and not wish.date,
        pages=-(-found.count // PAGE),
        columns=_HEADERS,
        most_compared=MOST_COMPARED,
        most_bars=MOST_BARS,
        chart=bars(dearest, "Enhedspris pr. ydelse; tallene står også i tabellen"),
    )


_HEADERS = (
    ({"del": "Del", "titel": "Titel"}, ""),
    ({"ydelse": "Ydelse"}, ""),
    ({"leverandoer": "Leverandør"}, ""),
    ({"enhedspris": "Enhedspris"}, "tal"),
    ({"enheder": "Enheder"}, "tal"),
    ({"til": "I alt"}, "tal"),
    ({"reaktion": "Reaktion"}, ""),
    ({"levering": "Levering"}, ""),
    ({"prismodel": "Prismodel"}, ""),
)
"""The columns of the table: what each can be sorted by and how that is called, and its class."""
DANISH = {
    "part_code": "Del",
    "part_title": "Titel",
    "integration": "Integration",
    "service": "Ydelse",
    "supplier": "Leverandør",
    "unit_price_dkk": "Enhedspris (kr.)",
    "units_min": "Enheder fra",
    "units_max": "Enheder til",
    "total_min_dkk": "I alt fra (kr.)",
    "total_max_dkk": "I alt til (kr.)",
    "reaction_days": "Reaktion (arbejdsdage)",
    "delivery_days": "Levering (arbejdsdage)",
    "price_model": "Prismodel",
    "unit_price_text": "Enhedspris, som skrevet",
    "units_text": "Enheder, som skrevet",
    "reaction_text": "Reaktionstid, som skrevet",
    "delivery_text": "Leveringstid, som skrevet",
    "service_url": "Ydelsens side",
    "part_url": "Delens side",
    "price_basis": "Prisens enhed",
    "vat": "Moms",
}
"""What the columns are called in the files that people open; programs get the names of `TYPES`."""
_GOOD = "SELECT * FROM runs WHERE verdict = 'good' AND started_at < ? ORDER BY id DESC LIMIT 1"


def about(run: Row | None, wish: Wish, count: int) -> list[tuple[str, str]]:
    """Say what a file of prices is: when it was read, from where, and what was chosen."""
    chosen = {
        "Del eller ydelse": wish.q,
        "Integration": wish.integration,
        "Leverandør": wish.supplier,
        "I alt højst (kr.)": wish.most,
    }
    said = [("Indhold", "Priser på supportydelser i Digitaliseringskataloget")]
    if run and run["base_url"] != OFFICIAL:
        said.append(("DEMONSTRATIONSDATA", f"Ikke det rigtige katalog, men {run['base_url']}"))
    return [
        *said,
        ("Læst", moment(run["started_at"]) if run else "endnu ikke"),
        ("Priser pr.", day(wish.date or today())),
        (
            "Valgt",
            "; ".join(f"{name}: {value}" for name, value in chosen.items() if value) or "alle",
        ),
        ("Rækker", number(count)),
        (
            "I alt",
            "enhedspris gange antal enheder, med eller uden moms som enhedsprisen; tom, hvor siden "
            "ikke giver et tal, eller prisen gælder noget andet end det, der tælles i",
        ),
        ("Tider", "arbejdsdage; tom, hvor siden giver en anden tid, se da »som skrevet«"),
        ("Kilde", run["base_url"] if run else OFFICIAL),
    ]


async def send_prices(datasette: Any, request: Any) -> Response:
    """Send all the prices that are wished for as a file, named for their date."""
    kind = FILES[request.url_vars["form"]]
    titles = DANISH if kind.for_people else {}
    wish, faults = wish_of(request.args)
    if faults:
        return Response.text("\n".join(faults), status=400)
    try:
        found = await _asked(datasette, wish, None)
    except UsageError:
        return Response.text(f"Kataloget var ikke læst den {day(wish.date)}.", status=400)
    until = end_of(wish.date or today(), DANISH_TIME)
    runs = await ask(datasette, lambda store: store.rows(_GOOD, until))
    run = runs[0] if runs else None
    types = {titles.get(column, column): of for column, of in TYPES.items()}
    rows = ({titles.get(column, column): row[column] for column in TYPES} for row in found.rows)
    file = new_file()
    write = kind.write
    if write is write_xlsx:
        write = partial(write_xlsx, about=about(run, wish, found.count))
    await asyncio.to_thread(write, rows, types, file)
    demonstration = "demonstration-" if run and run["base_url"] != OFFICIAL else ""
    name = f"{demonstration}priser-{wish.date or today()}.{kind.ending}"
    return FileResponse(file, name, kind.media_type)
