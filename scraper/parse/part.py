"""An integration part's page to its record: the part, its technical services, its cards."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, pairwise, takewhile
from urllib.parse import urlsplit

from scraper.models import Endpoint, Part, Record, SupportService
from scraper.parse import values
from scraper.parse import vocabulary as labels
from scraper.parse.common import file_links, is_file, is_label, not_this_kind, until_footer
from scraper.parse.fields import Facts, Vocabulary, cut, key, read_facts
from scraper.parse.html import Document, Line, read_document
from scraper.parse.result import Findings, Page, Reading
from scraper.parse.service_card import is_card_fact, parse_cards
from scraper.text import codes

_STOPS = (*labels.DOWNLOAD, *labels.FURNITURE, *labels.READ_MORE)
_HEADER = Vocabulary(labels.HEADER)
_BUSINESS = Vocabulary(labels.BUSINESS, _STOPS)
_VERSION = Vocabulary(labels.VERSION, _STOPS)
_ENDPOINT = Vocabulary(labels.ENDPOINT, _STOPS)
_SERVICES, _PRODUCTION, _SUPPORT, _DOWNLOAD = (
    frozenset(key(word) for word in words)
    for words in (
        labels.SERVICES_HEADING,
        labels.PRODUCTION_HEADING,
        labels.SUPPORT_HEADING,
        labels.DOWNLOAD,
    )
)
_CODE_FIRST = re.compile(
    r"(SF\d{4}(?:_[A-Z])?(?:_\d{2})?(?:_V\d+)?)(?:(?: ?[:–-] ?| )(.+))?", re.IGNORECASE
)
_NUMBERS = r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,4}"
_CODE_VERSION = re.compile(
    rf"(SF[0-9]{{4}}(?:_[A-Z])?(?:_[0-9]{{2}})?)_v?({_NUMBERS})(?: (.*))?", re.IGNORECASE
)
_KIND_PLATFORM = re.compile(r"[^\W\d][^/.]{1,39}? ?/ ?[^/.]{2,60}")
_CLOSED = re.compile(rf"{labels.CLOSED}(?: af nye anvendere)?", re.IGNORECASE)
_SF = frozenset({"SF", "sf", "Sf"})
_HEADING_REACH = 8  # lines below a version's heading in which its date or number stands
_LONGEST_HEADING, _CARD_LINES = 60, 12  # letters; lines within which a card shows itself
_VERSION_ALONE = re.compile(rf"(?:version )?({_NUMBERS})", re.IGNORECASE)
_AREA = re.compile(r"[^\W\d][^:!?]{1,59}(?<!\.)")
_DATE = re.compile(labels.DATE)
_VERSION_FIRST = re.compile(r"v?(\d+(?:\.\d+)*)(?![\d.])(.*)", re.DOTALL)
EXPECTED = frozenset({"purpose", "terms", "version", "valid_from"})


class PartPage(Record):
    """All that a part's page holds."""

    part: Part
    endpoints: tuple[Endpoint, ...]
    support_services: tuple[SupportService, ...]
    attachments: tuple[str, ...]


def parse_part(page: Page) -> Reading[PartPage]:
    """Read one integration part from its own page.

    Raises `PageFault` when the page holds no code, or none of the sections of a part.
    """
    document = read_document(page.html, page.url, menus=False)
    found = Findings()
    header, zones, heading = _zones(document)
    closed = False
    for lines in (header, zones["business"], zones["version"]):
        closed = _take_closed(lines, heading) or closed
    zones["business"] = _without_versions(zones["business"], heading)
    code, title, area = _header(header, document)
    business = read_facts(zones["business"], _BUSINESS, audit=False)
    version = read_facts(zones["version"], _VERSION, audit=True)
    number, said, status = _version(version, found)
    _expect(business, version, status, found)
    for fact in business.unknown:
        found.add("unknown_label", f"section '{fact.label}' is not known and was left out")
    valid_from = version.take("valid_from")
    part = Part(
        code=code,
        integration=codes.integration_code(code),
        title=title,
        area=area,
        purpose=business.take("purpose"),
        terms=business.take("terms"),
        description=version.take("description"),
        news=version.take("news"),
        production_use=_text(zones["production"]),
        version=number,
        status=status,
        valid_from=found.read(values.iso_date, valid_from),
        valid_from_text=valid_from,
        closed_to_new=int(closed or said),
        documentation_url=_documentation(document, [*header, *chain(*zones.values())])
        or _documentation(document, document.lines),
        url=page.url,
    )
    record = PartPage(
        part=part,
        endpoints=_endpoints(code, zones["services"], found),
        support_services=parse_cards(zones["support"], document, found),
        attachments=file_links(document, document.lines),
    )
    return Reading(record, tuple(found.found), document.sha256())


