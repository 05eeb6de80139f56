"""One Danish sentence for each change, in the catalogue's words: what every report is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from scraper.documents.manifest import is_manifest
from scraper.filenews import News, contract_key, contracts_across, file_news
from scraper.models import TABLES, short_label
from scraper.phrases import (
    CONTRACTS,
    DOCUMENT,
    ENDPOINT,
    FILE,
    LIFE,
    PACKAGE,
    PART,
    PART_FILE,
    PART_PACKAGE,
    PART_SERVICE,
    SECTION,
    SERVICE,
    SERVICE_FILE,
    SUMMARY,
    became,
    closed,
    must,
    new_content,
    price,
    remade,
    unread,
)
from scraper.store import Store
from scraper.wording import changed_lines

_MODELS = {model.table: model for model in TABLES}
PRINTED = {
    "unit_price_oere": "unit_price_text",
    "units_min": "units_text",
    "units_max": "units_text",
    "reaction_days": "reaction_text",
    "delivery_days": "delivery_text",
    "price_basis": "unit_price_text",
    "vat": "unit_price_text",
    "units_unit": "units_text",
    **{
        f"{kind}_{column}": f"{kind}_text"
        for kind in ("reaction", "delivery")
        for column in ("days_least", "amount", "unit")
    },
    "valid_from": "valid_from_text",
}
"""A number and the text it was read from are told as one change: the text."""
_ENDS = {
    PART_SERVICE: (PART, SERVICE),
    SERVICE_FILE: (SERVICE, FILE),
    PART_FILE: (PART, FILE),
    PART_PACKAGE: (PART, PACKAGE),
}
"""What the two parts of a link's key name."""
_LINES = 12
"""Changed lines of a document that are shown."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one change, or of a few that are one to a reader.

    `sort` is the kind of news, as counted in summaries; `integrations` the codes it concerns;
    `lines` what changed in a document's words, see `changed_lines`; `number` how many are told of.
    """

    id: int
    run_id: int
    detected_at: str
    sort: str
    kind: str
    table_name: str
    key: str
    integrations: tuple[str, ...]
    text: str
    cause: str
    url: str | None
    lines: tuple[str, ...] = ()
    number: int = 1


