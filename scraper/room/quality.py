"""Runs and the quality of what they read: verdicts, courtesy, open problems, fill rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datasette import Response
from scraper.balance import Sums, danish_name
from scraper.models import STRUCTURES, Endpoint, Part, Record, SupportService, short_label
from scraper.room.asking import ask, page
from scraper.room.kept import kept
from scraper.room.parts import Row
from scraper.store import Store

_RUNS = 40
_PROBLEMS = 200
_MODELS: tuple[type[Record], ...] = (Part, SupportService, Endpoint)
_LEFT_OUT = frozenset(
    "first_seen last_seen gone_since missing_since missing_nights valid_from_text units_text "
    "reaction_text delivery_text reaction_amount delivery_amount position number".split()
).union(STRUCTURES)
"""Columns of our own, and texts beside the values that were read of them."""
VERDICTS = {
    "good": "offentliggjort",
    "suspect": "skal ses efter, ikke offentliggjort",
    "failed": "mislykket, ikke offentliggjort",
}


@dataclass(frozen=True, slots=True)
class Fill:
    """How many of a table's live rows have a value in a field, as a share from 0 to 1."""

    label: str
    column: str
    share: float


@dataclass(frozen=True, slots=True)
class Quality:
    """What the page of runs and data quality shows."""

    runs: list[Row]
    problems: list[Row]
    kinds: list[Row]
    of_run: Row | None
    balance: list[Sums]
    fills: list[tuple[str, int, list[Fill]]]


def quality(store: Store) -> Quality:
    """Give the latest runs, the last one's problems, and each field's fill rate."""
    runs = store.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", _RUNS)
    for run in runs:
        run["seconds"] = _seconds(run)
    last = next((run for run in runs if run["command"] != "rebuild"), None)
    number = last["id"] if last else None
    return Quality(
        runs=runs,
        problems=store.rows(
            "SELECT kind, url, message, subject, value, first_seen FROM problems WHERE run_id = ? "
            "ORDER BY kind, id LIMIT ?",
            number,
            _PROBLEMS,
        ),
        kinds=store.rows(
            "SELECT kind, COUNT(*) AS n FROM problems WHERE run_id = ? "
            "GROUP BY kind ORDER BY n DESC, kind",
            number,
        ),
        of_run=last,
        balance=store.balance_sheet(number) if number is not None else [],
        fills=[_fills(store, model) for model in _MODELS],
    )


def _seconds(run: Row) -> int | None:
    if not run["finished_at"]:
        return None
    begin, end = (datetime.fromisoformat(run[name]) for name in ("started_at", "finished_at"))
    return round((end - begin).total_seconds())


def _fills(store: Store, model: type[Record]) -> tuple[str, int, list[Fill]]:
    names = [
        name
        for name in model.model_fields
        if name not in _LEFT_OUT and name not in model.primary_key
    ]
    live = " WHERE gone_since IS NULL" if "gone_since" in model.model_fields else ""
    shares = ", ".join(f"AVG({name} IS NOT NULL) AS {name}" for name in names)
    row = store.rows(f"SELECT COUNT(*) AS number, {shares} FROM {model.table}{live}")[0]
    fills = [Fill(short_label(model, name), name, row[name] or 0.0) for name in names]
    return model.title_da, row["number"], fills


async def show_quality(datasette: Any, request: Any) -> Response:
    """Show runs and data quality."""
    found = await ask(datasette, lambda store: kept(store, "quality", quality))
    return await page(
        datasette, request, "drift.html", it=found, verdicts=VERDICTS, source=danish_name
    )
