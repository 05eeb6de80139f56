"""What differs between two rows, null-safe and as text (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

LIFE = frozenset({"first_seen", "last_seen", "gone_since", "missing_since", "missing_nights"})
"""Columns that tell of a row's life; they change without anything having changed."""


def diff(
    before: Mapping[str, Any], after: Mapping[str, Any], columns: Iterable[str]
) -> list[tuple[str, str | None, str | None]]:
    """Give (column, before, after) for every column whose value differs. Null differs from ''."""
    return [
        (name, as_text(before[name]), as_text(after[name]))
        for name in columns
        if name not in LIFE and before[name] != after[name]
    ]


def as_text(value: Any) -> str | None:
    """Give a value as it is kept in `changes`."""
    return None if value is None else str(value)