def _zones(document: Document) -> tuple[list[Line], dict[str, list[Line]], str | None]:
    """Cut the page where its fixed headings stand; the header is what is above the first.

    The third is the version that its own heading names, if it has one.
    """
    lines = _newest_version(_without_contents(until_footer(document.lines), document))
    version_at = _version_heading(lines)
    first = _first_section(lines, version_at)
    if first is None:
        raise not_this_kind(document, "an integration part's (no section Formål, no version)")
    zones: dict[str, list[Line]] = {
        name: [] for name in ("business", "version", "services", "production", "support")
    }
    zone, dated, number = "business", False, None
    for at, line in enumerate(lines[first:], first):
        word = key(line.text)
        if zone == "business" and at == version_at:
            zone = "version"
            if number := _version_of(line):  # it may say that the version is closed
                said = [replace(line, text=labels.CLOSED)] if _CLOSED.search(line.text) else []
                zones[zone] += said
                continue
        elif word in _SERVICES and zone in ("business", "version"):
            zone = "services"
            continue
        elif zone == "version" and dated and _starts_endpoint(lines, at):
            zone = "services"
        elif word in _PRODUCTION:
            zone = "production"
            continue
        elif word in _SUPPORT or (zone != "support" and _begins_support(line)):
            zone = "support"
        elif zone not in ("business", "support") and dated and _opens_support(lines, at):
            zone = "support"
            continue
        dated = dated or _is_valid_from(line)
        zones[zone].append(line)
    zones["business"] = _without_case(zones["business"])
    return lines[:first], zones, number


def _without_contents(lines: list[Line], document: Document) -> list[Line]:
    """Leave out a table of contents: two lines or more that only lead to places on this page.

    A single one may be the heading of a panel that it opens.
    """
    inner = [
        bool(line.links)
        and all(document.href(place).startswith("#") for place in line.links)
        and line.text == " ".join(document.words(place) for place in line.links)
        for line in lines
    ]
    return [
        line
        for at, line in enumerate(lines)
        if not (inner[at] and (any(inner[at + 1 : at + 2]) or (at > 0 and inner[at - 1])))
    ]


def _newest_version(lines: list[Line]) -> list[Line]:
    """Leave out what is told of older versions: each from its heading to the next one's.

    The last one's ends where the support services begin, which belong to the part.
    """
    starts = _version_headings(lines)
    if len(starts) < 2:
        return lines
    end = next((at for at in range(starts[-1], len(lines)) if _ends_versions(lines[at])), None)
    ends = [*starts[1:], len(lines) if end is None else end]

    def newness(span: tuple[int, int]) -> tuple[tuple[int, ...], int]:
        return values.version_key(_version_of(lines[span[0]]) or "0"), span[1] - span[0]

    start, stop = max(zip(starts, ends, strict=True), key=newness)
    return [*lines[: starts[0]], *lines[start:stop], *lines[ends[-1] :]]


def _ends_versions(line: Line) -> bool:
    return _begins_support(line) or key(line.text) in _PRODUCTION


def _version_headings(lines: list[Line]) -> list[int]:
    """Find the headings `SF1590_B_01_4.0`: of the page's own code, over a date or a version."""
    seen = (
        atom
        for line in lines
        if line.atoms[0][:2] in _SF or len(line.atoms) > 1
        for atom in _header_atoms(line)
        if codes.is_code(atom)
    )
    own = codes.compact_code(next(seen, ""))
    named = [
        at
        for at, line in enumerate(lines)
        if line.text[:2] in _SF and _version_of(line) and own in ("", _code_of(line))
    ]
    return [
        at
        for at, following in pairwise([*named, len(lines)])
        if any(map(_tells_version, lines[at + 1 : min(following, at + _HEADING_REACH)]))
    ]


def _version_of(line: Line) -> str | None:
    """Give the version that a line names, when it is no more than a version's heading."""
    found = _CODE_VERSION.fullmatch(line.text)
    if found is None:
        return None
    bare = not found[3] or _CLOSED.fullmatch(found[3].strip(" .,-()")) is not None
    return found[2] if bare or line.level or line.label else None


def _code_of(line: Line) -> str:
    found = _CODE_VERSION.fullmatch(line.text)
    return codes.compact_code(found[1]) if found else ""


def _tells_version(line: Line) -> bool:
    return any(label.field in ("valid_from", "version") for label, _ in _VERSION.split(line))


def _begins_support(line: Line) -> bool:
    return key(line.text) in _SUPPORT or key(line.text).startswith("supportydelse ")


