"""Every setting, in one frozen value, with the reason for each default."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scraper import __version__

OFFICIAL = "https://digitaliseringskataloget.dk"
"""The address of the real catalogue. What was read from any other is demonstration data."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How we treat the source: pace, retries and limits, stated once. Seconds and bytes."""

    delay: float = 1.0  # least time between two requests to one host: a person reads slower
    concurrency: int = 2  # requests in flight
    timeout: float = 30.0  # for a connection, and for each read
    total_timeout: float = 300.0  # for one whole answer: a drip must not hold the night
    attempts: int = 4  # asked at the most, for faults that may pass
    first_wait: float = 1.0  # before the second attempt; doubles, with jitter
    longest_wait: float = 120.0  # a Retry-After above this is taken as a no
    redirects: int = 5  # RFC 9309 asks for at least five for robots.txt
    max_bytes: int = 50_000_000  # largest body read, as sent and as decoded
    faults_in_a_row: int = 10  # addresses that cannot be reached before the run gives up
    max_pages: int = 1000  # of one search or list: paging without end is a fault of the site


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command was asked to do."""

    db: Path = Path("catalog.db")
    base_url: str = OFFICIAL
    archive: Path | None = None
    replay: Path | None = None
    record: Path | None = None
    attachments: bool = True
    packages: bool = False
    contact: str = ""
    twins: tuple[str, ...] = ("digitaliseringskatalog.dk",)
    other_hosts: tuple[str, ...] = ("docs.kombit.dk",)
    policy: Policy = field(default_factory=Policy)

    @property
    def archive_folder(self) -> Path:
        """The archive: as given, or `archive/` beside the database."""
        return self.archive or self.db.parent / "archive"

    @property
    def origin(self) -> str:
        """Where a recording comes from, said in it, so that none passes for what it is not."""
        if self.base_url == OFFICIAL:
            return f"recorded from {OFFICIAL}"
        return f"recorded from {self.base_url}, which is not the real catalogue"

    @property
    def user_agent(self) -> str:
        """Who we say we are; never a browser."""
        contact = f" (+{self.contact})" if self.contact else ""
        return f"katalog/{__version__}{contact}"
