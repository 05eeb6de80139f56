"""A part's page cut into its sections: where each begins is told by tokens, and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from scraper.parse.common import (
    PART_PATH,
    is_label,
    not_this_kind,
    own_lines,
    part_slug,
    without_others,
)
from scraper.parse.fields import is_elsewhere, key, says_something, words_of
from scraper.parse.html import Document, Line
from scraper.parse.service_card import is_card_fact, says_more
from scraper.parse.tokens import Kind, Token, tokens, version_alone
from scraper.parse.values import version_key
from scraper.parse.vocabulary import BUSINESS, CARD, ENDPOINT, MENU, SUPPORT_HEADING, VERSION
from scraper.text.codes import compact_code

_BUSINESS, _VERSION, _ENDPOINT = words_of(BUSINESS), words_of(VERSION), words_of(ENDPOINT)
_CARD = words_of(CARD)
_SUPPORT = frozenset(key(word) for word in SUPPORT_HEADING)
_MENU = frozenset(key(word) for word in MENU)
_PANEL = 7  # level of a button that opens one
_HEADING_REACH = 8  # lines below a version's heading in which its date or number stands
_LONGEST_HEADING, _CARD_LINES = 60, 12  # letters; lines within which a card shows itself


@dataclass(slots=True)
class Section:
    """A section that has no column of its own: its heading and its lines.

    `of_others`: it is a teaser, or tells of other parts or services. `known`: its name says so.
    """

    name: str
    lines: list[Line] = field(default_factory=list)
    known: bool = False
    of_others: bool = False
    beside_services: bool = False


@dataclass(slots=True)
class Outline:
    """A part's page in pieces. `version_named`: the version that its own heading names."""

    header: list[Token]
    business: list[Line] = field(default_factory=list)
    version: list[Line] = field(default_factory=list)
    services: list[Token] = field(default_factory=list)
    production: list[Line] = field(default_factory=list)
    support: list[Line] = field(default_factory=list)
    others: list[Section] = field(default_factory=list)
    version_named: str | None = None


def outline(document: Document) -> Outline:
    """Cut a part's page into its sections.

    Raises `PageFault` for a page that has neither a section of a part's nor a version.
    """
    slug = part_slug(document.url) or ""
    told = tokens(_without_contents(own_lines(document), document), slug)
    own = own_code(told, document)
    told = _without_other_parts(told, own, document)
    told = _newest_version(told, own)
    version_at = _version_heading(told, own)
    first = _first_section(told, version_at)
    if first is None:
        raise not_this_kind(document, "an integration part's (no section Formål, no version)")
    result = Outline(header=told[:first])
    _fill(result, told, first, version_at)
    result.business = _without_versions(result.business, result.version_named)
    return result


def own_code(told: list[Token], document: Document) -> str:
    """Return the page's own code, compact: the one its address names, else the first it prints."""
    slug = compact_code(part_slug(document.url) or "")
    codes = [compact_code(each.code) for each in told if each.kind is Kind.CODE]
    if slug in codes or not codes:
        return slug
    return codes[0]


_VOCABULARIES = {
    "business": _BUSINESS,
    "version": _VERSION,
    "services": _ENDPOINT,
    "production": _ENDPOINT,
    "support": _CARD,
}


def _fill(result: Outline, told: list[Token], first: int, version_at: int | None) -> None:
    """Go through the tokens once, and put each line in its section."""
    zone, dated, top = "business", False, 0
    zones: dict[str, list[Line]] = {
        "business": result.business,
        "version": result.version,
        "production": result.production,
        "support": result.support,
    }
    levels: dict[str, set[int]] = {name: set() for name in _VOCABULARIES}
    other: Section | None = None
    for at in range(first, len(told)):
        token = told[at]
        opened, keeps = None, True
        if other is not None and token.kind is Kind.SUPPORT and is_elsewhere(other.name):
            continue  # what each card of others says of itself
        if token.kind is not Kind.TEXT or "supportydelse" in token.words:
            opened, keeps = _opens(zone, told, at, version_at, dated=dated)
        if opened is not None:
            zone, other, top = opened, None, token.level or top
            if token.line.level and not keeps:
                levels[zone].add(token.line.level)
            if token.kind is Kind.CODE_VERSION and at == version_at:
                result.version_named = token.version
                if token.rest:
                    result.version.append(_rest_of(token))
        elif token.kind is Kind.CASE:
            other = Section(token.line.text, known=True, of_others=True)
            result.others.append(other)
        elif _is_known(token, zone, levels):
            other = other if zone == "support" else None
        elif token.line.level and _is_section(told, at, zone, levels[zone], top):
            other = Section(token.line.text, beside_services=zone == "support")
            result.others.append(other)
            continue
        dated = dated or token.kind is Kind.VALID_FROM
        if opened is not None and not keeps:
            continue
        if other is None:
            if zone == "services":
                result.services.append(token)
            else:
                zones[zone].append(token.line)
        elif token.kind is not Kind.CASE and token.kind is not Kind.FURNITURE:
            other.lines.append(token.line)
    result.others = [each for each in result.others if each.lines]
    for section in result.others:
        section.known = section.known or is_elsewhere(section.name)
        if section.known or section.beside_services:
            section.of_others = section.of_others or any(map(_of_another, section.lines))


