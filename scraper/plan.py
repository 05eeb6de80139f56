"""What a run is to do, from what, and to whom it tells how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from scraper.archive import Recording
from scraper.parse import vocabulary as labels

INSTANT = "%Y-%m-%dT%H:%M:%SZ"


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
class Plan:
    """What a run is to do, and from what.

    `recording` answers in place of the source. `cause` marks every change; `anew` reads pages
    again that have not changed; `seen_at` is the instant that rows were seen, when not now;
    `accept` publishes what would not be believed.
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
    accept: bool = False

    @property
    def words(self) -> str:
        """The terms as one text."""
        return "--all" if self.whole else " ".join(self.terms)


def all_terms(words: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """Read what `Plan.words` wrote of several runs: the terms, each once; is the whole meant?"""
    each = dict.fromkeys(word for text in words for word in text.split())
    return tuple(word for word in each if word != "--all"), "--all" in each
