"""The order of work: find, fetch, read, judge, publish. Here an exception becomes an outcome."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from scraper import __version__, checks, labels
from scraper.archive import Archive, Recording, free_name, mend, read_stored, unfinished_files
from scraper.charset import decode
from scraper.clean import compact_code, integration_code, is_code, matches_term
from scraper.discover import Found, Ladder
from scraper.errors import Gone, KatalogError, Locked, NotBelievable, PageFault, UsageError
from scraper.fetch import Answer, Fetcher, Validators
from scraper.models import (
    Attachment,
    Endpoint,
    Fetch,
    Integration,
    KnownPage,
    PartAttachment,
    PartSupportService,
    Problem,
    Run,
    SearchHit,
    ServiceAttachment,
    SupportService,
)
from scraper.pages import part as part_pages
from scraper.pages import service as service_pages
from scraper.pages.common import filename, service_id
from scraper.publish import keep, publish
from scraper.reading import Page, read_guarded
from scraper.settings import Settings
from scraper.store import DatabaseError, Store

INSTANT = "%Y-%m-%dT%H:%M:%SZ"
FRESH = timedelta(hours=24)  # what a killed run got is used within a day (RFC 9309: robots too)
PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
_READER_FILES = ("clean.py", "document.py", "facts.py", "labels.py", "reading.py", "pages")


Known = dict[str, Any] | None
"""What `pages` remembers of an address."""


class Progress(Protocol):
    """What a crawl tells while it works."""

    def phase(self, name: str, total: int | None) -> None:
        """A new phase begins, of so many addresses when that is known."""

    def step(self) -> None:
        """One address of the phase is done."""


class Quiet:
    """Progress that is not shown."""

    def phase(self, name: str, total: int | None) -> None:
        """Say nothing."""

    def step(self) -> None:
        """Say nothing."""


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
class Crawl:
    """One run: what it works with, and what it has seen so far."""

    settings: Settings
    store: Store
    fetcher: Fetcher
    plan: Plan
    run_id: int
    started_at: str
    progress: Progress
    archives: Path
    counts: checks.Counts = field(default_factory=checks.Counts)
    integrations: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    found_by: dict[str, str] = field(default_factory=dict)
    problems: int = 0
    services: dict[str, None] = field(default_factory=dict)
    reread: set[str] = field(default_factory=set)
    files: dict[str, None] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)

    def work(self) -> None:
        """Do all of a run up to publishing."""
        self.progress.phase("Integrationsdele", None)
        self._each(self._find_parts(), self._take_part)
        self.counts.parts = len(self.codes)
        self.store.flush()
        self.progress.phase("Supportydelser", len(self.services))
        self._each(list(self.services), self._take_service)
        files = list(self.files) if self.settings.attachments else []
        self.progress.phase("Bilag", len(files))
        self._each(files, self._take_file, page=False)
        if not self.settings.attachments:
            for url in self.files:
                self._stage_file_stub(url)

    def problem(self, kind: str, url: str | None, message: str) -> None:
        """File a problem."""
        self.problems += 1
        self.store.stage(Problem(run_id=self.run_id, kind=kind, url=url, message=message))

    # -- finding ------------------------------------------------------------------------------

    def _find_parts(self) -> Iterator[str]:
        """Give the address of every part to read, each once, while more are being found."""
        ladder = Ladder(
            base_url=self.settings.base_url,
            policy=self.settings.policy,
            ask=self._ask,
            ask_bytes=lambda url: self._fetch_now(url, "sitemap").body,
            sitemaps=lambda: self.fetcher.robots(self.settings.base_url).sitemaps,
            tell=self.problem,
        )
        given: set[str] = set()
        for term in [None] if self.plan.whole else self.plan.terms:
            found = Found()
            covered: set[str] = set()
            for url in map(self._canonical, ladder.find(term, found)):
                covered.add((self.store.page(url) or {}).get("key", ""))
                if url not in given:
                    given.add(url)
                    yield url
            self.found_by[term or "--all"] = found.step
            self._keep_hits(term or "", found.hits)
            if not covered:
                self.counts.terms_without_parts.append(term or "the whole catalogue")
            for code, url in self.store.live_parts(_prefix(term)):
                if code not in covered and url not in given:
                    given.add(url)
                    yield url

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
                    url=self._canonical(hit.url) if hit.url else None,
                )
            )

    def _canonical(self, url: str) -> str:
        try:
            return self.fetcher.scope.canonical(url)
        except ValueError:
            return url

    # -- fetching -----------------------------------------------------------------------------

    def _ask(self, url: str, kind: str) -> Page:
        """Fetch one page of the way in, now."""
        answer = self._fetch_now(url, kind)
        return Page(answer.url, self._text(answer))

    def _fetch_now(self, url: str, kind: str) -> Answer:
        known = self._asked.get(url)
        if known is None:
            known = self.fetcher.get(url)
            self._keep_fetch(url, known)
            if kind in ("front", "part"):
                self._asked[url] = known
        return known

    _asked: dict[str, Answer] = field(default_factory=dict)

    def _each(
        self, urls: Iterable[str], take: Callable[[str, Answer, Known], None], *, page: bool = True
    ) -> None:
        """Fetch addresses with a few threads, and take each answer in this one, in order."""
        for url, known, outcome in self._answers(urls):
            self.counts.asked += page
            try:
                if isinstance(outcome, PageFault):
                    raise outcome
                self._keep_fetch(url, outcome)
                take(url, outcome, known)
            except Gone as fault:
                self._take_gone(url, fault)
            except PageFault as fault:
                self.counts.unread += page
                self.problem(fault.kind, fault.url, fault.message)
                if take == self._take_service:
                    self._fall_back_to_card(url)
                elif take == self._take_file:
                    self._stage_file_stub(url)
            self.progress.step()

    def _answers(self, urls: Iterable[str]) -> Iterator[tuple[str, Known, Answer | PageFault]]:
        """Give each address with what is remembered of it and its answer, never holding many."""
        width = self.settings.policy.concurrency
        if width == 1:  # a thread would only cost
            for url in urls:
                known = self.store.page(url)
                yield url, known, self._fetch(url, self._validators(known))
            return
        waiting: deque[tuple[str, Known, Future[Answer | PageFault]]] = deque()
        with ThreadPoolExecutor(width) as pool:
            try:
                for url in urls:
                    known = self.store.page(url)
                    future = pool.submit(self._fetch, url, self._validators(known))
                    waiting.append((url, known, future))
                    if len(waiting) >= 4 * width:
                        first, remembered, done = waiting.popleft()
                        yield first, remembered, done.result()
                for url, known, future in waiting:
                    yield url, known, future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _fetch(self, url: str, validators: Validators) -> Answer | PageFault:
        known = self._asked.get(url)
        if known is not None:
            return known
        try:
            return self.fetcher.get(url, validators)
        except PageFault as fault:
            return fault

    def _validators(self, known: Known) -> Validators:
        if self.plan.recording is not None:
            return Validators()
        if known is None or (known["reader"] != READER and not self._archived(known)):
            return Validators()
        return Validators(known["etag"], known["last_modified"])

    def _archived(self, known: dict[str, Any]) -> bool:
        return bool(known["warc_file"]) and (self.archives / known["warc_file"]).exists()

    def _keep_fetch(self, url: str, answer: Answer) -> None:
        self.store.stage(
            Fetch(
                run_id=self.run_id,
                url=url,
                status=answer.status,
                etag=answer.etag,
                last_modified=answer.last_modified,
                sha256=None if answer.unchanged else answer.sha256,
                bytes=answer.bytes,
                warc_file=answer.warc_file,
                warc_offset=answer.warc_offset,
                fetched_at=answer.fetched_at,
            )
        )

    # -- reading ------------------------------------------------------------------------------

    def _text(self, answer: Answer) -> str:
        if answer.media_type not in PAGE_TYPES:
            raise PageFault("wrong_type", answer.url, f"a page was sent as {answer.media_type}")
        return decode(answer.body, answer.charset)

    def _unchanged(self, answer: Answer, known: Known) -> bool:
        """Say whether a page stands as it did and was read as we read now."""
        if known is None or known["reader"] != READER or self.plan.anew:
            return False
        return answer.unchanged or answer.sha256 == known["sha256"]

    def _full(self, url: str, answer: Answer, known: Known) -> Answer:
        """Give the full answer: for a 304, the one that stands in the archive."""
        if not answer.unchanged:
            return answer
        if known is not None and self._archived(known):
            stored = read_stored(self.archives, known["warc_file"], known["warc_offset"])
            if stored is not None:
                return self.fetcher.answer_from(stored)
        answer = self.fetcher.get(url)
        self._keep_fetch(url, answer)
        return answer

    def _cause(self, known: Known, text_sha256: str) -> str:
        """Say whether the page changed or only our reading of it."""
        if self.plan.cause:
            return self.plan.cause
        return "reader" if known and known["text_sha256"] == text_sha256 else "site"

    def _remember(
        self, url: str, kind: str, key: str, answer: Answer, links: Links, text: str = ""
    ) -> None:
        self.store.stage(
            KnownPage(
                url=url,
                kind=kind,
                etag=answer.etag,
                last_modified=answer.last_modified,
                sha256=answer.sha256,
                text_sha256=text,
                reader=READER,
                key=key,
                links=links.to_json(),
                warc_file=answer.warc_file,
                warc_offset=answer.warc_offset,
            )
        )

    def _take_part(self, url: str, answer: Answer, known: Known) -> None:
        if known is not None and self._unchanged(answer, known):
            self.codes.add(known["key"])
            self._add_integration(known["key"])
            self.store.stage_seen(url)
            self.store.stage_seen(answer.url)
            self._follow(links_from(known["links"]))
            return
        answer = self._full(url, answer, known)
        reading = read_guarded(part_pages.parse_part, Page(answer.url, self._text(answer)))
        record, part = reading.record, reading.record.part
        if part.code in self.codes:
            return
        self.codes.add(part.code)
        cause = self._cause(known, reading.text_sha256)
        for finding in reading.findings:
            self.problem(finding.kind, url, finding.message)
        self.counts.note("part", [n for n in part_pages.EXPECTED if getattr(part, n) is None])
        self._add_integration(part.code, part.title)
        self.store.stage(part, cause)
        for endpoint in record.endpoints:
            self.store.stage(endpoint, cause)
        services = self._take_cards(part.code, record.support_services, cause)
        files = tuple(self._canonical(each) for each in record.attachments)
        for position, file in enumerate(files, 1):
            self.store.stage(
                PartAttachment(
                    part_code=part.code, attachment_id=attachment_id(file), position=position
                ),
                cause,
            )
        for model in (Endpoint, PartSupportService, PartAttachment):
            self.store.stage_owner(model, part.code)
        links = Links(services, files)
        self._remember(url, "part", part.code, answer, links, reading.text_sha256)
        self._follow(links)

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
        for position, card in enumerate(cards, 1):
            url = self._canonical(card.url) if card.url else None
            key = service_id(url) if url else card.id
            text = card.model_copy(update={"url": url, "id": key}).model_dump_json(
                exclude_none=True
            )
            link = PartSupportService(part_code=code, service_id=key, position=position, card=text)
            self.store.stage(link, cause)
            if url:
                followed.append(url)
                self.services[url] = None
                self.reread.add(url)
            elif key not in self.reread:
                self.reread.add(key)
                self.store.stage(card, cause)
        return tuple(followed)

    def _follow(self, links: Links) -> None:
        for url in links.services:
            self.services[url] = None
        for url in links.files:
            self.files[url] = None

    def _take_service(self, url: str, answer: Answer, known: Known) -> None:
        if known is not None and self._unchanged(answer, known) and url not in self.reread:
            self.store.stage_seen(url)
            self._follow(links_from(known["links"]))
            return
        answer = self._full(url, answer, known)
        reading = read_guarded(service_pages.parse_service, Page(url, self._text(answer)))
        cause = self._cause(known, reading.text_sha256)
        if url in self.reread:
            cause = self.plan.cause or "site"
        service = self._filled(reading.record.service)
        for finding in reading.findings:
            self.problem(finding.kind, url, finding.message)
        self.counts.note("service", [n for n in _SERVICE_COLUMNS if getattr(service, n) is None])
        self.store.stage(service, cause)
        files = tuple(self._canonical(each) for each in reading.record.attachments)
        for position, file in enumerate(files, 1):
            self.store.stage(
                ServiceAttachment(
                    service_id=service.id, attachment_id=attachment_id(file), position=position
                ),
                cause,
            )
        self.store.stage_owner(ServiceAttachment, service.id)
        links = Links((), files)
        self._remember(url, "service", service.id, answer, links, reading.text_sha256)
        self._follow(links)

    def _filled(self, service: SupportService) -> SupportService:
        """Fill a service up from the cards on its parts' pages."""
        for code, text in self.store.cards(service.id):
            reading = service_pages.fill_from_card(
                service, SupportService.model_validate_json(text)
            )
            for finding in reading.findings:
                self.problem(finding.kind, service.url, f"{finding.message} of {code}")
            service = reading.record
        return service

    def _fall_back_to_card(self, url: str) -> None:
        """Keep what the card says of a service whose page could not be read, if it is new."""
        cards = list(self.store.cards(service_id(url)))
        if cards and not self.store.has("support_services", service_id(url)):
            self.store.stage(SupportService.model_validate_json(cards[0][1]))

    def _take_file(self, url: str, answer: Answer, known: Known) -> None:
        if self._unchanged(answer, known):
            self.store.stage_seen(url)
            return
        answer = self._full(url, answer, known)
        if answer.media_type == "text/html" and not url.lower().endswith((".html", ".htm")):
            raise PageFault("wrong_type", url, "a file was asked for, a web page was sent")
        self.store.stage(
            Attachment(
                id=attachment_id(url),
                url=url,
                filename=filename(url),
                media_type=answer.media_type or None,
                bytes=len(answer.body),
                sha256=answer.sha256,
            ),
            self.plan.cause or "site",
        )
        self._remember(url, "attachment", attachment_id(url), answer, Links())

    def _stage_file_stub(self, url: str) -> None:
        """Keep that a file exists, when it could not be had or was not wanted, if it is new."""
        if not self.store.has("attachments", attachment_id(url)):
            self.store.stage(Attachment(id=attachment_id(url), url=url, filename=filename(url)))

    def _take_gone(self, url: str, fault: Gone) -> None:
        self.problem(fault.kind, url, fault.message)
        self.store.stage_gone(url)
        if url in self.services:
            self._fall_back_to_card(url)
        if url in self.files:
            self._stage_file_stub(url)


