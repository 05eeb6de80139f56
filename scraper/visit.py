"""Every address once a run: asked for with what is remembered of it, a few at a time, in order."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scraper.archive import read_stored
from scraper.charset import decode
from scraper.errors import PageFault
from scraper.fetch import Answer, Fetcher, Validators
from scraper.models import Fetch, KnownPage
from scraper.parse.html import read_document
from scraper.plan import Plan
from scraper.store import Store
from scraper.volatile import Volatile

PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
LARGEST_PAGE = 4_000_000
"""Bytes. A part's page has some 20,000; reading takes some sixty times a page's size in memory."""
LARGEST_HELD = 4_000_000
"""Bytes of an answer that is kept in memory, when it was asked for before its turn."""
_READER_FOLDERS = ("parse", "text")

LASTING = frozenset({"front", "listing", "sitemap"})
"""Kinds of page on the way in that are asked for conditionally: a search is asked anew each night.
"""

Known = dict[str, Any] | None
"""What `pages` remembers of an address."""
Take = Callable[[str, "Answer", Known], None]
"""What is done with an answer: the address asked for, the answer, what is remembered of it."""


def reader_fingerprint() -> str:
    """Give a fingerprint of the readers' own code: when it changes, pages are read anew."""
    here = Path(__file__).parent
    files = sorted(file for name in _READER_FOLDERS for file in (here / name).glob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


READER = reader_fingerprint()


@dataclass(slots=True)
class Visits:
    """The addresses asked for in one run, and what is known of them from before."""

    store: Store
    fetcher: Fetcher
    plan: Plan
    run_id: int
    concurrency: int
    archives: Path
    volatile: Volatile = field(init=False)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For addresses that were not asked for yet, what `pages` has of the record elsewhere."""
    _asked: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.volatile = Volatile(self.store, self.plan.recording)

    def canonical(self, url: str) -> str:
        """Give an address in its canonical form; one that cannot be read stays as it is."""
        try:
            return self.fetcher.scope.canonical(url)
        except ValueError:
            return url

    def address(self, url: str) -> str:
        """Return the address to ask for in place of a part's, in its canonical form."""
        address = self.canonical(url)
        if self.volatile.unsure(address):
            return self.volatile.without_known(address)
        return self.volatile.asked(address)

    def known(self, url: str) -> Known:
        """Return what `pages` remembers of an address, or of its record at another address.

        That one's validators are not for this one, and it was not read here.
        """
        known = self.store.page(url)
        if known is None and url in self.before:
            return {**self.before[url], "etag": None, "last_modified": None, "reader": None}
        return known

    def sample(self, url: str) -> Answer | None:
        """Return what is answered at an address before its turn; None where nothing is."""
        if url in self._asked:
            return self._asked[url]
        try:
            answer = self.fetcher.get(url)
        except PageFault:
            return None
        self.keep(url, answer)
        if len(answer.body) <= LARGEST_HELD:
            self._asked[url] = answer
        return answer

    def hold(self, url: str, answer: Answer) -> None:
        """Keep an answer in memory, to be given again in this run."""
        self._asked[url] = answer

    def now(self, url: str, kind: str) -> Answer:
        """Fetch one address of the way in, at once, whole: from the archive where it stands.

        Raises `PageFault`.
        """
        asked = self._asked.get(url)
        if asked is not None:
            return asked
        known = self.store.page(url) if kind in LASTING else None
        answer = self.fetcher.get(url, self._validators(known))
        self.keep(url, answer)
        if kind in LASTING:
            stands = answer.unchanged
            answer = self.full(url, answer, known)
            if not stands:
                self.remember(url, kind, url, answer)
        if kind in ("front", "part"):
            self._asked[url] = answer
        return answer

    def answers(self, urls: Iterable[str]) -> Iterator[tuple[str, Known, Answer | PageFault]]:
        """Give each address with what is remembered of it and its answer, never holding many."""
        width = self.concurrency
        if width == 1:  # a thread would only cost
            for url in urls:
                known = self.known(url)
                yield url, known, self._fetch(url, self._validators(known))
            return
        waiting: deque[tuple[str, Known, Future[Answer | PageFault]]] = deque()
        pool = ThreadPoolExecutor(width)
        with pool:
            try:
                for url in urls:
                    known = self.known(url)
                    future = pool.submit(self._fetch, url, self._validators(known))
                    waiting.append((url, known, future))
                    if len(waiting) >= 4 * width:
                        first, remembered, done = waiting.popleft()
                        yield first, remembered, done.result()
                for url, known, future in waiting:
                    yield url, known, future.result()
            except BaseException:
                self.fetcher.halt()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _fetch(self, url: str, validators: Validators) -> Answer | PageFault:
        known = self._asked.get(url)
        if known is not None:
            return known
        try:
            return self.fetcher.get(url, validators)
        except PageFault as fault:
            return fault

    def _validators(self, known: Known) -> Validators:
        if self.plan.recording is not None or self.fetcher.records:
            return Validators()
        if known is None or (known["reader"] != READER and not self._archived(known)):
            return Validators()
        return Validators(known["etag"], known["last_modified"])

    def _archived(self, known: dict[str, Any]) -> bool:
        files = [known["warc_file"], *([known["body_file"]] if known["body_file"] else [])]
        return all(file and (self.archives / file).exists() for file in files)

    def keep(self, url: str, answer: Answer) -> None:
        """Keep in `fetches` that an address was answered."""
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
                payload_sha256=answer.payload_sha256,
                body_file=answer.body_file,
                body_offset=answer.body_offset,
                fetched_at=answer.fetched_at,
            )
        )

    def remember(
        self, url: str, kind: str, key: str, answer: Answer, links: str = "{}", text: str = ""
    ) -> None:
        """Keep in `pages` what was read at an address, to ask only for what changed next time."""
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
                links=links,
                warc_file=answer.warc_file,
                warc_offset=answer.warc_offset,
                body_file=answer.body_file,
            )
        )

    def unchanged(self, answer: Answer, known: Known) -> bool:
        """Say whether a page stands as it did and was read as we read now."""
        if known is None or known["reader"] != READER or self.plan.anew:
            return False
        return answer.unchanged or answer.sha256 == known["sha256"]

    def full(self, url: str, answer: Answer, known: Known) -> Answer:
        """Give the full answer: for a 304, the one that stands in the archive."""
        if not answer.unchanged:
            return answer
        if known is not None and self._archived(known):
            stored = read_stored(self.archives, known["warc_file"], known["warc_offset"])
            if stored is not None:
                return self.fetcher.answer_from(stored)
        answer = self.fetcher.get(url)
        self.keep(url, answer)
        return answer

    def cause(self, known: Known, text_sha256: str) -> str:
        """Return "reader" where only our reading of a page changed, "site" where the page did.

        What another reader remembers of a page's text is read anew from the archive: readers
        differ in what of a page is its text.
        """
        if self.plan.cause:
            return self.plan.cause
        if known is None:
            return "site"
        before = known["text_sha256"]
        if known["reader"] != READER:
            before = self._text_before(known) or before
        return "reader" if before == text_sha256 else "site"

    def _text_before(self, known: dict[str, Any]) -> str | None:
        """Return the SHA-256 of the text that a page had, as it is read now; None if it is gone."""
        if not self._archived(known):
            return None
        stored = read_stored(self.archives, known["warc_file"], known["warc_offset"])
        if stored is None:
            return None
        answer = self.fetcher.answer_from(stored)
        try:
            return read_document(text_of(answer), answer.url).sha256()
        except PageFault:
            return None


def text_of(answer: Answer) -> str:
    """Give a page's text. Raises `PageFault` for what is no page."""
    if len(answer.body) > LARGEST_PAGE:
        size = len(answer.body)
        raise PageFault("too_large", answer.url, f"a page of {size:,} bytes is not read")
    if answer.media_type not in PAGE_TYPES:
        raise PageFault("wrong_type", answer.url, f"a page was sent as {answer.media_type}")
    return decode(answer.body, answer.charset)