def _opens_support(lines: list[Line], at: int) -> bool:
    """Say whether a heading in other words opens the support services: a card stands below it."""
    words = key(lines[at].text)
    if len(words) > _LONGEST_HEADING or words.endswith(".") or "supportydelse" not in words:
        return False
    if not (words.startswith("supportydelser ") or words.split()[-1] in _SUPPORT):
        return False
    for line in lines[at + 1 : at + _CARD_LINES]:
        if _begins_support(line):
            return False
        if is_card_fact(line):
            return True
    return False


def _take_closed(lines: list[Line], number: str | None) -> bool:
    """Take out the lines that say that a version is closed; say whether the page's own is.

    It is, unless the line ends a list of versions, of which the page's own is another.
    """
    kept: list[Line] = []
    closed, listed = False, [""]
    for line in lines:
        if "lukket" in line.text and _CLOSED.fullmatch(line.text.rstrip(".")):
            closed = closed or not (number in listed[:-1] and _is_older(listed[-1], number))
            continue
        if alone := _VERSION_ALONE.fullmatch(line.text):
            listed.append(alone[1])
        elif line.text not in labels.STATUSES:
            listed = [""]
        kept.append(line)
    lines[:] = kept
    return closed


def _is_older(version: str, than: str | None) -> bool:
    return than is not None and values.version_key(version) < values.version_key(than)


def _without_versions(lines: list[Line], number: str | None) -> list[Line]:
    """Leave out a list of versions that ends above the version's own heading and names it too."""
    end = len(lines)
    named = set()
    while end and (alone := _VERSION_ALONE.fullmatch(lines[end - 1].text)):
        named.add(alone[1])
        end -= 1
    return lines[:end] if number in named else lines


def _version_heading(lines: list[Line]) -> int | None:
    """Find the line `SF1590_B_01_4.0`, or else the label that always comes soon after it."""
    for at in _version_headings(lines):
        return at
    for at, line in enumerate(lines):
        if _is_valid_from(line):
            return at
    return None


def _is_valid_from(line: Line) -> bool:
    return any(label.field == "valid_from" for label, _ in _VERSION.split(line))


def _first_section(lines: list[Line], version_at: int | None) -> int | None:
    """Find the first section with words of its own: in a menu, label follows on label."""
    begin = next((at for at, line in enumerate(lines) if _has_code(line)), 0)
    for at, line in enumerate(lines[begin:version_at], begin):
        pairs = _BUSINESS.split(line)
        if pairs and (pairs[0][1] or _is_prose(lines, at + 1)):
            return at
    return version_at


def _has_code(line: Line) -> bool:
    """Say whether a line tells of a part; what stands above is a banner, and no section of it."""
    return any(codes.is_code(atom) for atom in _header_atoms(line))


def _is_prose(lines: list[Line], at: int) -> bool:
    if at >= len(lines):
        return False
    return not _BUSINESS.split(lines[at]) and key(lines[at].text) not in _BUSINESS.stops


def _header(lines: list[Line], page: Document) -> tuple[str, str | None, str | None]:
    """Read code, title and area from what stands above the first section.

    Of several codes (a breadcrumb, a menu) the last with words of its own after it is taken.
    """
    atoms = [(atom, line) for line in lines for atom in _header_atoms(line)]
    best: tuple[str, list[tuple[str, Line]]] | None = None
    for at, (atom, _) in enumerate(atoms):
        if codes.is_code(atom):
            after: list[tuple[str, Line]] = []
            for other, line in atoms[at + 1 : at + 3]:
                if codes.is_code(other) or is_label(other):
                    break
                after.append((other, line))
            if best is None or after:
                best = (codes.part_code(atom), after)
    if best is None:
        raise not_this_kind(page, "an integration part's (no code such as SF1590_B_01)")
    code, words = best
    area = words[1][0] if len(words) > 1 and _may_be_area(*words[1], page) else None
    return code, words[0][0] if words else None, area


def _may_be_area(words: str, line: Line, page: Document) -> bool:
    """Say whether what stands under the title may be an area: a few words, and no button.

    It has no label, and may be missing.
    """
    if words in labels.AREAS:
        return True
    if _AREA.fullmatch(words) is None or _DATE.search(words) or line.level == 7:
        return False
    here = urlsplit(page.url).netloc
    links = [page.link(place).url for place in line.links]
    return not any(urlsplit(url).netloc != here or is_file(url) for url in links)


def _header_atoms(line: Line) -> list[str]:
    found = _CODE_FIRST.fullmatch(line.text)
    if len(line.atoms) > 1 and codes.is_code(line.atoms[0]):
        return list(line.atoms)
    if found:
        return [piece for piece in found.groups() if piece]
    labelled = _HEADER.split(line)
    return [value for _, value in labelled if value] if labelled else [line.text]


def _without_case(lines: list[Line]) -> list[Line]:
    """Leave out the case cards: they stand last among the business sections."""
    for at, line in enumerate(lines):
        if line.text.startswith(labels.CASE_PREFIX):
            return lines[:at]
    return lines


