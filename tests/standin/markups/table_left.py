"""Tables with the labels in the left column, and absolute addresses."""

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


class TableLeft(Markup):
    """`th` to the left of `td`; only titles of hits are links; pages are numbered."""

    name = "table_left"
    download_first = True
    form = SearchForm("/soeg", "keys", (("form_id", "search_block_form"),))

    def heading(self, text: str, level: int) -> str:
        return f"<h{level}>{t(text)}</h{level}>\n"

    def kicker(self, text: str) -> str:
        return f'<div class="tl-kicker">{t(text)}</div>\n'

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        if level == 5:
            return (
                f'<table class="tl-grid"><tbody><tr><th scope="row">{t(title)}</th>'
                f"<td>{body}</td></tr></tbody></table>\n"
            )
        at = f' id="{anchor}"' if anchor else ""
        return f'<div class="tl-block"{at}><div>{self.heading(title, level)}</div>{body}</div>\n'

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f'<div class="tl-topic">{t(area)}</div>' if area else ""
        return f'<div class="tl-top"><div>{code}</div><h1>{t(title)}</h1>{topic}</div>\n'

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        rows = "".join(
            f'<tr>\n<th scope="row">{t(fact.label)}{":" if about == "card" else ""}</th>\n'
            f"<td>{self.value(fact)}</td>\n</tr>"
            for fact in labelled(facts)
        )
        rows += "".join(f'<tr><td colspan="2">{t(value)}</td></tr>' for value in bare(facts))
        return f'<table class="tl-grid"><tbody>{rows}</tbody></table>\n'

    def case(self, heading: str, teaser: str, href: str) -> str:
        return (
            f'<div class="tl-case"><h2>{t(heading)}</h2><div>{t(teaser)}</div>'
            f'<div><a href="{h(href)}">Læs mere</a></div></div>\n'
        )

    def card(self, card: CardView) -> str:
        return (
            f'<div class="tl-service"><div class="tl-kicker">{t(card.kicker)}</div>'
            f"<h2>{t(card.name)}</h2>{self.prose(card.description)}"
            f'<a href="{h(card.href)}">Læs mere</a><div>{t(card.category)}</div>'
            f"{self.facts(card.facts, 'card')}"
            f'<form action="{h(card.order_href)}"><button>{t(card.order)}</button></form></div>\n'
        )

    def order(self, text: str, href: str) -> str:
        rows = "".join(
            f'<tr><th scope="row">{label}</th><td><input name="{name}"></td></tr>'
            for label, name in ORDER_FIELDS
        )
        return (
            f'<form action="{h(href)}" method="post"><table class="tl-order">{rows}</table>'
            f"<button>{t(text)}</button></form>\n"
        )

    def search_form(self, options: Options, term: str) -> str:
        return (
            f'<form action="{options.base_url}{self.form.action}" class="tl-find">'
            f'{self.hidden()}<input type="text" name="{self.form.field}" title="Søg"'
            f' value="{escape(term)}"><input type="submit" value="Søg"></form>\n'
        )

    def other_form(self) -> str:
        return (
            '<form action="/nyhedsbrev" method="post"><label>Få nyheder pr. mail '
            '<input type="email" name="mail"></label><button>Tilmeld</button></form>\n'
        )

    def hit(self, hit: HitView) -> str:
        return (
            f"<tr><td>{t(hit.kind)}</td><td>{hit.code}</td>"
            f'<td><a href="{h(hit.href)}">{t(hit.title)}</a></td><td>→</td></tr>'
        )

    def hits(self, rows: Sequence[str]) -> str:
        return f'<table class="tl-hits"><tbody>{"".join(rows)}</tbody></table>\n'

    def list_card(self, card: ListCard) -> str:
        area = f"<div>{t(card.area)}</div>" if card.area else ""
        return (
            f'<div class="tl-entry"><div>{card.code}</div>{area}'
            f'<h2><a href="{h(card.href)}">{t(card.title)}</a></h2>'
            f"<table><tr><th>{t(card.version.label)}</th><td>{t(card.version.value)}</td></tr>"
            f"</table><div>{t(card.status)}</div>{self.prose(card.summary)}"
            f"<div>{card.versions}</div></div>\n"
        )

    def pager(self, pager: Pager) -> str:
        links = "".join(
            f"<b>{number}</b> " if number - 1 == pager.at else f'<a href="{h(to)}">{number}</a> '
            for number, to in enumerate(pager.hrefs, 1)
        )
        return f'<div class="tl-pages">{links}</div>\n'

    def document(self, sheet: Sheet) -> str:
        left = f'<td width="200">{self.menu(sheet.left)}</td>' if sheet.left else ""
        page = (
            f'<!DOCTYPE html><html lang="da"><head>{self.meta(sheet)}'
            "<script>var settings = {'path': '/'};</script></head><body>"
            '<div class="tl-skip"><a href="#indhold">Gå til hovedindhold</a></div>'
            '<div class="tl-logo"><a href="/">DIGITALISERINGS KATALOGET</a></div>'
            f'<div class="tl-menu">{self.menu(MAIN_MENU)}</div>'
            f'<table class="tl-page" role="presentation"><tr>{left}'
            f'<td id="indhold">{sheet.main}</td></tr></table>'
            f'<div class="tl-foot">{self.menu(FOOTER)}<div>{ADDRESS}</div></div></body></html>'
        )
        return page.replace('href="/', f'href="{sheet.options.base_url}/')
