"""A support service's own page to its record, and how the card on a part's page fills it up."""

from __future__ import annotations

from scraper.models import Record, SupportService
from scraper.parse import values
from scraper.parse import vocabulary as labels
from scraper.parse.common import file_links, not_this_kind, service_id, until_footer
from scraper.parse.fields import Facts, Vocabulary, read_facts
from scraper.parse.html import Document, Line, read_document
from scraper.parse.result import Findings, Page, Reading
from scraper.text.characters import plain

_STOPS = (*labels.ORDER, *labels.FURNITURE, *labels.READ_MORE, *labels.SUPPORT_HEADING)
_SERVICE = Vocabulary(labels.SERVICE, _STOPS)
EXPECTED = frozenset({"reaction", "delivery", "price_model", "units", "unit_price"})
_TEXTS = {
    "unit_price_oere": "unit_price_text",
    "units_min": "units_text",
    "units_max": "units_text",
}
"""A number stands or falls with the text it was read from."""
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
    document = read_document(page.html, page.url, menus=False)
    found = Findings()
    whole = until_footer(document.lines)
    lines = [line for line in whole if not line.in_form]
    facts = read_facts(lines, _SERVICE, audit=True, single=True)
    if not EXPECTED.intersection(fact.name for fact in facts.facts):
        raise not_this_kind(document, "a support service's (no label such as Enhedspris)")
    _audit(facts, found)
    name, words = _heading(facts.before, document)
    price, units = facts.take("unit_price"), facts.take("units")
    reaction, delivery = facts.take("reaction"), facts.take("delivery")
    least, greatest = found.read(values.units, units) or (None, None)
    service = SupportService(
        id=service_id(page.url),
        name=name,
        category=facts.take("category"),
        description=facts.take("description") or "\n".join(words) or None,
        supplier=facts.take("supplier"),
        unit_price_oere=found.read(values.kroner, price),
        unit_price_text=price,
        units_min=least,
        units_max=greatest,
        units_text=units,
        reaction_days=found.read(values.working_days, reaction),
        reaction_text=reaction,
        delivery_days=found.read(values.working_days, delivery),
        delivery_text=delivery,
        price_model=facts.take("price_model"),
        related=facts.take("related"),
        url=page.url,
    )
    record = ServicePage(service=service, attachments=_files(facts, whole, document, found))
    return Reading(record, tuple(found.found), document.sha256())


def fill_from_card(page: SupportService, card: SupportService) -> Reading[SupportService]:
    """Give the page's record with what only the card says; the page wins where they differ."""
    found = Findings()
    for name, label in _COMPARED.items():
        on_page, on_card = getattr(page, name), getattr(card, name)
        if on_page and on_card and plain(on_page) != plain(on_card):
            found.add(
                "card_differs", f"{label} is '{on_page}' on the page, '{on_card}' on the card"
            )
    known = {
        name: value
        for name, value in card
        if value is not None and getattr(page, _TEXTS.get(name, name)) is None
    }
    return Reading(page.model_copy(update=known), tuple(found.found))


def _heading(lines: list[Line], document: Document) -> tuple[str | None, list[str]]:
    """Find the name (a heading, or the words of the page's title) and the words after it."""
    at = next((i for i, line in enumerate(lines) if line.level == 1), None)
    if at is None:
        named = [i for i, line in enumerate(lines) if document.title.startswith(line.text)]
        headings = [i for i, line in enumerate(lines) if 0 < line.level < 7]
        at = next(iter([*named, *headings]), 0 if lines else None)
    if at is None:
        return None, []
    words = lines[at + 1 :]
    if words and _is_heading(words[-1]):  # of the facts below
        words.pop()
    return lines[at].text, [line.text for line in words]


def _is_heading(line: Line) -> bool:
    """Say whether a line stands over others: set apart by markup, and no sentence."""
    short = len(line.text) <= _LONGEST_HEADING and not line.text.endswith((".", "!", "?"))
    return short and (line.level > 0 or line.label > 0)


def _files(facts: Facts, lines: list[Line], document: Document, found: Findings) -> tuple[str, ...]:
    """Give the files under "Bilag"; without that label, all files that the page links to."""
    places = tuple(facts.links("attachments"))
    files = file_links(document, [Line("", ("",), places)]) if places else ()
    others = [url for url in file_links(document, lines) if url not in files]
    if others and not files:
        found.add("missing_label", f"'Bilag' is not above the {len(others)} files of the page")
        return tuple(others)
    for url in others:
        found.add("unread_file", f"{url} does not stand under 'Bilag' and was not taken")
    return files


def _audit(facts: Facts, found: Findings) -> None:
    for label in labels.SERVICE:
        if label.field in EXPECTED and facts.take(label.field) is None:
            found.add("missing_label", f"'{label.spellings[0]}' has no value or is not on the page")
    for fact in facts.unknown:
        found.add("unknown_label", f"label '{fact.label}' is not known; value '{fact.value}'")
    for heading in facts.headed:
        found.add("under_heading", f"facts under '{heading}' were taken for this service's own")
    for fact in facts.repeated():
        message = f"'{fact.label}' stands again with '{fact.value}'; the first counts"
        found.add("repeated_label", message)
    last = facts.facts[-1]
    if last.name != "attachments":
        return
    for line in facts.loose:
        found.add("unread_text", f"'{line.text}' was not read")
