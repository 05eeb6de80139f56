"""The page of an integration part, made from its record."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from tests.parse.generated import values
from tests.parse.generated.cards import cards
from tests.parse.generated.endpoints import endpoints
from tests.parse.generated.fields import field
from tests.parse.generated.maker import Maker
from tests.parse.generated.rows import WAYS, Row
from tests.parse.generated.surroundings import PARTS, SERVICES, Content, page
from tests.parse.generated.texts import text
from tests.parse.generated.truth import Group, Made, Truth

CODES = (
    ("SF1590_B_01", "SF1590B"),
    ("SF1520", "SF1520"),
    ("SF0770_D", "SF0770D"),
    ("SF770", "SF770"),
    ("SF12345_B", "SF12345B"),
    ("XY1234_A", "XY1234A"),
    ("KLE77_C_03", "KLE77C"),
)
VERSIONS = ("4.0", "3.10", "2.4.0", "1.1")
TITLES = (
    "Afsend DebitorRegistrering",
    "SKAT eIndkomst - Opslag skattekort",
    "Abonnement på hændelser vedr. eIndkomst",
    "Print på serviceplatformen",
    "Afsend økonomipostering (SKI 02.19)",
)
AREAS = ("Økonomi", "Personskat", "Sag og Dokument", "Person")
CLOSED = (
    "Denne version er lukket for tilgang",
    "Denne version er lukket for tilgang af nye anvendere",
    "Integrationen er lukket for tilgang af nye anvendere",
)
OPEN = "Integrationen er åben for tilgang af nye anvendere"
WAYS_OF_VERSION = (
    "divs in a row",
    "definition list",
    "table, heads left",
    "table, heads on top",
    "Drupal fields, above",
    "Drupal fields, inline",
    "paragraphs",
    "bold label",
    "bold label over its value",
    "div pairs",
    "spans",
)


def part_page(maker: Maker) -> Made:
    """Return the page of a part, and what is true of it."""
    code, integration = maker.pick(CODES)
    title = maker.pick(TITLES)
    truths = [
        Truth("code", (code,), (code,)),
        Truth("integration", (integration,), (code,)),
        Truth("title", (title,), (title, "titel")),
    ]
    groups = [Group("part", lambda record: record.part, truths, (code,))]
    html = _head(maker, code, title, truths)
    html += _section(maker, "Formål", "purpose", truths)
    html += _section(maker, "Vilkår og betingelser", "terms", truths)
    if maker.busy(5, "a section that nobody knows"):
        html += _unknown(maker, groups)
    if maker.busy(6, "a case"):
        html += "<h2>Case - Byen sparer tid</h2><p>Se hvordan.</p><a href='/case'>Læs mere</a>"
    html += _version(maker, code, title, truths)
    html += endpoints(maker, groups)
    html += _production(maker, truths)
    link = f"https://docs.kombit.dk/integration/{code.lower()}/1.0/pakke"
    html += f'<p><a href="{link}">Download dokumentation</a></p>'
    truths.append(Truth("documentation_url", (link,), ("Download dokumentation", link)))
    own_cards, others = cards(maker, groups)
    html += own_cards
    url = "https://example.org/integration/" + code.replace("_", "").lower()
    return Made(url, page(maker, Content(escape(title), html), [PARTS, SERVICES]), groups, others)


def _head(maker: Maker, code: str, title: str, truths: list[Truth]) -> str:
    """Return the head of the page: code, title and perhaps an area."""
    area = maker.pick((*AREAS, None))
    truths.append(Truth("area", (area,), ("Område", area or "")))
    forms = {
        "code in h1": f"<h1>{code}</h1><p>{title}</p>",
        "code over the h1": f"<div>{code}</div><h1>{title}</h1>",
        "code and title in h1": f"<h1>{code} {title}</h1>",
        "code under the h1": f'<h1>{title}</h1><div class="id">{code}</div>',
        "code in a div": f'<div class="code">{code}</div><div class="title">{title}</div>',
        "code and title in spans": f"<h1><span>{code}</span> <span>{title}</span></h1>",
    }
    html = maker.by_name(forms)
    if area:
        html += maker.pick(
            (f"<p>{area}</p>", f"<div>{area}</div>", f"<dl><dt>Område</dt><dd>{area}</dd></dl>")
        )
    if maker.busy(3, "buttons below the title"):
        html += maker.pick(
            ("<p>Kopier link</p>", "<button>Kopier link</button>", '<a href="#">Del</a>')
        )
    if maker.busy(4, "table of contents"):
        names = ("Formål", "Vilkår og betingelser", "Beskrivelse", "Services")
        items = "".join(f'<li><a href="#s{at}">{name}</a></li>' for at, name in enumerate(names))
        html += f'<div class="toc"><ul>{items}</ul></div>'
    return html


def heading(maker: Maker, words: str, level: int, body: str) -> str:
    """Return a section under its heading."""
    at = maker.next()
    forms = {
        "heading": f'<h{level} id="s{at}">{words}</h{level}>{body}',
        "heading in bold": f"<p><strong>{words}</strong></p>{body}",
        "section in an accordion": (
            f'<h{level}><button class="accordion-button" aria-expanded="false" '
            f'aria-controls="s{at}">{words}</button></h{level}><div id="s{at}" hidden>{body}</div>'
        ),
        "section in details": f"<details><summary>{words}</summary>{body}</details>",
        "section in a field": (
            f'<div class="field field--label-above"><div class="field__label">{words}</div>'
            f'<div class="field__item">{body}</div></div>'
        ),
    }
    return maker.by_name(forms)


def _section(maker: Maker, words: str, column: str, truths: list[Truth], level: int = 2) -> str:
    """Return a section of text, and add its truth."""
    body = text(maker)
    truths.append(Truth(column, (body.pattern,), (words, body.first)))
    return heading(maker, words, level, body.html)


def _unknown(maker: Maker, groups: list[Group]) -> str:
    """Return a section that the program does not know: its text is kept, or it is told."""
    name = maker.pick(("Drift", "Priser og afregning", "Samtykke"))
    words = f"Servicevinduet er hver nat mellem kl. {maker.between(1, 5)} og 6."
    groups.append(Group(f"section {name}", _holds(words), [], (name, words)))
    return f"<h2>{name}</h2><p>{words}</p>"


def _holds(words: str) -> Callable[[Any], str | None]:
    """Return how to find words anywhere in what was read."""
    return lambda record: words if words in str(record.model_dump()) else None


def _version(maker: Maker, code: str, title: str, truths: list[Truth]) -> str:
    """Return the block of the version."""
    number = values.word("version", maker.pick(VERSIONS), "1.9")
    status = maker.pick(("I drift", "Udfaset"))
    truths.append(Truth("status", (status,), ("Status", status)))
    rows: list[Row] = []
    for label, value in (("Status gyldig fra", values.day(maker)), ("Version", number)):
        row, known = field(maker, label, value)
        rows.append(row)
        truths += known
    said = _said(maker, truths)
    where = (
        maker.pick(("none", "below", "number", "brackets", "heading", "text")) if said else "none"
    )
    top = f"{code}_{number.text}" + (f" {said}" if where == "heading" else "")
    if where in ("number", "brackets"):
        form = " ({0})" if where == "brackets" else " {0}"
        rows[-1] = Row(rows[-1].label, rows[-1].value + form.format(said))
    labelled = maker.chance(3)
    if labelled:
        rows.append(Row("Status", f"<strong>{status}</strong>" if maker.chance(2) else status))
    facts = WAYS[maker.pick(WAYS_OF_VERSION)](maker, rows)
    if not labelled:
        facts += maker.pick(
            (
                "<p>{0}</p>",
                "<div>{0}</div>",
                "<p><strong>{0}</strong></p>",
                '<div><span class="badge">{0}</span></div>',
            )
        ).format(status)
    if said and where in ("none", "below"):
        facts += f"<p>{said}.</p>"
    head = maker.pick(
        (
            "<h2>{0}</h2><p>{1}</p>",
            "<h3>{0}</h3><div>{1}</div>",
            "<h2>{0} {1}</h2>" if where != "heading" else "<h2>{0}</h2>",
        )
    )
    html = head.format(top, title) + facts
    if maker.chance(4):
        html += _section(maker, "Nyt i denne version", "news", truths, 3)
    else:
        truths.append(Truth("news", (None,), ()))
    described = text(maker)
    body, pattern = described.html, described.pattern
    if where == "text":
        body = f"<p>{said}.</p>{body}"
        pattern = re.compile(re.escape(f"{said}. ") + pattern.pattern)
    truths.append(Truth("description", (pattern,), ("Beskrivelse", described.first)))
    return html + heading(maker, "Beskrivelse", 3, body)


def _said(maker: Maker, truths: list[Truth]) -> str:
    """Return what the page says of being closed, if anything, and add its truth."""
    said, value = "", None
    if maker.chance(3):
        said, value = maker.pick(CLOSED), 1
    elif maker.odd(8, "a version that is said to be open"):
        said, value = OPEN, 0
    truths.append(Truth("closed_to_new", (value,), ("lukket for tilgang", "åben for tilgang")))
    return said


def _production(maker: Maker, truths: list[Truth]) -> str:
    name, column = "Anvend integrationen i produktion", "production_use"
    if maker.chance(2):
        return _section(maker, name, column, truths)
    truths.append(Truth(column, (None,), ()))
    return ""
