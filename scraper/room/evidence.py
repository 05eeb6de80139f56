"""The archived page that a value was read from, shown so that nothing of it can run."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from datasette import Response
from scraper.archive import read_stored
from scraper.charset import decode
from scraper.coding import decoded
from scraper.documents.containers import MAX_UNPACKED
from scraper.errors import PageFault
from scraper.parse.html import without
from scraper.room.asking import archive_folder, ask, missing, page
from scraper.store import Store

_LATEST = """
    SELECT url, fetched_at, COALESCE(body_file, warc_file) AS file,
           COALESCE(body_offset, warc_offset) AS place, run_id, status
    FROM fetches WHERE url = :url AND status = 200 AND warc_file IS NOT NULL
    AND run_id IN (SELECT id FROM runs WHERE verdict = 'good')
    AND (:run IS NULL OR run_id <= :run) ORDER BY run_id DESC LIMIT 1
"""
_READ_FROM = (
    ("part", "integration_parts", "t.code"),
    ("service", "support_services", "t.name"),
    ("attachment", "attachments", "t.filename"),
    ("package", "packages", "t.title"),
)
"""For each kind of page the table of what is read from it, and what that is called."""
_KEY = {"integration_parts": "code"}
_REACHES_OUT = (
    "script, iframe, frame, object, embed, portal, base, link, meta[http-equiv], audio, video"
)
"""What is taken out: even where a policy forbids the request, a browser may connect for it."""
_CONFINED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-DNS-Prefetch-Control": "off",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
"""No script of the mirrored page runs, nothing is asked for, no form is sent."""


async def _find(datasette: Any, request: Any) -> dict[str, Any] | None:
    url = (request.args.get("url") or "").strip()[:4000]
    run = request.args.get("koersel") or ""
    number = int(run) if run.isdecimal() and len(run) < 10 else None

    def question(store: Store) -> list[dict[str, Any]]:
        return store.rows(_LATEST, {"url": url, "run": number})

    rows = await ask(datasette, question)
    return rows[0] if rows else None


def _body(datasette: Any, row: dict[str, Any]) -> tuple[bytes, str] | None:
    """Give what the archive has, and the media type it was sent with; None when it is not there."""
    stored = read_stored(archive_folder(datasette), row["file"], row["place"])
    try:
        body = decoded(stored, MAX_UNPACKED) if stored else None
    except PageFault:
        body = None
    if stored is None or body is None:
        return None
    return body, next((v for k, v in stored.headers if k.lower() == "content-type"), "text/html")


def _about(store: Store, url: str) -> dict[str, Any] | None:
    """Give the table, key and name of what was read from an address."""
    for kind, table, name in _READ_FROM:
        rows = store.rows(
            f"SELECT p.key, {name} AS name FROM pages AS p JOIN {table} AS t "
            f"ON t.{_KEY.get(table, 'id')} = p.key WHERE p.url = ? AND p.kind = ?",
            url,
            kind,
        )
        if rows:
            return {"table": table} | rows[0]
    return None


async def show_source(datasette: Any, request: Any) -> Response:
    """Show the page a value was read from, in a frame, with the date of the fetch."""
    row = await _find(datasette, request)
    if row is None:
        return await missing(datasette, request, "siden i arkivet")
    about = await ask(datasette, lambda store: _about(store, row["url"]))
    kept = await asyncio.to_thread(_body, datasette, row)
    query = f"url={quote(row['url'], safe='')}&koersel={row['run_id']}"
    return await page(
        datasette, request, "kilde.html", row=row, query=query, about=about, kept=kept is not None
    )


async def send_source(datasette: Any, request: Any) -> Response:
    """Send the page as it was received, confined."""
    row = await _find(datasette, request)
    found = await asyncio.to_thread(_body, datasette, row) if row else None
    if found is None:
        return Response.text("Siden er ikke i arkivet.", status=404, headers=_CONFINED)
    body, kind = found
    if "html" not in kind.lower():
        headers = _CONFINED | {"Content-Disposition": "attachment"}
        return Response(body=body, headers=headers, content_type="application/octet-stream")
    charset = kind.lower().partition("charset=")[2].strip("\"' ") or None
    text = await asyncio.to_thread(without, decode(body, charset), _REACHES_OUT)
    return Response(body=text, headers=_CONFINED, content_type="text/html; charset=utf-8")
