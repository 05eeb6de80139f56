"""What one run gathers: parts found, pages read, files had, all staged in the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scraper import checks, log
from scraper.balance import GONE, ROBOTS, Balance, Difference, Key
from scraper.discover import Found, Ladder
from scraper.errors import Denied, Gone, KatalogError, PageFault, Transient
from scraper.fetch import FORBIDDEN, Answer, ended_by
from scraper.figures import DANISH_TIME
from scraper.files import Files, attachment_id
from scraper.identity import identify
from scraper.models import (
    AcceptedDifference,
    BalanceLine,
    Endpoint,
    Part,
    PartAttachment,
    PartSection,
    PartSupportService,
    Problem,
    Record,
    SearchHit,
    ServiceAttachment,
    SupportService,
)
from scraper.packages import Packages
from scraper.parameters import key_address
from scraper.parse import part as part_pages
from scraper.parse import service as service_pages
from scraper.parse import vocabulary as labels
from scraper.parse.common import service_id
from scraper.parse.html import read_document
from scraper.parse.result import Finding, Page, Reading, read_guarded
from scraper.plan import Plan, Progress
from scraper.settings import Settings
from scraper.store import Store
from scraper.text.codes import code_of_path, compact_code, integration_code, is_code, matches_term
from scraper.visit import Known, Take, Visits, text_of
from scraper.volatile import Show, Shown

_MOST_ASTRAY = 100  # pages held back; with more, the rule of addresses is not what we think


@dataclass(frozen=True, slots=True)
class Links:
    """What a page leads to, as kept in `pages.links`."""

    services: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Give the links as JSON."""
        return json.dumps({"services": self.services, "files": self.files}, ensure_ascii=False)


def links_from(text: str | None) -> Links:
    """Read what `Links.to_json` wrote."""
    kept = json.loads(text or "{}")
    return Links(tuple(kept.get("services", ())), tuple(kept.get("files", ())))