class Teller:
    """Tells the changes of runs, with the names that records have today."""

    def __init__(self, store: Store) -> None:
        """Look up every record's name, address and integrations."""
        self._store = store
        self._names: dict[tuple[str, str], str] = {}
        self._urls: dict[tuple[str, str], str | None] = {}
        self._sha: dict[tuple[str, str], str | None] = {}
        self._families: dict[tuple[str, str], set[str]] = {}
        for row in store.rows("SELECT code, title, integration, url FROM integration_parts"):
            self._add(PART, row["code"], f"{row['code']} {row['title'] or ''}".strip(), row["url"])
            if row["integration"]:
                self._families[PART, row["code"]] = {row["integration"]}
        for row in store.rows("SELECT id, name, url FROM support_services"):
            self._add(SERVICE, row["id"], row["name"], row["url"])
        for row in store.rows("SELECT id, filename, url, sha256 FROM attachments"):
            self._add(FILE, row["id"], row["filename"], row["url"])
            self._sha[FILE, row["id"]] = row["sha256"]
        for row in store.rows("SELECT id, title, url FROM packages"):
            self._add(PACKAGE, row["id"], row["title"], row["url"])
        for row in store.rows("SELECT package_id, path, sha256 FROM documents"):
            self._sha[DOCUMENT, f"{row['package_id']} / {row['path']}"] = row["sha256"]
        for row in store.rows("SELECT part_code, number, name FROM part_endpoints"):
            name = f"{row['name'] or 'uden navn'} ({row['part_code']})"
            self._add(ENDPOINT, f"{row['part_code']} / {row['number']}", name, None)
        for row in store.rows(
            "SELECT key, before FROM changes WHERE table_name = ? AND kind = 'removed' ORDER BY id",
            ENDPOINT,
        ):
            if (ENDPOINT, row["key"]) not in self._names:
                gone = json.loads(row["before"] or "{}")
                name = f"{gone.get('name') or 'uden navn'} ({gone.get('part_code')})"
                self._add(ENDPOINT, row["key"], name, None)
        for table, (first, second) in _ENDS.items():
            columns = ", ".join(_MODELS[table].primary_key)
            for row in store.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2"):
                one, other = row.values()
                self._join((first, one), (second, other))
            self._remember_links(table)

    def _remember_links(self, table: str) -> None:
        """Let what nothing of a table leads to any more belong where it did last."""
        first, second = _ENDS[table]
        last: dict[str, int] = {}
        for row in self._store.rows(
            "SELECT run_id, key FROM changes WHERE table_name = ? AND kind = 'removed' "
            "ORDER BY id DESC",
            table,
        ):
            one, _, other = row["key"].partition(" / ")
            known = (second, other) in self._families and other not in last
            if not known and last.setdefault(other, row["run_id"]) == row["run_id"]:
                self._join((first, one), (second, other))

    def _add(self, table: str, key: str, name: str | None, url: str | None) -> None:
        self._names[table, key] = name or key
        self._urls[table, key] = url

    def _join(self, owner: tuple[str, str], owned: tuple[str, str]) -> None:
        self._families.setdefault(owned, set()).update(self._families.get(owner, ()))

    def tell(self, run_id: int) -> list[Telling]:
        """Give what is told of a run's changes, in their order."""
        rows = self._store.rows("SELECT * FROM changes WHERE run_id = ? ORDER BY id", run_id)
        for row in rows:  # a link that is gone still says where its file belonged
            if row["table_name"] in _ENDS and row["kind"] == "removed":
                first, second = _ENDS[row["table_name"]]
                one, _, other = row["key"].partition(" / ")
                self._join((first, one), (second, other))
        lives = {
            (row["table_name"], row["key"]): row["kind"] for row in rows if row["kind"] != "changed"
        }
        files = file_news(rows, self._hashes(run_id), self._name)
        rows = contracts_across(rows, files, partial(self._contracts, run_id))
        for place, news in files.items():  # what is in a file that moved is told all the same
            if place[0] == DOCUMENT and news and news.old:
                lives.pop(place)
                lives.pop((DOCUMENT, news.old))
        told: list[Telling] = []
        fields: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for row in rows:
            if row["kind"] == "changed":
                group = (row["table_name"], row["key"], row["cause"])
                fields.setdefault(group, []).append(row)
            elif (row["table_name"], row["key"]) in files:
                if news := files[row["table_name"], row["key"]]:
                    lines = self._lines(row, news)
                    told.append(self._telling(row, news.sort, news.text, lines, news.number))
            elif text := self._life(row, lives):
                told.append(self._telling(row, row["kind"], text))
        other = {
            package
            for package, _, path in (row["key"].partition(" / ") for row in rows)
            if path and not is_manifest(path)
        }
        for of_one in fields.values():
            told += self._changed(of_one, other)
        return sorted(told, key=lambda each: each.id)

    def _contracts(self, run_id: int, table: str, document: str) -> dict[str, dict[str, Any]]:
        """Give a document's rows in a table of contracts as a run left them, by their keys' end."""
        package, _, path = document.partition(" / ")
        keys = _MODELS[table].primary_key[2:]
        rows = self._store.rows(
            f"SELECT * FROM {table} WHERE package_id = ? AND path = ?", package, path
        )
        found = {" / ".join(str(row[key]) for key in keys): row for row in rows}
        later = self._store.rows(
            "SELECT key, kind, field, before FROM changes WHERE table_name = ? "
            "AND key BETWEEN ? || ' / ' AND ? || ' / ' || char(0x10ffff) AND run_id > ? "
            "ORDER BY id DESC",
            table,
            document,
            document,
            run_id,
        )
        for row in later:
            rest = contract_key(row["key"])[1]
            if row["kind"] == "added":
                found.pop(rest, None)
            elif row["kind"] == "removed":
                found[rest] = json.loads(row["before"] or "{}")
            elif rest in found:
                found[rest] |= {row["field"]: row["before"]}
        return found

    def _hashes(self, run_id: int) -> dict[tuple[str, str], str | None]:
        """Give the SHA-256 of each file's content as a run left it."""
        later = self._store.rows(
            "SELECT table_name, key, CASE kind WHEN 'removed' THEN before ->> '$.sha256' "
            "ELSE before END AS sha256 FROM changes WHERE run_id > ? AND table_name IN (?, ?) "
            "AND (kind = 'changed' AND field = 'sha256' OR kind = 'removed' "
            "AND before IS NOT NULL) ORDER BY id DESC",
            run_id,
            FILE,
            DOCUMENT,
        )
        return self._sha | {(row["table_name"], row["key"]): row["sha256"] for row in later}

    def _lines(self, row: dict[str, Any], news: News) -> tuple[str, ...]:
        """Give what changed in the words of a file that was made anew under another name."""
        if news.sort != "changed" or news.old is None:
            return ()
        table, key = row["table_name"], row["key"]
        before = self._words(table, news.old, row["run_id"])
        after = self._words(table, key, row["run_id"])
        if before is None or after is None:
            return ()
        return changed_lines(before, after, _LINES)

    def _words(self, table: str, key: str, run_id: int) -> str | None:
        """Give a file's words as a run left them, or as it found them where it took them away.

        None where they are not kept: of a document that is gone.
        """
        later = self._store.rows(
            "SELECT CASE kind WHEN 'removed' THEN before ->> '$.text' "
            "ELSE COALESCE(before, '') END AS text "
            "FROM changes WHERE table_name = :table AND key = :key AND (kind = 'changed' "
            "AND field = 'text' AND run_id > :run OR kind = 'removed' AND before IS NOT NULL "
            "AND run_id >= :run) ORDER BY id LIMIT 1",
            {"table": table, "key": key, "run": run_id},
        )
        if not later:
            label = " || ' / ' || ".join(_MODELS[table].primary_key)
            later = self._store.rows(
                f"SELECT COALESCE(text, '') AS text FROM {table} WHERE {label} = ?", key
            )
        return later[0]["text"] if later else None

    def _telling(
        self,
        row: dict[str, Any],
        sort: str,
        text: str,
        lines: tuple[str, ...] = (),
        number: int = 1,
    ) -> Telling:
        table, key = row["table_name"], row["key"]
        about = self._about(table, key)
        return Telling(
            id=row["id"],
            run_id=row["run_id"],
            detected_at=row["detected_at"],
            sort=f"{table}:{sort}",
            kind=row["kind"],
            table_name=table,
            key=key,
            integrations=tuple(sorted(self._families.get(about, ()))),
            text=text,
            cause=row["cause"],
            url=self._urls.get(about),
            lines=lines,
            number=number,
        )

    def _about(self, table: str, key: str) -> tuple[str, str]:
        """Give the record that a change is about: for what belongs to an owner, the owner."""
        if table in (ENDPOINT, SECTION):
            return PART, key.partition(" / ")[0]
        if table in _ENDS:
            return _ENDS[table][0], key.partition(" / ")[0]
        if table == DOCUMENT or table in CONTRACTS:
            return PACKAGE, key.partition(" / ")[0]
        return table, key

    def _name(self, table: str, key: str) -> str:
        return self._names.get((table, key), key)

    def _life(self, row: dict[str, Any], lives: dict[tuple[str, str], str]) -> str | None:
        """Tell of a record that came or went; nothing where another sentence says it."""
        table, key, kind = row["table_name"], row["key"], row["kind"]
        if table in _ENDS:
            one, _, other = key.partition(" / ")
            first, second = _ENDS[table]
            if lives.get((first, one)) == "added" or (second, other) in lives:
                return None
            return _life_of(table, kind).format(
                first=self._name(first, one), second=self._name(second, other)
            )
        if table == ENDPOINT:
            part = key.partition(" / ")[0]
            if lives.get((PART, part)) == "added":
                return None
            name = self._name(table, key)
            if kind == "removed":
                name = f"{json.loads(row['before'] or '{}').get('name') or 'uden navn'} ({part})"
            return _life_of(table, kind).format(name=name)
        if table == SECTION:
            part, _, heading = key.partition(" / ")
            if lives.get((PART, part)) == "added":
                return None
            return _life_of(table, kind).format(name=f"»{heading}«", first=self._name(PART, part))
        if table in CONTRACTS:
            package, document, name = _promise(key)
            if {lives.get((PACKAGE, package)), lives.get((DOCUMENT, document))} & {
                "added",
                "removed",
            }:
                return None
            return _life_of(table, kind).format(name=name, package=package)
        if table == DOCUMENT:
            package, _, path = key.partition(" / ")
            if lives.get((PACKAGE, package)) == "added" or is_manifest(path):
                return None
            return _life_of(table, kind).format(name=path, package=package)
        return _life_of(table, kind).format(name=self._name(table, key))

    def _changed(self, rows: list[dict[str, Any]], other: set[str]) -> list[Telling]:
        """Tell of the fields of one record that changed.

        `other` are the packages whose documents are not the same.
        """
        table, key = rows[0]["table_name"], rows[0]["key"]
        name = self._name(table, key)
        by_field = {row["field"]: row for row in rows}
        if table in (FILE, DOCUMENT) and "sha256" in by_field:
            text = new_content(name, by_field)
            if table == DOCUMENT:
                package, _, path = key.partition(" / ")
                if is_manifest(path):  # its date is told with the package
                    return []
                text = f"Dokument ændret: {path} i {package}{unread(by_field)}"
            if unread(by_field):
                return [self._telling(by_field["sha256"], "changed", text)]
            words = by_field.get("text", {"before": None, "after": None})
            lines = changed_lines(words["before"], words["after"], _LINES)
            return [self._telling(by_field["sha256"], "changed", text, lines)]
        if table == PACKAGE and "sha256" in by_field:
            text = remade(name, by_field, same=key not in other)
            return [self._telling(by_field["sha256"], "changed", text)]
        if table in CONTRACTS:
            package, _, what = _promise(key)
            name = f"{what} i {package}"
        if table == SECTION:
            part, _, heading = key.partition(" / ")
            name = f"»{heading}« på siden for {self._name(PART, part)}"
        told = []
        for field, row in by_field.items():
            if PRINTED.get(field) in by_field:
                continue
            if field == "unit_price_text" or field == "unit_price_oere":
                alike = not by_field.keys() & {"price_basis", "vat"}
                text = price(name, row, by_field.get("unit_price_oere"), alike=alike)
                told.append(self._telling(row, "price", text))
            elif table == CONTRACTS[2] and field == "required":
                told.append(self._telling(row, "changed", must(name, row["after"])))
            elif field == "closed_to_new":
                told.append(
                    self._telling(row, "changed", closed(name, row["before"], row["after"]))
                )
            else:
                label = label_of(table, field)
                text = f"{label} for {name} {became(row['before'], row['after'])}"
                told.append(self._telling(row, "changed", text))
        return told


