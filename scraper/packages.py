"""The documentation packages of a run's parts: had, unpacked and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scraper.documents.manifest import LISTING, Manifest, not_there
from scraper.documents.package import (
    Member,
    is_package,
    package_id,
    read_member,
    read_package,
    untitled,
)
from scraper.documents.pool import Readers
from scraper.documents.text import CURRENT, Text
from scraper.documents.unpack import Left
from scraper.errors import DocumentFault, PageFault
from scraper.fetch import Answer
from scraper.models import CONTRACTS, Document, Package, PartPackage, Record
from scraper.plan import Plan
from scraper.settings import Settings
from scraper.store import Store
from scraper.visit import Known, Visits
from scraper.volatile import Shown
from scraper.wording import shorten

_SHOWN = 5
"""Files of a listing that are not there, named in one problem."""
_OF_A_PACKAGE: tuple[type[Record], ...] = (Document, *CONTRACTS)


@dataclass(slots=True)
class Packages:
    """Takes a run's packages. `tell` files a problem: kind, address, message."""

    store: Store
    visits: Visits
    plan: Plan
    tell: Callable[[str, str | None, str], None]
    _links: list[tuple[str, str | None]] = field(default_factory=list)
    _keys: dict[str, str] = field(default_factory=dict)
    _readers: Readers[Document, Member] = field(default_factory=lambda: Readers(read_member))

    def __enter__(self) -> None:
        self._readers.__enter__()

    def __exit__(self, *fault: object) -> None:
        self._readers.close()

    def find(self, settings: Settings) -> list[str]:
        """Give the packages' addresses, when they are wanted; of a recording, those it holds."""
        recording = self.plan.recording
        if recording is None:
            wanted = settings.packages
        else:
            wanted = any(map(is_package, recording.addresses()))
        if not wanted:
            return []
        self.store.flush()
        for code, url in self.store.documentation():
            self._links.append((code, self.visits.canonical(url) if is_package(url) else None))
        urls = dict.fromkeys(url for _, url in self._links if url)
        volatile = self.visits.volatile
        volatile.learn("package", urls, self._show)
        asked = volatile.choose("package", urls)
        self._links = [(code, asked[url] if url else None) for code, url in self._links]
        for url in dict.fromkeys(asked.values()):
            if self.store.page(url) is None and (known := volatile.page_before("package", url)):
                self.visits.before[url] = known
        return [url for url in dict.fromkeys(asked.values()) if not recording or url in recording]

    def _show(self, url: str) -> Shown | None:
        """Return a package's content as its SHA-256, to be compared with another's."""
        answer = self.visits.sample(url)
        if answer is None or answer.media_type == "text/html":
            return None
        return Shown(answer.sha256, answer.sha256)

    def take(self, url: str, answer: Answer, known: Known) -> None:
        """Take one package: a row for it, and one for each document in it."""
        if known is not None and self._stands(answer, known):
            self._keys[url] = known["key"]
            self.store.stage_seen(url)
            self.store.stage_seen(answer.url)
            return
        answer = self.visits.full(url, answer, known)
        key = package_id(answer.url if is_package(answer.url) else url)
        if key not in self._keys.values():
            try:
                self._read(key, answer)
            except DocumentFault as fault:
                for model in _OF_A_PACKAGE:
                    self.store.unstage(model, key)
                message = f"the package was not read: {fault.message}"
                raise PageFault(fault.kind, url, message) from fault
        self._keys[url] = key
        self.visits.remember(url, "package", key, answer)

    def _stands(self, answer: Answer, known: dict[str, str]) -> bool:
        readers = self.store.package_readers(known["key"])
        return self.visits.unchanged(answer, known) and readers <= CURRENT

    def _read(self, key: str, answer: Answer) -> None:
        read_again = self.store.package_hash(key) == answer.sha256
        cause = self.plan.cause or ("reader" if read_again else "site")
        hashes = self.store.document_hashes(key)
        same: set[str] = set()
        manifest = Manifest(None, None, None, None)
        paths: list[str] = []
        listing = ""
        for each in read_package(key, answer.body, self._readers, self._known):
            if isinstance(each, Left):
                how = "read only in part" if each.partly else "not read"
                message = f"'{each.path}' was {how}: {each.message}"
                self.tell(each.kind, answer.url, message)
            elif isinstance(each, Manifest):
                manifest = each
            else:
                if isinstance(each, Document):
                    paths.append(each.path)
                    listing = (each.text or "") if each.path == LISTING else listing
                    if each.sha256 and hashes.get(each.path) == each.sha256:
                        same.add(each.path)
                self.store.stage(each, "reader" if each.path in same else cause)
        if lost := not_there(listing, paths):
            shown = ", ".join(f"'{shorten(each)}'" for each in lost[:_SHOWN])
            more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
            message = f"{LISTING} lists {shown}{more}, not in the package"
            self.tell("missing_document", answer.url, message)
        package = Package(
            id=key,
            url=answer.url,
            title=manifest.title,
            version=manifest.version,
            made_at=manifest.made_at,
            bytes=len(answer.body),
            sha256=answer.sha256,
            documents=len(paths),
        )
        self.store.stage(package, cause)
        for model in _OF_A_PACKAGE:
            self.store.stage_owner(model, key, cause)

    def _known(self, row: Document) -> Member | None:
        """Give what is known of a document's content, when today's readers read it.

        What is read of a content depends on the ending of its name too.
        """
        same = self.store.document_read(row.sha256 or "", row.kind)
        if same is None or same.extractor not in CURRENT:
            return None
        own = None if same.title == untitled(same.path) else same.title
        contract = tuple(self.store.contract_read(same))
        return Member(Text(same.text, same.extractor or "", own), contract=contract)

    def miss(self, url: str) -> None:
        """Leave a package that could not be had or read as it was."""

    def end(self) -> None:
        """Keep which part has which package, as far as that could be seen."""
        for code, url in self._links:
            if url in self._keys:
                self.store.stage(PartPackage(part_code=code, package_id=self._keys[url]))
            if url is None or url in self._keys:
                self.store.stage_owner(PartPackage, code)
