"""Which form was used last for each support service, so that a new one is told of.

Kept beside the database, in a file of its own; it has the forms' names and fingerprints, and
nothing of any municipality.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from scraper.morning import write_whole


@dataclass(frozen=True, slots=True)
class UsedForm:
    """A form that an order was made with: its name, SHA-256 (hex), and the order's date (ISO)."""

    name: str
    sha256: str
    date: str


def remembered_forms(db: Path) -> dict[str, UsedForm]:
    """Give the last form of each support service, by its key; nothing where none is kept."""
    try:
        kept = json.loads(_file(db).read_text(encoding="utf-8"))
        return {key: UsedForm(**value) for key, value in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember_form(db: Path, service: str, form: UsedForm) -> None:
    """Keep which form was used. Raises `OSError`."""
    kept = remembered_forms(db) | {service: form}
    text = json.dumps({key: asdict(each) for key, each in kept.items()}, ensure_ascii=False)
    write_whole(_file(db), text.encode())


def _file(db: Path) -> Path:
    return db.with_name(f"{db.stem}.forms.json")
