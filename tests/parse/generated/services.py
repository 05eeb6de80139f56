"""The page of a support service, made from its record."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from tests.parse.generated import values
from tests.parse.generated.fields import bare_value
from tests.parse.generated.fields import field as made
from tests.parse.generated.maker import Maker
from tests.parse.generated.rows import Row, printed
from tests.parse.generated.surroundings import SERVICES, Content, older, page
from tests.parse.generated.texts import text
from tests.parse.generated.truth import Group, Made, Truth
from tests.parse.generated.values import Printed

URL = "https://example.org/supportydelse/den-ydelse"
NAMES = (
    "Etablering af rute til serviceudbyders webservice",
    "Indlæsning af testdata",
    "Rådgivning & fejlsøgning",
    "Udvidet support",
)
SUPPLIERS = ("IBM", "KMD A/S", "Netcompany", "Systematic & Sønner")
MODELS = ("Time & Material", "Fast pris", "Efter medgået tid", "Abonnement")
RELATED = ("Selvstændig ydelse", "Etablering af SFTP-rute", "Ingen")
FILES = (
    "Procesbeskrivelse - Bestil rute (SFTP eller webservice)_2.docx",
    "Bestillingsformular - Etablering af Webservice-Rute_3_2_1.docx",
    "Priser.xlsx",
    "Vejledning.pdf",
)
ORDER_FORM = (
    '<form action="/bestil" method="post"><h2>Bestil ydelse</h2><label for="u">Antal enheder'
    '</label><input id="u" name="u" value="99"><label for="l">Leverandør</label><select id="l">'
    "<option>KMD</option><option>Anden</option></select><button>Bestil</button></form>"
)


def service_page(maker: Maker) -> Made:
    """Return the page of a service, and what is true of it."""
    truths: list[Truth] = []
    name = values.word("name", maker.pick(NAMES), "Noget andet")
    heading, known = bare_value(maker, name, "navn", "title")
    truths += known
    rows = _rows(maker, truths)
    described = text(maker)
    words = ("Beskrivelse", described.first)
    above = "<h2>Beskrivelse</h2>" if maker.chance(4) else ""
    truths.append(Truth("description", (described.pattern,), words))
    groups = [Group("service", lambda record: record.service, truths, (name.text,))]
    facts = printed(maker, rows) + attachments(maker, groups)
    old = values.price(maker.plain()).text
    if maker.busy(5, "older prices before"):
        facts = older(maker, "Enhedspris", old, after=False) + facts
    if maker.busy(5, "older prices after"):
        facts += older(maker, "Enhedspris", old, after=True)
    if maker.busy(4, "order form"):
        facts += ORDER_FORM
    content = Content(escape(name.text), _heading(maker, heading) + above + described.html + facts)
    return Made(URL, page(maker, content, [SERVICES]), groups, _other_files)


def _other_files(record: Any) -> set[str]:
    """Return the files of a record that are not among those of any page made here."""
    return set(record.attachments) - {address(name) for name in FILES}


def _rows(maker: Maker, truths: list[Truth]) -> list[Row]:
    """Return the labelled facts of a service, in some order, and add their truths."""
    facts: list[tuple[str, Printed]] = [
        ("Reaktionstid", values.working_time(maker, "reaction")),
        ("Leveringstid", values.working_time(maker, "delivery")),
        ("Prismodel", values.word("price_model", maker.pick(MODELS), "Kontingent")),
        (maker.pick(("Enheder", "Antal enheder")), values.units(maker)),
        ("Enhedspris", values.price(maker)),
        ("Leverandør", values.word("supplier", maker.pick(SUPPLIERS), "Tidligere Leverance ApS")),
    ]
    related = values.word("related", maker.pick(RELATED), "Gammel ydelse")
    if maker.chance(2):
        facts.append(("Relaterede supportydelse", related))
    else:
        truths.append(Truth("related", (None,), ()))
    if maker.chance(3):
        facts.append(("Kategori", values.word("category", "Teknisk support", "Andet")))
    else:
        truths.append(Truth("category", (None,), ()))
    turn = maker.between(0, len(facts) - 1)
    rows = []
    for label, value in facts[turn:] + facts[:turn]:
        row, known = made(maker, label, value)
        rows.append(row)
        truths += known
    return rows


def _heading(maker: Maker, html: str) -> str:
    forms = {
        "name in h1": "<h1>{0}</h1>",
        "name in h1 and span": '<h1 class="page-title"><span class="field">{0}</span>\n</h1>',
        "name in h2": "<h2>{0}</h2>",
        "name in a div": '<div class="title">{0}</div>',
        "name with a kicker": "<p>Supportydelse</p><h1>{0}</h1>",
    }
    return maker.by_name(forms).format(html)


def address(name: str) -> str:
    """Return the address of a file."""
    return "https://example.org/sites/default/files/" + name.replace(" ", "%20")


def attachments(maker: Maker, groups: list[Group]) -> str:
    """Return the list of files under its label, and add what is true of each; "" without files."""
    files = maker.some(FILES, 2)
    if not files:
        return ""
    links = []
    for name in files:
        links.append(f'<a href="{address(name)}">{name}</a>')
        groups.append(Group(f"file {name}", has_file(name), [], ("Bilag", name, address(name))))
    forms = {
        "files under a heading": "<h2>Bilag</h2><ul>{0}</ul>",
        "files in a definition list": "<dl><dt>Bilag</dt><dd><ul>{0}</ul></dd></dl>",
        "files in a field": (
            '<div class="field field--label-above"><div class="field__label">Bilag</div>'
            '<div class="field__items"><ul>{0}</ul></div></div>'
        ),
    }
    size = " <span>(1.37 KB)</span>" if maker.busy(3, "sizes of files") else ""
    items = "".join(f"<li>{link}{size}</li>" for link in links)
    return maker.by_name(forms).format(items)


def has_file(name: str) -> Callable[[Any], str | None]:
    """Return how to find a file among those of a record."""
    return lambda record: name if address(name) in record.attachments else None
