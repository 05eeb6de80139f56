"""Is this run believable? Bounds stand here, each with its reason (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scraper.errors import NotBelievable
from scraper.models import TABLES, short_label

MOST_UNREAD = 0.25
"""Share of pages that may fail to be read. A quarter is no accident of single pages."""
MOST_EMPTY = 0.5
"""Share of pages on which a field that every known page has may be empty: the label has drifted."""
MOST_UNKNOWN = 0.5
"""Share of pages that may carry one label nobody knows: on more, the page's layout has changed."""
MOST_VANISHED = 0.25
"""Share of a table's live rows that may vanish in one night: a catalogue shrinks by single rows."""
MOST_EMPTIED = 0.25
"""Share of a field's values that may become empty in one night: a label was renamed, not dropped
everywhere at once. A quarter itself is too much."""
ALWAYS = 0.9
"""Share of known rows from which on a field counts as one that every page has: only of these are
pages without it held against a run when they are new."""
LEAST = 2
"""Fewer pages or rows than this say nothing as a share: any catalogue loses one now and then."""


@dataclass(slots=True)
class Counts:
    """What a run read, by kind of page. `seen` counts the pages that stand unchanged too.

    Of the parts that are `listed`, some are `gone`: their addresses answer 404 or 410.
    """

    asked: int = 0
    unread: int = 0
    listed: int = 0
    gone: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    empty: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    parts: int = 0

    def note(self, kind: str, empty: Iterable[str] = (), unknown: Iterable[str] = ()) -> None:
        """Count one page, with the expected fields that are empty on it and labels nobody knows."""
        self.seen[kind] = self.seen.get(kind, 0) + 1
        for name in empty:
            self.empty[kind, name] = self.empty.get((kind, name), 0) + 1
        for label in set(unknown):
            self.unknown[kind, label] = self.unknown.get((kind, label), 0) + 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a run does to a table as the last good run left it.

    `live` rows of which `vanished` go; for each field the rows that had a value, and how many of
    these are empty now. `after` this run there are so many rows; in `filled`, for each field read
    from pages, the rows that had a value before, and those that have one then.
    """

    table: str
    live: int
    vanished: int = 0
    emptied: dict[str, tuple[int, int]] = field(default_factory=dict)
    after: int = 0
    filled: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason not to believe a run, in English for the command and in Danish for reports."""

    english: str
    danish: str


def judge(
    counts: Counts,
    known_labels: frozenset[str] = frozenset(),
    known_empty: Mapping[tuple[str, str], float] | None = None,
) -> list[Doubt]:
    """Give the reasons in a run itself not to believe it; none when it may be published.

    What the last good run showed too is no news: labels unknown then, shares of a field's pages
    that were empty then.
    """
    known_empty = known_empty or {}
    doubts = []
    if counts.parts == 0:
        doubts.append(
            Doubt("not one integration part was found", "ingen integrationsdele blev fundet")
        )
    unread = counts.unread + counts.gone
    if too_many(unread, counts.asked, MOST_UNREAD):
        doubts.append(
            Doubt(
                f"{unread} of {counts.asked} pages could not be read",
                f"{unread} af {counts.asked} sider kunne ikke læses",
            )
        )
    if too_many(counts.gone, counts.listed, MOST_UNREAD):
        doubts.append(
            Doubt(
                f"{counts.gone} of {counts.listed} parts that are listed are not there",
                f"{counts.gone} af {counts.listed} integrationsdele, der er nævnt, findes ikke",
            )
        )
    for (kind, name), empty in sorted(counts.empty.items()):
        news = known_empty.get((kind, name), 0.0) <= MOST_EMPTY
        if news and too_many(empty, counts.seen[kind], MOST_EMPTY):
            doubts.append(
                Doubt(
                    f"{name} is empty on {empty} of {counts.seen[kind]} pages of kind {kind}",
                    f"»{_column(_TABLE[kind], name)}« er tom på {empty} af "
                    f"{counts.seen[kind]} sider med {_NOUN[_TABLE[kind]]}",
                )
            )
    for (kind, label), pages in sorted(counts.unknown.items()):
        if label not in known_labels and too_many(pages, counts.seen[kind], MOST_UNKNOWN):
            doubts.append(
                Doubt(
                    f"the unknown label '{label}' stands on {pages} of {counts.seen[kind]} pages "
                    f"of kind {kind}",
                    f"den ukendte etiket »{label}« står på {pages} af {counts.seen[kind]} "
                    f"sider med {_NOUN[_TABLE[kind]]}",
                )
            )
    return doubts


def judge_against(comparisons: Iterable[Comparison], *, rates: bool = True) -> list[Doubt]:
    """Give the reasons not to believe what a run would do to the catalogue as it stands.

    `rates` says whether new rows, too, are to have the fields that all known ones have.
    """
    doubts = []
    for each in comparisons:
        if too_many(each.vanished, each.live, MOST_VANISHED):
            doubts.append(
                Doubt(
                    f"{each.vanished} of {each.live} live rows of {each.table} would vanish",
                    f"{each.vanished} af {each.live} {_noun(each.table)} ville forsvinde",
                )
            )
        emptied = {
            name: (had, lost)
            for name, (had, lost) in sorted(each.emptied.items())
            if lost >= LEAST and lost >= MOST_EMPTIED * had
        }
        doubts += [
            Doubt(
                f"{each.table}.{name} would lose {lost} of its {had} values",
                f"»{_column(each.table, name)}« for {_noun(each.table)} ville miste "
                f"{lost} af {had} værdier",
            )
            for name, (had, lost) in emptied.items()
        ]
        if rates:
            doubts += [
                Doubt(
                    f"{each.table}.{name} would be filled on {now} of {each.after} rows",
                    f"»{_column(each.table, name)}« ville kun stå på {now} af {each.after} "
                    f"{_noun(each.table)}",
                )
                for name, now in _thinned(each)
                if name not in emptied
            ]
    return doubts


def _thinned(table: Comparison) -> list[tuple[str, int]]:
    """Give the fields that all rows had and many do not have any more, and the rows that do."""
    return [
        (name, now)
        for name, (had, now) in sorted(table.filled.items())
        if table.live
        and had >= ALWAYS * table.live
        and (table.after - now) - (table.live - had) >= LEAST
        and now / table.after <= (1 - MOST_EMPTIED) * had / table.live
    ]


def not_believable(doubts: Iterable[Doubt]) -> NotBelievable:
    """Make of doubts the error that a run ends with."""
    doubts = list({each.danish: each for each in doubts}.values())  # a value and its text are one
    fault = NotBelievable("not published: " + "; ".join(each.english for each in doubts))
    fault.danish = "; ".join(each.danish for each in doubts)
    return fault


_TABLE = {"part": "integration_parts", "service": "support_services"}
_NOUN = {"integration_parts": "integrationsdele", "support_services": "supportydelser"}
_MODELS = {model.table: model for model in TABLES}


def _noun(table: str) -> str:
    return _NOUN.get(table, _MODELS[table].title_da.lower() if table in _MODELS else table)


def _column(table: str, name: str) -> str:
    return short_label(_MODELS[table], name)


def too_many(some: int, of: int, bound: float) -> bool:
    """Say whether some of so many are more than a bound allows (a share, 0 to 1)."""
    return some >= LEAST and some > bound * of
