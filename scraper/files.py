"""The files that parts and services point to: had, and read for their words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scraper.documents.pool import Readers
from scraper.documents.text import CURRENT, UNREAD, Text, read_text
from scraper.errors import DocumentFault, PageFault
from scraper.fetch import Answer
from scraper.models import Attachment
from scraper.parse.common import filename
from scraper.plan import Plan
from scraper.settings import Settings
from scraper.store import Store
from scraper.visit import Known, Visits
from scraper.volatile import Shown


@dataclass(slots=True)
class Files:
    """Takes a run's attachments. `tell` files a problem: kind, address, message."""

    store: Store
    visits: Visits
    plan: Plan
    tell: Callable[[str, str | None, str], None]
    _readers: Readers[str, Text] = field(default_factory=lambda: Readers(read_text))

    def __enter__(self) -> None:
        self._readers.__enter__()

    def __exit__(self, kind: type[BaseException] | None, *fault: object) -> None:
        try:
            if kind is None:
                self._keep(self._readers.rest())
        finally:
            self._readers.close()

    def wanted(self, settings: Settings, urls: Iterable[str]) -> list[str]:
        """Give the files to ask for; of those that are not wanted, keep that they exist."""
        if settings.attachments:
            return list(urls)
        for url in urls:
            self.miss(url)
        return []

    def take(self, url: str, answer: Answer, known: Known) -> None:
        """Take one file, and have its words read where that was not done before."""
        key = self._key(url)
        content, extractor = self.store.text_read(key)
        if self.visits.unchanged(answer, known) and extractor in CURRENT:
            self.store.stage_seen(url)
            return
        answer = self.visits.full(url, answer, known)
        if _is_page(url, answer):
            raise PageFault("wrong_type", url, "a file was asked for, a web page was sent")
        self.store.stage(
            Attachment(
                id=key,
                url=url,
                filename=filename(url),
                media_type=answer.media_type or None,
                bytes=len(answer.body),
                sha256=answer.sha256,
            ),
            self.plan.cause or ("reader" if content == answer.sha256 else "site"),
        )
        self.visits.remember(url, "attachment", key, answer)
        if content != answer.sha256 or extractor not in CURRENT:
            self._keep(self._readers.submit(url, filename(url), answer.body))

    def miss(self, url: str) -> None:
        """Keep that a file exists, when it could not be had or was not wanted, if it is new."""
        if not self.store.has("attachments", self._key(url)):
            self.store.stage(Attachment(id=self._key(url), url=url, filename=filename(url)))

    def show(self, url: str) -> Shown | None:
        """Return a file's content as its SHA-256, to be compared with another's."""
        answer = self.visits.sample(url)
        if answer is None or _is_page(url, answer):
            return None
        return Shown(answer.sha256, answer.sha256)

    def _key(self, url: str) -> str:
        return attachment_id(self.visits.volatile.key(url))

    def _keep(self, texts: Iterable[tuple[str, Text | DocumentFault]]) -> None:
        """Keep what was read of files, or why it could not be."""
        for url, text in texts:
            if isinstance(text, DocumentFault):
                self.tell(text.kind, url, f"'{filename(url)}' was not read: {text.message}")
                text = Text(None, UNREAD.label)
            elif (left := text.left) is not None:
                message = f"'{filename(url)}' was read only in part: {left.message}"
                self.tell(left.kind, url, message)
            self.store.stage_text(self._key(url), text.text, text.extractor)


def _is_page(url: str, answer: Answer) -> bool:
    """Whether a web page was sent, where the address is that of a file of another kind."""
    ending = urlsplit(url).path.lower().endswith((".html", ".htm"))
    return answer.media_type == "text/html" and not ending


def attachment_id(url: str) -> str:
    """Return an attachment's key: the first 12 hex digits of its address's SHA-256.

    The address is as `Volatile.key` has it.
    """
    return hashlib.sha256(url.encode()).hexdigest()[:12]
