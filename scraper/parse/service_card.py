"""The support services at the bottom of a part's page: cards, or rows of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from scraper.models import SupportService
from scraper.parse import vocabulary
from scraper.parse.common import is_file, is_label, may_follow, service_id
from scraper.parse.fields import Facts, key, read_facts, record, words_of
from scraper.parse.html import Document, Line, Link
from scraper.parse.neighbours import arrange, grid, rows_of, tables
from scraper.parse.result import Findings
from scraper.parse.structure import blocks
from scraper.parse.vocabulary import CARD

_CARD = words_of(CARD)
_HEADINGS = frozenset(key(word) for word in vocabulary.SUPPORT_HEADING)
_PRICE = re.compile(rf"^(?:{vocabulary.PRICE})", re.IGNORECASE)
_ORDERS = re.compile(vocabulary.ORDER_WORDS, re.IGNORECASE)
_PANEL = 7  # level of a button, or of a caption
_LONGEST_BADGE, _LOWEST_NAME = 40, 3  # letters; level of a heading
_FEWEST_COLUMNS = 3  # of a table of services without heads
_READ_MORE = frozenset(key(word) for word in vocabulary.READ_MORE)
_MORE = tuple(_READ_MORE)
_BUTTONS = _READ_MORE | frozenset(key(word) for word in vocabulary.ORDER)


def parse_cards(
    lines: Sequence[Line], document: Document, found: Findings
) -> tuple[SupportService, ...]:
    """Read every card, in order. A card that links to no page of its own is a finding."""
    cards = _cards(list(lines), found)
    read = []
    for at, card in enumerate(cards):
        if all(_bare(line) for line in card):
            continue
        several = at or any(is_card_fact(line) for other in cards[1:] for line in other)
        if several and not any(is_card_fact(line) or says_more(line) for line in card):
            for line in (each for each in card if not _bare(each)):
                message = f"'{line.text}' below the support services was not read"
                found.add("unread_text", message, None, line.text)
            continue
        read.append(_card(card, document, found))
    return tuple({service.id: service for service in read if service is not None}.values())


def _cards(lines: list[Line], found: Findings) -> list[list[Line]]:
    """Cut lines into cards: each row of a table that names services, each run of other lines."""
    cards: list[list[Line]] = []
    run: list[Line] = []
    for piece in tables(lines):
        rows = rows_of(piece, _CARD) or _headless(piece, found)
        if rows:
            cards += [*_runs(run), *rows]
            run = []
        else:
            run += piece
    return cards + _runs(run)


def _runs(lines: list[Line]) -> list[list[Line]]:
    return [card for piece in _by_heading(lines) for card in _by_end(piece)] if lines else []


def _headless(lines: list[Line], found: Findings) -> list[list[Line]]:
    """Return the rows of a table that says nowhere what its columns hold: the linked names alone.

    What else stands in a row is a finding.
    """
    if lines[0].cell is None or any(is_card_fact(line) for line in lines):
        return []
    table = grid(lines)
    if any(len(row) < _FEWEST_COLUMNS or not row.get(0, lines)[0].links for row in table):
        return []
    for line in (each for row in table for at, cell in row.items() if at for each in cell):
        if not _bare(line):
            message = f"'{line.text}' stands in a table whose columns have no heads"
            found.add("unread_text", message, None, line.text)
    return [[replace(line, cell=None) for line in row[0]] for row in table]


def _bare(line: Line) -> bool:
    return key(line.text) in _CARD.furniture


def _by_heading(lines: list[Line]) -> list[list[Line]]:
    """Cut at every line that says "Supportydelse"."""
    chunks: list[list[Line]] = []
    for line in lines:
        heading = key(line.text) in _HEADINGS
        if heading or not chunks:
            chunks.append([])
        if not heading:
            chunks[-1].append(line)
    return chunks


def _by_end(lines: list[Line]) -> list[list[Line]]:
    """Cut where a card has said all its facts and a next one plainly begins."""
    labels_seen = [label.column for line in lines for label, _ in _CARD.split(line)]
    full = min(labels_seen.count("unit_price_text"), labels_seen.count("units_text"))
    if max(full, sum(says_more(line) for line in lines)) < 2:
        return [lines]
    cards: list[list[Line]] = [[]]
    facts_seen, waiting = False, False
    for line in lines:
        pairs = _CARD.split(line)
        ended = facts_seen and not pairs and not waiting and not _bare(line)
        if says_more(line) and not any(map(says_more, cards[-1])):
            ended = False  # it stands at the foot of its card
        if ended:
            cards.append([])
            facts_seen = False
        facts_seen = facts_seen or bool(pairs)
        waiting = bool(pairs) and not pairs[-1][1]
        cards[-1].append(line)
    return cards


def says_more(line: Line) -> bool:
    """Whether a line is the link to the service's own page, "Læs mere om …" included."""
    words = key(line.text)
    if words.startswith(_MORE) and (line.links or words in _READ_MORE):
        return True
    return len(line.atoms) > 1 and any(key(atom) in _READ_MORE for atom in line.atoms)


