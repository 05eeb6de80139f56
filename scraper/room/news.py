"""The changes by night, as a feed, and one changed text side by side."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from datasette import Response
from scraper.figures import kroner
from scraper.locate import KINDS
from scraper.models import TABLES
from scraper.phrases import ACCESS
from scraper.report import NIGHTS_IN_FEED, Feed, Night, as_atom, night_of
from scraper.room.asking import ask, missing, page
from scraper.room.kept import kept
from scraper.room.parts import integration_row
from scraper.settings import OFFICIAL
from scraper.store import Store
from scraper.telling import Teller, Telling, label_of

_NIGHTS = 5
_LINES = 10
"""Lines of one integration and night, where several nights are shown."""
_FAMILIES = 10
"""Integrations of one night, where several nights are shown."""
_ALL = 500
_LONGEST = 8_000
"""Words of two texts that are compared one by one; of longer texts, the lines are."""
_WORD = re.compile(r"\d[\d.,]*\d|\w+|\s+|[^\w\s]")
_WORDS_OF = """
    SELECT w.* FROM changes AS c JOIN changes AS w USING (run_id, table_name, key)
    WHERE c.id = ? AND w.field = 'text' AND w.kind = 'changed'
"""
_MODELS = {model.table: model for model in TABLES}
_RUNS = """
    SELECT id FROM runs WHERE verdict = 'good' AND changes > 0 AND (:run IS NULL OR id = :run)
    ORDER BY id DESC LIMIT :most OFFSET :skip
