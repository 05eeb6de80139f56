"""From an address to an answer: which page, file, redirect or error stands where."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

from tests.standin import drupal_headers
from tests.standin.content import Site
from tests.standin.facets import choices
from tests.standin.markups import MARKUPS
from tests.standin.pages import Pages
from tests.standin.robots import Robots
from tests.standin.text import encoded
from tests.standin.views import Options

HTML = "text/html; charset=utf-8"
WAYS_IN = frozenset({"search", "listing", "sitemap"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, before any fault has its way with it."""

    body: bytes = b""
    status: int = 200
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    validators: bool = True
    by_drupal: bool = False

    @property
    def etag(self) -> str:
        """A strong ETag, made from the content."""
        return f'"{sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers addresses from a site, in one markup."""

    site: Site
    markup: str
    options: Options
    ways: frozenset[str] = WAYS_IN
    robots: Robots = field(default_factory=Robots)
    maintenance: bool = False

    @property
    def pages(self) -> Pages:
        """The pages in this desk's markup."""
        return Pages(self.site, MARKUPS[self.markup], self.options)

    def html(self, text: str, status: int = 200) -> Answer:
        """Make an answer of a page; only pages that are found can be asked for conditionally."""
        body = text.encode(self.options.charset or "utf-8", "xmlcharrefreplace")
        found, headers = status == 200, ()
        if by_drupal := MARKUPS[self.markup].is_drupal:
            headers = drupal_headers.CACHED if found else drupal_headers.UNCACHED
        return Answer(body, status, HTML, headers, validators=found, by_drupal=by_drupal)

    def message(self, status: int, title: str, *paragraphs: str) -> Answer:
        """Make a page that only says something."""
        return self.html(self.pages.message(title, *paragraphs), status)

    def missing(self) -> Answer:
        """Make the Danish page for what is not there."""
        return self.message(
            404, "Siden blev ikke fundet", "Siden findes ikke, eller den er blevet flyttet."
        )

    def answer(self, method: str, target: str) -> Answer:
        """Answer a request for `target`, a path with its query."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        if self.maintenance and not self._is_static(path):
            return self.html(self.pages.maintenance(), 503)
        if path.startswith("/bestil/"):
            return self.message(200, "Bestilling modtaget", "Tak for din bestilling.")
        if path in ("/nyhedsbrev", "/log-ind", "/tilmelding"):
            return self.message(200, "Tak", "Formularen er modtaget.")
        if method == "POST":
            return self.message(405, "Ikke tilladt", "Adressen modtager ikke formularer.")
        return self._fixed(path, query) or self._facts(path, query) or self.missing()

    def _is_static(self, path: str) -> bool:
        """Whether the web server hands it out itself, so that maintenance does not touch it."""
        return path == "/robots.txt" or self.site.attachment_at(path) is not None

    def _fixed(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        form = MARKUPS[self.markup].form
        fixed: dict[str, Callable[[], Answer | None]] = {
            "/": lambda: self.html(self.pages.front()),
            "/robots.txt": self._robots,
            "/integrationer": lambda: self._listing(query),
            "/sitemap.xml": self._sitemaps,
            "/sitemap-1.xml": lambda: self._sitemap(1),
            "/sitemap-2.xml.gz": lambda: self._sitemap(2),
            form.action: lambda: self._search(query),
        }
        return fixed[path]() if path in fixed else None

    def _facts(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if target := self.site.redirects.get(path):
            return redirect(encoded(target))
        if alias := self.site.alias_of(path):
            return redirect(encoded(alias))
        if path.startswith("/integration/"):
            return self._part(path.removeprefix("/integration/"), query)
        if service := self.site.service_at(path):
            return self.html(self.pages.service(service))
        if file := self.site.attachment_at(path):
            return Answer(file.body, 200, file.media_type)
        if node := self.site.nodes.get(path):
            return self.html(self.pages.node(node))
        return None

    def _part(self, slug: str, query: dict[str, list[str]]) -> Answer | None:
        right = slug.replace("_", "").lower()
        part = self.site.part_at(right)
        if part is None:
            return None
        if slug != right:
            return redirect(part.path)
        return self.html(self.pages.part(part, query.get("version", [None])[0]))

    def _search(self, query: dict[str, list[str]]) -> Answer | None:
        if "search" not in self.ways:
            return None
        form = MARKUPS[self.markup].form
        if any(query.get(name) != [value] for name, value in form.hidden):
            return self.message(400, "Ugyldig formular", "Formularen er ikke sendt fra siden.")
        term = query.get(form.field, [""])[0].strip()
        return self.html(self.pages.search(term, _number(query), choices(query)))

    def _listing(self, query: dict[str, list[str]]) -> Answer | None:
        if "listing" not in self.ways:
            return None
        return self.html(self.pages.listing(_number(query), choices(query)))

    def _robots(self) -> Answer:
        body = self.robots.said(self.options.base_url, "sitemap" in self.ways).encode()
        return Answer(body, self.robots.status, "text/plain; charset=utf-8", validators=False)

    def _sitemaps(self) -> Answer | None:
        names = ("/sitemap-1.xml", "/sitemap-2.xml.gz")
        rows = "".join(f"<sitemap><loc>{self.options.base_url}{n}</loc></sitemap>" for n in names)
        return self._xml("sitemapindex", rows)

    def _sitemap(self, number: int) -> Answer | None:
        """Make a sitemap: the first holds every other part and the pages, the second the rest."""
        parts = [part.path for part in self.site.listed()]
        services = [service.path for service in self.site.services.values()]
        paths = ["/", *parts[::2], *self.site.nodes] if number == 1 else [*parts[1::2], *services]
        rows = "".join(
            f"<url><loc>{escape(self.options.base_url + encoded(path))}</loc></url>\n"
            for path in paths
        )
        return self._xml("urlset", rows, compressed=number == 2)

    def _xml(self, root: str, rows: str, compressed: bool = False) -> Answer | None:
        if "sitemap" not in self.ways:
            return None
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{root}>\n'
        )
        if compressed:
            return Answer(gzip.compress(text.encode(), mtime=0), 200, "application/x-gzip")
        return Answer(text.encode(), 200, "application/xml; charset=utf-8")


def redirect(to: str, status: int = 301) -> Answer:
    """Make a redirect."""
    return Answer(b"", status, HTML, (("Location", to),), validators=False)


def _number(query: dict[str, list[str]]) -> int:
    text = query.get("page", ["0"])[0]
    return int(text) if text.isdecimal() else 0