_SERVICE_COLUMNS = (
    "unit_price_text",
    "units_text",
    "reaction_text",
    "delivery_text",
    "price_model",
)


def attachment_id(url: str) -> str:
    """Give an attachment's key: the first 12 hex digits of its address's SHA-256."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def reader_fingerprint() -> str:
    """Give a fingerprint of the readers' own code: when it changes, pages are read anew."""
    here = Path(__file__).parent
    files = [here / name for name in _READER_FILES if name.endswith(".py")]
    files += sorted((here / "pages").glob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


READER = reader_fingerprint()


def _prefix(term: str | None) -> str | None:
    if term is None:
        return None
    return compact_code(term) if is_code(term) else "\0"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do, and from what.

    `recording` answers in place of the source. `cause` marks every change; `anew` reads pages
    again that have not changed; `seen_at` is the instant that rows were seen, when not now.
    """

    terms: tuple[str, ...] = labels.DEFAULT_TERMS
    whole: bool = False
    command: str = "crawl"
    recording: Recording | None = None
    cause: str | None = None
    anew: bool = False
    started_at: str | None = None
    seen_at: str | None = None
    archive_file: str | None = None

    @property
    def words(self) -> str:
        """The terms as one text."""
        return "--all" if self.whole else " ".join(self.terms)


def run_crawl(
    settings: Settings,
    plan: Plan,
    *,
    progress: Progress | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Run:
    """Crawl and publish. Gives the run as it stands in `runs`.

    Raises `KatalogError`; a run that got as far as the source is kept all the same.
    """
    if not settings.db.absolute().parent.is_dir():
        raise UsageError(
            f"there is no folder {settings.db.parent}; make it, or choose another --db"
        )
    lock = FileLock(f"{settings.db}.lock", timeout=0)
    try:
        with lock, closing(Store(settings.db)) as store:
            if settings.replay is not None:
                recording = Recording(settings.replay.parent, [settings.replay.name])
                plan = replace(plan, recording=recording)
            _refuse_mixing(store, settings)
            return _run(settings, plan, progress or Quiet(), now, store)
    except Timeout:
        raise Locked(f"another run holds {settings.db}.lock; wait until it has ended") from None
    except OSError as fault:
        raise UsageError(f"cannot write: {fault}") from fault
    except DatabaseError as fault:
        raise UsageError(f"cannot write to {settings.db}: {fault}") from fault


def _refuse_mixing(store: Store, settings: Settings) -> None:
    """Keep what was read from one site apart from what was read from another."""
    others = store.rows(
        "SELECT base_url FROM runs WHERE verdict = 'good' AND base_url != ? LIMIT 1",
        settings.base_url,
    )
    if others:
        raise UsageError(
            f"{settings.db} holds what was read from {others[0]['base_url']}, and is not to be "
            f"mixed with {settings.base_url}; choose another --db, or move the file away"
        )


def _run(
    settings: Settings,
    plan: Plan,
    progress: Progress,
    now: Callable[[], datetime],
    store: Store,
) -> Run:
    started_at = plan.started_at or now().strftime(INSTANT)
    replayed = plan.recording is not None
    resumed = None if replayed else _resume(settings, started_at)
    archive = None if replayed else _archive(settings, plan, started_at)
    fetcher = Fetcher(settings, archive, replay=plan.recording, resumed=resumed)
    folder = plan.recording.folder if plan.recording else settings.archive_folder
    crawl = Crawl(settings, store, fetcher, plan, store.begin(), started_at, progress, folder)
    try:
        outcome = _outcome(crawl)
        run = _describe(crawl, archive, outcome, now)
        if outcome is None:
            integrations = (
                Integration(code=code, name=name, watched_term=term)
                for code, (name, term) in crawl.integrations.items()
            )
            run = publish(store, run, integrations, plan.seen_at)
        else:
            keep(store, run)
    except BaseException:
        if archive is not None:
            archive.abandon()
        raise
    finally:
        fetcher.close()
    if archive is not None:
        archive.close()
    if outcome is not None:
        raise outcome
    return run


def _outcome(crawl: Crawl) -> KatalogError | None:
    """Do the work; give why it may not be published, or None."""
    try:
        crawl.work()
    except KatalogError as fault:
        return fault
    reasons = checks.judge(crawl.counts)
    return NotBelievable("not published: " + "; ".join(reasons)) if reasons else None


def _resume(settings: Settings, started_at: str) -> Recording | None:
    """Take over what a killed run had got of this site, when it is fresh."""
    left = [mend(path) for path in unfinished_files(settings.archive_folder)]
    oldest = datetime.strptime(started_at, INSTANT) - FRESH
    for recording in reversed(left):
        info = recording.info
        fresh = info.get("katalog-started-at", "") >= oldest.strftime(INSTANT)
        if fresh and info.get("katalog-base-url") == settings.base_url:
            return recording
    return None


def _archive(settings: Settings, plan: Plan, started_at: str) -> Archive:
    info = {
        "software": f"katalog/{__version__}",
        "format": "WARC File Format 1.1",
        "katalog-base-url": settings.base_url,
        "katalog-command": plan.command,
        "katalog-terms": plan.words,
        "katalog-started-at": started_at,
        "katalog-origin": settings.origin,
    }
    path = settings.record or free_name(settings.archive_folder, started_at)
    return Archive(path, info, started_at)


def _describe(
    crawl: Crawl,
    archive: Archive | None,
    outcome: KatalogError | None,
    now: Callable[[], datetime],
) -> Run:
    tally, plan = crawl.fetcher.tally, crawl.plan
    suspect = isinstance(outcome, NotBelievable)
    return Run(
        id=crawl.run_id,
        command=plan.command,
        started_at=crawl.started_at,
        finished_at=now().strftime(INSTANT),
        verdict="good" if outcome is None else "suspect" if suspect else "failed",
        exit_code=0 if outcome is None else outcome.exit_code,
        message=str(outcome) if outcome else "published",
        base_url=crawl.settings.base_url,
        origin=plan.recording.info.get("katalog-origin")
        if plan.recording
        else crawl.settings.origin,
        terms=plan.words,
        found_by=json.dumps(crawl.found_by, ensure_ascii=False),
        parts=len(crawl.codes),
        services=len(crawl.services),
        attachments=len(crawl.files),
        changes=0,
        problems=crawl.problems,
        requests=tally.requests,
        bytes=tally.bytes,
        share_304=round(tally.not_modified / tally.requests, 4) if tally.requests else None,
        archive_file=archive.name if archive else plan.archive_file,
        program_version=__version__,
    )
