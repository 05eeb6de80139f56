"""One integration, part or support service for the terminal."""

from __future__ import annotations

from typing import Any

from scraper.errors import UsageError
from scraper.models import (
    STRUCTURES,
    Attachment,
    Endpoint,
    Integration,
    Part,
    Record,
    SupportService,
    short_label,
)
from scraper.phrases import access
from scraper.store import Store
from scraper.text.codes import compact_code

_COMPACT = "REPLACE(UPPER(code), '_', '')"
LIFE = ("first_seen", "last_seen", "gone_since")
_HIDDEN = STRUCTURES | {
    *("missing_since", "missing_nights", "valid_from_text", "unit_price_oere"),
    *("reaction_amount", "reaction_unit", "delivery_amount", "delivery_unit"),
}
_ADDRESSES = tuple(
    f"{environment}_{name}"
    for name in ("endpoint", "uuid", "entity_id")
    for environment in ("test", "production")
)


def find_record(store: Store, code: str) -> tuple[type[Record], dict[str, Any]]:
    """Find what a code, key or name in any spelling names: a part, an integration, a service.

    Raises `UsageError`, with what comes close, when nothing has that name.
    """
    compact = compact_code(code)
    for model in (Part, Integration):
        rows = store.rows(f"SELECT * FROM {model.table} WHERE {_COMPACT} = ?", compact)
        if rows:
            return model, rows[0]
    rows = store.rows(
        "SELECT * FROM support_services WHERE id = ?1 OR LOWER(name) = LOWER(?1)", code
    )
    if rows:
        return SupportService, rows[0]
    close = store.rows(
        f"SELECT code FROM integration_parts WHERE {_COMPACT} LIKE ? || '%' LIMIT 8", compact[:6]
    )
    names = ", ".join(row["code"] for row in close)
    hint = f"; near it: {names}" if close else "; 'katalog crawl' fetches more"
    raise UsageError(f"nothing in the database is called '{code}'{hint}")


def lines_of(store: Store, model: type[Record], row: dict[str, Any]) -> list[tuple[str, str]]:
    """Give (Danish label, value) for each value a record has, and for what belongs to it."""
    pairs = [
        (short_label(model, name), _shown(name, row[name]))
        for name in (*(n for n in model.model_fields if n not in LIFE), *LIFE)
        if name not in _HIDDEN
        and name in row
        and (row[name] is not None or name == "closed_to_new")
    ]
    if model is Integration:
        pairs += _parts(store, row["code"])
    elif model is Part:
        pairs += _endpoints(store, row["code"]) + _sections(store, row["code"])
        pairs += _services(store, row["code"])
    elif model is SupportService:
        pairs += _files(store, row["id"])
    return pairs


def _shown(name: str, value: Any) -> str:
    return access(value) if name == "closed_to_new" else str(value)


def _parts(store: Store, code: str) -> list[tuple[str, str]]:
    rows = store.rows(
        "SELECT code, title, version, status FROM integration_parts "
        "WHERE integration = ? AND gone_since IS NULL ORDER BY code",
        code,
    )
    return [("Integrationsdel", "  ".join(filter(None, row.values()))) for row in rows]


def _endpoints(store: Store, code: str) -> list[tuple[str, str]]:
    rows = store.rows("SELECT * FROM part_endpoints WHERE part_code = ? ORDER BY position", code)
    pairs = []
    for row in rows:
        name = " ".join(filter(None, (row["name"], row["version"])))
        place = " / ".join(filter(None, (row["kind"], row["platform"])))
        pairs.append(("Teknisk service", f"{name} ({place})" if place else name))
        pairs += [
            (f"  {short_label(Endpoint, name)}", row[name]) for name in _ADDRESSES if row[name]
        ]
    return pairs


def _sections(store: Store, code: str) -> list[tuple[str, str]]:
    rows = store.rows(
        "SELECT name, text FROM part_sections WHERE part_code = ? ORDER BY position", code
    )
    return [(row["name"], row["text"] or "") for row in rows]


def _services(store: Store, code: str) -> list[tuple[str, str]]:
    rows = store.rows(
        """
        SELECT s.* FROM part_support_services AS l JOIN support_services AS s ON s.id = l.service_id
        WHERE l.part_code = ? AND s.gone_since IS NULL ORDER BY l.position
        """,
        code,
    )
    pairs = []
    for row in rows:
        units = row["units_text"]
        facts = (
            row["supplier"],
            row["unit_price_text"],
            (units if row["units_unit"] else f"{units} enheder") if units else None,
            f"reaktion {row['reaction_text']}" if row["reaction_text"] else None,
            f"levering {row['delivery_text']}" if row["delivery_text"] else None,
        )
        words = ", ".join(fact for fact in facts if fact)
        pairs.append(("Supportydelse", f"{row['name']}: {words}"))
        pairs += [(f"  {name}", value) for name, value in _files(store, row["id"])]
    return pairs


def _files(store: Store, service: str) -> list[tuple[str, str]]:
    rows = store.rows(
        f"""
        SELECT a.filename FROM service_attachments AS l JOIN {Attachment.table} AS a
        ON a.id = l.attachment_id WHERE l.service_id = ? ORDER BY l.position
        """,
        service,
    )
    return [("Bilag", row["filename"]) for row in rows]
