"""Which parameters of addresses are volatile: found out by asking, and kept with the reason.

A parameter is left out of keys where its name tells that it says nothing of content; where the page
shows the same record at the address without it, which its canonical link may name; where that
address does not answer, but the same content stood or stands at another value. It stays a part of
keys for good once it was seen to make a difference. What no comparison speaks of stays, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from scraper.archive import Recording
from scraper.models import AddressParameter
from scraper.parameters import (
    differing,
    key_address,
    known_volatile,
    never_volatile,
    parameters,
    place_of,
    without,
)
from scraper.store import Store

MOST = 10
"""Addresses that are asked for twice, with a parameter and without it, to be sure of it."""
_KNOWN = frozenset({"tracking", "session"})
_WITHOUT = _KNOWN | {"canonical", "content", "card"}
"""Reasons for which the address without the parameter may be asked for in place of the other."""
_WEIGHT = {"unanswered": 0, "turns": 1, "card": 1, "content": 2, "canonical": 2, "differs": 3}
"""What a comparison says outweighs what another said that is lighter."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at an address: a record as plain data, or a file's SHA-256.

    `mark` is that of a page's text, or the file's; `canonical` the address that the page names.
    """

    record: Any
    mark: str
    canonical: str | None = None


Show = Callable[[str], Shown | None]
"""Returns what stands at an address; None where nothing of the kind can be read there."""
Agrees = Callable[[str, Shown], bool]
"""Whether what is said of an address that may not be asked for fits what stands at another."""


@dataclass(slots=True)
class Volatile:
    """What is known of parameters, and the keys that follow. `recording` is what is replayed."""

    store: Store
    recording: Recording | None
    _decided: dict[tuple[str, str, str], AddressParameter] = field(init=False)
    _new: set[tuple[str, str, str]] = field(default_factory=set)
    _tried: set[tuple[str, str, str]] = field(default_factory=set)
    _shown: dict[tuple[str, str], Shown | None] = field(default_factory=dict)
    _moved: dict[str, str] = field(default_factory=dict)
    """For addresses that stood for others until a difference showed, that which goes on."""

    def __post_init__(self) -> None:
        rows = self.store.address_parameters()
        self._decided = {(row.host, row.path, row.parameter): row for row in rows}

    # -- what follows -------------------------------------------------------------------------

    def key(self, address: str) -> str:
        """Return what of an address its record's key is made of."""
        return key_address(address, self._left_out(address, _WITHOUT | {"turns"}))

    def asked(self, address: str) -> str:
        """Return the address to ask for in place of one, the same where there is none better."""
        return self._recorded(address, self._left_out(address, _WITHOUT))

    def without_known(self, address: str) -> str:
        """Return an address without what names alone tell to be no part of it."""
        return self._recorded(address, self._left_out(address, _KNOWN))

    def _recorded(self, address: str, left_out: set[str]) -> str:
        """Return an address without some parameters, if a recording does not have it with them."""
        bare = without(address, left_out)
        if self.recording is None or bare in self.recording or address not in self.recording:
            return bare
        return address

    def unsure(self, address: str) -> bool:
        """Whether an address has a parameter that is still to be compared without."""
        return any(self._due(address, name) for name in self._open(address))

    def _left_out(self, address: str, reasons: frozenset[str]) -> set[str]:
        """Return the parameters of an address that are left out for one of some reasons."""
        left: set[str] = set()
        for name in parameters(address):
            known = known_volatile(name)
            if known:
                self._note(address, (name,), known)
            row = self._row(address, name)
            if row is not None and row.left_out and row.reason in reasons:
                left.add(name)
        return left

    def _row(self, address: str, name: str) -> AddressParameter | None:
        return self._decided.get((*place_of(address), name))

    # -- finding out --------------------------------------------------------------------------

    def learn(
        self,
        kind: str,
        addresses: Iterable[str],
        show: Show,
        agrees: Agrees = lambda *_: False,
    ) -> None:
        """Find out about the parameters of the addresses that pages of one kind are linked by."""
        linked = list(dict.fromkeys(map(self.without_known, addresses)))
        before = {which: row for which, row in self._decided.items() if row.left_out}
        siblings: dict[str, list[str]] = {}
        for address in linked:
            siblings.setdefault(address.partition("?")[0], []).append(address)
        for address in linked:
            if self._open(address):
                near = [each for each in siblings[address.partition("?")[0]] if each != address]
                self._try(kind, address, near, self._seen_by(kind, show), agrees)
        self._hold_apart(linked, self._seen_by(kind, show))
        self._let_go_on(linked, before)

    def _let_go_on(
        self, linked: list[str], before: dict[tuple[str, str, str], AddressParameter]
    ) -> None:
        """Let what was one until a difference showed go on at an address that showed the same."""
        same = {pair[0] for row in before.values() for pair in _pairs(row)}
        for address in sorted(linked, key=lambda each: each not in same):
            for name in parameters(address):
                row = self._row(address, name)
                if row and not row.left_out and (*place_of(address), name) in before:
                    bare = self.key(without(address, {name}))
                    if bare not in linked:
                        self._moved.setdefault(bare, address)

    def _seen_by(self, kind: str, show: Show) -> Show:
        """Return `show`, asking for no address twice."""

        def seen(address: str) -> Shown | None:
            if (kind, address) not in self._shown:
                self._shown[kind, address] = show(address)
            return self._shown[kind, address]

        return seen

    def _open(self, address: str) -> list[str]:
        """Return the parameters of an address that something may still be found out about."""
        names = [
            name
            for name in parameters(address)
            if not never_volatile(name) and not known_volatile(name)
        ]
        new = self.store.page(address) is None if names else False
        return [
            name
            for name in names
            if (self._reason(address, name) == "unanswered" and new) or self._due(address, name)
        ]

    def _due(self, address: str, name: str) -> bool:
        """Whether an address is to be asked for without one of its parameters."""
        row = self._row(address, name)
        if row is None:
            return True
        if row.reason == "turns":  # it may answer one night
            return (*place_of(address), name) not in self._tried
        pairs = _pairs(row)
        compared = len(pairs) >= MOST or any(address == pair[0] for pair in pairs)
        return row.reason != "differs" and not compared

    def _try(self, kind: str, address: str, near: list[str], show: Show, agrees: Agrees) -> None:
        """Compare what stands at an address with what stands there without its parameters."""
        waiting = set(self._open(address))
        due = frozenset(name for name in waiting if self._due(address, name))
        left = self._left_out(address, _WITHOUT) - due
        own = show(address)
        if own is None:
            bare = show(without(address, due | left)) if due else None
            if bare is not None and agrees(address, bare):
                self._note(address, due, "card", without(address, due | left))
            return
        self._tried |= {(*place_of(address), name) for name in due}
        for removed, reason in _trials(address, due, left, own.canonical):
            if not removed <= waiting:
                continue
            other = without(address, removed | left)
            verdict = _alike(own, show(other), removed | left)
            if verdict or (verdict is False and len(removed) == 1):
                self._note(address, removed, reason if verdict else "differs", other)
                waiting -= removed
            if verdict:  # what may be left out each for itself may be wanted of all together
                left |= removed
        waiting -= {name for name in waiting if self._reason(address, name) == "turns"}
        for other in near:
            apart = (differing(address, other) or frozenset()) - left
            if apart and apart <= waiting:
                verdict = _alike(own, show(other), apart | left)
                if verdict or (verdict is False and len(apart) == 1):
                    self._note(address, apart, "turns" if verdict else "differs", other)
                    waiting -= apart
        if waiting:
            self._try_known(kind, address, own, near, waiting, left)
        self._note(address, waiting & due, "unanswered", without(address, waiting))

    def _try_known(
        self,
        kind: str,
        address: str,
        own: Shown,
        near: list[str],
        waiting: set[str],
        left: set[str],
    ) -> None:
        """Compare an address with those that it seems to have taken the place of."""
        for row in self.store.pages_with_parameters(kind):
            apart = (differing(address, row["url"]) or frozenset()) - left
            if apart and apart <= waiting and row["url"] not in near and own.mark in row["marks"]:
                self._note(address, apart, "turns", row["url"])
                waiting -= apart

    def _hold_apart(self, linked: list[str], show: Show) -> None:
        """See whether addresses that only turning parameters set apart still show the same."""
        groups: dict[str, list[str]] = {}
        for address in dict.fromkeys(map(self.asked, linked)):
            groups.setdefault(self.key(address), []).append(address)
        for first, *others in groups.values():
            for other in others:
                apart = differing(first, other) or frozenset()
                turn = {name for name in apart if self._reason(first, name) == "turns"}
                if turn and _alike(show(first), show(other), apart) is False:
                    self._note(first, turn, "differs", other)

    def _reason(self, address: str, name: str) -> str | None:
        row = self._row(address, name)
        return row.reason if row else None

    def _note(
        self, address: str, names: Iterable[str], reason: str, other: str | None = None
    ) -> None:
        """Keep what a comparison says of parameters."""
        for name in sorted(names):
            which = (*place_of(address), name)
            row = self._decided.get(which)
            if other is None and row is not None:
                continue
            said, pairs = reason, []
            if row is not None and other is not None:
                if _WEIGHT[reason] < _WEIGHT[row.reason]:
                    continue
                if _WEIGHT[reason] == _WEIGHT[row.reason]:
                    said, pairs = row.reason, _pairs(row)
            pair = [address, other] if other else [address]
            if pair not in pairs and len(pairs) < MOST:
                pairs.append(pair)
            self._decided[which] = AddressParameter(
                host=which[0],
                path=which[1],
                parameter=name,
                left_out=int(said not in ("differs", "unanswered")),
                reason=said,
                evidence=json.dumps(pairs, ensure_ascii=False),
            )
            self._new.add(which)

    # -- what it makes of a run ---------------------------------------------------------------

    def choose(self, kind: str, addresses: Iterable[str]) -> dict[str, str]:
        """Return for each address the one to ask for: of those with one key only one is.

        One that was asked for in an earlier run goes before others: it may stand unchanged. One at
        which nothing could be read comes last.
        """
        asked = {address: self.asked(address) for address in addresses}
        groups: dict[str, list[str]] = {}
        for each in dict.fromkeys(asked.values()):
            groups.setdefault(self.key(each), []).append(each)
        chosen = {
            key: min(group, key=lambda each: self._rank(kind, each)) if group[1:] else group[0]
            for key, group in groups.items()
        }
        return {address: chosen[self.key(each)] for address, each in asked.items()}

    def _rank(self, kind: str, address: str) -> tuple[bool, bool]:
        unread = self._shown.get((kind, address), True) is None
        return unread, self.store.page(address) is None

    def page_before(self, kind: str, address: str) -> dict[str, Any] | None:
        """Return what `pages` has of the record at an address under another address of it."""
        key = self.key(address)
        stood = [bare for bare, goes_on in self._moved.items() if self.key(goes_on) == key]
        for bare in (key, *stood):
            row = self.store.page(bare)
            if row is not None and row["kind"] == kind:
                return row
        for row in self.store.pages_with_parameters(kind):
            if row["url"] != address and self.key(row["url"]) == key:
                return self.store.page(row["url"])
        return None

    def renamed(self, table: str) -> Iterator[tuple[str, str]]:
        """Return (key, address that it is to be made of) for the rows of a table with an `url`."""
        for row in self.store.rows_with_parameters(table, self._moved):
            yield row["id"], self.key(self._moved.get(key_address(row["url"]), row["url"]))

    def keep(self) -> None:
        """Hold what was found out ready for publishing."""
        for which in sorted(self._new):
            self.store.stage(self._decided[which])
        self._new.clear()


