"""Pages that find something: one search over everything, and what an old link is now."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from datasette import Response
from scraper.errors import KatalogError
from scraper.locate import Location, locate
from scraper.room.asking import ask, page
from scraper.search import pattern_of, search
from scraper.spelling import terms


async def show_search(datasette: Any, request: Any) -> Response:
    """Search everything, and show each hit in its context."""
    query = (request.args.get("q") or "").strip()[:200]
    found = await ask(datasette, lambda store: search(store, query)) if query else []
    pattern = pattern_of(query)

    def mark(text: str) -> Markup:
        """Mark every hit in a text."""
        if pattern is None:
            return Markup("{}").format(text)
        pieces, at = [], 0
        for hit in pattern.finditer(text):
            pieces.append(Markup("{}<mark>{}</mark>").format(text[at : hit.start()], hit[0]))
            at = hit.end()
        return Markup("").join([*pieces, Markup("{}").format(text[at:])])

    short = bool(query) and not terms(query)
    total = sum(each.total for each in found)
    return await page(
        datasette,
        request,
        "soeg.html",
        query=query,
        found=found,
        total=total,
        short=short,
        mark=mark,
    )


async def show_locate(datasette: Any, request: Any) -> Response:
    """Say what an old link is now."""
    url = (request.args.get("url") or "").strip()[:2000]
    found: list[Location] = []
    fault = None
    if url:
        try:
            found = await ask(datasette, lambda store: locate(store, url))
        except KatalogError as error:
            fault = str(error)
    return await page(datasette, request, "find_link.html", url=url, found=found, fault=fault)
