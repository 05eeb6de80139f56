"""Nothing but `div` and `span`: no headings, no lists, no space between neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from tests.standin.markups.base import Markup, h, t
from tests.standin.text import inline
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


def _div(name: str, *inner: str) -> str:
    return f'<div class="{name}">{"".join(inner)}</div>'


class Wrappers(Markup):
    """Label and value are sibling spans; a row of hits is one link; "Vis flere"."""

    name = "wrappers"
    form = SearchForm("/søg", "q", (("sprog", "da"),))

    def paragraph(self, text: str) -> str:
        return _div("w-text", inline(text))

    def bullets(self, items: Sequence[str]) -> str:
        return _div("w-items", *(_div("w-item", inline(item)) for item in items))

    def heading(self, text: str, level: int) -> str:
        return _div(f"w-title-{level}", t(text))

    def kicker(self, text: str) -> str:
        return _div("w-kicker", f"<span>{t(text)}</span>")

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        at = f' id="{anchor}"' if anchor else ""
        return f'<div class="w-part"{at}>{self.heading(title, level)}{_div("w-body", body)}</div>'

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = _div("w-area", t(area)) if area else ""
        return _div("w-head", _div("w-code", code), self.heading(title, 1), topic)

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        colon = ":" if about == "card" else ""
        return _div("w-facts", *(self._fact(fact, colon) for fact in facts))

    def _fact(self, fact: Fact, colon: str) -> str:
        if fact.links:
            values = "".join(_div("w-file", self.value(Fact("", links=(x,)))) for x in fact.links)
        else:
            values = f"<span>{t(fact.value)}</span>"
            values += f"<span>{t(fact.flag)}</span>" if fact.flag else ""
        label = f"<span>{t(fact.label)}{colon}</span>" if fact.label else ""
        return _div("w-fact", label, values)

    def case(self, heading: str, teaser: str, href: str) -> str:
        link = f'<a href="{h(href)}"><span>Læs mere</span></a>'
        return _div("w-case", self.heading(heading, 2), _div("w-text", t(teaser)), link)

    def download(self, text: str, href: str) -> str:
        return _div("w-load", f'<a href="{h(href)}"><span>{t(text)}</span></a>') if href else ""

    def card(self, card: CardView) -> str:
        return _div(
            "w-card",
            self.kicker(card.kicker),
            self.heading(card.name, 3),
            self.prose(card.description),
            f'<a href="{h(card.href)}"><span>Læs mere</span></a>',
            _div("w-badge", f"<span>{t(card.category)}</span>"),
            self.facts(card.facts, "card"),
            f'<a href="{h(card.order_href)}" rel="nofollow"><span>{t(card.order)}</span></a>',
        )

    def order(self, text: str, href: str) -> str:
        fields = "".join(
            _div("w-field", f"<span>{label}</span>", f'<input name="{name}">')
            for label, name in ORDER_FIELDS
        )
        button = f'<button type="submit"><span>{t(text)}</span></button>'
        return f'<form action="{h(href)}" method="post">{_div("w-order", fields, button)}</form>'

    def search_form(self, options: Options, term: str) -> str:
        field = (
            f'<input name="{self.form.field}" aria-label="Søg" value="{escape(term)}">'
            '<button type="submit"><span>Søg</span></button>'
        )
        return f'<form action="{self.form.action}"><div>{self.hidden()}{field}</div></form>'

    def hit(self, hit: HitView) -> str:
        code = f"<span>{hit.code}</span>" if hit.code else ""
        return _div(
            "w-hit",
            f'<a href="{h(hit.href)}"><span>{t(hit.kind)}</span>{code}'
            f"<span>{t(hit.title)}</span><span>→</span></a>",
        )

    def count(self, words: str) -> str:
        return _div("w-count", f"<span>{t(words)}</span>")

    def hits(self, rows: Sequence[str]) -> str:
        return _div("w-hits", *rows)

    def list_card(self, card: ListCard) -> str:
        area = _div("w-area", t(card.area)) if card.area else ""
        return _div(
            "w-entry",
            f'<a href="{h(card.href)}">',
            _div("w-code", card.code),
            area,
            self.heading(card.title, 2),
            self._fact(card.version, ""),
            _div("w-state", t(card.status)),
            self.prose(card.summary),
            _div("w-sum", card.versions),
            "</a>",
        )

    def pager(self, pager: Pager) -> str:
        if pager.next is None:
            return ""
        return _div("w-more", f'<a href="{h(pager.next)}"><span>Vis flere</span></a>')

    def menu(self, items: Iterable[MenuItem]) -> str:
        return "".join(
            _div("w-link", f'<a href="{h(item.href)}"><span>{t(item.text)}</span></a>')
            + self.menu(item.below)
            for item in items
        )

    def document(self, sheet: Sheet) -> str:
        left = _div("w-left", self.menu(sheet.left)) if sheet.left else ""
        return (
            f'<!DOCTYPE html><html lang="da"><head>{self.meta(sheet)}</head><body>'
            + _div(
                "w-all",
                _div("w-skip", '<a href="#w-main">Gå til hovedindhold</a>'),
                _div(
                    "w-logo", '<a href="/"><span>DIGITALISERINGS</span> <span>KATALOGET</span></a>'
                ),
                _div("w-menu", self.menu(MAIN_MENU)),
                left,
                f'<div id="w-main">{sheet.main}</div>',
                _div("w-foot", self.menu(FOOTER), _div("w-text", ADDRESS)),
            )
            + "</body></html>"
        )
