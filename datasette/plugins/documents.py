"""Pages of their own: a package as a tree, each document, one search, and old links found again."""

import asyncio
import os
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote

from markupsafe import Markup

from datasette import Response, hookimpl
from scraper import shelf
from scraper.errors import KatalogError
from scraper.locate import KINDS, locate
from scraper.search import search
from scraper.spelling import terms
from scraper.store import open_for_reading
from scraper.wording import changed_lines

LONGEST = 200_000  # letters of a document's text that a page shows
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


@hookimpl
def register_routes():
    """Give the addresses of the pages."""
    return [
        (r"^/-/pakke/(?P<package>[^/]+/[^/]+?)/?$", show_package),
        (r"^/-/pakke/(?P<package>[^/]+/[^/]+)/(?P<path>.+)$", show_document),
        (r"^/-/bilag/(?P<key>[0-9a-f]{12})$", show_attachment),
        (r"^/-/soeg$", show_search),
        (r"^/-/find-link$", show_locate),
    ]


@hookimpl
def menu_links(datasette):
    """Put search and old links into the menu."""
    return [
        {"href": datasette.urls.path("/-/soeg"), "label": "Søg i alt"},
        {"href": datasette.urls.path("/-/find-link"), "label": "Find et gammelt link"},
    ]


@hookimpl
def render_cell(row, value, column, table, database, datasette):
    """Link documents, packages and attachments to their pages; show a changed text as a diff."""
    if not value:
        return None
    if table == "packages" and column == "title":
        return link(datasette, package_url(row["id"]), value)
    if table == "documents" and column == "path":
        package = row["package_id"]  # a foreign key, which Datasette may have looked up
        package = package["value"] if isinstance(package, dict) else package
        return link(datasette, document_url(package, value), value)
    if table == "attachments" and column == "filename":
        return link(datasette, f"/-/bilag/{row['id']}", value)
    if table == "changes" and column in ("before", "after") and row["field"] == "text":
        if column == "before":
            return Markup("<i>se forskellen til højre</i>") if row["after"] else None
        if len(row["before"] or "") + len(value) > LONGEST:  # comparing them would hold up the page
            return Markup("<i>en lang tekst; forskellen står i nattens rapport</i>")
        lines = changed_lines(row["before"], value, 60)
        return Markup('<pre class="forskel">{}</pre>').format("\n".join(lines))
    return None


def link(datasette, path, words):
    """Make a link within this site."""
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(path), words)


def package_url(package):
    """Give the address of a package's page."""
    return f"/-/pakke/{quote(package)}"


def document_url(package, path):
    """Give the address of a document's page."""
    return f"/-/pakke/{quote(package)}/{quote(path)}"


def target(kind, key):
    """Give the address on this site of something found."""
    if kind == "documents":
        one, two, path = key.split("/", 2)
        return document_url(f"{one}/{two}", path)
    if kind == "packages":
        return package_url(key)
    if kind == "attachments":
        return f"/-/bilag/{key}"
    return None


async def ask(datasette, question):
    """Ask the catalogue's database something, in a thread of its own: (store, archive) → answer."""
    for database in datasette.databases.values():
        if database.path and "documents" in await database.table_names():
            path = Path(database.path)
            archive = Path(os.environ.get("KATALOG_ARCHIVE") or path.parent / "archive")

            def answer(path=path, archive=archive):
                with closing(open_for_reading(path)) as store:
                    return question(store, archive)

            return await asyncio.to_thread(answer)
    return None


async def page(datasette, request, template, status=200, **values):
    """Render one of our pages."""
    values |= {"path": datasette.urls.path, "target": target, "kinds": KINDS}
    body = await datasette.render_template(template, values, request=request)
    return Response.html(body, status=status)


async def missing(datasette, request, what):
    """Say that something is not here."""
    return await page(datasette, request, "ikke_fundet.html", status=404, what=what)


async def show_package(datasette, request):
    """Show a package: what it says of itself, and its documents as a tree."""
    key = unquote(request.url_vars["package"])

    def question(store, _):
        about = store.rows("SELECT * FROM packages WHERE id = ?", key)
        parts = store.rows(
            "SELECT p.code, p.title FROM part_packages AS l JOIN integration_parts AS p "
            "ON p.code = l.part_code WHERE l.package_id = ? ORDER BY p.code",
            key,
        )
        documents = store.rows(
            "SELECT path, bytes FROM documents WHERE package_id = ? ORDER BY path",
            key,
        )
        return about, parts, documents

    about, parts, documents = await ask(datasette, question) or ([], [], [])
    if not about:
        return await missing(datasette, request, f"dokumentationspakken {key}")
    rows = Markup("").join(branch(datasette, key, tree(documents)))
    return await page(datasette, request, "pakke.html", package=about[0], parts=parts, rows=rows)


