"""The way in, found and not assumed: a ladder whose next step is tried when one gives nothing.

1. the search form found on the front page; 2. the list of integrations; 3. the sitemaps;
4. the address rule `/integration/sf1590b01`.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from xml.etree import ElementTree

from scraper.balance import ADDRESS, LIST, ROBOTS, SEARCH, SITEMAP, Account
from scraper.errors import Denied, Gone, PageFault, Transient
from scraper.fetch import ended_by
from scraper.parse import vocabulary as labels
from scraper.parse.common import LIST_PATH, PART_PATH, part_slug
from scraper.parse.fields import key
from scraper.parse.forms import Form, FormField
from scraper.parse.html import Document, read_document
from scraper.parse.listing import ListedPart, parse_listing
from scraper.parse.result import Page, read_guarded
from scraper.parse.search import Hit, parse_search
from scraper.settings import Policy
from scraper.text.codes import compact_code, is_code, matches_term

SITEMAP_PATH = "/sitemap.xml"
_TEXT_TYPES = frozenset({"text", "search", "textarea", ""})
NOWHERE = "none"
"""The step of a term for which no step found a part."""
_LARGEST_SITEMAP = 50_000_000  # sitemaps.org: 50 MB uncompressed
_MOST_SITEMAPS = 100


class Tell(Protocol):
    """Files a problem."""

    def __call__(
        self,
        kind: str,
        url: str | None,
        message: str,
        subject: str | None = None,
        value: str | None = None,
        /,
    ) -> None:
        """File it: kind, address and sentence; what it is about, and the value there."""


@dataclass(slots=True)
class Found:
    """What was found of one term: the step of the ladder that served first, the search's hits, and
    the account of each source that was asked."""

    step: str = NOWHERE
    hits: list[Hit] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether a source was read whole and named a part: what none names is not listed then."""
        return any(each.whole and each.parts for each in self.accounts.values())


