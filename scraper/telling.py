"""One Danish sentence for each change, in the catalogue's words: what every report is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal, format_percent

from scraper.models import TABLES, short_label
from scraper.store import Store
from scraper.wording import changed_lines

PART, SERVICE, FILE = "integration_parts", "support_services", "attachments"
ENDPOINT, PART_SERVICE = "part_endpoints", "part_support_services"
SERVICE_FILE, PART_FILE = "service_attachments", "part_attachments"
_MODELS = {model.table: model for model in TABLES}
_PRINTED = {
    "unit_price_oere": "unit_price_text",
    "units_min": "units_text",
    "units_max": "units_text",
    "reaction_days": "reaction_text",
    "delivery_days": "delivery_text",
    "valid_from": "valid_from_text",
}
"""A number and the text it was read from are told as one change: the text."""
_LIFE = {
    (PART, "added"): "Ny integrationsdel: {name}",
    (PART, "missing"): "Integrationsdelen {name} findes ikke længere ved søgning",
    (PART, "removed"): "Integrationsdelen {name} er fjernet fra kataloget",
    (PART, "returned"): "Integrationsdelen {name} er tilbage i kataloget",
    (SERVICE, "added"): "Ny supportydelse: {name}",
    (SERVICE, "missing"): "Ingen integrationsdel henviser længere til supportydelsen {name}",
    (SERVICE, "removed"): "Supportydelsen {name} er fjernet fra kataloget",
    (SERVICE, "returned"): "Supportydelsen {name} er tilbage i kataloget",
    (FILE, "added"): "Nyt bilag: {name}",
    (FILE, "missing"): "Ingen side henviser længere til bilaget {name}",
    (FILE, "removed"): "Bilaget {name} er fjernet fra kataloget",
    (FILE, "returned"): "Bilaget {name} er tilbage i kataloget",
    (ENDPOINT, "added"): "Ny teknisk service: {name}",
    (ENDPOINT, "removed"): "Fjernet teknisk service: {name}",
    (PART_SERVICE, "added"): "{second} kan nu bestilles til {first}",
    (PART_SERVICE, "removed"): "{second} kan ikke længere bestilles til {first}",
    (SERVICE_FILE, "added"): "Bilaget {second} hører nu til {first}",
    (SERVICE_FILE, "removed"): "Bilaget {second} hører ikke længere til {first}",
    (PART_FILE, "added"): "{first} henviser nu til bilaget {second}",
    (PART_FILE, "removed"): "{first} henviser ikke længere til bilaget {second}",
}
_ENDS = {PART_SERVICE: (PART, SERVICE), SERVICE_FILE: (SERVICE, FILE), PART_FILE: (PART, FILE)}
"""What the two parts of a link's key name."""
_SHOWN = 60
"""Signs of a changed text that are shown; of a longer one, those around the first difference."""
_LINES = 12
"""Changed lines of a document that are shown."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one change, or of a few that are one to a reader.

    `sort` is the kind of news, as counted in summaries; `integrations` the codes it concerns;
    `lines` what changed in a document's words, see `changed_lines`.
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


class Teller:
    """Tells the changes of runs, with the names that records have today."""

    def __init__(self, store: Store) -> None:
        """Look up every record's name, address and integrations."""
        self._store = store
        self._names: dict[tuple[str, str], str] = {}
        self._urls: dict[tuple[str, str], str | None] = {}
        self._sha: dict[str, str | None] = {}
        self._families: dict[tuple[str, str], set[str]] = {}
        for row in store.rows("SELECT code, title, integration, url FROM integration_parts"):
            self._add(PART, row["code"], f"{row['code']} {row['title'] or ''}".strip(), row["url"])
            if row["integration"]:
                self._families[PART, row["code"]] = {row["integration"]}
        for row in store.rows("SELECT id, name, url FROM support_services"):
            self._add(SERVICE, row["id"], row["name"], row["url"])
        for row in store.rows("SELECT id, filename, url, sha256 FROM attachments"):
            self._add(FILE, row["id"], row["filename"], row["url"])
            self._sha[row["id"]] = row["sha256"]
        for row in store.rows("SELECT part_code, position, name FROM part_endpoints"):
            name = f"{row['name'] or 'uden navn'} ({row['part_code']})"
            self._add(ENDPOINT, f"{row['part_code']} / {row['position']}", name, None)
        for table, (first, second) in _ENDS.items():
            columns = ", ".join(_MODELS[table].primary_key)
            for row in store.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2"):
                one, other = row.values()
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
        renamed = self._renamed(lives)
        told: list[Telling] = []
        fields: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for row in rows:
            if row["kind"] == "changed":
                place = (row["table_name"], row["key"], row["cause"])
                fields.setdefault(place, []).append(row)
            elif text := self._life(row, lives, renamed):
                sort = "renamed" if row["key"] in renamed else row["kind"]
                told.append(self._telling(row, sort, text))
        for group in fields.values():
            told += self._changed(group)
        return sorted(told, key=lambda each: each.id)

    def _renamed(self, lives: dict[tuple[str, str], str]) -> dict[str, str]:
        """Give each new file that is one that went, under another name: same content."""
        went = {
            self._sha.get(key): key
            for (table, key), kind in lives.items()
            if table == FILE and kind in ("missing", "removed")
        }
        return {
            key: went[self._sha.get(key)]
            for (table, key), kind in lives.items()
            if table == FILE
            and kind == "added"
            and self._sha.get(key) in went
            and self._sha.get(key) is not None
        }

    def _telling(
        self, row: dict[str, Any], sort: str, text: str, lines: tuple[str, ...] = ()
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
        )

    def _about(self, table: str, key: str) -> tuple[str, str]:
        """Give the record that a change is about: for what belongs to an owner, the owner."""
        if table == ENDPOINT:
            return PART, key.partition(" / ")[0]
        if table in _ENDS:
            return _ENDS[table][0], key.partition(" / ")[0]
        return table, key

    def _name(self, table: str, key: str) -> str:
        return self._names.get((table, key), key)

    def _life(
        self, row: dict[str, Any], lives: dict[tuple[str, str], str], renamed: dict[str, str]
    ) -> str | None:
        """Tell of a record that came or went; nothing where another sentence says it."""
        table, key, kind = row["table_name"], row["key"], row["kind"]
        if table in _ENDS:
            one, _, other = key.partition(" / ")
            first, second = _ENDS[table]
            if lives.get((first, one)) == "added" or (second, other) in lives:
                return None
            return _LIFE[table, kind].format(
                first=self._name(first, one), second=self._name(second, other)
            )
        if table == ENDPOINT:
            part = key.partition(" / ")[0]
            if lives.get((PART, part)) == "added":
                return None
            name = self._name(table, key)
            if kind == "removed":
                name = f"{json.loads(row['before'] or '{}').get('name') or 'uden navn'} ({part})"
            return _LIFE[table, kind].format(name=name)
        if key in renamed:
            old = self._name(table, renamed[key])
            return f"Bilaget {old} hedder nu {self._name(table, key)}; indholdet er det samme"
        if key in renamed.values():
            return None
        return _LIFE[table, kind].format(name=self._name(table, key))

    def _changed(self, rows: list[dict[str, Any]]) -> list[Telling]:
        """Tell of the fields of one record that changed."""
        table, key = rows[0]["table_name"], rows[0]["key"]
        name = self._name(table, key)
        by_field = {row["field"]: row for row in rows}
        if table == FILE and "sha256" in by_field:
            text = _new_content(name, by_field)
            words = by_field.get("text", {"before": None, "after": None})
            lines = changed_lines(words["before"], words["after"], _LINES)
            return [self._telling(by_field["sha256"], "changed", text, lines)]
        told = []
        for field, row in by_field.items():
            if _PRINTED.get(field) in by_field:
                continue
            if field == "unit_price_text" or field == "unit_price_oere":
                text = _price(name, row, by_field.get("unit_price_oere"))
                told.append(self._telling(row, "price", text))
            elif field == "closed_to_new":
                told.append(self._telling(row, "changed", _closed(name, row["after"])))
            else:
                label = short_label(_MODELS[table], field)
                text = f"{label} for {name} {_became(row['before'], row['after'])}"
                told.append(self._telling(row, "changed", text))
        return told