def _version(facts: Facts, found: Findings) -> tuple[str | None, bool, str | None]:
    """Read version, the flag for closed to new users, and the status that stands after them."""
    text = facts.take("version") or ""
    rest = "\n".join([text, *(line.text for line in facts.loose)])
    number, rest = _leading_version(rest, found)
    closed = _CLOSED.search(rest) is not None
    left = [words for line in _CLOSED.sub("", rest).splitlines() if (words := line.strip(" ·,-."))]
    first = left[0] if left and not is_label(left[0]) else None
    status = first if first in labels.STATUSES else facts.take("status") or first
    if status is not None and status == first:
        left.pop(0)
    if status is not None and status not in labels.STATUSES:
        found.add("unknown_status", f"status '{status}' is not one of {sorted(labels.STATUSES)}")
    for words in left:
        found.add("unread_text", f"'{words}' stands beside the version and was not read")
    for fact in facts.unknown:
        found.add("unknown_label", f"label '{fact.label}' is not known; value '{fact.value}'")
    return number, closed, status


def _leading_version(text: str, found: Findings) -> tuple[str | None, str]:
    match = _VERSION_FIRST.match(text)
    if match:
        return match[1], match[2]
    if text.strip():
        found.add("unreadable_value", f"'{text.strip()}' does not begin with a version")
    return None, text


def _expect(business: Facts, version: Facts, status: str | None, found: Findings) -> None:
    """Note every label that stands on each page that was ever seen, and is not on this one."""
    for label in (*labels.BUSINESS, *labels.VERSION):
        facts = business if label in labels.BUSINESS else version
        if label.field in EXPECTED and facts.take(label.field) is None:
            found.add("missing_label", f"'{label.spellings[0]}' has no value or is not on the page")
    if status is None:
        found.add("missing_label", "no status stands after the version")


def _documentation(document: Document, lines: list[Line]) -> str | None:
    """Give the address behind "Download dokumentation".

    A link that says just that comes first, then one that says it and a little more, then one with
    no words of its own in a line that says it.
    """
    longer = alone = None
    for line in lines:
        for place in line.links:
            words = key(document.words(place))
            if words in _DOWNLOAD:
                return document.link(place).url
            if len(words) <= _LONGEST_HEADING and any(each in words for each in _DOWNLOAD):
                longer = longer or document.link(place).url
            elif key(line.text) in _DOWNLOAD:
                alone = alone or document.link(place).url
    return longer or alone


def _text(lines: list[Line]) -> str | None:
    kept = [line.text for line in lines if key(line.text) not in _BUSINESS.stops]
    return "\n".join(kept) or None


def _endpoints(code: str, lines: list[Line], found: Findings) -> tuple[Endpoint, ...]:
    """Read the technical services: each begins with `kind / platform`."""
    starts = [at for at in range(len(lines)) if _starts_endpoint(lines, at)]
    if lines and not starts:
        found.add("unread_text", f"section Services has no 'kind / platform': '{lines[0].text}'")
    return tuple(
        _endpoint(code, position, piece, found)
        for position, piece in enumerate(cut(lines, starts), 1)
    )


def _starts_endpoint(lines: list[Line], at: int) -> bool:
    """Say whether `kind / platform` stands here, with a version soon after it."""
    if not _is_kind(lines[at]) or (at > 0 and _ENDPOINT.match(lines[at - 1].text)):
        return False
    near = takewhile(lambda each: not _is_kind(each), lines[at + 1 : at + 4])
    return any(pair[0].field == "version" for each in near for pair in _ENDPOINT.split(each))


def _is_kind(line: Line) -> bool:
    """Say whether a line may be `kind / platform`: no value of a label, and no sentence."""
    if "/" not in line.text or len(line.text) > 120 or not _KIND_PLATFORM.match(line.text):
        return False
    return not (_VERSION.split(line) or _ENDPOINT.split(line))


def _endpoint(code: str, position: int, lines: list[Line], found: Findings) -> Endpoint:
    facts = read_facts(lines, _ENDPOINT, audit=False)
    head = [atom for line in facts.before for atom in _endpoint_atoms(line)]
    kind, platform = (piece.strip() for piece in head[0].split("/", 1))
    number, _, status = _version(facts, found)
    return Endpoint(
        part_code=code,
        number=position,
        position=position,
        kind=kind,
        platform=platform,
        name=head[1] if len(head) > 1 else None,
        version=number,
        status=status,
        purpose=facts.take("purpose"),
        description=facts.take("description"),
    )


def _endpoint_atoms(line: Line) -> list[str]:
    if len(line.atoms) > 1 and _KIND_PLATFORM.fullmatch(line.atoms[0]):
        return list(line.atoms)
    return [line.text]