@dataclass(slots=True)
class Ladder:
    """Finds the parts of a term. `ask` gives a page, `ask_bytes` a body, `tell` files a problem.

    `address` gives the address to ask for in place of a part's, `knows` says whether one can be
    asked for at all: a recording does not hold every one. With `whole_list` the list is read
    whatever the search gives, with `sitemap` the sitemap too.
    """

    base_url: str
    policy: Policy
    ask: Callable[[str, str], Page]
    ask_bytes: Callable[[str], bytes]
    sitemaps: Callable[[], tuple[str, ...]]
    tell: Tell
    address: Callable[[str], str] = str
    knows: Callable[[str], bool] = lambda _: True
    whole_list: bool = False
    sitemap: bool = False
    wholes: dict[str, Account] = field(default_factory=dict)
    """The accounts of the list and of the sitemap as wholes, when they were asked for."""
    _front: Document | PageFault | None = None
    _heard: bool = False
    _listed: list[ListedPart] = field(default_factory=list)
    _list_rest: Iterator[ListedPart] | None = None
    _list_fault: PageFault | None = None
    _mapped: list[str] | None = None
    _faults: list[PageFault] = field(default_factory=list)

    def find(self, term: str | None, found: Found) -> Iterator[str]:
        """Return the addresses of the parts under a term, or of all with None, as they are found.

        Raises `KatalogError` when the source answered nothing at all.
        """
        self._faults.clear()
        served = False
        for source, step in (
            (SEARCH, self.by_search),
            (LIST, self.by_list),
            (SITEMAP, self.by_sitemap),
            (ADDRESS, self.by_address),
        ):
            if served and not self._is_asked_too(source):
                continue
            whole = term is None and source in (LIST, SITEMAP)
            account = self._whole(source) if whole else Account(term or "", source)
            found.accounts[source] = account
            fault = None
            try:
                for url in step(term, found, account):
                    if found.step == NOWHERE:
                        found.step = source
                    yield url
            except PageFault as raised:
                fault = raised
                self._note(account, fault, needed=not served)
            else:
                self._heard = self._heard or source in (SEARCH, LIST)
            # what a source would have given more, the next may give
            served = served or (fault is None and bool(account.parts))
        if found.step == NOWHERE:
            self._give_up()

    def _is_asked_too(self, source: str) -> bool:
        """Whether a source is asked though another one has served."""
        if source == LIST:
            return self.whole_list and self.knows(self._list_address()[0])
        return source == SITEMAP and self.sitemap and self.knows(self._sitemap_addresses()[0])

    def _whole(self, source: str) -> Account:
        return self.wholes.setdefault(source, Account("", source))

    def _note(self, account: Account, fault: PageFault, *, needed: bool) -> None:
        """Note and tell of a page of a source that could not be had or read.

        A list that nobody names is looked for where it may stand: that it is not there is no news
        where it is not needed.
        """
        self._faults.append(fault)
        account.cut = True
        of_all = self.wholes.get(account.source, account)
        if of_all.reached and fault.kind != ROBOTS:
            of_all.unread[fault.url] = fault.kind
        guessed = account.source == LIST and not self._list_address()[1]
        if needed or not (guessed and isinstance(fault, Gone)):
            step = "" if fault.kind == ROBOTS else f"step {account.source}: "
            self.tell(fault.kind, fault.url, f"{step}{fault.message}")

    def _give_up(self) -> None:
        """End the run when nothing was found because nothing could be asked."""
        hard = [fault for fault in self._faults if isinstance(fault, Denied | Transient)]
        if (
            not self._heard
            and hard
            and all(isinstance(fault, Denied | Transient | Gone) for fault in self._faults)
        ):
            raise ended_by(hard[0])

    def by_search(self, term: str | None, found: Found, account: Account) -> Iterator[str]:
        """Search with the form that stands on the front page."""
        if term is None:
            return
        form = self._search_form()
        if form is None:
            self.tell("no_search_form", self.base_url, "the front page has no search form")
            return
        address = search_address(form, term)
        for page in self._pages(address, "search"):
            reading = read_guarded(parse_search, page)
            for finding in reading.findings:
                self.tell(finding.kind, page.url, finding.message, finding.subject, finding.value)
            account.reached = True
            account.said = reading.record.total if account.said is None else account.said
            account.listed += len(reading.record.hits)
            found.hits += reading.record.hits
            self._next = reading.record.next_url
            for hit in reading.record.hits:
                if _is_part(hit, term):
                    yield from self._named(hit, account)
        if not found.hits:
            self.tell("empty_search", address, f"no result for {term}")

    def _named(self, row: Hit | ListedPart, account: Account) -> Iterator[str]:
        """Return the address of a row that names a part, if it has one, and note it.

        One whose code is not understood is asked for all the same.
        """
        address = self._address_of(row)
        if address is None:
            account.nameless.append(row.title or "")
            return
        if account is not self.wholes.get(LIST):  # which has noted it when it was read
            account.parts.append(address)
        yield address

    def _address_of(self, row: Hit | ListedPart) -> str | None:
        if row.url is None and row.code is None:
            return None
        return self.address(row.url or self._rule(row.code or ""))

    def by_list(self, term: str | None, found: Found, account: Account) -> Iterator[str]:
        """Read the list of integrations, page by page, once for all terms."""
        for card in self._cards():
            if term is None or _listed_under(card, term):
                if term is not None:  # the whole list was counted when it was read
                    account.listed += 1
                    _add_versions(account, card)
                yield from self._named(card, account)
        account.reached = self._whole(LIST).reached

    def _cards(self) -> Iterator[ListedPart]:
        """Return the list's cards: those read before, then the rest as it is read."""
        yield from tuple(self._listed)
        if self._list_fault is None:
            if self._list_rest is None:
                self._list_rest = self._read_list(self._whole(LIST))
            try:
                for card in self._list_rest:
                    self._listed.append(card)
                    yield card
            except PageFault as fault:
                self._list_fault = fault
        if self._list_fault is not None:
            raise self._list_fault

    def _read_list(self, account: Account) -> Iterator[ListedPart]:
        for page in self._pages(self._list_address()[0], "listing"):
            reading = read_guarded(parse_listing, page)
            record = reading.record
            for finding in reading.findings:
                self.tell(finding.kind, page.url, finding.message, finding.subject, finding.value)
            account.reached = True
            account.said = record.total if account.said is None else account.said
            self._next = record.next_url
            account.listed += len(record.parts)
            account.parts += filter(None, map(self._address_of, record.parts))
            for card in record.parts:
                _add_versions(account, card)
            yield from record.parts

    def by_sitemap(self, term: str | None, found: Found, account: Account) -> Iterator[str]:
        """Read the sitemaps that robots.txt names, or `/sitemap.xml`."""
        of_all = self._whole(SITEMAP)
        if self._mapped is None:
            self._mapped = self._read_sitemaps(of_all)
            of_all.reached, of_all.listed = bool(self._mapped), len(self._mapped)
            of_all.parts = list(self._mapped)
        account.reached, account.cut = of_all.reached, of_all.cut
        for url in self._mapped:
            if term is None or (is_code(term) and matches_term(_slug(url), term)):
                if account is not of_all:
                    account.listed += 1
                    account.parts.append(url)
                yield url

    def _sitemap_addresses(self) -> list[str]:
        return [urljoin(self.base_url, url) for url in self.sitemaps() or (SITEMAP_PATH,)]

    def _read_sitemaps(self, account: Account) -> list[str]:
        """Return the address of every part that the sitemaps list.

        None needs to be there: that nothing answers where nobody named one is no news.
        """
        waiting = self._sitemap_addresses()
        seen: set[str] = set()
        parts: list[str] = []
        while waiting and len(seen) < _MOST_SITEMAPS:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            try:
                more, pages = read_sitemap(self.ask_bytes(address), address)
            except PageFault as fault:
                if self.sitemaps() or not isinstance(fault, Gone):
                    self._note(account, fault, needed=True)
                continue
            waiting += more
            parts += [self.address(url) for url in pages if _slug(url)]
        return list(dict.fromkeys(parts))

    def by_address(self, term: str | None, found: Found, account: Account) -> Iterator[str]:
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
            account.parts.append(self.address(url))
            yield account.parts[-1]

    def _rule(self, code: str) -> str:
        return urljoin(self.base_url, PART_PATH + compact_code(code).lower())

    _next: str | None = None

    def _pages(self, url: str, kind: str) -> Iterator[Page]:
        """Return the pages of a paged list; the caller sets `_next` after each.

        Raises `PageFault` for one that cannot be had, and where there is no end to them.
        """
        address: str | None = url
        seen: set[str] = set()
        while address is not None and address not in seen:
            if len(seen) == self.policy.max_pages:
                raise PageFault("endless_paging", url, f"stopped after {len(seen)} pages")
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

    def _list_address(self) -> tuple[str, bool]:
        """Return the address behind the menu's "Integrationer", or the known one; is it named?"""
        try:
            links = self._front_page().links()
        except PageFault:
            links = []
        named = (link.url for link in links if key(link.text) == "integrationer" and link.url)
        address = next(named, None)
        return address or urljoin(self.base_url, LIST_PATH), address is not None


def _is_part(hit: Hit, term: str) -> bool:
    """Whether a hit is to be asked for: a part of the term, or one whose code nobody knows."""
    if not (hit.kind == labels.PART_KIND or PART_PATH in (hit.url or "")):
        return False
    return hit.code is None or not is_code(term) or _under(hit.code, hit.url, term)


def _add_versions(account: Account, card: ListedPart) -> None:
    if card.versions_total is not None:
        account.versions = (account.versions or 0) + card.versions_total


def _listed_under(card: ListedPart, term: str) -> bool:
    """Whether a card is to be asked for under a term: by code or title, else by its address."""
    if not is_code(term):
        return term.casefold() in (card.title or "").casefold()
    if card.code is None and not _slug(card.url):
        return True
    return _under(card.code, card.url, term)


def _under(code: str | None, url: str | None, term: str) -> bool:
    """Whether a part lies under a term, by its code or by the one that its address names."""
    return any(matches_term(each, term) for each in (code, _slug(url)) if each)


def _slug(url: str | None) -> str:
    """Return the last piece of a part's address; nothing for any other."""
    return part_slug((url or "").rstrip("/")) or ""


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
