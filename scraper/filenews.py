"""What became of a run's files that came and went: moved, made anew elsewhere, not to be opened.

Attachments are told by their names, documents by their way through their package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scraper.documents.manifest import is_manifest
from scraper.moves import folders, moved, pair, remade, within
from scraper.phrases import (
    CONTRACTS,
    DOCUMENT,
    FILE,
    MOVED,
    MOVED_TOGETHER,
    OPENED,
    PART_FILE,
    REMADE,
    SERVICE_FILE,
    SHUT,
    renamed,
    replaced,
)

_IN_CONTRACT = re.compile(
    r"(.+?\.(?:wsdl|xsd|json|ya?ml|properties)) / (.*)", re.IGNORECASE | re.DOTALL
)
"""Path, and what else is in the key of a contract's row; an API's title may hold a / of its own."""
Place = tuple[str, str]
"""Table and key."""
Name = Callable[[str, str], str]
"""Gives what the record at a place is called."""


@dataclass(frozen=True, slots=True)
class News:
    """What is told of a file in place of its coming or going; `old` is the key it had before.

    `number` is that of the files of which it is told.
    """

    sort: str
    text: str
    old: str | None = None
    number: int = 1


def file_news(
    rows: Iterable[dict[str, Any]], hashes: Mapping[Place, str | None], name: Name
) -> dict[Place, News | None]:
    """Give for files of a run's `changes` what is told of them; None where another's news says it.

    `hashes` are the contents' SHA-256 today.
    """
    rows = list(rows)
    went: dict[Place, dict[str, str | None]] = {}
    came: dict[Place, dict[str, str | None]] = {}
    for row in rows:
        if row["table_name"] in (FILE, DOCUMENT) and row["kind"] in ("added", "missing", "removed"):
            table, key = row["table_name"], row["key"]
            kept = json.loads(row["before"] or "{}").get("sha256")
            package, way = _split(key) if table == DOCUMENT else ("", f"{key}/{name(table, key)}")
            side = came if row["kind"] == "added" else went
            side.setdefault((table, package), {})[way] = hashes.get((table, key)) or kept
    news = _attachments(went.get((FILE, ""), {}), came.get((FILE, ""), {}), _owners(rows), name)
    for table, package in sorted((went.keys() | came.keys()) - {(FILE, "")}):
        place = table, package
        told = _documents(went.get(place, {}), came.get(place, {}), package)
        news |= {
            (table, f"{package} / {way}"): _with_key(each, package) for way, each in told.items()
        }
    return news


def _split(key: str) -> tuple[str, str]:
    package, _, path = key.partition(" / ")
    return package, path


def _with_key(news: News | None, package: str) -> News | None:
    if news is None or news.old is None:
        return news
    return replace(news, old=f"{package} / {news.old}")


def _owners(rows: Iterable[dict[str, Any]]) -> list[tuple[set[str], set[str]]]:
    """Give for each page whose links to files changed the files that went, and those that came."""
    owners: dict[Place, tuple[set[str], set[str]]] = {}
    for row in rows:
        if row["table_name"] in (SERVICE_FILE, PART_FILE) and row["kind"] in ("added", "removed"):
            owner, _, file = row["key"].partition(" / ")
            sides = owners.setdefault((row["table_name"], owner), (set(), set()))
            sides[row["kind"] == "added"].add(file)
    return list(owners.values())


def _attachments(
    went: Mapping[str, str | None],
    came: Mapping[str, str | None],
    owners: list[tuple[set[str], set[str]]],
    name: Name,
) -> dict[Place, News | None]:
    same = moved(went, came)
    other: dict[str, str] = {}
    for gone, new in owners:  # of another page a file of the same name is another file
        other |= remade(
            [way for way in went if way not in same.values() and way.partition("/")[0] in gone],
            [way for way in came if way not in same and way.partition("/")[0] in new],
        )
    news: dict[Place, News | None] = {}
    for pairs, sort, phrase in ((same, "renamed", renamed), (other, "changed", replaced)):
        for one, old in pairs.items():
            new_key, old_key = one.partition("/")[0], old.partition("/")[0]
            news[FILE, old_key] = None
            text = phrase(name(FILE, old_key), name(FILE, new_key))
            news[FILE, new_key] = News(sort, text, old_key)
    return news


def _documents(
    went: Mapping[str, str | None], came: Mapping[str, str | None], package: str
) -> dict[str, News | None]:
    news: dict[str, News | None] = {}
    for shut, inside, sort, phrase in (
        (came, went, "removed", SHUT),
        (went, came, "added", OPENED),
    ):
        zips = [way for way in shut if way.lower().endswith(".zip")]
        for zip_file, files in within(inside, zips).items():
            news |= dict.fromkeys(files)
            number = f"{len(files)} {'dokument' if len(files) == 1 else 'dokumenter'}"
            text = phrase.format(name=zip_file, package=package, number=number)
            news[zip_file] = News(sort, text, number=len(files))
    went = {way: sha256 for way, sha256 in went.items() if way not in news}
    came = {way: sha256 for way, sha256 in came.items() if way not in news}
    went = {way: sha256 for way, sha256 in went.items() if not is_manifest(way)}
    same, other = pair(went, came)
    news |= dict.fromkeys([*same.values(), *other.values()])
    for new, old in same.items():
        news[new] = News("renamed", MOVED.format(old=old, new=new, package=package), old)
    for each in folders(same):
        news |= dict.fromkeys(each.files)
        text = MOVED_TOGETHER.format(
            old=each.old, new=each.new, number=len(each.files), package=package
        )
        news[each.files[0]] = News("renamed", text, number=len(each.files))
    for new, old in other.items():
        news[new] = News("changed", REMADE.format(old=old, new=new, package=package), old)
    return news


def contracts_across(
    rows: Iterable[dict[str, Any]],
    news: Mapping[Place, News | None],
    left: Callable[[str, str], Mapping[str, dict[str, Any]]],
) -> list[dict[str, Any]]:
    """Give a run's `changes` with what a contract promises compared across its document's move.

    Of a row that went with the old document and came with the new one, the fields that differ have
    changed. `left` gives (table, key of a document) → its rows as the run left them, by what their
    keys end in.
    """
    olds = {key: each.old for (table, key), each in news.items() if table == DOCUMENT and each}
    moved_from = {old: new for new, old in olds.items() if old}
    went: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        if row["table_name"] in CONTRACTS and row["kind"] == "removed":
            document, rest = contract_key(row["key"])
            if document in moved_from:
                went[row["table_name"], moved_from[document], rest] = row
    kept, met = [], set()
    known: dict[tuple[str, str], Mapping[str, dict[str, Any]]] = {}
    for row in rows:
        table = row["table_name"]
        place = (table, *contract_key(row["key"])) if table in CONTRACTS else None
        if place not in went or row["kind"] != "added":
            kept.append(row)
            continue
        met.add(went[place]["id"])
        if place[:2] not in known:
            known[place[:2]] = left(*place[:2])
        was, now = json.loads(went[place]["before"]), known[place[:2]].get(place[2], {})
        for field in sorted(now.keys() - {"package_id", "path"}):
            before, after = (
                None if side.get(field) is None else str(side[field]) for side in (was, now)
            )
            if before != after:
                values = {"field": field, "before": before, "after": after}
                kept.append({**row, "kind": "changed", **values})
    return [row for row in kept if row["id"] not in met]


def contract_key(key: str) -> tuple[str, str]:
    """Give the document's key in that of a contract's row, and the rest: `owner / name`."""
    package, _, path = key.partition(" / ")
    found = _IN_CONTRACT.fullmatch(path)
    path, rest = found.groups() if found else (path, "")
    return f"{package} / {path}", rest
