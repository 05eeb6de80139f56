"""What the front page shows: how fresh the catalogue is, what is watched, what changed lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from datasette import Response
from scraper.room.asking import ask, page
from scraper.room.kept import kept
from scraper.room.news import nights
from scraper.room.parts import Row
from scraper.store import Store
from scraper.telling import Telling, summary

STALE = timedelta(hours=36)
"""A catalogue whose last good run is older than this is warned of."""
_CARDS = 24
_NIGHTS = 3
_LINES = 8
_MANY = 2_000
"""A run with more changes is told by their number only: a first crawl, mostly."""
_LAST = (
    "SELECT * FROM runs WHERE command != 'rebuild' AND verdict IS NOT NULL ORDER BY id DESC LIMIT 1"
)
_LAST_GOOD = (
    "SELECT * FROM runs WHERE verdict = 'good' AND command != 'rebuild' ORDER BY id DESC LIMIT 1"
)
_SOME = """
    SELECT i.code, i.name, COUNT(p.code) AS parts, SUM(p.closed_to_new) AS closed
    FROM integrations AS i
    JOIN integration_parts AS p ON p.integration = i.code AND p.gone_since IS NULL
    WHERE i.watched_term IS NOT NULL OR NOT :watched GROUP BY i.code ORDER BY i.code LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Night:
    """What changed in one run."""

    run_id: int
    date: str
    changes: int
    summary: list[str]
    told: list[Telling]


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows. `good` is the last good run, `last` the last one."""

    good: Row | None
    last: Row | None
    cards: list[Row]
    watched: bool
    nights: list[Night]
    counts: Row

    def stale(self, now: datetime) -> bool:
        """Say whether the last good run is too old to be relied on."""
        if self.good is None:
            return True
        return now - datetime.fromisoformat(self.good["started_at"]) > STALE


def front_page(store: Store) -> Front:
    """Give what the front page shows."""
    good, last = store.rows(_LAST_GOOD), store.rows(_LAST)
    cards = _cards(store, watched=True)
    watched = bool(cards)
    return Front(
        good=good[0] if good else None,
        last=last[0] if last else None,
        cards=cards or _cards(store, watched=False),
        watched=watched,
        nights=_nights(store),
        counts=store.rows(
            """
            SELECT (SELECT COUNT(*) FROM integration_parts WHERE gone_since IS NULL) AS parts,
                   (SELECT COUNT(*) FROM support_services WHERE gone_since IS NULL) AS services,
                   (SELECT COUNT(*) FROM attachments WHERE gone_since IS NULL) AS attachments,
                   (SELECT COUNT(*) FROM documents WHERE package_id IN
                    (SELECT id FROM packages WHERE gone_since IS NULL)) AS documents
            """
        )[0],
    )


def _cards(store: Store, *, watched: bool) -> list[Row]:
    rows = store.rows(_SOME, {"watched": watched, "most": _CARDS})
    for row in rows:
        services = store.rows(
            """
            SELECT DISTINCT s.id, s.name, s.vat, s.unit_price_text,
                   s.total_min_oere AS low, s.total_max_oere AS high
            FROM integration_parts AS p
            JOIN part_support_services AS l ON l.part_code = p.code
            JOIN priced_services AS s ON s.id = l.service_id
            WHERE p.integration = ? AND p.gone_since IS NULL AND s.gone_since IS NULL
            """,
            row["code"],
        )
        priced = [each for each in services if each["low"] is not None and each["high"] is not None]
        row["unlike"] = len({each["vat"] for each in priced}) > 1  # what comes first of them?
        texts = {each["unit_price_text"] for each in services}
        row["said"] = texts.pop() if len(texts) == 1 else None
        row["services"], row["priced"] = len(services), len(priced)
        row["cheapest"] = min(priced, key=lambda each: each["low"], default=None)
        row["dearest"] = max(priced, key=lambda each: each["high"], default=None)
        row["changed"] = store.rows(
            """
            SELECT MAX(detected_at) AS at FROM changes WHERE cause = 'site' AND (
                table_name = 'integration_parts' AND key IN (
                    SELECT code FROM integration_parts WHERE integration = :code)
                OR table_name = 'support_services' AND key IN (
                    SELECT l.service_id FROM part_support_services AS l
                    JOIN integration_parts AS p ON p.code = l.part_code
                    WHERE p.integration = :code)
                OR table_name IN ('part_endpoints', 'part_sections', 'part_support_services',
                                  'part_attachments', 'part_packages')
                AND SUBSTR(key, 1, INSTR(key, ' / ') - 1) IN (
                    SELECT code FROM integration_parts WHERE integration = :code))
            """,
            {"code": row["code"]},
        )[0]["at"]
    return rows


def _nights(store: Store) -> list[Night]:
    runs = store.rows(
        "SELECT id, started_at, changes FROM runs WHERE verdict = 'good' AND changes > 0 "
        "ORDER BY id DESC LIMIT ?",
        _NIGHTS,
    )
    found = []
    for run in runs:
        told = [
            each
            for night in (nights(store, (run["id"],)) if run["changes"] <= _MANY else [])
            for each in night.from_site
        ]
        found.append(
            Night(run["id"], run["started_at"], run["changes"], summary(told), told[:_LINES])
        )
    return found


async def show_front(datasette: Any, request: Any) -> Response:
    """Show the front page."""
    found = await ask(datasette, lambda store: kept(store, "front", front_page))
    return await page(
        datasette, request, "forside.html", it=found, stale=found.stale(datetime.now(UTC))
    )