@dataclass(slots=True)
class Gathering:
    """What a run works with, and what it has seen so far."""

    settings: Settings
    store: Store
    visits: Visits
    plan: Plan
    run_id: int
    progress: Progress
    whole_list: bool = False
    """Whether the whole list is read, though the terms are searched for."""
    accepted: frozenset[Key] = frozenset()
    """The differences that somebody accepted."""
    counts: checks.Counts = field(default_factory=checks.Counts)
    balance: Balance = field(default_factory=Balance)
    differences: list[Difference] = field(default_factory=list)
    forbidden: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Addresses that robots.txt forbids, by host and what is said of it."""
    integrations: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    found_by: dict[str, str] = field(default_factory=dict)
    problems: int = 0
    services: dict[str, None] = field(default_factory=dict)
    reread: set[str] = field(default_factory=set)
    card_news: set[str] = field(default_factory=set)
    ends: list[KatalogError] = field(default_factory=list)
    files: dict[str, None] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    sections: set[str | None] = field(default_factory=set)
    """Sections that nobody knows, told in this run."""
    unlisted: dict[str, None] = field(default_factory=dict)
    remembered: set[str] = field(default_factory=set)
    """Addresses of parts that were not found any more, and asked for all the same."""
    astray: list[tuple[str, Answer, Known]] = field(default_factory=list)
    aliases: list[tuple[str, PageFault]] = field(default_factory=list)
    """Addresses that lead to one that was asked for by itself, with what is said of that."""
    listed: set[str] = field(default_factory=set)
    """Codes of parts that were found, at whatever address."""

    @property
    def looks_around(self) -> bool:
        """Whether the sources are held against each other: not what was seen on many nights."""
        return self.plan.seen_at is None

    def work(self) -> None:
        """Do all of a run up to publishing."""
        try:
            self._work()
        finally:
            self._tell_forbidden()

    def _work(self) -> None:
        log.event("reading", what="parts", terms=self.plan.words)
        self.progress.phase("Integrationsdele", None)
        self._each(self._find_parts(), self._take_part, parts=True)
        self._take_aliases()
        for url, answer, known in self.astray:
            self._take_part(url, answer, known, anyway=True)
        self.counts.parts = len(self.codes)
        if not self.codes and self.ends:
            raise self.ends[0]  # the source gave us nothing: no word of its pages' believability
        for code in self.unlisted.keys() - self.listed:
            self.store.stage_unlisted(code)
        self.services = self._settled("service", self.services, service_id, self._show_service)
        log.event("reading", what="services", addresses=len(self.services))
        self.progress.phase("Supportydelser", len(self.services))
        self._each(list(self.services), self._take_service, self._fall_back_to_card)
        files = Files(self.store, self.visits, self.plan, self.problem)
        show = files.show if self.settings.attachments else lambda _: None
        self.files = self._settled("attachment", self.files, attachment_id, show)
        self._read(files, "attachments", "Bilag", files.wanted(self.settings, self.files))
        packages = Packages(self.store, self.visits, self.plan, self.problem)
        if urls := packages.find(self.settings):
            self._read(packages, "packages", "Dokumentationspakker", urls)
        packages.end()
        self.visits.volatile.keep()
        self._settle()
        self._end_if_shut_out()

    def _settle(self) -> None:
        """Draw up the balance, and tell each difference."""
        if not self.looks_around:
            return
        self.balance.services = self.counts.seen.get("service", 0)
        self.differences = self.balance.differences()
        for each in self.differences:
            if each.kind != GONE:  # which was told when the address was asked for
                self.problem(each.kind, each.url, each.english, each.subject, each.value)
        for line in self.balance.sheet():
            self.store.stage(BalanceLine(run_id=self.run_id, **asdict(line)))
        for each in self.differences:
            remembered = each.kind == GONE and (self.plan.accept or each.key in self.accepted)
            if remembered or not each.explained:
                self.store.stage(AcceptedDifference(run_id=self.run_id, **each.remembered))
        for term, source in self.balance.looked_at():
            self.store.stage_balanced(term, source)

    def _settled(
        self, kind: str, urls: dict[str, None], key_of: Callable[[str], str], show: Show
    ) -> dict[str, None]:
        """Return the addresses to ask for: what only volatile parameters set apart is one.

        What was held ready under another key gets the new one, and so do rows when published.
        """
        volatile, table = self.visits.volatile, _TABLES[kind]
        self.store.flush()
        volatile.learn(kind, urls, show, self._card_agrees)
        keys = {key_of(key_address(url)): key_of(volatile.key(url)) for url in urls}
        keys = {held: key for held, key in keys.items() if held != key}
        self.store.rename_staged(table, keys)
        self.reread |= {key for held, key in keys.items() if held in self.reread}
        self.card_news |= {key for held, key in keys.items() if held in self.card_news}
        asked = dict.fromkeys(volatile.choose(kind, urls).values())
        addresses = {key_of(volatile.key(url)): url for url in asked}
        for old, address in volatile.renamed(table):
            new = key_of(address)
            if new != old and new in addresses:
                self.store.rename(table, old, new, addresses[new])
        self.store.flush()
        for url in asked:
            if self.store.page(url) is None and (known := volatile.page_before(kind, url)):
                self.visits.before[url] = known
        return asked

    def _end_if_shut_out(self) -> None:
        """End the run when so many pages could not be had, and none of them for what it says."""
        asked, unread = self.counts.asked, self.counts.unread
        if self.plan.accept and self.codes:
            return  # somebody has had a look
        if checks.too_many(unread, asked, checks.MOST_UNREAD) and len(self.ends) == unread:
            fault = self.ends[0]
            raise type(fault)(f"{unread} of {asked} pages could not be had; {fault}") from fault

    def _read(self, files: Files | Packages, what: str, phase: str, urls: list[str]) -> None:
        """Fetch and read what parts and services point to."""
        log.event("reading", what=what, addresses=len(urls))
        self.progress.phase(phase, len(urls))
        with files:
            self._each(urls, files.take, files.miss, page=False)

    def problem(
        self,
        kind: str,
        url: str | None,
        message: str,
        subject: str | None = None,
        value: str | None = None,
    ) -> None:
        """File a problem. What robots.txt forbids is one gap, told once a host."""
        if kind == ROBOTS and message == FORBIDDEN:
            host = urlsplit(url or "").netloc
            self.forbidden.setdefault((host, message), []).append(url or "")
        else:
            self._file(kind, url, message, subject, value)

    def _file(
        self, kind: str, url: str | None, message: str, subject: str | None, value: str | None
    ) -> None:
        self.problems += 1
        log.warning("problem", kind=kind, url=url, message=message)
        self.store.stage(
            Problem(
                run_id=self.run_id,
                kind=kind,
                url=url,
                message=message,
                subject=subject or None,
                value=value or None,
            )
        )

    def _tell_forbidden(self) -> None:
        """File one problem for all addresses of a host that robots.txt keeps us from."""
        for (host, message), urls in self.forbidden.items():
            self._file(ROBOTS, urls[0], message, host, str(len(set(urls))))

    # -- finding ------------------------------------------------------------------------------

    def _find_parts(self) -> Iterator[str]:
        """Give the address of every part to read, each once, while more are being found."""
        ladder = Ladder(
            base_url=self.settings.base_url,
            policy=self.settings.policy,
            ask=self._ask,
            ask_bytes=lambda url: self.visits.now(url, "sitemap").body,
            sitemaps=lambda: self.visits.fetcher.robots(self.settings.base_url).sitemaps,
            tell=self.problem,
            address=self.visits.address,
            knows=self._can_ask,
            whole_list=self.whole_list and self.looks_around,
            sitemap=self.looks_around,
        )
        given: set[str] = set()
        shown = self.store.live_parts(None)  # where a part is, whichever address leads there
        places = {code: self.visits.address(at) for code, at in shown}
        for term in [None] if self.plan.whole else self.plan.terms:
            found = Found()
            covered: set[str] = set()
            for url in ladder.find(term, found):
                at = self.visits.volatile.asked(url)
                code = (self.store.page(at) or {}).get("key", "")
                covered.add(code)
                self.unlisted.pop(code, None)
                if url not in given:
                    given |= {url, places.get(code, url)}
                    yield url
            self.found_by[term or "--all"] = found.step
            self._keep_hits(term or "", found.hits)
            self.balance.terms.append(term or "")
            self.balance.accounts += found.accounts.values()
            for code, at in self.store.live_parts(_prefix(term)):
                url = self.visits.address(at)
                if code not in covered and url not in given:
                    given.add(url)
                    self.remembered.add(url)
                    if found.complete:
                        self.unlisted[code] = None
                    yield url
        if not self.plan.whole:
            self.balance.accounts += ladder.wholes.values()

    def _can_ask(self, url: str) -> bool:
        recording = self.plan.recording
        return recording is None or self.visits.canonical(url) in recording

    def _keep_hits(self, term: str, hits: Iterable[Any]) -> None:
        for rank, hit in enumerate(hits, 1):
            self.store.stage(
                SearchHit(
                    run_id=self.run_id,
                    term=term,
                    rank=rank,
                    kind=hit.kind,
                    code=hit.code,
                    title=hit.title,
                    url=self.visits.canonical(hit.url) if hit.url else None,
                )
            )

    # -- fetching -----------------------------------------------------------------------------

    def _ask(self, url: str, kind: str) -> Page:
        """Fetch one page of the way in, now."""
        answer = self.visits.now(url, kind)
        return _page(answer.url, answer)

    def _each(
        self,
        urls: Iterable[str],
        take: Take,
        miss: Callable[[str], None] = lambda _: None,
        *,
        page: bool = True,
        parts: bool = False,
    ) -> None:
        """Fetch addresses with a few threads, and take each answer in this one, in order.

        `miss` is told of each address that could not be had or read.
        """
        for url, known, outcome in self.visits.answers(urls):
            self.counts.asked += page
            listed = parts and url not in self.remembered
            self.counts.listed += listed
            try:
                if isinstance(outcome, PageFault):
                    raise outcome
                self.visits.keep(url, outcome)
                take(url, outcome, known)
            except PageFault as fault:
                if listed and fault.target is not None and known is None:
                    self.aliases.append((url, fault))  # what it leads to may not be read yet
                else:
                    self._missed(url, known, fault, page=page, parts=parts)
                miss(url)
            self.progress.step()

    def _missed(self, url: str, known: Known, fault: PageFault, *, page: bool, parts: bool) -> None:
        """Note an address that could not be had or read."""
        self.problem(fault.kind, fault.url, fault.message)
        if parts:
            self.balance.faults[url] = fault.kind
        if isinstance(fault, Gone):
            self.store.stage_gone(url)
            if known is not None and known["url"] != url:
                self.store.stage_gone(known["url"])
            listed = parts and url not in self.remembered
            self.counts.gone += listed and url not in self._accepted_gone
        else:
            self.counts.unread += page
            if page:
                self._note_end(fault)
        if fault.kind == "redirect_known" and page and known is not None:
            self.unlisted[known["key"]] = None  # it shows another's page now

    def _take_aliases(self) -> None:
        """Take addresses that lead to one that was asked for by itself for that part's.

        One that by its own words is another part's is none.
        """
        for url, fault in self.aliases:
            code = self.balance.read.get(fault.target or "")
            if code is not None and _names(url) in (None, compact_code(code)):
                self.balance.read[url] = code
            else:
                self._missed(url, None, fault, page=True, parts=True)

    def _note_end(self, fault: PageFault) -> None:
        """Note what this fault makes of the run, if no part can be read for its like."""
        if isinstance(fault, Denied | Transient) or fault.kind in ("server_error", "timeout"):
            self.ends.append(ended_by(fault))

    def _note(
        self,
        kind: str,
        record: Record,
        expected: Iterable[str],
        url: str,
        findings: Iterable[Finding],
    ) -> None:
        """Count a page that was read, and file what was found on it."""
        unknown = []
        for finding in findings:
            if finding.kind == "unknown_section":  # one for its name, not for each page it is on
                if finding.subject in self.sections:
                    continue
                self.sections.add(finding.subject)
            self.problem(finding.kind, url, finding.message, finding.subject, finding.value)
            if finding.kind == "unknown_label" and finding.subject:
                unknown.append(finding.subject)
        self.counts.note(
            kind, [name for name in expected if getattr(record, name) is None], unknown
        )

    @property
    def _accepted_gone(self) -> frozenset[str]:
        """Addresses that are listed though they are gone, as somebody knows."""
        return frozenset(subject for kind, _, _, subject, _ in self.accepted if kind == GONE)

    # -- reading ------------------------------------------------------------------------------

    def _take_part(self, url: str, answer: Answer, known: Known, *, anyway: bool = False) -> None:
        """Take a part's page. One that shows another part than its address says is held back.

        It is taken `anyway` in the end, if that part was not found at an address of its own.
        """
        found, asked = url not in self.remembered, url
        url, answer, known = self._bare_part(url, answer, known)
        if known is not None and self.visits.unchanged(answer, known):
            self.codes.add(known["key"])
            self.balance.read[asked] = self.balance.read[answer.url] = known["key"]
            self.balance.cards += len(self.store.cards_of(known["key"]))
            self.listed |= {known["key"]} if found else set()
            self.counts.note("part")
            self._add_integration(known["key"])
            self.store.stage_seen(url)
            self.store.stage_seen(answer.url)
            self._follow(links_from(known["links"]))
            return
        answer = self.visits.full(url, answer, known)
        reading = read_guarded(part_pages.parse_part, _page(answer.url, answer))
        record, part = reading.record, reading.record.part
        if known is not None and known["key"] != part.code and url != answer.url:
            message = f"it was {known['key']}, and leads to {part.code} now"
            self.problem("moved", url, message)
            self.unlisted[known["key"]] = None
            return
        self.balance.read[asked] = self.balance.read[answer.url] = part.code
        if found:
            self.listed.add(part.code)
        slug = _names(url)
        astray = slug is not None and slug != compact_code(part.code)
        if astray and not anyway and len(self.astray) < _MOST_ASTRAY:
            self.problem("wrong_part", url, f"the address is {slug}'s, the page {part.code}'s")
            self.astray.append((url, answer, known))
            return
        if part.code in self.codes:
            return
        self.codes.add(part.code)
        self.balance.cards += len(record.support_services)
        unread = any(finding.kind == "unread_card" for finding in reading.findings)
        self.balance.cards_unread += unread and not record.support_services
        known = known or self.visits.volatile.page_before("part", url)
        cause = self.visits.cause(known, reading.text_sha256)
        self._note("part", part, part_pages.EXPECTED, url, reading.findings)
        self._add_integration(part.code, part.title)
        part = part.model_copy(update={"documentation_url": self._documentation(part)})
        self.store.stage(part, cause)
        known_services, last = self.store.endpoints_of(part.code)
        for endpoint in identify(record.endpoints, known_services, last):
            self.store.stage(endpoint, cause)
        services = self._take_cards(part.code, record.support_services, cause)
        files = tuple(self.visits.canonical(each) for each in record.attachments)
        for position, file in enumerate(_file_keys(files), 1):
            self.store.stage(
                PartAttachment(part_code=part.code, attachment_id=file, position=position), cause
            )
        for section in record.sections:
            self.store.stage(section, cause)
        for model in (Endpoint, PartSupportService, PartAttachment, PartSection):
            self.store.stage_owner(model, part.code, cause)
        links = Links(services, files)
        self.visits.remember(url, "part", part.code, answer, links.to_json(), reading.text_sha256)
        self._follow(links)

    def _bare_part(self, url: str, answer: Answer, known: Known) -> tuple[str, Answer, Known]:
        """Return a part's page without volatile parameters in its address, where it stands so."""
        volatile = self.visits.volatile
        if volatile.unsure(url):
            self.visits.hold(url, self.visits.full(url, answer, known))
            volatile.learn("part", [url], self._show_part)
        bare = volatile.asked(url)
        had = self.visits.sample(bare) if bare != url else None
        return (bare, had, self.visits.known(bare)) if had else (url, answer, known)

    def _documentation(self, part: Part) -> str | None:
        """Return the address of a part's package: as it was, if only what is volatile differs."""
        before, now = self.store.documentation_of(part.code), part.documentation_url
        if before is None or now is None:
            return now
        one, other = (self.visits.volatile.key(self.visits.canonical(url)) for url in (before, now))
        return before if one == other else now

    def _show_part(self, url: str) -> Shown | None:
        return self._show(url, part_pages.parse_part, "part")

    def _show_service(self, url: str) -> Shown | None:
        return self._show(url, service_pages.parse_service, "service")

    def _show(self, url: str, parse: Callable[[Page], Reading[Any]], own: str) -> Shown | None:
        """Return the record that stands at an address, to be compared with another's."""
        answer = self.visits.sample(url)
        try:
            if answer is None:
                return None
            text = text_of(answer)
            reading = read_guarded(parse, Page(url, text))
        except PageFault:
            return None
        record = reading.record.model_dump()
        for name in ("id", "url"):
            record[own].pop(name, None)
        for card in record.get("support_services", ()):
            card.pop("id")
        named = read_document(text, answer.url).canonical
        return Shown(record, reading.text_sha256, self.visits.canonical(named) if named else None)

    def _card_agrees(self, url: str, shown: Shown) -> bool:
        """Whether a service's cards say what a page says, its own being forbidden by robots.txt."""
        if not isinstance(shown.record, dict) or self.visits.fetcher.robots(url).allows(url):
            return False
        page = SupportService(id="", **shown.record["service"])
        cards = [
            SupportService.model_validate_json(card)
            for _, card in self.store.cards(service_id(key_address(url)))
        ]
        return bool(cards) and all(
            card.name == page.name and not service_pages.fill_from_card(page, card).findings
            for card in cards
        )

    def _add_integration(self, part: str, title: str | None = None) -> None:
        """Note the integration of a part, its name, and the term under which it is watched."""
        code = integration_code(part)
        own = title if compact_code(part) == code else None
        terms = (term for term in self.plan.terms if is_code(term) and matches_term(code, term))
        name = labels.INTEGRATION_NAMES.get(code, own)
        self.integrations[code] = (name, None if self.plan.whole else next(terms, None))

    def _take_cards(
        self, code: str, cards: tuple[SupportService, ...], cause: str
    ) -> tuple[str, ...]:
        """Link a part to its services. A card with no page of its own is the service."""
        followed = []
        before = self.store.cards_of(code)
        for position, card in enumerate(cards, 1):
            url = self.visits.canonical(card.url) if card.url else None
            key = self._service_key(url) if url else card.id
            text = card.model_copy(update={"url": url, "id": key}).model_dump_json(
                exclude_none=True
            )
            held = service_id(key_address(url)) if url else key
            link = PartSupportService(part_code=code, service_id=held, position=position, card=text)
            self.store.stage(link, cause)
            if url:
                followed.append(url)
                self.services[url] = None
                self.reread.add(held)
                if cause == "site" and before.get(key) != text:
                    self.card_news.add(held)
            elif key not in self.reread:
                self.reread.add(key)
                self.store.stage(card, cause)
        return tuple(followed)

    def _follow(self, links: Links) -> None:
        for url in links.services:
            self.services[url] = None
        for url in links.files:
            self.files[url] = None

    def _service_key(self, url: str) -> str:
        return service_id(self.visits.volatile.key(url))

    def _take_service(self, url: str, answer: Answer, known: Known) -> None:
        key = self._service_key(url)
        if known is not None and self.visits.unchanged(answer, known) and key not in self.reread:
            self.counts.note("service")
            self.store.stage_seen(url)
            self._follow(links_from(known["links"]))
            return
        answer = self.visits.full(url, answer, known)
        reading = read_guarded(service_pages.parse_service, _page(url, answer))
        cause = self.visits.cause(known, reading.text_sha256)
        if key in self.card_news:
            cause = self.plan.cause or "site"
        service = self._filled(reading.record.service.model_copy(update={"id": key}))
        self._note("service", service, SERVICE_COLUMNS, url, reading.findings)
        self.store.stage(service, cause)
        files = tuple(self.visits.canonical(each) for each in reading.record.attachments)
        for position, file in enumerate(_file_keys(files), 1):
            self.store.stage(
                ServiceAttachment(service_id=service.id, attachment_id=file, position=position),
                cause,
            )
        self.store.stage_owner(ServiceAttachment, service.id, cause)
        links = Links((), files)
        self.visits.remember(
            url, "service", service.id, answer, links.to_json(), reading.text_sha256
        )
        self._follow(links)

    def _filled(self, service: SupportService) -> SupportService:
        """Fill a service up from the cards on its parts' pages."""
        cards = list(self.store.cards(service.id))
        at_odds = False
        for code, text in cards:
            reading = service_pages.fill_from_card(
                service, SupportService.model_validate_json(text)
            )
            for finding in reading.findings:
                at_odds = True
                words = f"{finding.message} of {code}"
                self.problem(finding.kind, service.url, words, finding.subject, finding.value)
            service = reading.record
        self.balance.compared += bool(cards)
        self.balance.at_odds += at_odds
        return service

    def _fall_back_to_card(self, url: str) -> None:
        """Keep what the card says of a service whose page could not be read, if it is new."""
        key = self._service_key(url)
        cards = list(self.store.cards(key))
        if cards and not self.store.has("support_services", key):
            card = SupportService.model_validate_json(cards[0][1])
            self.store.stage(card.model_copy(update={"id": key, "url": url}))


_TABLES = {"service": "support_services", "attachment": "attachments"}
SERVICE_COLUMNS = (
    "unit_price_text",
    "units_text",
    "reaction_text",
    "delivery_text",
    "price_model",
)


def _names(url: str) -> str | None:
    """Return the code that an address names by the address rule, compact; None for any other."""
    code = code_of_path(urlsplit(url).path)
    return compact_code(code) if code else None


def _file_keys(urls: Iterable[str]) -> list[str]:
    """Return the keys under which links to files are held ready, each once, in order."""
    return list(dict.fromkeys(attachment_id(key_address(url)) for url in urls))


def _page(url: str, answer: Answer) -> Page:
    """Return an answer as a page to be read at an address, with the day on which it was fetched."""
    day = datetime.fromisoformat(answer.fetched_at).astimezone(DANISH_TIME).date()
    return Page(url, text_of(answer), day)


def _prefix(term: str | None) -> str | None:
    if term is None:
        return None
    return compact_code(term) if is_code(term) else "\0"
