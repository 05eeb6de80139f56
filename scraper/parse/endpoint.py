"""The technical services of a part: each with its version and its two environments."""

from __future__ import annotations

import re
from typing import Any

from scraper.models import Endpoint
from scraper.parse.fields import Facts, cut, read_facts, record, words_of
from scraper.parse.html import Line
from scraper.parse.neighbours import arrange
from scraper.parse.outline import starts_endpoint
from scraper.parse.result import Findings
from scraper.parse.state import read_state
from scraper.parse.tokens import Token
from scraper.parse.vocabulary import CLOSED, ENDPOINT, ENVIRONMENT

_ENDPOINT, _ENVIRONMENT = words_of(ENDPOINT), words_of(ENVIRONMENT)
_PLATFORM = re.compile(r"[^\W\d][^/.]{1,39}? ?/ ?[^/.]{2,60}")


def parse_endpoints(code: str, told: list[Token], found: Findings) -> tuple[Endpoint, ...]:
    """Read the technical services: each begins with `kind / platform`."""
    lines = [token.line for token in told]
    for line in lines:
        if CLOSED in line.text.casefold():
            message = f"'{line.text}' stands among the technical services of {code}"
            found.add("unclear_access", message, "Services", line.text)
    starts = [at for at in range(len(told)) if starts_endpoint(told, at)]
    if lines and not starts:
        message = f"section Services has no 'kind / platform': '{lines[0].text}'"
        found.add("unread_text", message, "Services", lines[0].text)
    return tuple(
        _endpoint(code, position, piece, found)
        for position, piece in enumerate(cut(lines, starts), 1)
    )


def _endpoint(code: str, position: int, lines: list[Line], found: Findings) -> Endpoint:
    facts = read_facts(arrange(lines, _ENDPOINT), _ENDPOINT, audit=False)
    head = [atom for line in facts.before for atom in _atoms(line)]
    kind, platform = (piece.strip() for piece in head[0].split("/", 1))
    state = read_state(facts, found)
    for name in head[:2]:
        found.whole(name, "Services")
    return Endpoint(
        part_code=code,
        number=position,
        position=position,
        kind=kind,
        platform=platform,
        name=head[1] if len(head) > 1 else None,
        version=state.version,
        status=state.status,
        purpose=facts.take("purpose"),
        description=facts.take("description"),
        **_environment("test", facts, found),
        **_environment("production", facts, found),
    )


def _atoms(line: Line) -> list[str]:
    if len(line.atoms) > 1 and _PLATFORM.fullmatch(line.atoms[0]):
        return list(line.atoms)
    return [line.text]


def _environment(name: str, facts: Facts, found: Findings) -> dict[str, Any]:
    """Return one environment's endpoint, UUID and entity ID, each null where it is not told."""
    fact = facts.fact(name)
    if fact is None:
        return {f"{name}_{each.column}": None for each in ENVIRONMENT.fields}
    lines = _lines(fact.source, fact.lines)
    told = read_facts(arrange(lines, _ENVIRONMENT), _ENVIRONMENT, audit=False)
    for line in (*told.before, *told.loose):
        message = f"'{line.text}' in an environment of a technical service was not read"
        found.add("unread_text", message, fact.label, line.text)
    for other in told.repeated():
        message = f"'{other.label}' stands again with '{other.value}', which does not count"
        found.add("repeated_label", message, other.label, other.value)
    return {f"{name}_{column}": value for column, value in record(told, ENVIRONMENT, found).items()}


def _lines(source: list[Line], texts: list[str]) -> list[Line]:
    """Return the lines of an environment; what stands on its label's own line as one more."""
    own = [line for line in source if line.text in texts]
    said = [Line(text, (text,)) for text in texts if all(text != line.text for line in source)]
    return said + own