def label_of(table: str, field: str) -> str:
    """Give what a column is called; its own name when it is one of an earlier program."""
    model = _MODELS.get(table)
    return short_label(model, field) if model and field in model.model_fields else field


def _life_of(table: str, kind: str) -> str:
    return LIFE.get((table, kind), "{name}")


def _promise(key: str) -> tuple[str, str, str]:
    """Give the package, the document and the name of what a contract's row is about."""
    document, rest = contract_key(key)
    owner, _, name = rest.rpartition(" / ")
    return document.partition(" / ")[0], document, ".".join(filter(None, (owner, name)))


def summary(told: Iterable[Telling]) -> list[str]:
    """Count what is told: each record once for each kind of news, the most telling first."""
    kinds: dict[str, dict[str, int]] = {}
    for each in told:
        sort = each.sort
        if sort not in SUMMARY:
            table = CONTRACTS[0] if each.table_name in CONTRACTS else each.table_name
            sort = table if table in SUMMARY else ""
        kinds.setdefault(sort, {})[each.key] = each.number
    counts = {sort: sum(numbers.values()) for sort, numbers in kinds.items()}
    return [
        f"{counts[sort]} {one if counts[sort] == 1 else many}"
        for sort, (one, many) in SUMMARY.items()
        if sort in counts
    ]
