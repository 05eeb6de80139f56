"""Tables with a row of labels on top and the values in the row below."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.standin.markups.base import Markup, bare, h, labelled, t
from tests.standin.views import (
    ADDRESS,
    FOOTER,
    MAIN_MENU,
    ORDER_FIELDS,
    CardView,
    Fact,
    HitView,
    ListCard,
    Options,
    Pager,
    SearchForm,
    Sheet,
)


class TableTop(Markup):
    """Labels in a top row; code and title of a hit are links of their own; breadcrumb."""

    name = "table_top"
    form = SearchForm("/search", "search_api_fulltext")

    def heading(self, text: str, level: int) -> str:
        return f'<h{level} class="tt__head">{t(text)}</h{level}>\n'

    def kicker(self, text: str) -> str:
        return f'<span class="tt__eyebrow">{t(text)}</span>\n'

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        at = f'<a id="{anchor}"></a>' if anchor else ""
        return f"{at}{self.heading(title, min(level, 6))}{body}\n"

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f'<span class="tt__area">{t(area)}</span>\n' if area else ""
        return f'<h1 class="tt__head"><span>{code}</span>\n<span>{t(title)}</span></h1>\n{topic}'

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        pairs = labelled(facts)
        top = "".join(f"<th>{t(fact.label)}</th>" for fact in pairs)
        below = "".join(f"<td>{self.value(fact)}</td>" for fact in pairs)
        states = "".join(f'<p class="tt__status">{t(value)}</p>' for value in bare(facts))
        return (
            f'<table class="tt__facts"><thead><tr>{top}</tr></thead>'
            f"<tbody><tr>{below}</tr></tbody></table>{states}\n"
        )

    def case(self, heading: str, teaser: str, href: str) -> str:
        return (
            f'<a class="tt__story" href="{h(href)}"><h2>{t(heading)}</h2><p>{t(teaser)}</p>'
            "<span>Læs mere</span></a>\n"
        )

    def card(self, card: CardView) -> str:
        return (
            f'<section class="tt__card">{self.kicker(card.kicker)}{self.heading(card.name, 3)}'
            f'{self.prose(card.description)}<a href="{h(card.href)}">Læs mere</a>'
            f"<p>{t(card.category)}</p>{self.facts(card.facts, 'card')}"
            f'<a role="button" href="{h(card.order_href)}">{t(card.order)}</a></section>\n'
        )

    def order(self, text: str, href: str) -> str:
        fields = "".join(
            f'<label for="f-{name}">{label}</label><input id="f-{name}" name="{name}"><br>\n'
            for label, name in ORDER_FIELDS
        )
        return (
            f'<form action="{h(href)}" method="post" class="tt__order">{fields}'
            f'<button type="submit">{t(text)}</button></form>\n'
        )

    def search_form(self, options: Options, term: str) -> str:
        return (
            f'<form action="{self.form.action}"><input name="{self.form.field}"'
            f' placeholder="Søg efter integration" value="{escape(term)}">'
            '<button type="submit">Søg</button></form>\n'
        )

    def hit(self, hit: HitView) -> str:
        code = f'<a href="{h(hit.href)}">{hit.code}</a>\n' if hit.code else ""
        return (
            f'<div class="tt__hit"><span>{t(hit.kind)}</span>\n{code}'
            f'<a href="{h(hit.href)}">{t(hit.title)}</a>\n<span>→</span></div>\n'
        )

    def list_card(self, card: ListCard) -> str:
        area = f"<span>{t(card.area)}</span>\n" if card.area else ""
        return (
            f'<section class="tt__entry"><span>{card.code}</span>\n{area}'
            f'<h3><a href="{h(card.href)}">{t(card.title)}</a></h3>'
            f"<p>{t(card.version.label)} {t(card.version.value)}</p><p>{t(card.status)}</p>"
            f"{self.prose(card.summary)}<p>{card.versions}</p></section>\n"
        )

    def pager(self, pager: Pager) -> str:
        back = f'<a href="{h(pager.hrefs[pager.at - 1])}">‹ Forrige</a> ' if pager.at else ""
        on = f'<a href="{h(pager.next)}">Næste ›</a>' if pager.next else ""
        return f'<p class="tt__pager">{back}<span>Side {pager.at + 1}</span> {on}</p>\n'

    def document(self, sheet: Sheet) -> str:
        trail = " / ".join(t(step) for step in sheet.trail)
        crumbs = f'<nav aria-label="Brødkrumme">{trail}</nav>\n' if trail else ""
        left = f'<aside aria-label="Indhold">{self.menu(sheet.left)}</aside>' if sheet.left else ""
        return (
            f'<!DOCTYPE html>\n<html lang="da"><head>{self.meta(sheet)}'
            "<style>.tt__head{color:navy}</style></head>\n<body>"
            '<a href="#tt" class="tt__skip">Gå til hovedindhold</a>\n'
            '<p><a href="/"><img src="/logo.svg" alt="DIGITALISERINGS KATALOGET"></a></p>'
            f"<nav>{self.menu(MAIN_MENU)}</nav>\n{left}\n"
            f'<article id="tt">{crumbs}{sheet.main}</article>\n'
            f'<footer class="tt__foot">{self.menu(FOOTER)}{ADDRESS}</footer></body></html>\n'
        )