"""
_LOOKED_AT = 400
"""Nights that are looked through for those of one integration: more than a year."""


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


def latest(
    store: Store, most: int, skip: int = 0, integration: str = "", run: int | None = None
) -> list[Night]:
    """Give the nights with news, of one integration when one is named, newest first."""
    if not integration:
        rows = store.rows(_RUNS, {"run": run, "most": most, "skip": skip})
        return nights(store, tuple(row["id"] for row in rows))
    found: list[Night] = []
    for row in store.rows(_RUNS, {"run": run, "most": _LOOKED_AT, "skip": 0}):
        found += nights(store, (row["id"],), integration)
        if len(found) == skip + most:
            break
    return found[skip:]


@dataclass(frozen=True, slots=True)
class Shown:
    """As much of a night as a page shows: each integration's name, code, news, and how many more.

    `others` are the integrations that are left out.
    """

    run: dict[str, Any]
    lead: str
    groups: list[tuple[str, str | None, list[Telling], int]]
    others: int
    reader: list[Telling]


def shown(night: Night, lines: int, families: int) -> Shown:
    """Give as much of a night as a page shows."""
    groups = night.groups
    return Shown(
        night.run,
        night.lead,
        [
            (name, _only(told[0].integrations), told[:lines], max(0, len(told) - lines))
            for name, told in groups[:families]
        ],
        max(0, len(groups) - families),
        night.from_reader[:lines],
    )


def _only(codes: tuple[str, ...]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _named(store: Store, integration: str) -> dict[str, Any] | None:
    """Give the integration that is meant, its code in any spelling."""
    found = integration_row(store, integration) if integration else None
    return found or ({"code": integration, "name": None} if not integration else None)


async def show_changes(datasette: Any, request: Any) -> Response:
    """Show changes by night, grouped as in the report."""
    wanted = (request.args.get("integration") or "").strip()[:40]
    run, side = _number(request.args.get("koersel")), _number(request.args.get("side")) or 1

    lines, families = (_LINES, _FAMILIES) if run is None else (_ALL, _ALL)

    def question(store: Store) -> tuple[Any, list[Shown], list[dict[str, Any]], int]:
        about = _named(store, wanted)
        names = store.rows("SELECT code, name FROM integrations ORDER BY code")
        if about is None:
            return None, [], names, side

        def of_page(number: int) -> list[Shown]:
            def found(own: Store) -> list[Shown]:
                skip = (number - 1) * _NIGHTS
                of_it = latest(own, _NIGHTS + 1, skip, about["code"], run)
                return [shown(night, lines, families) for night in of_it]

            return kept(store, ("changes", number, about["code"], run), found)

        found = of_page(side)
        return (about, found, names, side) if found else (about, of_page(1), names, 1)

    about, found, names, side = await ask(datasette, question)
    if about is None:
        return await missing(datasette, request, f"integrationen {wanted}")
    return await page(
        datasette,
        request,
        "aendringer.html",
        nights=found[:_NIGHTS],
        more=len(found) > _NIGHTS,
        side=side,
        run=run,
        integration=about["code"],
        integrations=names,
    )


async def send_feed(datasette: Any, request: Any) -> Response:
    """Send the latest nights as an Atom feed, of all integrations or of one."""
    wanted = (request.args.get("integration") or "").strip()[:40]

    def whole(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    def question(store: Store) -> str | None:
        about = _named(store, wanted)
        if about is None:
            return None
        code = about["code"]
        base = store.rows(
            "SELECT base_url FROM runs WHERE verdict = 'good' ORDER BY id DESC LIMIT 1"
        )
        of = f"?integration={quote(code)}" if code else ""
        feed = Feed(
            str(base[0]["base_url"] if base else OFFICIAL),
            about=(code, about["name"] or "") if code else None,
            address=whole(f"/-/aendringer.atom{of}"),
            home=whole(f"/-/aendringer{of}"),
            page=lambda night: whole(f"/-/aendringer{of or '?'}&koersel={night.run['id']}"),
        )
        return as_atom(latest(store, NIGHTS_IN_FEED, integration=code), feed)

    feed = await ask(datasette, question)
    if feed is None:
        return await missing(datasette, request, f"integrationen {wanted}")
    return Response(body=feed, content_type="application/atom+xml; charset=utf-8")


async def show_change(datasette: Any, request: Any) -> Response:
    """Show one changed value side by side, words that went and came marked."""
    number = int(unquote(request.url_vars["id"]))

    def question(store: Store) -> tuple[list[dict[str, Any]], str | None, str | None, str | None]:
        found = store.rows("SELECT * FROM changes WHERE id = ?", number)
        if not found:
            return [], None, None, None
        if found[0]["field"] in ("sha256", "bytes"):  # seen by the words, where they were read
            found = store.rows(_WORDS_OF, number) or found
        told = [
            each.text
            for night in nights(store, (found[0]["run_id"],))
            for each in night.told
            if each.id == number
        ]
        return found, _address(store, found[0]), _name(store, found[0]), next(iter(told), None)

    rows, url, name, sentence = await ask(datasette, question)
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
        name=name or row["key"],
        sentence=sentence,
    )


def _name(store: Store, row: dict[str, Any]) -> str | None:
    """Give what the row that changed is called."""
    names = {
        "integration_parts": "SELECT code || ' ' || COALESCE(title, '') AS name "
        "FROM integration_parts WHERE code = ?",
        "support_services": "SELECT name FROM support_services WHERE id = ?",
        "attachments": "SELECT filename AS name FROM attachments WHERE id = ?",
        "packages": "SELECT title AS name FROM packages WHERE id = ?",
    }
    found = store.rows(names[row["table_name"]], row["key"]) if row["table_name"] in names else []
    return found[0]["name"] if found else None


def _address(store: Store, row: dict[str, Any]) -> str | None:
    """Give the address of the page that a changed value was read from, where it is a page."""
    key = row["key"].partition(" / ")[0]
    if row["table_name"] in ("integration_parts", "part_endpoints", "part_sections"):
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
        return ACCESS.get(row["before"], ""), ACCESS.get(row["after"], "")
    if row["field"].endswith("_oere"):
        before, after = (int(row[side]) if row[side] else None for side in ("before", "after"))
        return kroner(before), kroner(after)
    return row["before"] or "", row["after"] or ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