def _of_another(line: Line) -> bool:
    """Whether a line belongs to the record of another part or service."""
    return is_card_fact(line) or _tells(line)


def _opens(
    zone: str, told: list[Token], at: int, version_at: int | None, *, dated: bool
) -> tuple[str | None, bool]:
    """Return the section that a token opens, if any, and whether its line is part of it."""
    token = told[at]
    if zone == "business" and at == version_at:
        return "version", token.kind is not Kind.CODE_VERSION
    if token.kind is Kind.SERVICES and zone in ("business", "version"):
        follows = any(each.kind is Kind.PLATFORM for each in told[at + 1 : at + _CARD_LINES])
        return ("services", False) if follows or token.level else (None, True)
    if token.kind is Kind.PLATFORM and zone == "version" and dated and starts_endpoint(told, at):
        return "services", True
    if token.kind is Kind.PRODUCTION:
        return "production", False
    if (
        begins_support(token)
        and zone != "support"
        and not token.level
        and not _card_below(told, at)
    ):
        return None, True
    if begins_support(token):
        return (
            ("support", True) if zone != "support" or token.kind is Kind.SUPPORT else (None, True)
        )
    if zone not in ("business", "support") and dated and _opens_support(told, at):
        return "support", False
    return None, True


def _is_known(token: Token, zone: str, levels: dict[str, set[int]]) -> bool:
    """Whether a line begins with a label of the section it stands in; its level is noted."""
    pairs = _VOCABULARIES[zone].split(token.line)
    if not pairs:
        return zone == "services" and token.kind is Kind.PLATFORM
    if pairs[0][0].block and token.line.level and zone in ("business", "version"):
        levels[zone].add(token.line.level)
    return True


def _is_section(told: list[Token], at: int, zone: str, levels: set[int], top: int) -> bool:
    """Whether a heading opens a section that nobody knows: as high as those that are known.

    `top`: the level of the heading that the section so far stands under.

    Of a heading that is furniture elsewhere (the left menu has "Drift") there must be a text.
    """
    token = told[at]
    level, headings = token.line.level, {each for each in levels if each < _PANEL}
    if level == _PANEL and _PANEL not in levels:
        return False
    if level < _PANEL and headings and level > max(headings):
        return False
    if token.kind in (Kind.CODE, Kind.CODE_VERSION, Kind.STATUS):
        return False
    if is_elsewhere(token.line.text):
        return True
    below = list(
        takewhile(lambda each: not 0 < each.line.level <= level, islice(told, at + 1, None))
    )
    if zone == "support":
        if _heads_cards(token, below, top):
            return True
        if any(is_card_fact(each.line) or says_more(each.line) for each in below):
            return False
        if any(each.line.cell for each in below[:2]):
            return False
    if zone == "services" and any(each.kind is Kind.VERSION_LABEL for each in below[:3]):
        return False  # the name of a technical service
    if token.kind is Kind.FURNITURE:
        if token.words not in _MENU:
            return False
        text = next((each for each in below if each.kind is not Kind.FURNITURE), None)
        return text is not None and not _VOCABULARIES[zone].split(text.line)
    return True


def _heads_cards(token: Token, below: list[Token], top: int) -> bool:
    """Whether a heading as high as the support services' own stands over the names of others."""
    if token.line.links or not below or not 0 < token.level <= top:
        return False
    line = below[0].line
    return below[0].level > token.level or (bool(line.links) and not says_more(line))


def _rest_of(token: Token) -> Line:
    """Return what a version's heading says beside its code: that it is closed."""
    return Line(token.rest, (token.rest,), block=token.line.block)


def _without_contents(lines: list[Line], document: Document) -> list[Line]:
    """Leave out a table of contents: two lines or more that only lead to places on this page.

    A single one may be the heading of a panel that it opens.
    """
    inner = {at for at, line in enumerate(lines) if line.links and _leads_within(line, document)}
    if len(inner) < 2:
        return lines
    contents = {at for at in inner if at + 1 in inner or at - 1 in inner}
    return [line for at, line in enumerate(lines) if at not in contents]


def _leads_within(line: Line, document: Document) -> bool:
    """Whether a line is nothing but links to places on the same page."""
    if not all(document.href(place).startswith("#") for place in line.links):
        return False
    return line.text == " ".join(document.words(place) for place in line.links)


def _without_other_parts(told: list[Token], own: str, document: Document) -> list[Token]:
    """Leave out the cards of other parts that a page shows."""
    others = [
        token.line
        for token in told
        if (token.kind is Kind.CODE and compact_code(token.code) != own)
        or (len(token.line.links) == 1 and _leads_to_another(token, own, document))
    ]
    if not others:
        return told
    places = document.places
    heads = [places[id(line)] for line in others if id(line) in places]
    ours = {
        places[id(token.line)]
        for token in told
        if token.kind in (Kind.CODE, Kind.CODE_VERSION)
        and compact_code(token.code) == own
        and id(token.line) in places
    }
    left = without_others(document, [each.line for each in told], heads, ours, _tells)
    kept = {id(line) for line in left}
    return [token for token in told if id(token.line) in kept]


