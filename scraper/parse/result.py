"""What a parser is given and what it gives back: a page in, a record with its findings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from scraper.errors import PageFault, Unreadable

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as text: its address and its decoded HTML."""

    url: str
    html: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know of a page; becomes a row in `problems`."""

    kind: str
    message: str


@dataclass(slots=True)
class Findings:
    """Collects the findings of one page, and reads values so that nothing is lost or guessed."""

    found: list[Finding] = field(default_factory=list)

    def add(self, kind: str, message: str) -> None:
        """Note one finding."""
        self.found.append(Finding(kind, message))

    def read(self, reader: Callable[[str], T], text: str | None) -> T | None:
        """Read a text; give None for no text, and for one that is refused, with a finding."""
        if not text:
            return None
        try:
            return reader(text)
        except Unreadable as fault:
            self.add("unreadable_value", str(fault))
            return None


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """A record read from one page, what was found on the way, and the visible text's SHA-256."""

    record: R
    findings: tuple[Finding, ...] = ()
    text_sha256: str = ""


def read_guarded(parse: Callable[[Page], Reading[R]], page: Page) -> Reading[R]:
    """Read a page with a parser. One that breaks on it costs that page, not the night.

    Raises `PageFault`.
    """
    try:
        return parse(page)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as f:
        message = f"a fault in our reader: {type(f).__name__}: {f}"
        raise PageFault("reader_fault", page.url, message) from f
