"""Sending the report on, by mail or chat: the only module that knows apprise (an extra)."""

from __future__ import annotations

import importlib.util
from typing import Any

from scraper.errors import UsageError


def check_address(address: str) -> None:
    """Say whether an address (an apprise URL) can be sent to. Raises `UsageError`."""
    if importlib.util.find_spec("apprise") is None:
        raise UsageError("--notify needs the package apprise; install it: pip install apprise")
    if not _service(address):
        raise UsageError("--notify: this is no address that apprise knows, such as mailtos://…")


def send(address: str, title: str, text: str, html: str) -> None:
    """Send a message, as HTML where the service takes it. Raises `UsageError`."""
    import apprise

    service = _service(address)
    takes_html = any(each.notify_format == apprise.NotifyFormat.HTML for each in service)
    form = apprise.NotifyFormat.HTML if takes_html else apprise.NotifyFormat.TEXT
    if not service.notify(title=title, body=html if takes_html else text, body_format=form):
        raise UsageError("the service did not take the message")


def _service(address: str) -> Any:
    import apprise

    service = apprise.Apprise()
    service.add(address)
    return service