def _pairs(row: AddressParameter) -> list[list[str]]:
    pairs: list[list[str]] = json.loads(row.evidence)
    return pairs


def _trials(
    address: str, due: frozenset[str], left: set[str], canonical: str | None
) -> Iterator[tuple[frozenset[str], str]]:
    """Return what to leave out for a comparison, and the reason when it makes no difference.

    First what the canonical link leaves out, then everything, then one after another.
    """
    given: set[frozenset[str]] = {frozenset()}
    trials = [(due, "content"), *((frozenset({name}), "content") for name in sorted(due))]
    if canonical and parameters(canonical).items() <= parameters(address).items():
        removed = (differing(address, canonical) or frozenset()) - left
        if removed <= due:
            trials.insert(0, (removed, "canonical"))
    for removed, reason in trials:
        if removed not in given:
            given.add(removed)
            yield removed, reason


def _alike(one: Shown | None, other: Shown | None, left_out: Iterable[str]) -> bool | None:
    """Whether two addresses show the same; None where that cannot be told.

    It cannot where the records only differ in parameters of what they link to.
    """
    if one is None or other is None:
        return None
    left = frozenset(left_out)
    if _plain(one.record, left, exact=True) == _plain(other.record, left, exact=True):
        return True
    alike = _plain(one.record, left, exact=False) == _plain(other.record, left, exact=False)
    return None if alike else False


def _plain(value: Any, left: frozenset[str], *, exact: bool) -> Any:
    """Return a record without what depends on the parameters of the addresses in it."""
    if isinstance(value, dict):
        return {name: _plain(each, left, exact=exact) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, left, exact=exact) for each in value]
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        names = parameters(value)
        if not exact:
            left |= frozenset(name for name in names if not never_volatile(name))
        return key_address(value, left | {name for name in names if known_volatile(name)})
    return value
