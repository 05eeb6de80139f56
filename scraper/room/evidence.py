"""The archived page that a value was read from, shown so that nothing of it can run."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from datasette import Response
from scraper.archive import read_stored
from scraper.charset import decode
from scraper.coding import decoded
from scraper.documents.containers import MAX_UNPACKED
from scraper.errors import PageFault
from scraper.room.asking import archive_folder, ask, missing, page
from scraper.store import Store

_LATEST = """
    SELECT url, fetched_at, COALESCE(body_file, warc_file) AS file,
           COALESCE(body_offset, warc_offset) AS place, run_id, status
    FROM fetches WHERE url = :url AND status = 200 AND warc_file IS NOT NULL
    AND run_id IN (SELECT id FROM runs WHERE verdict = 'good')
    AND (:run IS NULL OR run_id <= :run) ORDER BY run_id DESC LIMIT 1
"""
_CONFINED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; frame-ancestors 'self'",
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


async def show_source(datasette: Any, request: Any) -> Response:
    """Show the page a value was read from, in a frame, with the date of the fetch."""
    row = await _find(datasette, request)
    if row is None:
        return await missing(datasette, request, "siden i arkivet")
    query = f"url={quote(row['url'], safe='')}&koersel={row['run_id']}"
    return await page(datasette, request, "kilde.html", row=row, query=query)


async def send_source(datasette: Any, request: Any) -> Response:
    """Send the page as it was received, confined."""
    row = await _find(datasette, request)
    if row is None:
        return await missing(datasette, request, "siden i arkivet")
    archive = archive_folder(datasette)
    stored = read_stored(archive, row["file"], row["place"])
    try:
        body = decoded(stored, MAX_UNPACKED) if stored else None
    except PageFault:
        body = None
    if stored is None or body is None:
        return await missing(datasette, request, "siden i arkivet")
    kind = next((v for k, v in stored.headers if k.lower() == "content-type"), "text/html")
    if "html" not in kind:
        headers = _CONFINED | {"Content-Disposition": "attachment"}
        return Response(body=body, headers=headers, content_type="application/octet-stream")
    charset = kind.partition("charset=")[2].strip("\"' ") or None
    text = decode(body, charset)
    return Response(body=text, headers=_CONFINED, content_type="text/html; charset=utf-8")
