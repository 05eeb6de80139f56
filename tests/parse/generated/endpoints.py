"""The technical services of a part's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.parse.generated import values
from tests.parse.generated.fields import field
from tests.parse.generated.maker import Maker
from tests.parse.generated.rows import WAYS, Row
from tests.parse.generated.texts import text
from tests.parse.generated.truth import Group, Truth

NAMES = ("DebitorRegistreringAfsend", "CPRQueryService", "FakturaInformationAfsend", "PostModtag")
KINDS = (
    ("Webservice", "Serviceplatformen"),
    ("Filservice", "Serviceplatformen"),
    ("Beskedservice", "Fælleskommunal Beskedfordeler"),
)
WAYS_OF_VERSION = (
    "divs in a row",
    "definition list",
    "Drupal fields, above",
    "paragraphs",
    "spans",
)
ENVIRONMENTS = (
    ("Eksternt testmiljø", "test", "https://exttest.serviceplatformen.dk/service/{0}/{1}"),
    ("Produktionsmiljø", "production", "https://prod.serviceplatformen.dk/service/{0}/{1}"),
)


def endpoints(maker: Maker, groups: list[Group]) -> str:
    """Return the section of technical services, and add what is true of each."""
    names = maker.some(NAMES, 3)
    html = "".join(_endpoint(maker, name, groups) for name in names)
    return f"<h2>Services</h2>{html}" if names else ""


def _endpoint(maker: Maker, name: str, groups: list[Group]) -> str:
    kind, platform = maker.pick(KINDS)
    status = maker.pick(("I drift", "Udfaset"))
    number = values.word("version", maker.pick(("1.0", "4.0", "2.3")), "9.9")
    row, truths = field(maker, "Version", number)
    truths += [
        Truth("kind", (kind,), (kind, name)),
        Truth("platform", (platform,), (platform, name)),
        Truth("status", (status,), ("Status", status)),
    ]
    groups.append(Group(f"endpoint {name}", _named(name), truths, (name,)))
    html = f"<p>{kind} / {platform}</p>" + maker.pick(
        ("<h3>{0}</h3>", "<h4>{0}</h4>", "<p>{0}</p>")
    ).format(name)
    html += WAYS[maker.pick(WAYS_OF_VERSION)](maker, [row])
    html += maker.pick(("<p>{0}</p>", "<div>{0}</div>", "<p><strong>{0}</strong></p>")).format(
        status
    )
    title = maker.pick(("<h5>{0}</h5>", "<p><b>{0}</b></p>", '<div class="field__label">{0}</div>'))
    for label, column in (("Formål", "purpose"), ("Beskrivelse", "description")):
        body = text(maker, most=2)
        truths.append(Truth(column, (body.pattern,), (label, body.first)))
        html += title.format(label) + body.html
    for label, column, address in ENVIRONMENTS:
        html += _environment(
            maker, title.format(label), column, address.format(name, number.text), truths
        )
    return f'<div class="paragraph paragraph--type--service">{html}</div>'


def _environment(maker: Maker, title: str, column: str, url: str, truths: list[Truth]) -> str:
    """Return an environment's lines; without it, its columns are null."""
    told = {
        "Endpoint": ("endpoint", url),
        "UUID": ("uuid", f"d0ed926d-be52-4b12-bf4a-0513b594e{maker.between(100, 999)}"),
        "EntityId": ("entity_id", f"http://{column}.serviceplatformen.dk/service/x/1"),
    }
    if maker.chance(3):
        told = {}
    elif maker.chance(3):
        told.pop(maker.pick(("EntityId", "UUID")))
    for name in ("endpoint", "uuid", "entity_id"):
        value = next((text for each, text in told.values() if each == name), None)
        truths.append(
            Truth(
                f"{column}_{name}",
                (value,),
                (value or "", "Eksternt testmiljø" if column == "test" else "Produktionsmiljø"),
            )
        )
    if not told:
        return ""
    rows = [Row(label, _link(maker, value)) for label, (_, value) in told.items()]
    ways = (
        "paragraphs",
        "bold label",
        "definition list",
        "table, heads left",
        "list",
        "Drupal fields, inline",
    )
    return title + WAYS[maker.pick(ways)](maker, rows)


def _link(maker: Maker, value: str) -> str:
    if value.startswith("http") and maker.busy(3, "an address as a link"):
        return f'<a href="{value}">{value}</a>'
    if maker.busy(5, "an address in code"):
        return f"<code>{value.replace('/', '/<wbr>')}</code>"
    return value


def _named(name: str) -> Callable[[Any], Any]:
    """Return how to find an endpoint by its name."""
    return lambda record: next((each for each in record.endpoints if each.name == name), None)
