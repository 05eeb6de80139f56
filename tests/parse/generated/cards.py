"""The support services at the foot of a part's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.parse.generated import values
from tests.parse.generated.fields import field
from tests.parse.generated.maker import Maker
from tests.parse.generated.rows import WAYS, Row
from tests.parse.generated.texts import SENTENCES
from tests.parse.generated.truth import Group, Truth

NAMES = (
    "Etablering af rute til serviceudbyders webservice",
    "Etablering af SFTP-rute",
    "Indlæsning af testdata",
    "Udvidet support",
)
LABELS = ("Leverandør", "Enhedspris", "Antal enheder")
CATEGORIES = ("Teknisk support", "Test")
WAYS_OF_CARD = (
    "paragraphs",
    "bold label",
    "definition list",
    "table, heads left",
    "Drupal fields, inline",
    "Drupal fields, above",
    "list",
    "spans",
    "div pairs",
)


def cards(maker: Maker, groups: list[Group]) -> tuple[str, Callable[[Any], Iterable[str]]]:
    """Return the cards as HTML, and what finds cards that are not on the page."""
    names = maker.some(NAMES, 4)
    known = {_address(name) for name in names}

    def others(record: Any) -> Iterable[str]:
        return [each.name for each in record.support_services if each.url not in known]

    if not names:
        return "", others
    in_table = maker.chance(4)
    facts = [_facts(maker, name, groups, described=not in_table) for name in names]
    if in_table:
        tables = {"cards in a table": _table, "cards in columns": _columns}
        return maker.by_name(tables)(maker, names, facts), others
    way = WAYS[maker.pick(WAYS_OF_CARD)]
    form = maker.by_name(FORMS)
    html = "".join(
        form.format(
            name=name,
            url=_address(name).removeprefix("https://example.org"),
            text=_description(name),
            category=_category(name),
            facts=way(maker, rows),
        )
        for name, rows in zip(names, facts, strict=True)
    )
    return f"<h2>Supportydelser</h2>{html}", others


FORMS = {
    "card with read more": (
        '<div class="card"><h3>{name}</h3><p>{text}</p><a href="{url}">Læs mere</a>'
        '<p>{category}</p>{facts}<a href="/bestil" rel="nofollow">Bestil</a></div>'
    ),
    "card as a teaser": (
        '<div class="views-row"><article class="node node--view-mode-teaser"><h2><a href="{url}">'
        "{name}</a></h2><div>{text}</div><ul><li><a href='{url}'>Læs mere<span "
        'class="visually-hidden"> om {name}</span></a></li></ul><div>{category}</div>{facts}'
        '<a href="/bestil?x" rel="nofollow" class="button">Bestil</a></article></div>'
    ),
    "card with a badge on top": (
        '<article><span class="badge">{category}</span><h3><a href="{url}">{name}</a></h3>'
        "<p>{text}</p>{facts}</article>"
    ),
    "card with a kicker": (
        "<div><p>Supportydelse</p><h3>{name}</h3><p>{text}</p><p><a href='{url}'>Læs mere</a></p>"
        "<p>{category}</p>{facts}<button>Bestil</button></div>"
    ),
}


def _address(name: str) -> str:
    return f"https://example.org/supportydelse/nr-{NAMES.index(name)}"


def _category(name: str) -> str:
    return CATEGORIES[NAMES.index(name) % 2]


def _description(name: str) -> str:
    return SENTENCES[NAMES.index(name)]


def _facts(maker: Maker, name: str, groups: list[Group], described: bool) -> list[Row]:
    """Return the labelled facts of a card, and add what is true of it."""
    url, category = _address(name), _category(name)
    text = _description(name) if described else None
    truths = [
        Truth("name", (name,), (name,)),
        Truth("category", (category,), (category, name)),
        Truth("description", (text,), (text or "", name)),
    ]
    rows = []
    supplier = values.word("supplier", maker.pick(("IBM", "KMD A/S", "Netcompany")), "Anden ApS")
    told = (supplier, values.price(maker), values.units(maker))
    for label, value in zip(LABELS, told, strict=True):
        row, known = field(maker, label, value)
        rows.append(row)
        truths += known
    groups.append(Group(f"card {name}", _at(url), truths, (name, url)))
    return rows


def _table(maker: Maker, names: list[str], facts: list[list[Row]]) -> str:
    """Write a table with a service in each row."""
    head = "".join(
        f'<th scope="col">{label}</th>' for label in ("Supportydelse", "Kategori", *LABELS)
    )
    links = maker.pick(
        ('<td><a href="{0}">{1}</a></td>', '<th scope="row"><a href="{0}">{1}</a></th>')
    )
    body = ""
    for name, rows in zip(names, facts, strict=True):
        cells = links.format(_address(name), name) + f"<td>{_category(name)}</td>"
        cells += "".join(f"<td>{row.value}</td>" for row in rows)
        body += f'<tr>{cells}<td><a href="/bestil" rel="nofollow">Bestil</a></td></tr>'
    head = f"<thead><tr>{head}<th></th></tr></thead>"
    if maker.odd(4, "a table without a head"):
        head = ""
    return f'<h2>Supportydelser</h2><table class="cols-6">{head}<tbody>{body}</tbody></table>'


def _columns(maker: Maker, names: list[str], facts: list[list[Row]]) -> str:
    """Write a table with a service in each column."""
    head = "".join(f'<th scope="col"><a href="{_address(name)}">{name}</a></th>' for name in names)
    rows = [("Kategori", [_category(name) for name in names])]
    for at, label in enumerate(LABELS):
        rows.append((label, [each[at].value for each in facts]))
    body = ""
    for label, values_ in rows:
        cells = "".join(f"<td>{value}</td>" for value in values_)
        body += f'<tr><th scope="row">{label}</th>{cells}</tr>'
    return f"<h2>Supportydelser</h2><table><tr><td></td>{head}</tr>{body}</table>"


def _at(url: str) -> Callable[[Any], Any]:
    """Return how to find a card by its address."""
    return lambda record: next((each for each in record.support_services if each.url == url), None)
