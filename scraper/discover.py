"""The way in, found and not assumed: a ladder whose next step is tried when one gives nothing.

1. the search form found on the front page; 2. the list of integrations; 3. the sitemaps;
4. the address rule `/integration/sf1590b01`.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from xml.etree import ElementTree

from scraper.errors import Denied, Gone, PageFault, Transient
from scraper.fetch import ended_by
from scraper.parse import vocabulary as labels
from scraper.parse.fields import key
from scraper.parse.forms import Form, FormField
from scraper.parse.html import Document, read_document
from scraper.parse.listing import parse_listing
from scraper.parse.result import Page, read_guarded
from scraper.parse.search import Hit, parse_search
from scraper.settings import Policy
from scraper.text.codes import compact_code, is_code, matches_term

Card = tuple[str, str | None, str | None]
"""A card of the list: code, title, address."""
LIST_PATH = "/integrationer"
PART_PATH = "/integration/"
_PART_SLUG = re.compile(r"/integration/(sf\d{4}[a-z]?(?:\d{2})?(?:v\d+)?)/?$")
_TEXT_TYPES = frozenset({"text", "search", "textarea", ""})
NOWHERE = "none"
"""The step of a term for which no step found a part."""
_LARGEST_SITEMAP = 50_000_000  # sitemaps.org: 50 MB uncompressed
_MOST_SITEMAPS = 100


@dataclass(slots=True)
class Found:
    """What was found of one term: the step of the ladder that served, and the search's hits.

    `said` is the site's own count of them. With `complete`, what was not found is not listed.
    """

    step: str = NOWHERE
    hits: list[Hit] = field(default_factory=list)
    said: int | None = None
    complete: bool = False


@dataclass(slots=True)
class Ladder:
    """Finds the parts of a term. `ask` gives a page, `ask_bytes` a body, `tell` files a problem."""

    base_url: str
    policy: Policy
    ask: Callable[[str, str], Page]
    ask_bytes: Callable[[str], bytes]
    sitemaps: Callable[[], tuple[str, ...]]
    tell: Callable[[str, str, str], None]
    _front: Document | PageFault | None = None
    _heard: bool = False
    _listed: list[Card] = field(default_factory=list)
    _list_rest: Iterator[Card] | None = None
    _list_fault: PageFault | None = None
    _mapped: list[tuple[str, str]] | None = None
    _faults: list[PageFault] = field(default_factory=list)

    def find(self, term: str | None, found: Found) -> Iterator[str]:
        """Give the addresses of the parts under a term, or of all with None, as they are found.

        Raises `KatalogError` when the source answered nothing at all.
        """
        self._faults.clear()
        any_found = False
        for step in (self.by_search, self.by_list, self.by_sitemap, self.by_address):
            name, served = step.__name__.removeprefix("by_"), False
            try:
                for url in step(term, found):
                    if not any_found:
                        found.step = name
                    any_found = served = True
                    yield url
            except PageFault as fault:
                self._faults.append(fault)
                self.tell(fault.kind, fault.url, f"step {name}: {fault.message}")
                served = False  # what it would have given more, the next step may give
            else:
                self._heard = self._heard or name in ("search", "list")
            if served:
                found.complete = name != "address" and len(found.hits) >= (found.said or 0)
                return
        if not any_found:
            self._give_up()

    def _give_up(self) -> None:
        """End the run when nothing was found because nothing could be asked."""
        hard = [fault for fault in self._faults if isinstance(fault, Denied | Transient)]
        if (
            not self._heard
            and hard
            and all(isinstance(fault, Denied | Transient | Gone) for fault in self._faults)
        ):
            raise ended_by(hard[0])

    def by_search(self, term: str | None, found: Found) -> Iterator[str]:
        """Search with the form that stands on the front page."""
        if term is None:
            return
        form = self._search_form()
        if form is None:
            self.tell("no_search_form", self.base_url, "the front page has no search form")
            return
        total = None
        for page in self._pages(search_address(form, term), "search"):
            reading = read_guarded(parse_search, page)
            for finding in reading.findings:
                self.tell(finding.kind, page.url, finding.message)
            total = reading.record.total if total is None else total
            found.hits += reading.record.hits
            self._next = reading.record.next_url
            for hit in reading.record.hits:
                if _is_part(hit, term):
                    yield self._hit_address(hit)
        found.said = total
        if total is not None and total != len(found.hits):
            message = f"the site says {total} results for {term}, {len(found.hits)} were read"
            self.tell("count_differs", search_address(form, term), message)
        if not found.hits:
            self.tell("empty_search", search_address(form, term), f"no result for {term}")

    def by_list(self, term: str | None, found: Found) -> Iterator[str]:
        """Read the list of integrations, page by page, once for all terms."""
        cards = self._read_list() if term is None else self._cards()  # all are asked for but once
        for code, title, url in cards:
            if term is None or _listed_under(code, title, term):
                yield url or self._rule(code)

    def _cards(self) -> Iterator[Card]:
        """Give the list's cards: those read before, then the rest as it is read."""
        yield from tuple(self._listed)
        if self._list_fault is not None:
            raise self._list_fault
        if self._list_rest is None:
            self._list_rest = self._read_list()
        try:
            for card in self._list_rest:
                self._listed.append(card)
                yield card
        except PageFault as fault:
            self._list_fault = fault
            raise

    def _read_list(self) -> Iterator[Card]:
        for page in self._pages(self._list_address(), "listing"):
            reading = read_guarded(parse_listing, page)
            self._next = reading.record.next_url
            for card in reading.record.parts:
                if card.code is not None:
                    yield card.code, card.title, card.url

    def by_sitemap(self, term: str | None, found: Found) -> Iterator[str]:
        """Read the sitemaps that robots.txt names, or `/sitemap.xml`."""
        if self._mapped is None:
            self._mapped = self._read_sitemaps()
        for slug, url in self._mapped:
            if term is None or (is_code(term) and matches_term(slug, term)):
                yield url

    def _read_sitemaps(self) -> list[tuple[str, str]]:
        """Give (slug, address) of every part that the sitemaps list."""
        waiting = [urljoin(self.base_url, url) for url in self.sitemaps() or ("/sitemap.xml",)]
        seen: set[str] = set()
        parts: list[tuple[str, str]] = []
        while waiting and len(seen) < _MOST_SITEMAPS:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            try:
                more, pages = read_sitemap(self.ask_bytes(address), address)
            except PageFault as fault:
                self.tell(fault.kind, fault.url, f"step sitemap: {fault.message}")
                self._faults.append(fault)
                continue
            waiting += more
            slugs = ((_PART_SLUG.search(urlsplit(url).path), url) for url in pages)
            parts += [(slug[1], url) for slug, url in slugs if slug]
        return parts

    def by_address(self, term: str | None, found: Found) -> Iterator[str]:
        """Try the addresses that the rule gives: the term itself, then 01, 02, …

        The end is where two in a row miss.
        """
        if term is None or not is_code(term):
            return
        misses = 0
        for number in range(100):
            url = self._rule(term if number == 0 else f"{term}{number:02}")
            try:
                self.ask(url, "part")
            except PageFault as fault:
                if not isinstance(fault, Gone):
                    self.tell(fault.kind, url, f"step address: {fault.message}")
                    self._faults.append(fault)
                misses += number > 0
                if misses == 2:
                    return
                continue
            misses = 0
            yield url

    def _rule(self, code: str) -> str:
        return urljoin(self.base_url, PART_PATH + compact_code(code).lower())

    _next: str | None = None

    def _pages(self, url: str, kind: str) -> Iterator[Page]:
        """Give the pages of a paged list; the caller sets `_next` after each."""
        address: str | None = url
        seen: set[str] = set()
        while address is not None and address not in seen:
            if len(seen) == self.policy.max_pages:
                self.tell("endless_paging", url, f"stopped after {len(seen)} pages")
                return
            seen.add(address)
            self._next = None
            yield self.ask(address, kind)
            address = self._next

    def _front_page(self) -> Document:
        if self._front is None:
            try:
                page = self.ask(urljoin(self.base_url, "/"), "front")
                self._front = read_document(page.html, page.url)
            except PageFault as fault:
                self._front = fault
        if isinstance(self._front, PageFault):
            raise self._front
        return self._front

    def _search_form(self) -> Form | None:
        """Find the search form on the front page, or on the page behind a link that says "Søg"."""
        front = self._front_page()
        form = choose_form(front.forms)
        if form is not None:
            return form
        for link in front.links():
            if key(link.text) in ("søg", "søgning") and link.url:
                page = self.ask(link.url, "front")
                return choose_form(read_document(page.html, page.url).forms)
        return None

    def _list_address(self) -> str:
        """Give the address behind the menu's "Integrationer"; else the known one."""
        try:
            links = self._front_page().links()
        except PageFault:
            links = []
        named = (link.url for link in links if key(link.text) == "integrationer" and link.url)
        return next(named, urljoin(self.base_url, LIST_PATH))

    def _hit_address(self, hit: Hit) -> str:
        return hit.url or self._rule(hit.code or "")