def _became(before: str | None, after: str | None) -> str:
    if after is None:
        return f"står ikke længere på siden (før: {shorten(before or '')})"
    if before is None:
        return f"er nu {shorten(after)} (stod der ikke før)"
    if max(len(before), len(after)) <= _SHOWN:
        return f"er ændret fra {before} til {after}"
    start = _first_difference(before, after)
    return f"er ændret: »{shorten(before, start)}« er blevet til »{shorten(after, start)}«"


def _price(name: str, row: dict[str, Any], oere: dict[str, Any] | None) -> str:
    before, after = row["before"], row["after"]
    if row["field"] == "unit_price_oere":
        before, after = _kroner(before), _kroner(after)
    if before is None or after is None:
        return f"Enhedspris for {name} {_became(before, after)}"
    old, new = (int(oere[side]) if oere and oere[side] else None for side in ("before", "after"))
    if old is None or new is None:
        same = "; beløbet er det samme" if oere is None else ""
        return f"Enhedspris for {name} er ændret fra {before} til {after}{same}"
    verb = "steg" if new > old else "faldt"
    share = ""
    if old:
        percent = format_percent((new - old) / old, "+#,##0.0 %;-#,##0.0 %", locale="da")
        share = f" ({percent})"
    return f"Enhedspris for {name} {verb} fra {before} til {after}{share}"


