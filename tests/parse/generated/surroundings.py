"""A whole page about its content: what stands around it, and the records of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.parse.generated import values
from tests.parse.generated.maker import Level, Maker
from tests.parse.generated.rows import WAYS, Row

BANNERS = (
    '<div role="dialog" aria-label="Cookies"><h2>Vi bruger cookies</h2><p>Formål: statistik.</p>'
    "<table><tr><th>Navn</th><th>Leverandør</th></tr><tr><td>_ga</td><td>Google</td></tr></table>"
    "<button>Accepter</button></div>",
    '<div role="alertdialog" class="eu-cookie-compliance-banner"><p>Vi vil gerne måle.</p>'
    '<button type="button">Nej tak</button><a href="/cookies">Læs mere</a></div>',
)
MENU = (
    '<a href="#main-content" class="visually-hidden skip-link">Gå til hovedindhold</a>'
    '<header role="banner"><a href="/" rel="home">Digitaliseringskataloget</a>'
    '<form action="/search" method="get"><label for="k">Søg</label><input id="k" name="keys">'
    '<input type="submit" value="Søg"></form><nav><ul><li><a href="/integrationer">Integrationer'
    '</a></li><li><a href="/viden">Viden</a></li><li><a href="/driftstatus">Driftstatus</a>'
    "</li></ul></nav></header>"
)
FOOTER = (
    '<footer role="contentinfo"><ul><li><a href="/generelle-vilkaar">Generelle vilkår</a></li>'
    '<li><a href="/kontakt-og-support">Kontakt og support</a></li></ul>'
    "<p>KOMBIT A/S · Halfdansgade 8</p></footer>"
)
SHARE = (
    '<ul class="share"><li><a href="mailto:?subject=x">Del på mail</a></li><li><button>Print'
    '</button></li><li><a href="https://www.linkedin.com/share?u=x">Del på LinkedIn</a></li></ul>'
)
NOTHING = (
    '<div data-contextual-id="node:node=1:changed=2"></div>',
    '<span data-big-pipe-placeholder-id="callback=x&amp;args"></span>',
    "<!-- THEME DEBUG: Enhedspris: 9 kr. -->",
    '<script type="application/ld+json">{"price": "9.00", "name": "Enhedspris: 9 kr."}</script>',
    "<template><dl><dt>Enhedspris</dt><dd>9 kr.</dd></dl></template>",
    '<style>.price::after { content: " ekskl. moms"; }</style>',
)
OTHERS = ("Udtræk af logfiler", "Test med egne data", "Oprettelse af organisation")


@dataclass(frozen=True, slots=True)
class Content:
    """What is the page's own: its title and its HTML."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Records of others: the headings they stand under, and what makes one."""

    headings: tuple[str, ...]
    record: Callable[[Maker], str]


def page(maker: Maker, content: Content, neighbours: Sequence[Neighbour] = ()) -> str:
    """Return a whole page, with some of those records of others beside it."""
    before = after = ""
    if neighbours and maker.busy(2, "neighbours before"):
        before = _beside(maker, neighbours)
    if neighbours and maker.busy(2, "neighbours after"):
        after = _beside(maker, neighbours)
    inside = _wrapped(maker, content.html)
    if maker.busy(4, "share links before"):
        before += SHARE
    if maker.busy(4, "share links after"):
        after = SHARE + after
    if maker.busy(4, "what is not shown"):
        before += maker.pick(NOTHING)
        after += maker.pick(NOTHING)
    crumbs = ""
    if maker.busy(3, "breadcrumb"):
        crumbs = (
            '<nav aria-label="Brødkrumme" class="breadcrumb"><ol><li><a href="/">Forside</a></li>'
            f"<li>{content.title}</li></ol></nav>"
        )
    body = _placed(maker, before, inside, after)
    if maker.level == Level.PLAIN or maker.pick((True, False, False)):
        return _document(content.title, body)
    maker.use("menu and footer")
    body = f"{MENU}{crumbs}{body}{FOOTER}"
    if maker.busy(4, "cookie banner"):
        banner = maker.pick(BANNERS)
        body = maker.pick((banner + body, body + banner))
    return _document(content.title, body)


def _document(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{title} | '
        f"Digitaliseringskataloget</title></head><body>{body}</body></html>"
    )


