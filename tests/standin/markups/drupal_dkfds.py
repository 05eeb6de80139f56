"""Drupal in the clothes of the Danish design system (DKFDS): closed accordions, cards, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from tests.standin.markups.base import h, t
from tests.standin.markups.drupal import field, token
from tests.standin.markups.drupal_page import LINKED, DrupalPage
from tests.standin.views import (
    ADDRESS,
    FOOTER,
    MAIN_MENU,
    CardView,
    Facet,
    Fact,
    HitView,
    ListCard,
    MenuItem,
    Pager,
    SearchForm,
    Sheet,
    Teaser,
)

ICON = '<svg class="icon-svg" focusable="false" aria-hidden="true"><use href="#{}"></use></svg>'


class DrupalDkfds(DrupalPage):
    """Panels with `aria-hidden="true"` are content; facts of a service are a table of one row."""

    name = "drupal_dkfds"
    form = SearchForm("/soegning", "tekst", (("form_id", "views_exposed_form"),))
    canonical = "front"
    download_first = True
    facets_at = "before"
    neighbours_at = "both"

    def heading(self, text: str, level: int) -> str:
        return f"<h{level}>{t(text)}</h{level}>\n"

    def kicker(self, text: str) -> str:
        return f'<p class="sub-header">{t(text)}</p>\n'

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        if level > 3:
            return f'<h5 class="mb-0">{t(title)}</h5>\n<div>{body}</div>\n'
        return self._accordion(title, body, level, anchor or f"panel-{token(title + body, 8)}")

    def _accordion(self, title: str, body: str, level: int, panel: str) -> str:
        return (
            f'<ul class="accordion accordion-multiselectable">\n<li>\n<h{level}>\n'
            f'<button class="accordion-button" aria-expanded="false" aria-controls="{panel}">\n'
            f"{t(title)}\n</button></h{level}>\n"
            f'<div id="{panel}" aria-hidden="true" class="accordion-content">\n{body}</div>\n'
            "</li>\n</ul>\n"
        )

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f'<span class="badge">{t(area)}</span>\n' if area else ""
        return f'<p class="sub-header">{code}</p>\n{self.heading(title, 1)}{topic}'

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        if about == "service":
            return self._table(facts)
        if about == "card":
            return "".join(
                f'<p class="mt-0"><span class="weight-semibold">{t(fact.label)}:</span>'
                f" {self.value(fact)}</p>\n"
                for fact in facts
            )
        rows = "".join(
            f'<div class="row"><div class="col-4 bold">{t(fact.label)}</div>\n'
            f'<div class="col-8">{self.value(fact)}{self._badge(fact.flag)}</div></div>\n'
            if fact.label
            else f'<div class="row"><div class="col-12">{self._badge(fact.value)}</div></div>\n'
            for fact in facts
        )
        return f'<div class="container">\n{rows}</div>\n'

    def _badge(self, text: str) -> str:
        return f'\n<strong class="badge badge-info">{t(text)}</strong>\n' if text else ""

    def _table(self, facts: Sequence[Fact]) -> str:
        heads = "".join(f'<th scope="col">{t(each.label)}{self._tip(each)}</th>' for each in facts)
        cells = "".join(f"<td>{self.value(each)}</td>" for each in facts)
        return (
            '<table class="table table--borderless table--responsive-headers">\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody><tr>{cells}</tr></tbody>\n</table>\n"
        )

    def _tip(self, fact: Fact) -> str:
        if not fact.label.endswith("pris"):
            return ""
        return (
            '<button class="button button-unstyled js-tooltip" type="button" aria-label="Hjælp"'
            f' data-tooltip="For eksempel 999 kr. for 7 enheder">{ICON.format("help")}</button>'
        )

    def download(self, text: str, href: str) -> str:
        if not href:
            return ""
        link = (
            f'<a class="function-link" href="{h(href)}">{ICON.format("file-download")}{t(text)}</a>'
        )
        return f"<p>{link}</p>\n"

    # -- cards -------------------------------------------------------------------------------

    def _card(self, head: str, text: str, action: str = "") -> str:
        end = f'<div class="card-footer card-action">{action}</div>\n' if action else ""
        return (
            f'<div class="card">\n<div class="card-header">{head}</div>\n'
            f'<div class="card-text">{text}</div>\n{end}</div>\n'
        )

    def case(self, heading: str, teaser: str, href: str) -> str:
        head = f'<h2 class="h5 header-title">{t(heading)}</h2>'
        link = f'<a href="{h(href)}" aria-label="Læs mere: {escape(heading)}">Læs mere</a>'
        return self._card(head, f"<p>{t(teaser)}</p>", link)

    def card(self, card: CardView) -> str:
        head = f'{self.kicker(card.kicker)}<h3 class="h5 header-title">{t(card.name)}</h3>'
        text = (
            f'{self.prose(card.description)}\n<a href="{h(card.href)}">Læs mere</a>\n'
            f'<span class="badge badge-small">{t(card.category)}</span>\n'
            f"{self.facts(card.facts, 'card')}"
        )
        link = f'<a class="button button-primary" href="{h(card.order_href)}">{t(card.order)}</a>'
        return self._card(head, text, link)

    def hit(self, hit: HitView) -> str:
        code = f"<p>{hit.code}</p>" if hit.code else ""
        title = f'<h3 class="header-title"><a href="{h(hit.href)}">{t(hit.title)}</a></h3>'
        return self._card(self.kicker(hit.kind), f"{code}{title}", ICON.format("arrow-right"))

    def count_words(self, count: int, first: int, last: int) -> str:
        words = super().count_words(count, first, last)
        return f"Viser {first} - {last} af {words}" if count else words

    def list_card(self, card: ListCard) -> str:
        area = f'<span class="badge">{t(card.area)}</span>\n' if card.area else ""
        head = f'{self.kicker(card.code)}{area}<h2 class="h5 header-title">{t(card.title)}</h2>'
        text = (
            f"<p>{t(card.version.label)} {t(card.version.value)}</p>{self._badge(card.status)}"
            f"{self.prose(card.summary)}<p>{card.versions}</p>"
        )
        return self._card(head, text, f'<a href="{h(card.href)}">Se integrationen</a>')

    # -- lists and what stands beside --------------------------------------------------------

    def pager(self, pager: Pager) -> str:
        rows, choices = "", ""
        for number, href in enumerate(pager.hrefs):
            address = h(href[href.index("?") :]) if "?" in href else "?page=0"
            here = number == pager.at
            classes = 'class="current-page" aria-current="page"' if here else 'class="button"'
            rows += (
                f'<li class="pagination-item pagination-number"><a href="{address}" {classes}'
                f' aria-label="Side {number + 1}">{number + 1}</a></li>\n'
            )
            choices += f'<option value="{number}"{" selected" * here}>{number + 1}</option>'
        following = h(pager.next[pager.next.index("?") :]) if pager.next else ""
        arrow = ICON.format("arrow-right")
        on = f'<a href="{following}" class="button button-arrow button-next">Næste{arrow}</a>\n'
        return (
            f'<nav class="pagination" aria-label="Sider">\n<div class="pagination__dropdown">'
            f'<label class="sr-only" for="page-options">Vælg en side</label>'
            f'<select id="page-options" name="page-options">{choices}</select></div>\n'
            f'<ul class="pagination__items">\n{rows}</ul>\n{on if following else ""}</nav>\n'
        )

    def facets(self, facets: Sequence[Facet], side: str) -> str:
        return "".join(
            self._accordion(each.title, self.facet(each), 3, f"facet-{each.alias}-{side}")
            for each in facets
        )

    def neighbours(self, teasers: Sequence[Teaser], side: str) -> str:
        rows = "".join(
            self._card(
                self.kicker(each.kind) + (self.kicker(each.code) if each.code else ""),
                f'<h3><a href="{h(each.href)}">{t(each.title)}</a></h3>'
                + (self.facts(each.facts, "card") if not each.code else self._short(each.facts)),
            )
            for each in teasers
        )
        return f'<h2 class="h4">Se også</h2>\n{rows}'

    def _short(self, facts: Sequence[Fact]) -> str:
        return "".join(f"<p>{t(f'{fact.label} {fact.value}'.strip())}</p>" for fact in facts)

    # -- the page ----------------------------------------------------------------------------

    def menu(self, items: Iterable[MenuItem]) -> str:
        rows = "".join(
            f'<li><a href="{h(item.href)}" class="nav-link"><span>{t(item.text)}</span></a>'
            f"{self.menu(item.below)}</li>\n"
            for item in items
        )
        return f'<ul class="mainmenu">\n{rows}</ul>\n' if rows else ""

    def breadcrumb(self, sheet: Sheet) -> str:
        steps = []
        for step in sheet.trail[:-1]:
            link = f'<a class="breadcrumbs__link" href="{LINKED.get(step)}">{t(step)}</a>'
            words = link if step in LINKED else t(step)
            steps.append(f'<li class="breadcrumbs__list-item">{words}</li>\n')
        for step in sheet.trail[-1:]:
            steps.append(f'<li class="breadcrumbs__list-item" aria-current="page">{t(step)}</li>\n')
        return (
            '<nav class="breadcrumbs container" aria-label="Brødkrumme">\n'
            f'<ol class="breadcrumbs__list">\n{"".join(steps)}</ol>\n</nav>\n'
            if steps
            else ""
        )

    def _cookies(self) -> str:
        text = (
            "<p>Vi indsamler statistik med cookies. Læs mere om <a href='/viden'>cookies</a>.</p>"
        )
        accept = '<a href="#" class="button button-secondary">Accepter cookies</a>'
        card = self._card("", text, accept)
        return f'<div class="cookie-message" id="cookieMessage">{card}</div>\n'

    def page(self, sheet: Sheet) -> str:
        left = f'<nav class="sidenav" aria-label="Indhold">{self.menu(sheet.left)}</nav>\n'
        before, after = sheet.before, sheet.after
        if sheet.kind:
            before = f'<aside class="col-lg-3">\n{before}</aside>\n' if before else ""
            after = f'<aside class="col-lg-3">\n{after}</aside>\n' if after else ""
        lead = field("messages", [self.highlighted()])
        return (
            f'{self._cookies()}<header class="header">\n<div class="solution-info">'
            '<a href="/" class="logo">DIGITALISERINGS KATALOGET</a></div>\n'
            f'<nav class="navigation-menu" aria-label="Hovedmenu">{self.menu(MAIN_MENU)}</nav>\n'
            f"{self.languages()}</header>\n{left if sheet.left else ''}"
            f'<main class="container page-container" id="main-content">\n{self.breadcrumb(sheet)}'
            f'{lead}<div class="row">\n{before}<div class="col-lg-6">\n{self.node(sheet)}</div>\n'
            f"{after}</div>\n</main>\n"
            f'<footer><div class="footer"><div class="container">{self.menu(FOOTER)}'
            f"<p>{ADDRESS}</p></div></div></footer>\n"
        )
