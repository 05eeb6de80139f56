"""What a fault is, which requests it is for, and how often: the list that the server asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from tests.standin.answers import Answer, Desk
from tests.standin.sending import Wire
from tests.standin.views import Options


@dataclass(frozen=True, slots=True)
class Case:
    """One request as a fault sees it; `normal()` is what would be answered without the fault."""

    target: str
    desk: Desk
    normal: Callable[[], Answer]

    @property
    def path(self) -> str:
        """The path as it was sent."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query."""
        return parse_qs(urlsplit(self.target).query)


class Sender(Protocol):
    """Puts an answer on the wire in its own way."""

    def __call__(self, wire: Wire, answer: Answer) -> None:
        """Send it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and how many times (None is for ever)."""

    name: str
    times: int | None = None
    answer: Callable[[Case], Answer] | None = None
    send: Sender | None = None
    view: Callable[[Options], Options] | None = None


@dataclass(slots=True)
class _Entry:
    address: str | None
    fault: Fault
    left: int | None

    def fits(self, target: str) -> bool:
        path = unquote(urlsplit(target).path)
        if self.address is None:
            return path != "/robots.txt"
        if self.address.endswith("*"):
            return path.startswith(self.address[:-1])
        return unquote(self.address) in (path, unquote(target))


class Faults:
    """The faults in force, in the order they were added."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: list[_Entry] = []

    def add(self, address: str | None, *faults: Fault, times: int | None = None) -> None:
        """Put faults on an address, each so many times; `faults.py` tells how addresses match."""
        if times is not None:
            faults = tuple(replace(fault, times=times) for fault in faults)
        with self._lock:
            self._entries += [_Entry(address, fault, fault.times) for fault in faults]

    def clear(self) -> None:
        """Take all faults away."""
        with self._lock:
            self._entries.clear()

    def take(self, target: str) -> list[Fault]:
        """Give the faults for one request, and count them as used."""
        taken: list[Fault] = []
        with self._lock:
            for entry in self._entries:
                busy = any(fault.view is None for fault in taken) and entry.fault.view is None
                if entry.left == 0 or busy or not entry.fits(target):
                    continue
                taken.append(entry.fault)
                if entry.left is not None:
                    entry.left -= 1
        return taken