def _card(lines: list[Line], document: Document, found: Findings) -> SupportService | None:
    """Read one card: name, description, the link, the category, then the labelled facts."""
    arranged = arrange(_apart(lines, document), _CARD, page=document)
    facts = read_facts(arranged, _CARD, audit=True)
    before = list(facts.before)
    while len(before) > 1 and before[-1].level == _PANEL and not says_more(before[-1]):
        before.pop()  # a caption of the facts below it
    above, below = _around_link(before)
    for line in _intro(above):
        message = f"'{line.text}' above the support services was not read"
        found.add("unread_text", message, None, line.text)
        above.remove(line)
    name = above[0].text if above else ""
    url = _address(lines, document, name)
    if not above or is_label(name) or _PRICE.search(name):
        found.add("unread_card", "a support service's card has no name and was left out")
        return None
    if url is None:
        found.add("no_service_page", f"the card of '{name}' links to no page of its own", name)
    facts.loose = [line for line in facts.loose if not _in_page(line, document)]
    _audit(facts, name, found)
    found.whole(name, "name")
    columns = record(facts, CARD, found)
    columns["category"] = columns["category"] or "\n".join(line.text for line in below) or None
    return SupportService(
        id=service_id(url) if url else f"uden-side.{name.casefold().replace(' ', '-')}",
        name=name,
        description="\n".join(line.prose for line in above[1:]) or None,
        description_blocks=blocks(above[1:]),
        url=url,
        **columns,
    )


def _apart(lines: list[Line], document: Document) -> list[Line]:
    """Set the pieces of a line apart when one of them is the link or the order button."""
    apart: list[Line] = []
    for line in lines:
        buttons = len(line.atoms) > 1 and any(key(atom) in _BUTTONS for atom in line.atoms)
        if buttons and not any(document.words(place) == line.text for place in line.links):
            apart += [Line(atom, (atom,), line.links, line.level) for atom in line.atoms]
        else:
            apart.append(line)
    return apart


def _around_link(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the words above "Læs mere" (name, description) from those below (category).

    A badge above a name that is a heading is the category too.
    """
    at = next((i for i, line in enumerate(lines) if says_more(line)), len(lines))
    name = int(at > 1 and _is_badge(lines[0]) and 0 < lines[1].level <= _LOWEST_NAME)
    badge, above, below = lines[:name], lines[name:at], lines[at + 1 :]
    return above, below or badge


def _intro(lines: list[Line]) -> list[Line]:
    """Return the sentences above a card's name, which markup sets apart from them."""
    named = next((at for at, line in enumerate(lines) if line.level or line.links), 0)
    intro = lines[:named]
    return intro if all(line.text.endswith((".", "!", "?")) for line in intro) else []


def _is_badge(line: Line) -> bool:
    """Whether a line may be a badge over a card's name: a few words, and not set apart."""
    short = len(line.text) <= _LONGEST_BADGE and not line.text.endswith(".")
    return short and not (line.level or line.label or line.links)


def is_card_fact(line: Line) -> bool:
    """Whether a line begins with a label of a card."""
    return bool(_CARD.split(line))


def _address(lines: list[Line], document: Document, name: str) -> str | None:
    """Return the address of the service's own page: behind "Læs mere", else behind its name.

    A link that does not say "Læs mere" must lead to a page of the same site, and be no order.
    """
    links = [document.link(place) for line in lines for place in line.links]
    links = [link for link in links if may_follow(link)]
    named = [link for link in links if any(word in key(link.text) for word in _READ_MORE)]
    for link in named or _near(links, document, name)[:1]:
        if link.url.split("#")[0] != document.url.split("#")[0]:
            return link.url.split("#")[0]
    return None


def _near(links: list[Link], document: Document, name: str) -> list[Link]:
    """Return the links to pages of the same site that are no orders."""
    here = urlsplit(document.url).netloc
    return [
        link
        for link in links
        if urlsplit(link.url).netloc == here
        and not is_file(link.url)
        and (key(link.text) == key(name) or not _ORDERS.search(link.text))
    ]


def _in_page(line: Line, document: Document) -> bool:
    """Whether a line is an entry of a menu that leads to a place on the same page."""
    return any(document.href(place).startswith("#") for place in line.links)


def _audit(facts: Facts, name: str, found: Findings) -> None:
    for each in CARD.fields:
        if each.expected and not facts.has(each.column):
            message = f"the card of '{name}' has no '{each.spellings[0]}'"
            found.add("missing_label", message, each.spellings[0])
    for fact in facts.unknown:
        message = f"label '{fact.label}' on the card of '{name}': '{fact.value}'"
        found.add("unknown_label", message, fact.label, fact.value)
    for fact in facts.repeated():
        message = f"'{fact.label}' stands again on the card of '{name}' with '{fact.value}'"
        found.add("repeated_label", message, key(fact.label), fact.value)
    for line in facts.loose:
        message = f"'{line.text}' on the card of '{name}' was not read"
        found.add("unread_text", message, None, line.text)