def _leads_to_another(token: Token, own: str, document: Document) -> bool:
    """Whether a line with one link is nothing but that link, to another part's page."""
    if token.kind in (Kind.CODE, Kind.CODE_VERSION) and compact_code(token.code) == own:
        return False
    place = token.line.links[0]
    slug = part_slug(document.href(place)) if PART_PATH in document.href(place) else None
    if slug is None or compact_code(slug) == own:
        return False
    return document.words(place) == token.line.text


def _tells(line: Line) -> bool:
    """Whether a line tells of a part or of a version: what a card of another shows."""
    return bool(_VERSION.split(line) or _BUSINESS.split(line))


def _newest_version(told: list[Token], own: str) -> list[Token]:
    """Leave out what is told of older versions: each from its heading to the next one's.

    The last one's ends where the support services begin, which belong to the part.
    """
    starts = version_headings(told, own)
    if len(starts) < 2:
        return told
    ending = (
        at
        for at in range(starts[-1], len(told))
        if begins_support(told[at]) or told[at].kind is Kind.PRODUCTION
    )
    end = next(ending, len(told))
    spans = list(pairwise([*starts, end]))

    def newness(span: tuple[int, int]) -> tuple[tuple[int, ...], int]:
        return version_key(told[span[0]].version), span[1] - span[0]

    start, stop = max(spans, key=newness)
    return [*told[: starts[0]], *told[start:stop], *told[end:]]


def version_headings(told: list[Token], own: str) -> list[int]:
    """Find the headings `SF1590_B_01_4.0`: of the page's own code, over a date or a version."""
    named = [
        at
        for at, token in enumerate(told)
        if token.kind is Kind.CODE_VERSION and own in ("", compact_code(token.code))
    ]
    if not named:
        return []
    return [
        at
        for at, following in pairwise([*named, len(told)])
        if any(
            each.kind in (Kind.VALID_FROM, Kind.VERSION_LABEL)
            for each in told[at + 1 : min(following, at + _HEADING_REACH)]
        )
    ]


def begins_support(token: Token) -> bool:
    """Whether a line says "Supportydelse", alone or over a card."""
    return token.kind is Kind.SUPPORT or token.words.startswith("supportydelse ")


def _card_below(told: list[Token], at: int) -> bool:
    """Whether a card, a table or a link to one stands soon below."""
    near = [each.line for each in told[at + 1 : at + _CARD_LINES]]
    return any(is_card_fact(line) or says_more(line) or line.cell for line in near)


def _opens_support(told: list[Token], at: int) -> bool:
    """Whether a heading in other words opens the support services: a card stands below it."""
    words = told[at].words
    if len(words) > _LONGEST_HEADING or words.endswith(".") or is_elsewhere(words):
        return False
    if not (words.startswith("supportydelser ") or words.split()[-1] in _SUPPORT):
        return False
    for token in told[at + 1 : at + _CARD_LINES]:
        if begins_support(token):
            return False
        if is_card_fact(token.line):
            return True
    return False


def _version_heading(told: list[Token], own: str) -> int | None:
    """Find the line `SF1590_B_01_4.0`, or else the label that always comes soon after it."""
    dates = (at for at, token in enumerate(told) if token.kind is Kind.VALID_FROM)
    return next(iter(version_headings(told, own)), next(dates, None))


def _first_section(told: list[Token], version_at: int | None) -> int | None:
    """Find the first section with words of its own: in a menu, label follows on label."""
    begin = next((at for at, each in enumerate(told) if each.kind is Kind.CODE), 0)
    for at in range(begin, len(told) if version_at is None else version_at):
        pairs = _BUSINESS.split(told[at].line)
        if pairs and (pairs[0][1] or _is_prose(told, at + 1)):
            return at
    return version_at


def _is_prose(told: list[Token], at: int) -> bool:
    if at >= len(told):
        return False
    return not _BUSINESS.split(told[at].line) and told[at].kind is not Kind.FURNITURE


def _without_versions(lines: list[Line], number: str | None) -> list[Line]:
    """Leave out a list of versions that ends above the version's own heading and names it too."""
    end = len(lines)
    named = set()
    while end and (alone := version_alone(lines[end - 1].text)):
        named.add(alone)
        end -= 1
    return lines[:end] if number in named else lines


def starts_endpoint(told: list[Token], at: int) -> bool:
    """Whether `kind / platform` stands here, with a version soon after it."""
    if told[at].kind is not Kind.PLATFORM:
        return False
    if at > 0 and _ENDPOINT.match(told[at - 1].line.text):
        return False
    near = takewhile(lambda each: each.kind is not Kind.PLATFORM, told[at + 1 : at + 4])
    return any(pair[0].column == "version" for each in near for pair in _ENDPOINT.split(each.line))


def is_value(line: Line) -> bool:
    """Whether a line may be a value: it says something, and is no label."""
    return says_something(line) and not is_label(line.text)