def part_slug(url: str) -> str | None:
    """Give the code that an address names by the address rule, compact; None for any other."""
    found = _PART_SLUG.search(urlsplit(url).path)
    return found[1].upper() if found else None


def _is_part(hit: Hit, term: str) -> bool:
    if hit.code is None or not (hit.kind == labels.PART_KIND or PART_PATH in (hit.url or "")):
        return False
    return matches_term(hit.code, term) if is_code(term) else True


def _listed_under(code: str, title: str | None, term: str) -> bool:
    return matches_term(code, term) or (
        not is_code(term) and term.casefold() in (title or "").casefold()
    )


def choose_form(forms: list[Form]) -> Form | None:
    """Choose the form that searches: asked with GET, one field to write in, words of searching."""
    best: tuple[int, Form] | None = None
    for form in forms:
        typed = [
            each for each in form.fields if each.type in _TEXT_TYPES | {"search"} and each.name
        ]
        if form.method != "get" or len(typed) != 1:
            continue
        words = f"{form.words} {form.action} {typed[0].words} {typed[0].name}".casefold()
        score = 2 * (typed[0].type == "search") + any(w in words for w in labels.SEARCH_WORDS)
        if score and (best is None or score > best[0]):
            best = (score, form)
    return best[1] if best else None


def search_address(form: Form, term: str) -> str:
    """Give the address that the form would ask for, with its hidden fields and the term."""
    values = [(each.name, _value(each, term)) for each in form.fields if _is_sent(each)]
    parts = urlsplit(form.action)
    query = urlencode([*parse_qsl(parts.query), *values])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _is_sent(each: FormField) -> bool:
    return bool(each.name) and each.type in _TEXT_TYPES | {"search", "hidden"}


def _value(each: FormField, term: str) -> str:
    return each.value if each.type == "hidden" else term


def read_sitemap(body: bytes, url: str) -> tuple[list[str], list[str]]:
    """Read one sitemap, plain or gzip: the sitemaps it points at, and the pages it lists.

    Raises `PageFault` for what is no sitemap (sitemaps.org).
    """
    try:
        if body[:2] == b"\x1f\x8b":
            with gzip.open(BytesIO(body)) as packed:
                body = packed.read(_LARGEST_SITEMAP)
        root = ElementTree.fromstring(body)  # noqa: S314 - expat caps the growth of entities
    except (ElementTree.ParseError, OSError, EOFError, zlib.error) as fault:
        raise PageFault("bad_sitemap", url, f"not a sitemap: {fault}") from fault
    places = [(node.text or "").strip() for node in root.iter() if node.tag.endswith("}loc")]
    places = places or [(node.text or "").strip() for node in root.iter("loc")]
    return (places, []) if root.tag.endswith("sitemapindex") else ([], places)
