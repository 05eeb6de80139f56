"""The changes by night, as a feed, and one changed text side by side."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from datasette import Response
from scraper.figures import kroner
from scraper.locate import KINDS
from scraper.models import TABLES
from scraper.report import NIGHTS_IN_FEED, Night, as_atom, night_of
from scraper.room.asking import ask, missing, page
from scraper.room.kept import kept
from scraper.settings import OFFICIAL
from scraper.store import Store
from scraper.telling import Teller, label_of

_NIGHTS = 5
_LINES = 25
"""Lines of one integration and night, where several nights are shown."""
_ALL = 500
_LONGEST = 8_000
"""Words of two texts that are compared one by one; of longer texts, the lines are."""
_CLOSED = {"0": "åben for nye anvendere", "1": "lukket for nye anvendere"}
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MODELS = {model.table: model for model in TABLES}
_RUNS = """
    SELECT id FROM runs WHERE verdict = 'good' AND changes > 0 AND (:run IS NULL OR id = :run)
    ORDER BY id DESC LIMIT :most OFFSET :skip
"""


def nights(store: Store, ids: tuple[int, ...], integration: str = "") -> list[Night]:
    """Give what is told of some runs; of one integration only, when one is named."""
    teller: Teller | None = None
    found = []
    for run_id in ids:

        def told(own: Store, run_id: int = run_id) -> Night:
            nonlocal teller
            teller = teller or Teller(own)
            return night_of(own, run_id, teller)

        night = kept(store, ("night", run_id), told)
        if integration:
            of_it = [each for each in night.told if integration in each.integrations]
            night = replace(night, told=of_it)
        if night.told:
            found.append(night)
    return found


def _ids(store: Store, run: int | None, most: int, skip: int = 0) -> tuple[int, ...]:
    rows = store.rows(_RUNS, {"run": run, "most": most, "skip": skip})
    return tuple(row["id"] for row in rows)


async def show_changes(datasette: Any, request: Any) -> Response:
    """Show changes by night, grouped as in the report."""
    integration = (request.args.get("integration") or "").strip()[:40]
    run, side = _number(request.args.get("koersel")), _number(request.args.get("side")) or 1

    def question(store: Store) -> tuple[list[Night], bool, list[dict[str, Any]]]:
        ids = _ids(store, run, _NIGHTS + 1, (side - 1) * _NIGHTS)
        names = store.rows("SELECT code, name FROM integrations ORDER BY code")
        return nights(store, ids[:_NIGHTS], integration), len(ids) > _NIGHTS, names

    found, more, names = await ask(datasette, question)
    return await page(
        datasette,
        request,
        "aendringer.html",
        nights=found,
        more=more,
        side=side,
        run=run,
        integration=integration,
        integrations=names,
        most=_LINES if run is None else _ALL,
    )


async def send_feed(datasette: Any, request: Any) -> Response:
    """Send the latest nights as an Atom feed, of all integrations or of one."""
    integration = (request.args.get("integration") or "").strip()[:40]

    def question(store: Store) -> str:
        base = store.rows(
            "SELECT base_url FROM runs WHERE verdict = 'good' ORDER BY id DESC LIMIT 1"
        )
        found = nights(store, _ids(store, None, NIGHTS_IN_FEED), integration)
        return as_atom(found, str(base[0]["base_url"] if base else OFFICIAL))

    feed = await ask(datasette, question)
    return Response(body=feed, content_type="application/atom+xml; charset=utf-8")


async def show_change(datasette: Any, request: Any) -> Response:
    """Show one changed value side by side, words that went and came marked."""
    number = int(unquote(request.url_vars["id"]))

    def question(store: Store) -> tuple[list[dict[str, Any]], str | None]:
        found = store.rows("SELECT * FROM changes WHERE id = ?", number)
        return found, _address(store, found[0]) if found else None

    rows, url = await ask(datasette, question)
    if not rows or rows[0]["kind"] != "changed":
        return await missing(datasette, request, f"ændringen {number}")
    row = rows[0]
    before, after = await asyncio.to_thread(marked, *_shown(row))
    model = _MODELS.get(row["table_name"])
    title = model.title_da if model else row["table_name"]
    return await page(
        datasette,
        request,
        "aendring.html",
        row=row,
        before=before,
        after=after,
        label=label_of(row["table_name"], row["field"]),
        table=KINDS.get(row["table_name"]) or f"Fra tabellen »{title}«:",
        url=url,
    )


def _address(store: Store, row: dict[str, Any]) -> str | None:
    """Give the address of the page that a changed value was read from, where it is a page."""
    key = row["key"].partition(" / ")[0]
    if row["table_name"] in ("integration_parts", "part_endpoints"):
        found = store.rows("SELECT url FROM integration_parts WHERE code = ?", key)
    elif row["table_name"] == "support_services":
        found = store.rows("SELECT url FROM support_services WHERE id = ?", key)
    else:
        found = []
    return found[0]["url"] if found else None


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Give two texts, in the first the words that went marked, in the second those that came."""
    one, other = _WORD.findall(before), _WORD.findall(after)
    if len(one) + len(other) > _LONGEST:
        one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(one) + len(other) > _LONGEST:
        return Markup("{}").format(before), Markup("{}").format(after)
    went, came = [], []
    for kind, *place in SequenceMatcher(None, one, other).get_opcodes():
        old, new = "".join(one[place[0] : place[1]]), "".join(other[place[2] : place[3]])
        if kind == "equal":
            went.append(Markup("{}").format(old))
            came.append(Markup("{}").format(new))
            continue
        if old:
            went.append(Markup("<del>{}</del>").format(old))
        if new:
            came.append(Markup("<ins>{}</ins>").format(new))
    return Markup("").join(went), Markup("").join(came)


def _shown(row: dict[str, Any]) -> tuple[str, str]:
    """Give a change's two values as a reader knows them."""
    if row["field"] == "closed_to_new":
        return _CLOSED.get(row["before"], ""), _CLOSED.get(row["after"], "")
    if row["field"].endswith("_oere"):
        before, after = (int(row[side]) if row[side] else None for side in ("before", "after"))
        return kroner(before), kroner(after)
    return row["before"] or "", row["after"] or ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
