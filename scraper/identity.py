"""Which technical service of a page is which of those known before (pure).

The source gives them no key. One that moved on its page, or has a new version, is still the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scraper.models import Endpoint

_SAME: tuple[Callable[[Endpoint], tuple[Any, ...]], ...] = (
    lambda each: (each.name, each.kind, each.platform, each.version),
    lambda each: (each.name, each.kind, each.platform),
    lambda each: (each.name, each.position if each.name is None else None),
    lambda each: (each.kind, each.platform, each.version, each.position),
)
"""What two readings of one service have in common, the surest first. The last: a new name."""


def identify(read: Iterable[Endpoint], known: Iterable[Endpoint], last: int = 0) -> list[Endpoint]:
    """Give a part's technical services as read, each with the number that it has or gets.

    `last` is the greatest number that was ever given under the part: none is given twice.
    """
    found = list(read)
    free = list(known)
    numbers: dict[int, int] = {}
    following = max([last, *(each.number for each in free)]) + 1
    for same in _SAME:
        for at, each in enumerate(found):
            match = next((other for other in free if same(other) == same(each)), None)
            if at not in numbers and match is not None:
                numbers[at] = match.number
                free.remove(match)
    for at in range(len(found)):
        if at not in numbers:
            numbers[at], following = following, following + 1
    return [each.model_copy(update={"number": numbers[at]}) for at, each in enumerate(found)]
