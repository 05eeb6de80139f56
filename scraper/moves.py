"""Which files that came are files that went: moved, renamed, or made anew (pure).

A file is told by its way: folders and name, parted by `/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from scraper.naming import file_kind, plain_name

Ways = Mapping[str, str | None]
"""For each file's way the SHA-256 of its content, where it is known."""
_LOOKED_AT = 40
"""Of so many files of one content the one most alike is found; of more, one of the first."""
_LEAST = 2
"""So many files that moved alike are a folder that moved."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, or an inner ZIP file, that has another name now; `files` are the ways as of now."""

    old: str
    new: str
    files: tuple[str, ...]


def pair(went: Ways, came: Ways) -> tuple[dict[str, str], dict[str, str]]:
    """Give for files that came those that went: with the same content, and with another."""
    same = moved(went, came)
    gone = [way for way in went if way not in same.values()]
    return same, remade(gone, [way for way in came if way not in same])


def moved(went: Ways, came: Ways) -> dict[str, str]:
    """Give for each file that came the one that went with the same content.

    Of several the one whose way ends most alike.
    """
    left: dict[tuple[str, ...], dict[str, None]] = {}
    for way, sha256 in went.items():
        for place in _places(way, sha256):
            left.setdefault(place, {})[way] = None
    pairs = {}
    for new, sha256 in came.items():
        olds = next(filter(None, (left.get(place) for place in _places(new, sha256))), {})
        if olds:
            some = islice(olds, _LOOKED_AT)
            old = max(some, key=lambda each: (_shared_end(new, each), each))
            pairs[new] = old
            for place in _places(old, sha256):
                del left[place][old]
    return pairs


def _places(way: str, sha256: str | None) -> tuple[tuple[str, ...], ...]:
    """Give where files of a content are looked for: of the same name, then of any."""
    return ((sha256, way.rpartition("/")[2]), (sha256,)) if sha256 else ()


def remade(went: Iterable[str], came: Iterable[str]) -> dict[str, str]:
    """Give for each file that came the one that went whose name only a version tells apart.

    First by the whole way, then by the name alone; where several are alike, none is meant.
    """
    old, new, pairs = list(went), list(came), {}
    for key in (_plain_way, _plain_file):
        for one, other in _unique(old, new, key).items():
            pairs[one] = other
            new.remove(one)
            old.remove(other)
    return pairs


def _unique(
    went: list[str], came: list[str], key: Callable[[str], tuple[str, ...]]
) -> dict[str, str]:
    counts = [Counter(map(key, ways)) for ways in (went, came)]
    olds = {key(way): way for way in went}
    return {
        way: olds[key(way)]
        for way in came
        if all(count[key(way)] == 1 for count in counts) and any(key(way)[:-1])
    }


def _plain_way(way: str) -> tuple[str, ...]:
    *folders, name = way.split("/")
    return (*map(plain_name, folders), plain_name(name), file_kind(name))


def _plain_file(way: str) -> tuple[str, ...]:
    return _plain_way(way.rpartition("/")[2])


def folders(pairs: Mapping[str, str]) -> list[Folder]:
    """Give the folders that moved with at least two files in them; `pairs` are from new to old."""
    groups: dict[tuple[str, str], list[str]] = {}
    for new, old in pairs.items():
        if old.rpartition("/")[2] == new.rpartition("/")[2]:
            groups.setdefault(_parents(old, new), []).append(new)
    return [
        Folder(old, new, tuple(files))
        for (old, new), files in groups.items()
        if old and new and len(files) >= _LEAST
    ]


def _parents(old: str, new: str) -> tuple[str, str]:
    """Give the two ways without the segments that they end in alike."""
    one, other = old.split("/"), new.split("/")
    same = _shared_end(one, other)
    return "/".join(one[: len(one) - same]), "/".join(other[: len(other) - same])


def _shared_end(one: str | list[str], other: str | list[str]) -> int:
    """Count the letters, or segments, in which two end alike."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def within(ways: Iterable[str], containers: Iterable[str]) -> dict[str, list[str]]:
    """Give for each container that is in the way of some files those files."""
    inside: dict[str, list[str]] = {each: [] for each in containers}
    for way in ways:
        segments = way.split("/")
        for length in range(1, len(segments)):
            if (place := "/".join(segments[:length])) in inside:
                inside[place].append(way)
                break
    return {place: files for place, files in inside.items() if files}