def _wrapped(maker: Maker, html: str) -> str:
    """Set the content in elements that say nothing."""
    forms = (
        "{0}",
        "<article>{0}</article>",
        '<div class="region region-content"><div class="node__content">{0}</div></div>',
        '<form method="post" action="./"><input type="hidden" name="v" value="9 kr.">{0}</form>',
        "<x-page><x-content>{0}</x-content></x-page>",
    )
    return maker.pick(forms if maker.level > Level.PLAIN else forms[:3]).format(html)


def _placed(maker: Maker, before: str, inside: str, after: str) -> str:
    """Set what stands beside the content within the main element, or outside it."""
    forms = {
        "beside within main": "<main>{0}{1}{2}</main>",
        "beside outside main": "{0}<main>{1}</main>{2}",
        "no main": '<div id="page">{0}<div id="content">{1}</div>{2}</div>',
        "main by its role": '{0}<div role="main">{1}{2}</div>',
    }
    return maker.by_name(forms).format(before, inside, after)


def _beside(maker: Maker, neighbours: Sequence[Neighbour]) -> str:
    """Return one or two records of others, in an element that says what they are."""
    neighbour = maker.pick(neighbours)
    heading = maker.pick(neighbour.headings)
    records = neighbour.record(maker) + (neighbour.record(maker) if maker.chance(3) else "")
    forms = {
        "in an aside": "<aside><h2>{0}</h2>{1}</aside>",
        "in a complementary region": '<div role="complementary"><h2>{0}</h2>{1}</div>',
        "in a sidebar": '<div class="sidebar"><h2>{0}</h2>{1}</div>',
        "in a section": '<section class="block block-views"><h2>{0}</h2>{1}</section>',
        "in a list": '<div><h2>{0}</h2><ul><li class="views-row">{1}</li></ul></div>',
    }
    return maker.by_name(forms).format(heading, records)


def _service(maker: Maker) -> str:
    """Return the teaser of another service, with its price."""
    name = maker.pick(OTHERS)
    rows = [
        Row("Leverandør", maker.pick(("KMD", "Netcompany"))),
        Row("Enhedspris", values._amount(maker, maker.between(30_000, 40_000) * 100)),
        Row("Antal enheder", str(maker.between(60, 90))),
    ]
    ways = ("definition list", "paragraphs", "Drupal fields, inline", "table, heads left", "spans")
    facts = WAYS[maker.pick(ways)](maker, rows)
    link = f'<a href="/supportydelse/anden-{maker.next()}">{name}</a>'
    return maker.pick(
        (
            '<article class="node node--view-mode-teaser"><h3>{0}</h3>{1}</article>',
            '<div class="views-row"><h3>{0}</h3>{1}</div>',
            '<div class="teaser"><p><strong>{0}</strong></p>{1}</div>',
        )
    ).format(link, facts)


def _part(maker: Maker) -> str:
    """Return the teaser of another part, with its version."""
    code = f"SF99{maker.between(10, 99)}_C"
    link = f'<a href="/integration/{code.replace("_", "").lower()}">{code}</a>'
    return maker.pick(
        (
            '<article class="node node--view-mode-teaser"><h3>{0}</h3><p>En anden titel</p>'
            "<p>Organisation</p><p>Version 9.9</p><p>Udfaset</p></article>",
            '<div class="views-row"><p>Integration</p><h3>{0} En anden titel</h3><dl><dt>Version'
            "</dt><dd>9.9</dd><dt>Status</dt><dd>Udfaset</dd></dl></div>",
            '<div class="teaser">{0} <strong>En anden titel</strong><p>Formål</p><p>Noget helt '
            "andet.</p></div>",
        )
    ).format(link)


SERVICES = Neighbour(
    ("Andre supportydelser", "Andre har også set", "Mest bestilt lige nu"), _service
)
PARTS = Neighbour(("Andre integrationer", "Se også", "Mest læste integrationer"), _part)


def older(maker: Maker, label: str, value: str, after: bool) -> str:
    """Return a panel of what was so before. Only `after` the facts may it be an open section."""
    facts = f"<dl><dt>{label}</dt><dd>{value}</dd></dl>"
    forms = {
        "older prices in details": "<details><summary>Tidligere priser</summary>{0}</details>",
        "older prices in an accordion": (
            '<div class="accordion"><h3><button class="accordion-button" aria-expanded="false" '
            'aria-controls="old">Tidligere priser</button></h3><div id="old" hidden>{0}</div></div>'
        ),
    }
    if after:
        forms["older prices in a section"] = "<section><h3>Tidligere priser</h3>{0}</section>"
    return maker.by_name(forms).format(facts)