def tree(documents):
    """Arrange documents by the folders and inner packages of their paths."""
    root = {}
    for each in documents:
        place = root
        *folders, name = each["path"].split("/")
        for folder in folders:
            place = place.setdefault(folder + "/", {})
        place[name] = each
    return root


def branch(datasette, package, place):
    """Give a tree as nested lists."""
    yield Markup('<ul style="margin-left:1.5em">')
    for name, each in sorted(place.items(), key=lambda item: item[0].casefold()):
        if name.endswith("/"):
            yield Markup("<li><details open><summary>{}</summary>").format(name.rstrip("/"))
            yield from branch(datasette, package, each)
            yield Markup("</details></li>")
        else:
            where = link(datasette, document_url(package, each["path"]), name)
            size = f"{each['bytes']:,}".replace(",", ".")
            yield Markup("<li>{} <small>{} byte</small></li>").format(where, size)
    yield Markup("</ul>")


async def show_document(datasette, request):
    """Show a document of a package, or send it with `?hent=1`."""
    package = unquote(request.url_vars["package"])
    path = unquote(request.url_vars["path"])
    if request.args.get("hent"):
        copy = await ask(datasette, lambda s, archive: shelf.document(s, archive, package, path))
        return await send(datasette, request, copy, path)

    def question(store, _):
        rows = store.rows(
            "SELECT * FROM documents WHERE package_id = ? AND path = ?", package, path
        )
        same = store.rows(
            "SELECT package_id, path FROM documents WHERE sha256 = ? "
            "AND NOT (package_id = ? AND path = ?) LIMIT 20",
            *(rows[0]["sha256"] if rows else None, package, path),
        )
        return rows, same

    rows, same = await ask(datasette, question) or ([], [])
    if not rows:
        return await missing(datasette, request, f"dokumentet {path}")
    same = [(document_url(row["package_id"], row["path"]), row) for row in same]
    return await show_text(
        datasette, request, rows[0]["title"] or path, rows[0], same=same, package=package, way=path
    )


async def show_attachment(datasette, request):
    """Show an attachment, or send it with `?hent=1`."""
    key = request.url_vars["key"]
    if request.args.get("hent"):
        copy = await ask(datasette, lambda store, archive: shelf.attachment(store, archive, key))
        return await send(datasette, request, copy, key)
    rows = await ask(
        datasette, lambda store, _: store.rows("SELECT * FROM attachments WHERE id = ?", key)
    )
    if not rows:
        return await missing(datasette, request, f"bilaget {key}")
    return await show_text(datasette, request, rows[0]["filename"], rows[0], source=rows[0]["url"])


async def show_text(datasette, request, title, row, **values):
    """Show what is known of a document, and its text."""
    text = row["text"] or ""
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


async def send(datasette, request, copy, what):
    """Send a document to be saved: never shown as a page of this site."""
    if copy is None:
        return await missing(datasette, request, f"indholdet af {what} (det er ikke i arkivet)")
    name = quote(copy.name.replace("/", "_"))
    headers = SAFE | {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body=copy.body, headers=headers, content_type=copy.media_type)


async def show_search(datasette, request):
    """Search everything, and show each hit in its context."""
    query = (request.args.get("q") or "").strip()[:200]
    hits = await ask(datasette, lambda store, _: search(store, query)) if query else []
    rows = [(target(hit.table, hit.key) or row_url(datasette, hit), hit) for hit in hits or []]
    short = bool(query) and not terms(query)
    return await page(datasette, request, "soeg.html", query=query, hits=rows, short=short)


def row_url(datasette, hit):
    """Give the address of a row's own page."""
    database = next(name for name in datasette.databases if name != "_internal")
    return datasette.urls.row(database, hit.table, quote(hit.key, safe=""))


async def show_locate(datasette, request):
    """Say what an old link is now."""
    url = (request.args.get("url") or "").strip()[:2000]
    found, fault = [], None
    if url:
        try:
            found = await ask(datasette, lambda store, _: locate(store, url))
        except KatalogError as error:
            fault = str(error)
    return await page(datasette, request, "find_link.html", url=url, found=found or [], fault=fault)
