"""Sections as closed panels behind buttons; headings that are no heading elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from tests.standin.markups.base import Markup, h, t
from tests.standin.views import (
    ADDRESS,
    FOOTER,
    MAIN_MENU,
    ORDER_FIELDS,
    CardView,
    Fact,
    HitView,
    ListCard,
    MenuItem,
    Options,
    Pager,
    SearchForm,
    Sheet,
)


class Accordion(Markup):
    """Panels carry `hidden`; facts are a grid; a framework's tags and attributes all over."""

    name = "accordion"
    download_first = True
    form = SearchForm("/soeg", "search_api_fulltext", (("form_id", "views_exposed_form"),))

    def heading(self, text: str, level: int) -> str:
        return f'<div role="heading" aria-level="{level}" class="ac_h">{t(text)}</div>\n'

    def kicker(self, text: str) -> str:
        return f'<p class="ac_over"><strong>{t(text)}</strong></p>\n'

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        if level > 3:
            return f"<p><strong>{t(title)}</strong></p>\n<div>{body}</div>\n"
        panel = anchor or "panel-" + sha256((title + body).encode()).hexdigest()[:8]
        return (
            f'<div class="ac_fold"><div role="heading" aria-level="{level}">'
            f'<button type="button" aria-expanded="false" aria-controls="{panel}">'
            f'<span>{t(title)}</span><svg width="8" height="8"><title>Fold ud</title>'
            f'<path d="M0 0L4 4L8 0"/></svg></button></div>'
            f'<div id="{panel}" role="region" hidden>{body}</div></div>\n'
        )

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f'<p class="ac_tag">{t(area)}</p>' if area else ""
        return f'<div class="ac_hero"><p>{code}</p>{self.heading(title, 1)}{topic}</div>\n'

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        cells = "".join(self._cells(fact) for fact in facts)
        return f'<div class="ac_grid" style="display:grid">{cells}</div>\n'

    def _cells(self, fact: Fact) -> str:
        if not fact.label:
            return f'<div class="ac_wide">{t(fact.value)}</div>\n'
        if fact.links:
            files = "".join(f"<li>{self.value(Fact('', links=(x,)))}</li>" for x in fact.links)
            value = f"<ul>{files}</ul>"
        else:
            value = t(fact.value) + (f"<div>{t(fact.flag)}</div>" if fact.flag else "")
        return f"<div><div>{t(fact.label)}</div>\n<div>{value}</div></div>\n"

    def case(self, heading: str, teaser: str, href: str) -> str:
        return (
            f'<div class="ac_case">{self.heading(heading, 2)}<p>{t(teaser)}</p>'
            f'<a href="{h(href)}" aria-label="Læs mere om {escape(heading)}">Læs mere</a></div>\n'
        )

    def card(self, card: CardView) -> str:
        return (
            f'<div class="ac_card" data-service="1">{self.kicker(card.kicker)}'
            f"{self.heading(card.name, 3)}{self.prose(card.description)}"
            f'<a href="{h(card.href)}" aria-label="Læs mere om {escape(card.name)}">Læs mere</a>'
            f'<p class="ac_tag">{t(card.category)}</p>{self.facts(card.facts, "card")}'
            f'<button type="button" data-href="{h(card.order_href)}">{t(card.order)}</button>'
            "</div>\n"
        )

    def order(self, text: str, href: str) -> str:
        fields = "".join(
            f'<div><div><label for="edit-{name}">{label}</label></div>'
            f'<div><input id="edit-{name}" name="{name}" required></div></div>\n'
            for label, name in ORDER_FIELDS
        )
        return (
            f'<form action="{h(href)}" method="get"><input type="hidden" name="trin" value="1">'
            f'<div class="ac_order" style="display:grid">{fields}</div>'
            f'<button type="submit">{t(text)}</button></form>\n'
        )

    def search_form(self, options: Options, term: str) -> str:
        return (
            f'<form action="{self.form.action}" method="get" data-drupal-form-fields="x">'
            f'{self.hidden()}<label for="edit-text">Fritekst</label>'
            f'<input id="edit-text" type="text" name="{self.form.field}" value="{escape(term)}">'
            '<button type="submit" aria-label="Søg"><svg><title>Søg</title></svg></button>'
            "</form>\n"
        )

    def other_form(self) -> str:
        return (
            '<form action="/log-ind" method="post"><input type="text" name="name">'
            '<input type="password" name="pass"><button>Log ind</button></form>\n'
        )

    def hit(self, hit: HitView) -> str:
        code = f"<div>{hit.code}</div>" if hit.code else ""
        return (
            f'<a class="ac_hit" href="{h(hit.href)}"><div>{t(hit.kind)}</div>{code}'
            f"<div><strong>{t(hit.title)}</strong></div><div aria-hidden='true'>→</div></a>\n"
        )

    def count(self, words: str) -> str:
        return f'<div role="status" aria-live="polite">{t(words)}</div>\n'

    def list_card(self, card: ListCard) -> str:
        area = f'<p class="ac_tag">{t(card.area)}</p>' if card.area else ""
        return (
            f'<div class="ac_entry"><p>{card.code}</p>{area}{self.heading(card.title, 2)}'
            f"<div>{t(card.version.label)} {t(card.version.value)}</div><div>{t(card.status)}</div>"
            f"{self.prose(card.summary)}<p>{card.versions}</p>"
            f'<a href="{h(card.href)}" aria-label="{escape(card.title)}">Læs mere</a></div>\n'
        )

    def pager(self, pager: Pager) -> str:
        if pager.next is None:
            return ""
        return (
            f'<nav aria-label="Sider"><a href="{h(pager.next)}" rel="next"'
            ' title="Gå til næste side"><span>Næste side</span> <span>››</span></a></nav>\n'
        )

    def menu(self, items: Iterable[MenuItem]) -> str:
        return "".join(
            f'<div><a href="{h(item.href)}">{t(item.text)}</a>{self.menu(item.below)}</div>'
            for item in items
        )

    def document(self, sheet: Sheet) -> str:
        left = f'<div role="navigation">{self.menu(sheet.left)}</div>' if sheet.left else ""
        return (
            f'<!DOCTYPE html>\n<html lang="da" class="no-js"><head>{self.meta(sheet)}'
            '<script type="application/json">{"Enhedspris": "0 kr.", "Version": "9.9"}</script>'
            "</head>\n<body>"
            '<a href="#ac" class="ac_skip">Gå til hovedindhold</a>\n'
            '<noscript><img src="/pixel.gif" alt=""></noscript>'
            '<div role="banner"><a href="/">DIGITALISERINGS KATALOGET</a>'
            f'<div role="navigation">{self.menu(MAIN_MENU)}</div></div>\n{left}\n'
            f'<div role="main" id="ac">{sheet.main}</div>\n'
            f'<div role="contentinfo">{self.menu(FOOTER)}<p>{ADDRESS}</p></div>\n'
            "<script>document.documentElement.className = 'js'; // <b>Version</b> 9.9\n</script>"
            "</body></html>\n"
        )
