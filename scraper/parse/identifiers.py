"""The technical names of a service: its address, UUID and entity ID, read from text (pure)."""

from __future__ import annotations

import re

from scraper.errors import Unreadable
from scraper.text.characters import LOST

_ADDRESS = re.compile(r"(?:https?|sftp|ftps|amqps?)://[^\s/]+\S*")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ENTITY = re.compile(r"(?:https?://|urn:)[^\s]+", re.IGNORECASE)


def endpoint(text: str) -> dict[str, str]:
    """Return the address at which a service answers. Raises `Unreadable` for what is none."""
    return {"endpoint": _whole(_ADDRESS, text, "an address such as https://host/service")}


def uuid(text: str) -> dict[str, str]:
    """Return a UUID as printed (RFC 9562, 4). Raises `Unreadable` for what is none."""
    return {"uuid": _whole(_UUID, text, "a UUID")}


def entity_id(text: str) -> dict[str, str]:
    """Return an entity ID, which is a URI (SAML 2.0 Core, 8.3.6). Raises `Unreadable`."""
    return {"entity_id": _whole(_ENTITY, text, "an entity ID such as http://host/service")}


def _whole(form: re.Pattern[str], text: str, what: str) -> str:
    cut = "…" in text or "..." in text or text.endswith((".", ",", ";"))  # shortened to be shown
    if form.fullmatch(text) is None or not text.isprintable() or cut or LOST in text:
        raise Unreadable(f"'{text[:200]}' is not {what}")
    return text
