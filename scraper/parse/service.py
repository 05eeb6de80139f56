"""A support service's own page to its record, and how the card on a part's page fills it up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from urllib.parse import urlsplit

from scraper.models import Record, SupportService
from scraper.parse.common import (
    file_links,
    not_this_kind,
    own_lines,
    service_id,
    without_others,
)
from scraper.parse.fields import Facts, is_elsewhere, key, read_facts, record, words_of
from scraper.parse.html import Document, Line, read_document
from scraper.parse.neighbours import arrange
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.structure import blocks
from scraper.parse.vocabulary import SERVICE
from scraper.text.characters import LOST, plain

_SERVICE = words_of(SERVICE)
_READ = {
    "unit_price_text": ("unit_price_oere", "price_basis", "vat"),
    "units_text": ("units_min", "units_max", "units_unit"),
    "reaction_text": tuple(f"reaction_{each}" for each in ("days", "days_least", "amount", "unit")),
    "delivery_text": tuple(f"delivery_{each}" for each in ("days", "days_least", "amount", "unit")),
    "description": ("description_blocks",),
}
"""What is read of a text stands or falls with it."""
_TEXTS = {name: text for text, names in _READ.items() for name in names}
_LONGEST_HEADING = 40
_COMPARED = {"unit_price_text": "Enhedspris", "units_text": "Enheder"}


class ServicePage(Record):
    """All that a support service's page holds."""

    service: SupportService
    attachments: tuple[str, ...]


def parse_service(page: Page) -> Reading[ServicePage]:
    """Read one orderable support service from its own page.

    Raises `PageFault` when the page holds none of a support service's labels.
    """
    document = read_document(page.html, page.url)
    found = Findings()
    whole = own_lines(document)
    name = _name(whole, document)
    lines = _own_block([line for line in whole if not line.in_form], name, document)
    arranged = arrange(lines, _SERVICE, name.text if name else "", found, document)
    facts = read_facts(arranged, _SERVICE, audit=True, page=document)
    if not any(facts.has(column) for column in SERVICE.expected):
        raise not_this_kind(document, "a support service's (no label such as Enhedspris)")
    _audit(facts, found)
    if name is not None:
        found.whole(name.text, "name")
    words = _description(facts, name)
    columns = record(facts, SERVICE, found)
    del columns["attachments"]
    columns["description"] = "\n".join(line.prose for line in words) or None
    found.whole(columns["description"], "Beskrivelse")
    service = SupportService(
        id=service_id(page.url),
        name=name.text if name else None,
        description_blocks=blocks(words),
        url=page.url,
        **columns,
    )
    result = ServicePage(service=service, attachments=_files(facts, whole, document, found))
    return Reading(result, tuple(found.found), document.sha256())


def fill_from_card(page: SupportService, card: SupportService) -> Reading[SupportService]:
    """Return the page's record with what only the card says; the page wins where they differ.

    A category that the card names and the page prints as a plain paragraph is no description.
    """
    found = Findings()
    for name, label in _COMPARED.items():
        on_page, on_card = getattr(page, name), getattr(card, name)
        if on_page and on_card and plain(on_page) != plain(on_card):
            message = f"{label} is '{on_page}' on the page, '{on_card}' on the card"
            found.add("card_differs", message, label, on_page)
    known = {
        name: value
        for name, value in card
        if value is not None and getattr(page, _TEXTS.get(name, name)) is None
    }
    if page.category is None and card.category and page.description:
        lines = [each for each in page.description.split("\n") if each != card.category]
        if len(lines) < page.description.count("\n") + 1:
            known["description"] = "\n".join(lines) or card.description
            known["description_blocks"] = None
    return Reading(page.model_copy(update=known), tuple(found.found))


def _name(lines: list[Line], document: Document) -> Line | None:
    """Return the line with the service's name: its heading, or the words of the page's title."""
    free = [line for line in lines if not line.in_form]
    top = [line for line in free if line.level == 1]
    titled = [line for line in free if _begins(document.title, line.text)]
    both = [line for line in top if line in titled]
    headings = [line for line in free if 0 < line.level < 7 and not is_elsewhere(line.text)]
    return next(chain(both, top, titled, headings, free, lines), None)