def _kroner(oere: str | None) -> str | None:
    if oere is None:
        return None
    pattern = "#,##0.##" if int(oere) % 100 == 0 else "#,##0.00"
    return f"{format_decimal(int(oere) / 100, pattern, locale='da')} kr."


def _closed(name: str, after: str | None) -> str:
    if after == "1":
        return f"{name} er nu lukket for tilgang af nye anvendere"
    return f"{name} er igen åben for tilgang af nye anvendere"


def _new_content(name: str, rows: dict[str, dict[str, Any]]) -> str:
    if rows["sha256"]["before"] is None:
        return f"Bilaget {name} kunne nu hentes"
    sizes = rows.get("bytes")
    old, new = (
        format_decimal(int(sizes[side]), locale="da") if sizes and sizes[side] else None
        for side in ("before", "after")
    )
    detail = f" ({old} byte er blevet til {new} byte)" if old and new else ""
    return f"Bilag ændret: {name} har nyt indhold{detail}"


def _first_difference(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def shorten(text: str, start: int = 0) -> str:
    """Give a text on one line, of a long one the part around `start`, with … where it is cut."""
    begin = max(0, start - _SHOWN // 3) if len(text) > _SHOWN else 0
    if 0 < begin <= 8:
        begin = 0
    end = begin + _SHOWN
    words = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{words}{'…' if end < len(text) else ''}"


_SUMMARY = {
    f"{PART}:added": ("ny integrationsdel", "nye integrationsdele"),
    f"{PART}:changed": ("ændret integrationsdel", "ændrede integrationsdele"),
    f"{PART}:missing": ("integrationsdel ikke fundet", "integrationsdele ikke fundet"),
    f"{PART}:removed": ("fjernet integrationsdel", "fjernede integrationsdele"),
    f"{PART}:returned": ("integrationsdel tilbage", "integrationsdele tilbage"),
    f"{SERVICE}:price": ("ændret pris", "ændrede priser"),
    f"{SERVICE}:added": ("ny supportydelse", "nye supportydelser"),
    f"{SERVICE}:changed": ("ændret supportydelse", "ændrede supportydelser"),
    f"{SERVICE}:missing": ("supportydelse ikke fundet", "supportydelser ikke fundet"),
    f"{SERVICE}:removed": ("fjernet supportydelse", "fjernede supportydelser"),
    f"{SERVICE}:returned": ("supportydelse tilbage", "supportydelser tilbage"),
    f"{FILE}:added": ("nyt bilag", "nye bilag"),
    f"{FILE}:changed": ("bilag ændret", "bilag ændret"),
    f"{FILE}:renamed": ("bilag omdøbt", "bilag omdøbt"),
    f"{FILE}:missing": ("bilag ikke fundet", "bilag ikke fundet"),
    f"{FILE}:removed": ("bilag fjernet", "bilag fjernet"),
    f"{FILE}:returned": ("bilag tilbage", "bilag tilbage"),
    ENDPOINT: ("ændring af tekniske services", "ændringer af tekniske services"),
    "": ("ændret tilknytning", "ændrede tilknytninger"),
}


def summary(told: Iterable[Telling]) -> list[str]:
    """Count what is told: each record once for each kind of news, the most telling first."""
    kinds: dict[str, set[str]] = {}
    for each in told:
        sort = each.sort
        if sort not in _SUMMARY:
            sort = ENDPOINT if each.table_name == ENDPOINT else ""
        kinds.setdefault(sort, set()).add(each.key)
    return [
        f"{len(kinds[sort])} {one if len(kinds[sort]) == 1 else many}"
        for sort, (one, many) in _SUMMARY.items()
        if sort in kinds
    ]
