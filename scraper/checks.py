"""Is this run believable? Bounds stand here, each with its reason (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_UNREAD = 0.25
"""Share of pages that may fail to be read. A quarter is no accident of single pages."""
MOST_EMPTY = 0.5
"""Share of pages on which a field that every known page has may be empty: the label has drifted."""
LEAST_PAGES = 2
"""Below this many pages a share says nothing."""


@dataclass(slots=True)
class Counts:
    """What a run read, by kind of page."""

    asked: int = 0
    unread: int = 0
    read: dict[str, int] = field(default_factory=dict)
    empty: dict[tuple[str, str], int] = field(default_factory=dict)
    terms_without_parts: list[str] = field(default_factory=list)
    parts: int = 0

    def note(self, kind: str, empty: list[str]) -> None:
        """Count one page that was read, with the expected fields that were empty on it."""
        self.read[kind] = self.read.get(kind, 0) + 1
        for name in empty:
            self.empty[kind, name] = self.empty.get((kind, name), 0) + 1


def judge(counts: Counts) -> list[str]:
    """Give the reasons not to believe a run; none when it may be published."""
    reasons = []
    if counts.parts == 0:
        reasons.append("not one integration part was found")
    for term in counts.terms_without_parts:
        reasons.append(f"no integration part was found for {term}")
    if counts.unread >= LEAST_PAGES and counts.unread > MOST_UNREAD * counts.asked:
        reasons.append(f"{counts.unread} of {counts.asked} pages could not be read")
    for (kind, name), empty in sorted(counts.empty.items()):
        read = counts.read[kind]
        if read >= LEAST_PAGES and empty > MOST_EMPTY * read:
            reasons.append(f"{name} is empty on {empty} of {read} pages of kind {kind}")
    return reasons
