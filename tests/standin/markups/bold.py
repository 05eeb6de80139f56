"""A bold label, a line break and the value; headings are bold words too."""

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


class Bold(Markup):
    """As if typed into an editor; a row of hits is a list item with one link at its end."""

    name = "bold"
    menu_follows = True
    form = SearchForm("/search", "keys", (("form_id", "katalog_search"), ("type", "")))

    def heading(self, text: str, level: int) -> str:
        tag = "h1" if level == 1 else "p"
        return f"<{tag}><b>{t(text)}</b></{tag}>\n"

    def kicker(self, text: str) -> str:
        return f"<p><small>{t(text)}</small></p>\n"

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        at = f' id="{anchor}"' if anchor else ""
        if body.startswith("<p>") and not body.startswith("<p><"):
            return f"<p{at}><b>{t(title)}</b><br>{body[3:]}\n"
        return f"<p{at}><b>{t(title)}</b></p>\n{body}\n"

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f"<p><i>{t(area)}</i></p>" if area else ""
        return f"<p>{code}</p><h1><b>{t(title)}</b></h1>{topic}\n"

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        pairs = "\n".join(
            f"<p><b>{t(fact.label)}</b><br>{self.value(fact)}</p>" for fact in labelled(facts)
        )
        return pairs + "".join(f"<p>{t(value)}</p>" for value in bare(facts)) + "\n"

    def case(self, heading: str, teaser: str, href: str) -> str:
        return f'<p><b>{t(heading)}</b><br>{t(teaser)}<br><a href="{h(href)}">Læs mere</a></p>\n'

    def card(self, card: CardView) -> str:
        facts = "<br>".join(f"<b>{t(fact.label)}:</b><br>{self.value(fact)}" for fact in card.facts)
        return (
            f"<hr><p>{t(card.kicker)}<br><b>{t(card.name)}</b></p>{self.prose(card.description)}"
            f'<p><a href="{h(card.href)}">Læs mere</a></p>'
            f"<p><i>{t(card.category)}</i></p><p>{facts}</p>"
            f'<p><a href="{h(card.order_href)}"><b>{t(card.order)}</b></a></p>\n'
        )

    def order(self, text: str, href: str) -> str:
        fields = "".join(
            f'<p><b>{label}</b><br><input name="{name}"></p>' for label, name in ORDER_FIELDS
        )
        return (
            f'<form action="{h(href)}" method="post">{fields}'
            f"<p><button><b>{t(text)}</b></button></p></form>\n"
        )

    def search_form(self, options: Options, term: str) -> str:
        return (
            f'<form action="{self.form.action}" accept-charset="UTF-8">'
            f"<p><b>Søg</b><br>{self.hidden()}"
            f'<input type="text" name="{self.form.field}" size="40" value="{escape(term)}">'
            '<input type="image" src="/search.png" alt="Søg"></p></form>\n'
        )

    def other_form(self) -> str:
        return (
            '<form action="/tilmelding"><p><b>Nyhedsbrev</b><br><input type="email" name="epost">'
            '<input type="submit" value="Tilmeld"></p></form>\n'
        )

    def hit(self, hit: HitView) -> str:
        code = f"{hit.code}<br>" if hit.code else ""
        return (
            f'<li>{t(hit.kind)}<br>{code}<b>{t(hit.title)}</b> <a href="{h(hit.href)}">→</a></li>'
        )

    def hits(self, rows: Sequence[str]) -> str:
        return f"<ul>{''.join(rows)}</ul>\n"

    def count_words(self, count: int, first: int, last: int) -> str:
        return "Ingen resultater" if count == 0 else super().count_words(count, first, last)

    def list_card(self, card: ListCard) -> str:
        area = f"<br>{t(card.area)}" if card.area else ""
        return (
            f'<hr><p>{card.code}{area}</p><p><b><a href="{h(card.href)}">{t(card.title)}</a></b>'
            f"</p><p><b>{t(card.version.label)}</b><br>{t(card.version.value)}</p>"
            f"<p>{t(card.status)}</p>{self.prose(card.summary)}<p>{card.versions}</p>\n"
        )

    def pager(self, pager: Pager) -> str:
        numbers = " ".join(
            f"<b>{number}</b>" if number - 1 == pager.at else f'<a href="{h(to)}">{number}</a>'
            for number, to in enumerate(pager.hrefs, 1)
        )
        on = f' <a href="{h(pager.next)}">Næste ›</a>' if pager.next else ""
        return f"<p>{numbers}{on}</p>\n"

    def document(self, sheet: Sheet) -> str:
        left = f"<div>{self.menu(sheet.left)}</div>" if sheet.left else ""
        return (
            f'<!DOCTYPE html>\n<html lang="da"><head>{self.meta(sheet)}</head>\n<body>'
            '<p><a href="#b">Gå til hovedindhold</a></p>\n'
            '<p><b><a href="/">DIGITALISERINGS KATALOGET</a></b></p>'
            f"<div>{self.menu(MAIN_MENU)}</div>{left}\n"
            f'<div id="b">{sheet.main}</div>\n<hr>'
            f"<div>{self.menu(FOOTER)}<p>{ADDRESS}</p></div></body></html>\n"
        )
