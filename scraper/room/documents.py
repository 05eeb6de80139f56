"""Pages of documents: a package as a tree, each document in it, each attachment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from datasette import Response
from scraper import shelf
from scraper.figures import number
from scraper.room.asking import To, archive_folder, ask, link, missing, page
from scraper.store import Store

LONGEST = 200_000  # letters of a document's text that a page shows
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
"""Headers of what was received from elsewhere: to be saved, never run as a page of this site."""


async def show_package(datasette: Any, request: Any) -> Response:
    """Show a package: what it says of itself, and its documents as a tree."""
    key = unquote(request.url_vars["package"])

    def question(store: Store) -> tuple[list[dict[str, Any]], ...]:
        about = store.rows("SELECT * FROM packages WHERE id = ?", key)
        parts = store.rows(
            "SELECT p.code, p.title FROM part_packages AS l JOIN integration_parts AS p "
            "ON p.code = l.part_code WHERE l.package_id = ? ORDER BY p.code",
            key,
        )
        documents = store.rows(
            "SELECT path, bytes FROM documents WHERE package_id = ? ORDER BY path", key
        )
        return about, parts, documents

    about, parts, documents = await ask(datasette, question)
    if not about:
        return await missing(datasette, request, f"dokumentationspakken {key}")
    rows = Markup("").join(_branch(To(datasette), key, tree(documents)))
    return await page(datasette, request, "pakke.html", package=about[0], parts=parts, rows=rows)


def tree(documents: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Arrange documents by the folders and inner packages of their paths."""
    root: dict[str, Any] = {}
    for each in documents:
        place = root
        *folders, name = each["path"].split("/")
        for folder in folders:
            place = place.setdefault(folder + "/", {})
        place[name] = each
    return root


def _branch(to: To, package: str, place: dict[str, Any]) -> Iterator[Markup]:
    """Give a tree as nested lists."""
    yield Markup('<ul class="traee">')
    for name, each in sorted(place.items(), key=lambda item: item[0].casefold()):
        if name.endswith("/"):
            yield Markup("<li><details open><summary>{}</summary>").format(name.rstrip("/"))
            yield from _branch(to, package, each)
            yield Markup("</details></li>")
        else:
            where = link(to.document(package, each["path"]), name)
            size = number(each["bytes"] or 0)
            yield Markup("<li>{} <small>{} byte</small></li>").format(where, size)
    yield Markup("</ul>")


async def show_document(datasette: Any, request: Any) -> Response:
    """Show a document of a package, or send it with `?hent=1`."""
    package = unquote(request.url_vars["package"])
    path = unquote(request.url_vars["path"])
    if request.args.get("hent"):
        archive = archive_folder(datasette)
        copy = await ask(datasette, lambda store: shelf.document(store, archive, package, path))
        return await _send(datasette, request, copy, path)

    def question(store: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        rows = store.rows(
            "SELECT * FROM documents WHERE package_id = ? AND path = ?", package, path
        )
        same = store.rows(
            "SELECT package_id, path FROM documents WHERE sha256 = ? "
            "AND NOT (package_id = ? AND path = ?) LIMIT 20",
            rows[0]["sha256"] if rows else None,
            package,
            path,
        )
        return rows, same

    rows, same = await ask(datasette, question)
    if not rows:
        return await missing(datasette, request, f"dokumentet {path}")
    title = rows[0]["title"] or path
    return await _show_text(
        datasette,
        request,
        title,
        rows[0],
        ("package", package),
        same=same,
        package=package,
        way=path,
    )


async def show_attachment(datasette: Any, request: Any) -> Response:
    """Show an attachment, or send it with `?hent=1`."""
    key = request.url_vars["key"]
    if request.args.get("hent"):
        archive = archive_folder(datasette)
        copy = await ask(datasette, lambda store: shelf.attachment(store, archive, key))
        return await _send(datasette, request, copy, key)

    def question(store: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return store.rows("SELECT * FROM attachments WHERE id = ?", key), owners(store, key)

    rows, owned_by = await ask(datasette, question)
    if not rows:
        return await missing(datasette, request, f"bilaget {key}")
    return await _show_text(
        datasette,
        request,
        rows[0]["filename"],
        rows[0],
        ("attachment", key),
        source=rows[0]["url"],
        owners=owned_by,
    )


def owners(store: Store, attachment: str) -> list[dict[str, Any]]:
    """Give the table, key and name of each service and part that an attachment belongs to."""
    return store.rows(
        """
        SELECT 'support_services' AS "table", s.id AS key, s.name, s.url
        FROM service_attachments AS l JOIN support_services AS s ON s.id = l.service_id
        WHERE l.attachment_id = :key
        UNION
        SELECT 'integration_parts', p.code, p.code || ' ' || COALESCE(p.title, ''), p.url
        FROM part_attachments AS l JOIN integration_parts AS p ON p.code = l.part_code
        WHERE l.attachment_id = :key ORDER BY 3
        """,
        {"key": attachment},
    )


async def _show_text(
    datasette: Any,
    request: Any,
    title: str,
    row: dict[str, Any],
    place: tuple[str, str],
    **values: Any,
) -> Response:
    """Show what is known of a document, and its text; `place` is kind and key in the archive."""
    text = row["text"] or ""
    archive = archive_folder(datasette)
    values["kept"] = await ask(datasette, lambda store: shelf.is_kept(store, archive, *place))
    return await page(
        datasette,
        request,
        "dokument.html",
        title=title,
        row=row,
        text=text[:LONGEST],
        cut=len(text) > LONGEST,
        **values,
    )


async def _send(datasette: Any, request: Any, copy: shelf.Copy | None, what: str) -> Response:
    """Send a document to be saved."""
    if copy is None:
        return await missing(datasette, request, f"indholdet af {what} (det er ikke i arkivet)")
    name = quote(copy.name.replace("/", "_"))
    headers = SAFE | {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body=copy.body, headers=headers, content_type=copy.media_type)
