"""One page through the parser that fits: the loop in which parsers are worked on."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from scraper.errors import PageFault, UsageError
from scraper.history import LIFE
from scraper.parse.common import PART_PATH
from scraper.parse.listing import parse_listing
from scraper.parse.part import PartPage, parse_part
from scraper.parse.result import Page, Reading, read_guarded
from scraper.parse.search import parse_search
from scraper.parse.service import ServicePage, parse_service


class Kind(StrEnum):
    """The kinds of page that there is a parser for."""

    PART = "part"
    SERVICE = "service"
    SEARCH = "search"
    LISTING = "listing"


PARSERS: dict[Kind, Any] = {
    Kind.PART: parse_part,
    Kind.SERVICE: parse_service,
    Kind.SEARCH: parse_search,
    Kind.LISTING: parse_listing,
}


def read_page(page: Page, kind: Kind | None = None) -> tuple[Kind, Reading[Any]]:
    """Read a page with the parser of a kind, or with the first that accepts it.

    Raises `PageFault` when the parser refuses it, `UsageError` when every one does.
    """
    if kind is not None:
        return kind, read_guarded(PARSERS[kind], page)
    order = list(Kind)
    if PART_PATH not in urlsplit(page.url).path:
        order = [Kind.SERVICE, Kind.PART, Kind.SEARCH, Kind.LISTING]
    refusals = []
    for each in order:
        try:
            return each, read_guarded(PARSERS[each], page)
        except PageFault as fault:
            refusals.append(f"{each}: {fault.message}")
    raise UsageError("no parser accepts this page; " + "; ".join(refusals))


def as_json(kind: Kind, reading: Reading[Any]) -> str:
    """Give the record as JSON, keys named as the columns, with its findings."""
    return json.dumps(as_dict(kind, reading), ensure_ascii=False, indent=2)


def as_dict(kind: Kind, reading: Reading[Any]) -> dict[str, Any]:
    """Give the record as a dictionary: the part's or service's own columns at the top."""
    record = reading.record.model_dump()
    if isinstance(reading.record, PartPage):
        record = {**record.pop("part"), **record}
    elif isinstance(reading.record, ServicePage):
        record = {**record.pop("service"), **record}
    for endpoint in record.get("endpoints", ()):
        endpoint.pop("number")  # it is given when the page is compared with what is known
    for each in (record, *record.get("support_services", ())):
        for name in LIFE:
            each.pop(name, None)
    problems = [
        {name: value for name, value in asdict(each).items() if value is not None}
        for each in reading.findings
    ]
    return {"kind": kind.value, **record, "problems": problems}
