"""Drupal with a theme of core's own: fields, paragraphs, teasers, core's search, a full pager."""

from __future__ import annotations

from collections.abc import Sequence

from tests.standin.markups.base import h, t
from tests.standin.markups.drupal import LONG, contextual, field, machine_name
from tests.standin.markups.drupal_page import DrupalPage
from tests.standin.views import (
    CardView,
    Facet,
    Fact,
    HitView,
    ListCard,
    Options,
    Pager,
    SearchForm,
    Sheet,
    Teaser,
)

PARAGRAPH = '<div class="paragraph paragraph--type--{} paragraph--view-mode--default">\n{}</div>\n'


class DrupalCore(DrupalPage):
    """`field__label` and `field__item` in a node; sidebars are `aside`, after the content."""

    name = "drupal_core"
    form = SearchForm("/search/node", "keys")
    facets_at = "after"
    neighbours_at = "after"

    def heading(self, text: str, level: int) -> str:
        if level > 1:
            return f"<h{level}>{t(text)}</h{level}>\n"
        title = "field field--name-title field--type-string field--label-hidden"
        return f'<h1 class="title page-title"><span class="{title}">{t(text)}</span>\n</h1>\n'

    def kicker(self, text: str) -> str:
        return field("kind", [t(text)])

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        name = machine_name(title)
        if anchor == "table-of-contents-1-0":
            return (
                f'<a id="{anchor}"></a>{PARAGRAPH.format("version", self.heading(title, 2) + body)}'
            )
        at = f'<a id="{anchor}"></a>' if anchor else ""
        kind = "text-long" if name in LONG else "entity-reference-revisions"
        return at + field(name, [body], title, "above", kind)

    def endpoint(self, place: str, name: str, facts: str, texts: str) -> str:
        head = field("service-kind", [t(place)]) + self.heading(name, 4)
        return PARAGRAPH.format("service", head + facts + texts)

    def header(self, code: str, title: str, area: str | None) -> str:
        place = '<a href="/taxonomy/term/14" hreflang="da">{}</a>'
        topic = field("data-area", [place.format(t(area))], kind="entity-reference") if area else ""
        return field("integration-id", [code]) + self.heading(title, 1) + topic

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        return "".join(
            self._fact(fact, "above" if about == "service" else "inline") for fact in facts
        )

    def _fact(self, fact: Fact, shown: str) -> str:
        if not fact.label:
            return field("status", [t(fact.value)], kind="list-string")
        kind = "file" if fact.links else "datetime" if "gyldig" in fact.label else "string"
        values = [self.value(Fact("", links=(link,))) for link in fact.links] or [self.value(fact)]
        flag = field("closed", [t(fact.flag)], kind="boolean") if fact.flag else ""
        return field(machine_name(fact.label), values, t(fact.label), shown, kind) + flag

    def download(self, text: str, href: str) -> str:
        link = f'<a href="{h(href)}">{t(text)}</a>'
        return field("documentation", [link], kind="link") if href else ""

    def _teaser(self, kind: str, title: str, href: str, body: str) -> str:
        return (
            f'<article class="node node--type-{kind} node--view-mode-teaser">\n'
            f'{contextual(f"node:node={title}")}\n<h2 class="node__title"><a href="{h(href)}"'
            f' rel="bookmark"><span class="field field--name-title field--type-string'
            f' field--label-hidden">{t(title)}</span>\n</a></h2>\n'
            f'<div class="node__content">\n{body}</div>\n</article>\n'
        )

    def case(self, heading: str, teaser: str, href: str) -> str:
        body = field("lead", [f"<p>{t(teaser)}</p>"], kind="text-long")
        return self._teaser("case", heading, href, body + self.read_more(heading, href))

    def cards(self, cards: Sequence[CardView]) -> str:
        kind = "entity-reference"
        return (
            field("supportydelser", [self.card(card) for card in cards], kind=kind) if cards else ""
        )

    def card(self, card: CardView) -> str:
        body = (
            field("lead", [self.prose(card.description)], kind="text-long")
            + self.read_more(card.name, card.href)
            + field("category", [t(card.category)], kind="entity-reference")
            + self.facts(card.facts, "card")
            + f'<a href="{h(card.order_href)}" class="button" rel="nofollow">{t(card.order)}</a>\n'
        )
        return self.kicker(card.kicker) + self._teaser("supportydelse", card.name, card.href, body)

    def search_form(self, options: Options, term: str) -> str:
        return self.exposed_form(term, "search-form")

    def hit(self, hit: HitView) -> str:
        code = field("integration-id", [hit.code]) if hit.code else ""
        link = f'<a href="{h(hit.href)}">{t(hit.title)}</a>'
        title = f'<h3 class="search-result__title">{link}</h3>'
        return f"<li>{self.kicker(hit.kind)}{code}{title}</li>\n"

    def hits(self, rows: Sequence[str]) -> str:
        return (
            '<h2 class="visually-hidden">Søgeresultater</h2>\n'
            f'<ol class="search-results node_search-results">\n{"".join(rows)}</ol>\n'
        )

    def list_card(self, card: ListCard) -> str:
        area = field("data-area", [t(card.area)], kind="entity-reference") if card.area else ""
        body = (
            self._fact(card.version, "inline")
            + field("status", [t(card.status)], kind="list-string")
            + field("lead", [self.prose(card.summary)], kind="text-long")
            + field("version-count", [card.versions], kind="integer")
        )
        head = field("integration-id", [card.code]) + area
        teaser = self._teaser("integration", card.title, card.href, body)
        return f'<div class="views-row">{head}{teaser}</div>\n'

    def pager(self, pager: Pager) -> str:
        items = []
        for number, href in enumerate(pager.hrefs):
            address = h(href[href.index("?") :]) if "?" in href else "?page=0"
            inner = f'<span class="visually-hidden">Side</span>\n{number + 1}'
            if number == pager.at:
                here = inner.replace("Side", "Aktuelle side")
                items.append(f'<li class="pager__item is-active">{here}</li>')
            else:
                link = f'<a href="{address}" title="Gå til side {number + 1}">{inner}</a>'
                items.append(f'<li class="pager__item">{link}</li>')
        if pager.next:
            arrow = (
                '<span class="visually-hidden">Næste side</span><span aria-hidden="true">››</span>'
            )
            link = f'<a href="{h(pager.next[pager.next.index("?") :])}" rel="next">{arrow}</a>'
            items.append(f'<li class="pager__item pager__item--next">{link}</li>')
        return (
            '<nav class="pager" role="navigation" aria-labelledby="pagination-heading">\n'
            '<h4 id="pagination-heading" class="visually-hidden">Sideinddeling</h4>\n'
            f'<ul class="pager__items js-pager__items">\n{"".join(items)}\n</ul>\n</nav>\n'
        )

    def facets(self, facets: Sequence[Facet], side: str) -> str:
        return "".join(
            self.block(f"facet-{facet.alias}-{side}", self.facet(facet), facet.title)
            for facet in facets
        )

    def neighbours(self, teasers: Sequence[Teaser], side: str) -> str:
        rows = "".join(
            (field("integration-id", [each.code]) if each.code else "")
            + self._teaser(each.kind.lower(), each.title, each.href, self.facts(each.facts, "card"))
            for each in teasers
        )
        return self.block(f"naboer-{side}", rows, "Se også", hidden=True)

    def page(self, sheet: Sheet) -> str:
        first = self.left_menu(sheet) + sheet.before
        left = f'<aside class="layout-sidebar-first" role="complementary">\n{first}</aside>\n'
        right = (
            f'<aside class="layout-sidebar-second" role="complementary">\n{sheet.after}</aside>\n'
        )
        search = self.exposed_form("", "header") if sheet.options.search else ""
        return (
            '<div class="layout-container">\n<header role="banner">\n'
            f'<div class="region region-header">\n{self.languages()}'
            f"{self.branding()}{self.main_menu()}"
            f"{self.block('search-form-block', search, 'Søg', hidden=True) if search else ''}"
            f"</div>\n</header>\n{left if first else ''}"
            '<main role="main"><a id="main-content" tabindex="-1"></a>\n'
            f'<div class="region region-highlighted">{self.highlighted()}</div>\n'
            f'<div class="region region-breadcrumb">{self.breadcrumb(sheet)}</div>\n'
            f'<div class="region region-content">\n{self.node(sheet)}</div>\n'
            f"{right if sheet.after else ''}</main>\n"
            f'<footer class="site-footer" role="contentinfo">{self.footer_menu()}</footer>\n'
            "</div>\n"
        )
