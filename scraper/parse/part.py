"""An integration part's page to its record: the part, its technical services, its cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from scraper.models import Endpoint, Part, PartSection, Record, SupportService
from scraper.parse import values, vocabulary
from scraper.parse.common import file_links, is_label, not_this_kind
from scraper.parse.endpoint import parse_endpoints
from scraper.parse.fields import Facts, key, read_facts, words_of
from scraper.parse.html import Document, Line, read_document
from scraper.parse.neighbours import arrange
from scraper.parse.outline import Outline, Section, outline
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.service_card import parse_cards
from scraper.parse.state import closed_to_new, read_state
from scraper.parse.structure import blocks
from scraper.parse.tokens import Kind, Token
from scraper.parse.vocabulary import AREA, AREA_FACET, AREAS, BUSINESS, VERSION
from scraper.text.codes import compact_code, first_code, integration_code, is_code, part_code

_AREA, _BUSINESS, _VERSION = words_of(AREA), words_of(BUSINESS), words_of(VERSION)
_DOWNLOAD = frozenset(key(word) for word in vocabulary.DOWNLOAD)
_LONGEST_HEADING = 60
_LAST_DAY = date(9_000, 1, 1)
_SENTENCE = re.compile(r"[.!?:]$")


class PartPage(Record):
    """All that a part's page holds."""

    part: Part
    endpoints: tuple[Endpoint, ...]
    support_services: tuple[SupportService, ...]
    attachments: tuple[str, ...]
    sections: tuple[PartSection, ...] = ()


def parse_part(page: Page) -> Reading[PartPage]:
    """Read one integration part from its own page.

    Raises `PageFault` when the page holds no code, or none of the sections of a part.
    """
    document = read_document(page.html, page.url)
    found = Findings()
    cut = outline(document)
    code, title, area = _header(cut, document, found)
    found.whole(title, "title")
    business = read_facts(arrange(cut.business, _BUSINESS), _BUSINESS, audit=False, sections=False)
    version = read_facts(arrange(cut.version, _VERSION), _VERSION, audit=True, sections=False)
    state = read_state(version, found)
    _expect(business, version, state.status, found)
    valid_from = found.whole(version.take("valid_from"), "Status gyldig fra")
    read_date = partial(values.read_date, today=page.fetched_on or _LAST_DAY)
    header = [token.line for token in cut.header]
    others = [line for each in cut.others for line in each.lines if not each.of_others]
    lines = [*header, *cut.business, *cut.version, *others, *cut.production, *cut.support]
    production = [line for line in cut.production if not _BUSINESS.is_furniture(line)]
    part = Part(
        code=code,
        integration=integration_code(code),
        title=title,
        area=area,
        **(
            _text("purpose", business, found)
            | _text("terms", business, found)
            | _text("description", version, found)
            | _text("news", version, found)
        ),
        production_use="\n".join(line.prose for line in production) or None,
        production_use_blocks=blocks(production),
        version=state.version,
        status=state.status,
        valid_from=found.read(read_date, valid_from, "Status gyldig fra"),
        valid_from_text=valid_from,
        closed_to_new=closed_to_new(lines, code, cut.version_named or state.version, found),
        documentation_url=_documentation(document, _in_order(cut))
        or _documentation(document, document.lines),
        url=page.url,
    )
    record = PartPage(
        part=part,
        endpoints=parse_endpoints(code, cut.services, found),
        support_services=parse_cards(cut.support, document, found),
        attachments=file_links(document, document.lines),
        sections=_sections(code, cut.others, found),
    )
    return Reading(record, tuple(found.found), document.sha256())


def _in_order(cut: Outline) -> list[Line]:
    header = [token.line for token in cut.header]
    services = [token.line for token in cut.services]
    return [*header, *cut.business, *cut.version, *services, *cut.production, *cut.support]


def _text(column: str, facts: Facts, found: Findings) -> dict[str, Any]:
    """Return a running text's two columns: its words, and its structure."""
    fact = facts.fact(column)
    found.whole(fact.value if fact else None, column)
    return {
        column: fact.value if fact else None,
        f"{column}_blocks": blocks(fact.source) if fact else None,
    }


def _sections(code: str, others: Sequence[Section], found: Findings) -> tuple[PartSection, ...]:
    """Return the sections that have no column of their own, each told once."""
    kept: dict[str, PartSection] = {}
    for position, section in enumerate(others, 1):
        if section.of_others:
            if not section.known:
                message = f"section '{section.name}' tells of others and was left out"
                found.add("unknown_section", message, section.name)
            continue
        name, number = section.name, 1
        while name in kept:
            number += 1
            name = f"{section.name} ({number})"
        kept[name] = PartSection(
            part_code=code,
            name=name,
            position=position,
            text="\n".join(line.prose for line in section.lines) or None,
            blocks=blocks(section.lines),
        )
        message = f"section '{section.name}' is not known; it is kept as it stands"
        found.add("unknown_section", message, section.name)
    return tuple(kept.values())


