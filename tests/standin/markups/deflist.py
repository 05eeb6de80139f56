"""Definition lists and real headings: the tidy site."""

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


class Deflist(Markup):
    """`dl`, `dt`, `dd` for facts; `h1` to `h3`; whole search rows are links; rel=next."""

    name = "deflist"
    form = SearchForm("/search", "q")

    def heading(self, text: str, level: int) -> str:
        level = min(level, 3)
        return f"<h{level}>{t(text)}</h{level}>\n"

    def kicker(self, text: str) -> str:
        return f'<p class="overline">{t(text)}</p>\n'

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        if level == 5:
            return f'<dl class="pairs"><dt>{t(title)}</dt><dd>{body}</dd></dl>\n'
        at = f' id="{anchor}"' if anchor else ""
        return f"<section{at}>\n{self.heading(title, level)}{body}\n</section>\n"

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f'\n<p class="topic">{t(area)}</p>' if area else ""
        return f'<header class="masthead"><p>{code}</p>\n<h1>{t(title)}</h1>{topic}\n</header>\n'

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        rows = "\n".join(
            f"<dt>{t(fact.label)}{':' if about == 'card' else ''}</dt>"
            + (
                "".join(f'<dd><a href="{h(to)}">{t(text)}</a></dd>' for text, to in fact.links)
                if fact.links
                else f"<dd>{self.value(fact)}</dd>"
            )
            for fact in labelled(facts)
        )
        states = "".join(f'<p class="state">{t(value)}</p>\n' for value in bare(facts))
        return f'<dl class="pairs">\n{rows}\n</dl>\n{states}'

    def case(self, heading: str, teaser: str, href: str) -> str:
        return (
            f'<aside class="story"><h3>{t(heading)}</h3><p>{t(teaser)}</p>'
            f'<a href="{h(href)}">Læs mere</a></aside>\n'
        )

    def card(self, card: CardView) -> str:
        return (
            f'<article class="offer">\n<p class="overline">{t(card.kicker)}</p>\n'
            f"<h3>{t(card.name)}</h3>\n{self.prose(card.description)}\n"
            f'<p><a href="{h(card.href)}">Læs mere</a></p>\n'
            f'<p class="sort">{t(card.category)}</p>\n{self.facts(card.facts, "card")}'
            f'<a href="{h(card.order_href)}" class="buy">{t(card.order)}</a>\n</article>\n'
        )

    def order(self, text: str, href: str) -> str:
        fields = "".join(
            f'<label>{label} <input name="{name}"></label>\n' for label, name in ORDER_FIELDS
        )
        return (
            f'<form action="{h(href)}" method="post" class="buy-form">\n{fields}'
            f"<button>{t(text)}</button></form>\n"
        )

    def search_form(self, options: Options, term: str) -> str:
        return (
            f'<form action="{self.form.action}" method="get" role="search">'
            f'<label for="find">Søg i kataloget</label><input type="search" id="find"'
            f' name="{self.form.field}" value="{escape(term)}"><button>Søg</button></form>\n'
        )

    def hit(self, hit: HitView) -> str:
        code = f" <span>{hit.code}</span>" if hit.code else ""
        return (
            f'<li><a href="{h(hit.href)}"><span>{t(hit.kind)}</span>{code} '
            f"<strong>{t(hit.title)}</strong> <span>→</span></a></li>"
        )

    def hits(self, rows: Sequence[str]) -> str:
        return '<ol class="found">\n' + "\n".join(rows) + "\n</ol>\n"

    def list_card(self, card: ListCard) -> str:
        area = f"<p>{t(card.area)}</p>" if card.area else ""
        return (
            f'<article class="entry"><p>{card.code}</p>{area}'
            f'<h2><a href="{h(card.href)}">{t(card.title)}</a></h2>'
            f"<dl><dt>{t(card.version.label)}</dt><dd>{t(card.version.value)}</dd></dl>"
            f"<p>{t(card.status)}</p>{self.prose(card.summary)}<p>{card.versions}</p></article>"
        )

    def pager(self, pager: Pager) -> str:
        if pager.next is None:
            return ""
        return f'<nav class="leaf"><a rel="next" href="{h(pager.next)}">Næste</a></nav>\n'

    def document(self, sheet: Sheet) -> str:
        left = f'<nav class="contents">{self.menu(sheet.left)}</nav>' if sheet.left else ""
        return (
            f'<!DOCTYPE html>\n<html lang="da"><head>{self.meta(sheet)}</head>\n<body>\n'
            '<a href="#main" class="skip">Gå til hovedindhold</a>\n'
            '<header><a href="/">DIGITALISERINGS KATALOGET</a>'
            f"<nav>{self.menu(MAIN_MENU)}</nav></header>\n{left}\n"
            f'<main id="main">\n{sheet.main}</main>\n'
            f'<footer class="bluefoot">{self.menu(FOOTER)}<p>{ADDRESS}</p></footer>\n'
            "</body></html>\n"
        )