def _begins(title: str, text: str) -> bool:
    """Whether a page's title begins with a text, of which a character may be lost."""
    if LOST not in text:
        return title.startswith(text)
    return re.match(re.escape(text).replace(LOST, ".?"), title) is not None


def _own_block(lines: list[Line], name: Line | None, document: Document) -> list[Line]:
    """Return the lines from the name on, without other services' records among them.

    Where no fact stands below the name, it stands below the facts: all that is beside it counts.
    """
    if name is None:
        return lines
    here = urlsplit(document.url)
    folder = here.path.rpartition("/")[0]

    def names_another(line: Line) -> bool:
        if not line.links:
            return False
        link = document.link(line.links[0])
        parts = urlsplit(link.url)
        if parts.path == here.path or link.text != line.text:
            return False
        alike = folder != "" and parts.path.rpartition("/")[0] == folder
        return alike or (0 < line.level < 7 and document.href(line.links[0])[:1] != "#")

    place = document.places[id(name)]
    heads = [
        document.places[id(line)] for line in lines if line is not name and names_another(line)
    ]
    if heads:
        lines = without_others(
            document, lines, heads, {place}, lambda line: bool(_SERVICE.split(line))
        )
    below = [line for line in lines if document.places[id(line)] >= place]
    if any(_SERVICE.split(line) for line in below):
        return below
    return [name, *(line for line in lines if line is not name)]


def _description(facts: Facts, name: Line | None) -> Sequence[Line]:
    """Return the lines of the description: under its label, or between the name and the facts."""
    told = facts.fact("description")
    if told is not None:
        return told.source if told.source[0].text in told.lines else [_said(told.lines)]
    at = next((at for at, line in enumerate(facts.before) if line is name), None)
    words = facts.before[at + 1 :] if at is not None else []
    if words and _is_heading(words[-1]):  # of the facts below
        words = words[:-1]
    return words


def _said(lines: list[str]) -> Line:
    return Line("\n".join(lines), ("\n".join(lines),))


def _is_heading(line: Line) -> bool:
    """Whether a line stands over others: set apart by markup, and no sentence."""
    short = len(line.text) <= _LONGEST_HEADING and not line.text.endswith((".", "!", "?"))
    return short and (line.level > 0 or line.label > 0)


def _files(facts: Facts, lines: list[Line], document: Document, found: Findings) -> tuple[str, ...]:
    """Return the files under "Bilag"; without that label, all files that the page links to."""
    places = tuple(facts.links("attachments"))
    files = file_links(document, [Line("", ("",), places)]) if places else ()
    others = [url for url in file_links(document, lines) if url not in files]
    if others and not files:
        found.add(
            "missing_label", f"'Bilag' is not above the {len(others)} files of the page", "Bilag"
        )
        return tuple(others)
    for url in others:
        found.add("unread_file", f"{url} does not stand under 'Bilag' and was not taken", None, url)
    return files


def _audit(facts: Facts, found: Findings) -> None:
    for each in SERVICE.fields:
        if each.expected and facts.take(each.column) is None:
            label = each.spellings[0]
            found.add("missing_label", f"'{label}' has no value or is not on the page", label)
    for fact in facts.unknown:
        message = f"label '{fact.label}' is not known; value '{fact.value}'"
        found.add("unknown_label", message, fact.label, fact.value)
    for heading in facts.headed:
        message = f"facts under '{heading}' were taken for this service's own"
        found.add("under_heading", message, heading)
    for fact, heading in facts.left:
        message = f"'{fact.label}' stands under '{heading}' alone, and was not taken"
        found.add("under_heading", message, key(fact.label), fact.value)
    for fact in facts.repeated():
        message = f"'{fact.label}' stands again with '{fact.value}', which does not count"
        found.add("repeated_label", message, key(fact.label), fact.value)
    if facts.loose:
        first = facts.loose[0].text
        message = f"{len(facts.loose)} lines beside the facts were not read, the first: '{first}'"
        found.add("unread_text", message, None, first)
