"""Facts as `Label: value` inside paragraphs, several to a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
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
    Options,
    Pager,
    SearchForm,
    Sheet,
)


class Paragraphs(Markup):
    """` · ` or a line break between facts; a log-in form and a cookie banner come first."""

    name = "paragraphs"
    form = SearchForm("/soeg", "text", (("form_build_id", "form-7f3a"),))

    def heading(self, text: str, level: int) -> str:
        return f"<h{level}>{t(text)}</h{level}>\n"

    def kicker(self, text: str) -> str:
        return f'<p class="pg1">{t(text)}</p>\n'

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        at = f' id="{anchor}"' if anchor else ""
        if level == 5:
            return f"<p>{t(title)}:</p>\n{body}\n"
        return f"<h{level}{at}>{t(title)}</h{level}>\n{body}\n"

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f"<br>\n{t(area)}" if area else ""
        return f'<p class="pg2">{code}<br>\n<strong>{t(title)}</strong>{topic}</p>\n'

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        between = " · " if about in ("version", "endpoint") else "<br>\n"
        lines = []
        for fact in facts:
            value = self.value(fact, ", ")
            lines.append(f"{t(fact.label)}: {value}" if fact.label else value)
        return f'<p class="pg3">{between.join(lines)}</p>\n'

    def case(self, heading: str, teaser: str, href: str) -> str:
        return (
            f"<blockquote><p><strong>{t(heading)}</strong></p><p>{t(teaser)}</p>"
            f'<p><a href="{h(href)}">Læs mere</a></p></blockquote>\n'
        )

    def endpoint(self, place: str, name: str, facts: str, texts: str) -> str:
        return f"<p><em>{t(place)}</em></p><p><strong>{t(name)}</strong></p>{facts}{texts}"

    def card(self, card: CardView) -> str:
        return (
            f'<div class="pg4"><p>{t(card.kicker)}</p><p><strong>{t(card.name)}</strong></p>'
            f"{self.prose(card.description)}"
            f'<p><a href="{h(card.href)}">Læs mere</a></p><p>{t(card.category)}</p>'
            f"{self.facts(card.facts, 'card')}"
            f'<p><a href="{h(card.order_href)}">{t(card.order)}</a></p></div>\n'
        )

    def order(self, text: str, href: str) -> str:
        fields = "<br>\n".join(
            f'{label}: <input type="text" name="{name}">' for label, name in ORDER_FIELDS
        )
        return (
            f'<form action="{h(href)}" method="post"><p>{fields}</p>'
            f'<p><input type="submit" value="{t(text)}"></p></form>\n'
        )

    def search_form(self, options: Options, term: str) -> str:
        name, value = self.form.hidden[0]
        hidden = f'<input type="hidden" name="{name}" value="{value}">'
        return (
            f'<form action="{self.form.action.removeprefix("/")}" method="GET" id="search-form">'
            f'<p>{hidden}<input type="search" name="{self.form.field}" value="{escape(term)}">'
            '<input type="submit" name="op" value="Søg"></p></form>\n'
        )

    def hit(self, hit: HitView) -> str:
        code = f"{hit.code} · " if hit.code else ""
        return f'<p>{t(hit.kind)} · {code}<a href="{h(hit.href)}">{t(hit.title)}</a> →</p>\n'

    def list_card(self, card: ListCard) -> str:
        area = f" · {t(card.area)}" if card.area else ""
        return (
            f"<div><p>{card.code}{area}</p>"
            f'<h2><a href="{h(card.href)}">{t(card.title)}</a></h2>'
            f"<p>{t(card.version.label)}: {t(card.version.value)} · {t(card.status)}</p>"
            f"{self.prose(card.summary)}<p>{card.versions}</p></div>\n"
        )

    def pager(self, pager: Pager) -> str:
        if pager.next is None:
            return ""
        return f'<p>Side {pager.at + 1} · <a href="{h(pager.next)}">Næste side</a></p>\n'

    def document(self, sheet: Sheet) -> str:
        cookies = (
            '<div role="dialog" aria-label="Cookies"><p>Vi bruger cookies</p>'
            "<p>Version: 1.0 af vores cookiepolitik</p><button>Accepter alle</button></div>\n"
        )
        login = (
            '<form action="/log-ind" method="post"><input name="name"><input type="password"'
            ' name="pass"><button>Log ind</button></form>\n'
        )
        left = f'<nav class="pg5">{self.menu(sheet.left)}</nav>' if sheet.left else ""
        return (
            f'<!DOCTYPE html>\n<html lang="da"><head>{self.meta(sheet)}</head>\n<body>\n'
            f'<p><a href="#pg">Gå til hovedindhold</a></p>\n{cookies}'
            f'<header><p><a href="/">DIGITALISERINGS KATALOGET</a></p>\n{login}'
            f"<nav>{self.menu(MAIN_MENU)}</nav></header>\n{left}\n"
            f'<main id="pg">\n{sheet.main}</main>\n'
            f"<footer>{self.menu(FOOTER)}<p>{ADDRESS}</p></footer>\n</body></html>\n"
        )