def _header(
    cut: Outline, document: Document, found: Findings
) -> tuple[str, str | None, str | None]:
    """Read code, title and area from what stands above the first section.

    The code is the one that the address names, where the page has it; else, of several (a
    breadcrumb, a menu), the last with words of its own after it. The title stands below it, or is
    the heading right above it.
    """
    slug = compact_code(urlsplit(document.url).path.rsplit("/", 1)[-1])
    words = [_Word(atom, token) for token in cut.header for atom in _atoms(token, slug)]
    codes = [at for at, word in enumerate(words) if is_code(word.text, slug)]
    codes = [at for at in codes if compact_code(words[at].text) == slug] or codes
    if not codes:
        raise not_this_kind(document, "an integration part's (no code such as SF1590_B_01)")
    at = next((at for at in reversed(codes) if _after(words, at)), codes[0])
    code, after = part_code(words[at].text), _after(words, at)
    above = words[at - 1] if at else None
    heads = above is not None and above.token.line.level == 1 and words[at].token.line.level != 1
    if above is not None and heads and _may_head(above):
        title: str | None = above.text
    else:
        title = after.pop(0).text if after else None
    return code, title, _area(after, document, found)


class _Word(NamedTuple):
    """Words above the first section, the line they stand on, and whether a label names them."""

    text: str
    token: Token
    labelled: bool = False


def _may_head(word: _Word) -> bool:
    return word.token.kind is Kind.TEXT and not is_label(word.text)


def _after(words: list[_Word], at: int) -> list[_Word]:
    """Return what stands below a code: title and area, as far as there is no other code."""
    after: list[_Word] = []
    labelled = False
    for word in words[at + 1 :]:
        if _AREA.match(word.text):
            labelled = True
            continue
        if is_code(word.text) or (is_label(word.text) and word.token.kind is not Kind.FURNITURE):
            break
        low = word.text.casefold()
        if vocabulary.CLOSED not in low and vocabulary.OPEN not in low:
            after.append(word._replace(labelled=labelled or bool(_AREA.split(word.token.line))))
            labelled = False
    return after


def _area(words: list[_Word], document: Document, found: Findings) -> str | None:
    """Return the area: what is known as one, stands under its label, or leads to its list.

    It may be missing. What else stands under the title is a finding, but for buttons and links.
    """
    area = None
    for text, token, labelled in words:
        line = token.line
        known = text in AREAS or labelled or _is_area_link(line, document)
        if area is None and known and line.level != 7:
            area = text
        elif token.kind is Kind.TEXT and not line.links and line.level != 7 and text != area:
            found.add("unread_text", f"'{text}' under the title was not read", "Område", text)
    return area


def _is_area_link(line: Line, document: Document) -> bool:
    """Whether a line leads to the list of an area: `/integrationer?f[0]=data_area:14`."""
    return any(
        "?" in document.href(place)
        and f"={AREA_FACET}:" in unquote(urlsplit(document.address(place)).query)
        for place in line.links
    )


def _atoms(token: Token, slug: str) -> list[str]:
    """Return the words of a line above the first section: a code, a title, a labelled area."""
    line = token.line
    if len(line.atoms) > 1 and is_code(line.atoms[0], slug):
        return list(line.atoms)
    if token.kind is Kind.CODE and (found := first_code(line.text, slug)):
        return [found.code, found.rest] if found.rest else [found.code]
    labelled = _AREA.split(line)
    return [value for _, value in labelled if value] or [line.text]


def _expect(business: Facts, version: Facts, status: str | None, found: Findings) -> None:
    """Note every label that stands on each page that was ever seen, and is not on this one."""
    for kind, facts in ((BUSINESS, business), (VERSION, version)):
        for each in kind.fields:
            if each.expected and facts.take(each.column) is None:
                label = each.spellings[0]
                found.add("missing_label", f"'{label}' has no value or is not on the page", label)
    if status is None:
        found.add("missing_label", "no status stands after the version", "Status")


EXPECTED = BUSINESS.expected | VERSION.expected
"""Columns that every part's page seen so far has."""


def _documentation(document: Document, lines: Sequence[Line]) -> str | None:
    """Return the address behind "Download dokumentation".

    A link that says just that comes first, then one that says it and a little more, then one with
    no words of its own in a line that says it.
    """
    longer = alone = None
    for line in lines:
        for place in line.links:
            words = key(document.words(place))
            if words in _DOWNLOAD:
                return document.address(place)
            if len(words) <= _LONGEST_HEADING and any(each in words for each in _DOWNLOAD):
                longer = longer or document.address(place)
            elif key(line.text) in _DOWNLOAD:
                alone = alone or document.address(place)
    return longer or alone
