"""Drupal's Views: rows of `views-field`, services in a table, facets among the content."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.standin.markups.base import h, t
from tests.standin.markups.drupal import contextual, machine_name, token
from tests.standin.markups.drupal_page import DrupalPage
from tests.standin.views import (
    CardView,
    Facet,
    Fact,
    HitView,
    ListCard,
    MenuItem,
    Options,
    Pager,
    SearchForm,
    Sheet,
    Teaser,
)

BUILD_ID = "form-Zk3QvEw0b1Yh8nXr2LxT5sJ7mCqPdUo9aGfIiKyWtRs"
SORT = (
    '<div class="js-form-item form-item js-form-type-select form-item-sort-by">\n'
    '<label for="edit-sort-by">Sorter efter</label>\n<select name="sort_by" id="edit-sort-by"'
    ' class="form-select"><option value="search_api_relevance" selected="selected">Relevans'
    '</option><option value="title">Titel</option></select>\n</div>\n'
)


def views_field(name: str, body: str, label: str = "", tag: str = "div") -> str:
    """One field of a row: its label with a colon, as Views adds one, and its content."""
    head = f'<span class="views-label views-label-{name}">{label}: </span>' if label else ""
    return (
        f'<div class="views-field views-field-{name}">{head}'
        f'<{tag} class="field-content">{body}</{tag}></div>\n'
    )


class DrupalViews(DrupalPage):
    """One row a service, under a head; "Indlæs flere"; neighbours before it all, no `aside`."""

    name = "drupal_views"
    form = SearchForm(
        "/søg",
        "search_api_fulltext",
        (("form_build_id", BUILD_ID), ("form_id", "views_exposed_form")),
    )
    menu_follows = True
    download_first = True
    one_head = True
    facets_at = "both"
    neighbours_at = "before"

    def heading(self, text: str, level: int) -> str:
        at = ' class="page-title"' if level == 1 else ""
        return f"<h{level}{at}>{t(text)}</h{level}>\n"

    def kicker(self, text: str) -> str:
        return views_field("type", t(text), tag="span")

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        name = machine_name(title)
        if level > 2:
            return views_field(f"field-{name}", body, t(title))
        at = f' id="{anchor}"' if anchor else ""
        plugin = f"block-field-blocknodeintegrationfield-{name}"
        return (
            f'<div{at} class="block block-layout-builder {plugin}">\n'
            f"{self.heading(title, 2)}{body}</div>\n"
        )

    def endpoint(self, place: str, name: str, facts: str, texts: str) -> str:
        head = views_field("field-kind", t(place)) + views_field("title", t(name), tag="h4")
        return f'<div class="views-row">{head}{facts}{texts}</div>\n'

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = views_field("field-data-area", t(area), tag="span") if area else ""
        name = views_field("field-integration-id", code, tag="span")
        return name + self.heading(title, 1) + topic

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        return "".join(
            views_field(
                f"field-{machine_name(fact.label) if fact.label else 'status'}",
                self.value(fact) + (f"<br>\n{t(fact.flag)}" if fact.flag else ""),
                t(fact.label),
            )
            for fact in facts
        )

    def side_menu(self, items: Sequence[MenuItem]) -> str:
        return self.menu_block("toc", "Indhold", self.menu(items))

    def download(self, text: str, href: str) -> str:
        link = f'<a href="{h(href)}">{t(text)}</a>'
        return views_field("field-documentation", link) if href else ""

    def case(self, heading: str, teaser: str, href: str) -> str:
        link = f'<a href="{h(href)}" hreflang="da">{t(heading)}</a>'
        row = (
            views_field("title", link, tag="h3")
            + views_field("body", f"<p>{t(teaser)}</p>")
            + views_field("view-node", f'<a href="{h(href)}">Læs mere</a>', tag="span")
        )
        return f'<div class="views-row">{row}</div>\n'

    # -- services, a row each ----------------------------------------------------------------

    def cards(self, cards: Sequence[CardView]) -> str:
        if not cards:
            return ""
        titles = (cards[0].kicker, "Kategori", *(fact.label for fact in cards[0].facts), "")
        names = ("title", "category", *(machine_name(f.label) for f in cards[0].facts), "nothing")
        head = "".join(
            f'<th id="view-{name}-table-column" class="views-field views-field-{name}"'
            f' scope="col">{t(title)}</th>'
            for name, title in zip(names, titles, strict=True)
        )
        rows = "".join(self._row(card, names) for card in cards)
        return (
            '<div class="views-element-container block block-views">\n'
            f"{contextual('view:view=supportydelser')}\n"
            '<h2 class="visually-hidden">Supportydelser</h2>\n'
            f'<div class="view-content">\n<table class="cols-{len(names)} responsive-enabled">\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div></div>\n"
        )

    def _row(self, card: CardView, names: Sequence[str]) -> str:
        cells = (
            f'<a href="{h(card.href)}" hreflang="da">{t(card.name)}</a>',
            t(card.category),
            *(self.value(fact) for fact in card.facts),
            f'<a href="{h(card.order_href)}" rel="nofollow">{t(card.order)}</a>',
        )
        return "<tr>{}</tr>\n".format(
            "".join(
                f'<td headers="view-{name}-table-column" class="views-field'
                f' views-field-{name}">{cell}          </td>'
                for name, cell in zip(names, cells, strict=True)
            )
        )

    def card(self, card: CardView) -> str:
        return self.cards([card])

    # -- lists -------------------------------------------------------------------------------

    def search_form(self, options: Options, term: str) -> str:
        return f'<div class="view-filters">{self.exposed_form(term, "page-1", SORT)}</div>\n'

    def count_words(self, count: int, first: int, last: int) -> str:
        return f"Viser {first} - {last} af {count}" if count else "Ingen resultater"

    def count(self, words: str) -> str:
        return f'<div class="view-header">\n{t(words)}\n</div>\n'

    def hit(self, hit: HitView) -> str:
        code = views_field("field-integration-id", hit.code, tag="span") if hit.code else ""
        link = f'<a href="{h(hit.href)}" hreflang="da">{t(hit.title)}</a>'
        row = self.kicker(hit.kind) + code + views_field("title", link, tag="span")
        return f'<div class="views-row">{row}{views_field("nothing", "→", tag="span")}</div>\n'

    def hits(self, rows: Sequence[str]) -> str:
        return self.list_cards(rows)

    def list_cards(self, cards: Sequence[str]) -> str:
        return (
            '<div class="view-content"><div data-drupal-views-infinite-scroll-content-wrapper'
            f' class="views-infinite-scroll-content-wrapper">\n{"".join(cards)}</div></div>\n'
        )

    def list_card(self, card: ListCard) -> str:
        area = views_field("field-data-area", t(card.area), tag="span") if card.area else ""
        link = f'<a href="{h(card.href)}" hreflang="da">{t(card.title)}</a>'
        return (
            f'<div class="views-row">{views_field("field-integration-id", card.code, tag="span")}'
            f"{area}{views_field('title', link, tag='h2')}"
            f"{self.facts([card.version, Fact('', card.status)], 'card')}"
            f"{views_field('body', self.prose(card.summary))}"
            f"{views_field('nothing', card.versions, tag='span')}</div>\n"
        )

    def pager(self, pager: Pager) -> str:
        if pager.next is None:
            return ""
        query = h(pager.next[pager.next.index("?") :])
        return self._more(f'<a class="button" href="{query}" rel="next">Indlæs flere</a>')

    def load_more(self) -> str:
        return self._more('<a class="button load-more-button" role="button">Indlæs flere</a>')

    def _more(self, link: str) -> str:
        return (
            '<ul class="js-pager__items pager" data-drupal-views-infinite-scroll-pager="">\n'
            f'<li class="pager__item">{link}</li>\n</ul>\n'
        )

    def facets(self, facets: Sequence[Facet], side: str) -> str:
        return "".join(
            f'<div class="block-facet--links block block-facets" data-side="{side}">\n'
            f"{self.heading(facet.title, 2)}{self.facet(facet)}</div>\n"
            for facet in facets
        )

    def neighbours(self, teasers: Sequence[Teaser], side: str) -> str:
        rows = "".join(
            '<div class="views-row">'
            + (views_field("field-integration-id", each.code, tag="span") if each.code else "")
            + views_field("title", f'<a href="{h(each.href)}">{t(each.title)}</a>', tag="h3")
            + self.facts(each.facts, "card")
            + "</div>\n"
            for each in teasers
        )
        return self.block(
            f"views-naboer-{side}", f'<div class="view-content">{rows}</div>', "Se også"
        )

    # -- the page ----------------------------------------------------------------------------

    def page(self, sheet: Sheet) -> str:
        content = self.node(sheet) if sheet.kind else self._view(sheet)
        search = self.exposed_form("", "header") if sheet.options.search else ""
        region = '<div class="region region-{}">\n{}</div>\n'  # a sidebar, and yet no `aside`
        if sheet.kind:
            first = region.format("sidebar-first", sheet.before) if sheet.before else ""
            second = region.format("sidebar-second", sheet.after) if sheet.after else ""
            content = first + region.format("content", content) + second
        else:
            content = region.format("content", sheet.before + content + sheet.after)
        return (
            f'<header role="banner"><div class="region region-header">\n{self.languages()}'
            f'{self.branding()}<button class="search-toggle" aria-expanded="false"'
            f' aria-label="Åbn søgning"></button><div hidden>{search}</div>\n{self.main_menu()}'
            f'</div></header>\n<div class="region region-breadcrumb">{self.breadcrumb(sheet)}'
            f'</div>\n<main role="main"><a id="main-content" tabindex="-1"></a>\n'
            f'<div class="region region-highlighted">{self.highlighted()}</div>\n'
            f"{content}</main>\n"
            f'<footer role="contentinfo"><div class="region region-footer">{self.footer_menu()}'
            "</div></footer>\n"
        )

    def _view(self, sheet: Sheet) -> str:
        name = escape(sheet.path.strip("/") or "forside")
        return (
            f'<div class="views-element-container"><div class="view view-{name} view-id-{name}'
            f' view-display-id-page_1 js-view-dom-id-{token(name, 64)}">\n'
            f"{sheet.main}</div></div>\n"
        )
