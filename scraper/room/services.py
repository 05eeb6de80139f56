"""What the page of a support service shows: facts, who uses it, its price over time, its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from datasette import Response
from scraper.orders.ordered import form_candidates
from scraper.plan import INSTANT
from scraper.room.asking import ask, missing, page
from scraper.room.chart import Step, price_over_time
from scraper.room.parts import Row, files_of
from scraper.room.timeline import Event, timeline
from scraper.search import Hit, search_files
from scraper.store import Store

_UNLIKE = """
    SELECT 1 FROM changes WHERE table_name = 'support_services' AND key = ? AND cause = 'site'
    AND kind = 'changed' AND field IN ('price_basis', 'vat') LIMIT 1
"""
_SHELL = re.compile(r'["$`\\!%\n]')
"""Signs that a shell reads in a quoted text."""


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All that is known of a support service."""

    service: Row
    parts: list[Row]
    files: list[Row]
    forms: list[Row]
    """The files that may be the order form: one, when it is clear which it is."""
    prices: list[Row]
    history: list[Event]
    hits: list[Hit]
    unlike: bool = False
    """Its prices were of different things, or with and without VAT, as time went."""


def service_page(store: Store, key: str, query: str = "") -> ServicePage | None:
    """Give what is known of a support service, and what a query finds in its attachments' words."""
    found = store.rows("SELECT * FROM priced_services WHERE id = ?", key)
    if not found:
        return None
    files = files_of(store, key)
    return ServicePage(
        service=found[0],
        parts=store.rows(
            "SELECT p.code, p.title, p.integration, p.status, p.closed_to_new "
            "FROM part_support_services AS l JOIN integration_parts AS p ON p.code = l.part_code "
            "WHERE l.service_id = ? AND p.gone_since IS NULL ORDER BY p.code",
            key,
        ),
        files=files,
        forms=form_candidates(files),
        prices=store.rows(
            "SELECT ROUND(unit_price_dkk * 100) AS oere, valid_from, valid_to FROM price_history "
            "WHERE service_id = ? ORDER BY valid_from",
            key,
        ),
        history=timeline(store, "support_services", key),
        hits=search_files(store, query, [each["id"] for each in files]) if query else [],
        unlike=bool(store.rows(_UNLIKE, key)),
    )


def chart_of(prices: list[Row], now: datetime) -> Any:
    """Draw a service's price over time, where it was ever another."""
    steps = [
        Step(int(row["oere"]), row["valid_from"], row["valid_to"])
        for row in prices
        if row["oere"] is not None
    ]
    return price_over_time(steps, now.strftime(INSTANT))


async def show_service(datasette: Any, request: Any) -> Response:
    """Show a support service."""
    key = unquote(request.url_vars["key"])
    query = (request.args.get("q") or "").strip()[:200]
    found = await ask(datasette, lambda store: service_page(store, key, query))
    if found is None:
        return await missing(datasette, request, f"supportydelsen {key}")
    chart = None if found.unlike else chart_of(found.prices, datetime.now(UTC))
    return await page(
        datasette,
        request,
        "ydelse.html",
        it=found,
        chart=chart,
        query=query,
        command=order_command(found) if found.parts else None,
    )


def order_command(found: ServicePage) -> str:
    """Give the command that fills in the form, for the first part that is not closed to new users.

    Its quotation marks are those that PowerShell, cmd and Unix shells all know.
    """
    part = next((each for each in found.parts if not each["closed_to_new"]), found.parts[0])
    form = "" if len(found.forms) == 1 else '--form "FORMULAR.docx" '
    return (
        f"katalog order {part['code']} --service {_quoted(found.service)} "
        f'--kommune "NAVN" --bestillings-id "ID" {form}'
        '--facts "ØIR - Tekniske informationer pr. kommune.xlsx" --output bestilling'
    )


def _quoted(service: Row) -> str:
    """Give a service's name in quotation marks, or its key where a shell would read more in it."""
    name = service["name"] or ""
    return f'"{service["id"] if not name or _SHELL.search(name) else name}"'
