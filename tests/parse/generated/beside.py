"""What pages of rows share: the parts that are listed, and the blocks beside the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.parse.generated.maker import Maker

SITE = "https://example.org"
PARTS = (
    ("SF1590_B_01", "Afsend DebitorRegistrering", "Økonomi"),
    ("SF1590_B_02", "Afsend DebitorForespørgsel (SKI 02.19)", "Økonomi"),
    ("SF0770_D", "SKAT eIndkomst - Opslag skattekort", "Personskat"),
    ("SF770", "Hent sager", "Sag og Dokument"),
    ("XY1234_A", "Træk i pension", "Person"),
    ("SF12345", "Print på serviceplatformen", "Borgerkontakt"),
)
SUMMARIES = (
    "Integrationen sender registreringer.",
    "Den erstatter SF1460_B, som er udfaset.",
    "Læs mere om Integration SF9999 i vejledningen.",
    "Version 2 af formatet bruges i drift.",
)


FACETS = {
    "facets of links": (
        '<div class="block block-facet"><h2>Indholdstype</h2><ul><li><a href="?f%5B0%5D=type%3A1" '
        'rel="nofollow"><span>Integration</span> <span>(4)</span></a></li><li><a href="?f%5B0%5D=2"'
        ' rel="nofollow"><span>Viden</span> <span>(1)</span></a></li></ul></div>'
    ),
    "facets of text": (
        '<div class="facets"><h3>Område</h3><ul><li>Økonomi <span>(5)</span></li><li>Person (1)'
        "</li></ul><h3>Type</h3><ul><li>Integration (4)</li><li>Nyhed (2)</li></ul></div>"
    ),
    "facets with boxes": (
        '<form action="/search"><fieldset><legend>Type</legend><input type="checkbox" id="f1">'
        '<label for="f1">Integration</label><input type="checkbox" id="f2">'
        '<label for="f2">Viden</label>'
        '</fieldset><button type="submit">Filtrér</button></form>'
    ),
    "what is read most": (
        '<div class="block"><h2>Mest læste</h2><ul><li><a href="/integration/sf9999">SF9999 Noget '
        'andet</a></li><li><a href="/viden/andet">Viden: andet</a></li></ul></div>'
    ),
}


def beside(maker: Maker, html: str) -> str:
    """Set filters and other lists before and after the rows."""
    if maker.busy(2, "facets before"):
        html = _block(maker) + html
    if maker.busy(2, "facets after"):
        html += _block(maker)
    return html


def _block(maker: Maker) -> str:
    name = maker.pick(tuple(FACETS))
    maker.use(name)
    return maker.pick(("<aside>{0}</aside>", '<div role="complementary">{0}</div>', "{0}")).format(
        FACETS[name]
    )


def slug(code: str) -> str:
    """Return the last part of the address of a code's page."""
    return code.replace("_", "").lower()


def others(known: set[str], column: str) -> Callable[[Any], Iterable[str]]:
    """Return what finds rows that are not on the page."""
    return lambda record: [str(row) for row in getattr(record, column) if row.url not in known]
