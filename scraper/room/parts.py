"""What the pages of an integration and of an integration part show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from datasette import Response
from scraper.room.asking import To, ask, missing, page
from scraper.room.graph import Neighbour, drawn, neighbours
from scraper.room.timeline import Event, timeline
from scraper.spelling import code_of
from scraper.store import Store
from scraper.text.codes import compact_code

Row = dict[str, Any]
_PART = "SELECT * FROM integration_parts WHERE REPLACE(UPPER(code), '_', '') = ?"
_ADDRESSES = (
    "test_endpoint, test_uuid, test_entity_id, "
    "production_endpoint, production_uuid, production_entity_id"
)
_INTEGRATION = "SELECT * FROM integrations WHERE REPLACE(UPPER(code), '_', '') = ?"


@dataclass(frozen=True, slots=True)
class PartPage:
    """All that an architect needs of one part."""

    part: Row
    integration: Row | None
    endpoints: list[Row]
    sections: list[Row]
    """What else its page tells, under headings that have no column."""
    services: list[Row]
    former: list[Row]
    """Support services that the part's page still names, and that are gone from the catalogue."""
    files: list[Row]
    service_files: dict[str, list[Row]]
    packages: list[Row]
    history: list[Event]
    neighbours: list[Neighbour]


def part_page(store: Store, code: str) -> PartPage | None:
    """Give what is known of a part, its code in any spelling; None when there is none."""
    found = store.rows(_PART, compact_code(code_of(code) or code))
    if not found:
        return None
    part = found[0]
    key = part["code"]
    integration = store.rows("SELECT * FROM integrations WHERE code = ?", part["integration"])
    services = services_of(store, key)
    return PartPage(
        part=part,
        integration=integration[0] if integration else None,
        endpoints=store.rows(
            f"SELECT *, COALESCE({_ADDRESSES}) IS NOT NULL AS has_address FROM part_endpoints "
            "WHERE part_code = ? ORDER BY position",
            key,
        ),
        sections=store.rows(
            "SELECT * FROM part_sections WHERE part_code = ? ORDER BY position", key
        ),
        services=services,
        former=store.rows(
            "SELECT s.id, s.name, s.gone_since FROM part_support_services AS l "
            "JOIN support_services AS s ON s.id = l.service_id "
            "WHERE l.part_code = ? AND s.gone_since IS NOT NULL ORDER BY l.position",
            key,
        ),
        files=store.rows(
            "SELECT a.id, a.filename, a.bytes, a.gone_since FROM part_attachments AS l "
            "JOIN attachments AS a ON a.id = l.attachment_id WHERE l.part_code = ? "
            "ORDER BY l.position",
            key,
        ),
        service_files={each["id"]: files_of(store, each["id"]) for each in services},
        packages=store.rows(
            "SELECT k.id, k.title, k.made_at, k.documents, k.gone_since FROM part_packages AS l "
            "JOIN packages AS k ON k.id = l.package_id WHERE l.part_code = ? ORDER BY k.id",
            key,
        ),
        history=timeline(store, "integration_parts", key),
        neighbours=neighbours(store, key),
    )


def services_of(store: Store, part: str) -> list[Row]:
    """Give a part's live support services with their totals, in the order of its page."""
    return store.rows(
        """
        SELECT s.* FROM part_support_services AS l JOIN priced_services AS s ON s.id = l.service_id
        WHERE l.part_code = ? AND s.gone_since IS NULL ORDER BY l.position
        """,
        part,
    )


def files_of(store: Store, service: str) -> list[Row]:
    """Give a support service's live attachments, in the order of its page."""
    return store.rows(
        """
        SELECT a.id, a.filename, a.bytes, a.media_type, a.url
        FROM service_attachments AS l JOIN attachments AS a ON a.id = l.attachment_id
        WHERE l.service_id = ? AND a.gone_since IS NULL ORDER BY l.position
        """,
        service,
    )


@dataclass(frozen=True, slots=True)
class IntegrationPage:
    """An integration and its parts."""

    integration: Row
    parts: list[Row]
    services: list[Row]


def integration_row(store: Store, code: str) -> Row | None:
    """Give an integration, its code in any spelling."""
    found = store.rows(_INTEGRATION, compact_code(code_of(code) or code))
    return found[0] if found else None


def integration_page(store: Store, code: str) -> IntegrationPage | None:
    """Give what is known of an integration, its code in any spelling; None when there is none."""
    found = integration_row(store, code)
    if found is None:
        return None
    key = found["code"]
    return IntegrationPage(
        integration=found,
        parts=store.rows(
            "SELECT p.*, (SELECT COUNT(*) FROM part_support_services AS l "
            "JOIN support_services AS s ON s.id = l.service_id AND s.gone_since IS NULL "
            "WHERE l.part_code = p.code) AS services FROM integration_parts AS p "
            "WHERE p.integration = ? ORDER BY p.gone_since IS NOT NULL, p.code",
            key,
        ),
        services=store.rows(
            """
            SELECT s.*, COUNT(DISTINCT p.code) AS parts
            FROM integration_parts AS p
            JOIN part_support_services AS l ON l.part_code = p.code
            JOIN priced_services AS s ON s.id = l.service_id
            WHERE p.integration = ? AND p.gone_since IS NULL AND s.gone_since IS NULL
            GROUP BY s.id ORDER BY s.name COLLATE dansk
            """,
            key,
        ),
    )


async def show_part(datasette: Any, request: Any) -> Response:
    """Show an integration part."""
    code = unquote(request.url_vars["code"])
    found = await ask(datasette, lambda store: part_page(store, code))
    if found is None:
        return await missing(datasette, request, f"integrationsdelen {code}")
    graph = drawn(found.part["code"], found.neighbours, To(datasette).part)
    return await page(datasette, request, "del.html", it=found, graph=graph)


async def show_integration(datasette: Any, request: Any) -> Response:
    """Show an integration: one that is its only part is shown as that part."""
    code = unquote(request.url_vars["code"])
    found = await ask(datasette, lambda store: integration_page(store, code))
    if found is None:
        return await missing(datasette, request, f"integrationen {code}")
    return await page(datasette, request, "integration.html", it=found)
