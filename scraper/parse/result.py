"""What a parser is given and what it returns: a page in, a record with its findings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from scraper.errors import PageFault, Unreadable
from scraper.text.characters import LOST

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as text: its address, its decoded HTML, and the day on which it was fetched.

    Without a day no date on it can be too far ahead.
    """

    url: str
    html: str
    fetched_on: date = date.max


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know of a page; becomes a row in `problems`.

    `subject`: the label, section or field that it is about; `value`: what stands there.
    """

    kind: str
    message: str
    subject: str | None = None
    value: str | None = None


@dataclass(slots=True)
class Findings:
    """Collects the findings of one page, and reads values so that nothing is lost or guessed."""

    found: list[Finding] = field(default_factory=list)

    def add(
        self, kind: str, message: str, subject: str | None = None, value: str | None = None
    ) -> None:
        """Note one finding."""
        self.found.append(Finding(kind, message, subject, value))

    def whole(self, text: str | None, subject: str) -> str | None:
        """Return a value's text; None for one of which a character is lost, with a finding."""
        if text is not None and LOST in text:
            message = f"{subject}: a character of '{text}' could not be read"
            self.add("unreadable_value", message, subject, text)
            return None
        return text

    def read(
        self, reader: Callable[[str], T], text: str | None, subject: str | None = None
    ) -> T | None:
        """Read a text. None for no text, and for one that is refused, with a finding."""
        if not text:
            return None
        try:
            return reader(text)
        except Unreadable as fault:
            message = f"{subject}: {fault}" if subject else str(fault)
            self.add("unreadable_value", message, subject, text)
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
