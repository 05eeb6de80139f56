"""Old and careless HTML that browsers still read: capitals, unclosed tags, bare attributes."""

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

_ICON = '<svg viewBox="0 0 9 9" aria-hidden=true><path d="M1 1h7"/></svg>'


def _a(href: str, text: str) -> str:
    return f'<A HREF="{escape(href)}">{text}</A>'


def _m(text: str) -> str:
    """Escape, with a soft hyphen in long words and a hard space before "kr."."""
    return t(text).replace("service", "ser&shy;vice").replace(" kr.", "&nbsp;kr.")


class Messy(Markup):
    """Raw `ø` in addresses, comments between label and value, icons inside links."""

    name = "messy"
    form = SearchForm("/search", "q", (("form_id", "search_form"),))

    def paragraph(self, text: str) -> str:
        return f"<P>{inline(text).replace('service', 'ser&shy;vice')}\n"

    def bullets(self, items: Sequence[str]) -> str:
        return "<UL>" + "".join(f"<LI>{inline(item)}\n" for item in items) + "</UL>\n"

    def heading(self, text: str, level: int) -> str:
        return f"<H{level} CLASS=mz-{level}>{_m(text)}</H{level}>\n"

    def kicker(self, text: str) -> str:
        return f"<P CLASS=mz-k><FONT SIZE=2>{t(text)}</FONT>\n"

    def section(self, title: str, body: str, level: int, anchor: str) -> str:
        at = f"<A NAME={anchor} ID={anchor}></A>" if anchor else ""
        return f"{at}<H{level}>{t(title)}</H{level}>\n<!-- felt -->{body}\n"

    def header(self, code: str, title: str, area: str | None) -> str:
        topic = f"<P CLASS=mz-t>{t(area)}\n" if area else ""
        return f"<P>{code}\n<H1>{_ICON} {t(title)}</H1>\n{topic}"

    def facts(self, facts: Sequence[Fact], about: str) -> str:
        colon = ":" if about == "card" else ""
        rows = "".join(self._row(fact, colon) for fact in facts)
        return f"<TABLE BORDER=0 CLASS=mz-facts>{rows}</TABLE>\n"

    def _row(self, fact: Fact, colon: str) -> str:
        if not fact.label:
            return f"<TR><TD COLSPAN=2>{_ICON}&nbsp;{t(fact.value)}\n"
        if fact.links:
            value = "<BR>".join(_a(to, f"{_ICON} {t(text)}") for text, to in fact.links)
        else:
            value = _m(fact.value) + (f"<!-- x --> {t(fact.flag)}" if fact.flag else "")
        return f"<TR><TD><B>{_m(fact.label)}{colon}</B><!-- : --><TD>{value}\n"

    def case(self, heading: str, teaser: str, href: str) -> str:
        return f"<H2>{t(heading)}</H2><P>{t(teaser)}<P>{_a(href, f'Læs mere {_ICON}')}\n"

    def download(self, text: str, href: str) -> str:
        return f"<P>{_a(h(href), f'{_ICON}&nbsp;{t(text)}')}\n" if href else ""

    def card(self, card: CardView) -> str:
        more = _a(card.href, f"L&aelig;s&nbsp;mere {_ICON}")
        return (
            f"<DIV CLASS=mz-card><P>{t(card.kicker)}\n<H3>{_m(card.name)}</H3>"
            f"{self.prose(card.description)}<P>{more}<P><SPAN>{t(card.category)}</SPAN>"
            f"{self.facts(card.facts, 'card')}<P>{_a(card.order_href, t(card.order))}</DIV>\n"
        )

    def order(self, text: str, href: str) -> str:
        rows = "".join(
            f"<TR><TD><B>{label}</B><!-- : --><TD><INPUT NAME={name}>\n"
            for label, name in ORDER_FIELDS
        )
        return (
            f"<FORM ACTION={h(href)} METHOD=POST><TABLE BORDER=0>{rows}</TABLE>"
            f"<INPUT TYPE=submit VALUE={t(text)}></FORM>\n"
        )

    def search_form(self, options: Options, term: str) -> str:
        hidden = "".join(
            f"<INPUT TYPE=hidden NAME={name} VALUE={value}>" for name, value in self.form.hidden
        )
        return (
            f"<FORM ACTION={self.form.action} METHOD=get>{hidden}<INPUT NAME={self.form.field}"
            f' TYPE=text VALUE="{escape(term)}"><INPUT TYPE=submit VALUE=S&oslash;g></FORM>\n'
        )

    def hit(self, hit: HitView) -> str:
        code = f"<TD>{hit.code}" if hit.code else "<TD>&nbsp;"
        return f"<TR><TD>{t(hit.kind)}{code}<TD>{_a(hit.href, _m(hit.title))}<TD>&rarr;\n"

    def hits(self, rows: Sequence[str]) -> str:
        return f"<TABLE CLASS=mz-hits>{''.join(rows)}</TABLE>\n"

    def count(self, words: str) -> str:
        return f"<P><B>{t(words).replace(' ', '&nbsp;', 1)}</B>\n"

    def list_card(self, card: ListCard) -> str:
        area = f"<P>{t(card.area)}\n" if card.area else ""
        return (
            f"<LI><P>{card.code}\n{area}<H3>{_a(card.href, t(card.title))}</H3>"
            f"<P>{t(card.version.label)}&nbsp;{t(card.version.value)}\n<P>{t(card.status)}\n"
            f"{self.prose(card.summary)}<P>{card.versions}\n"
        )

    def list_cards(self, cards: Sequence[str]) -> str:
        return f"<UL CLASS=mz-list>{''.join(cards)}</UL>\n"

    def pager(self, pager: Pager) -> str:
        on = _a(pager.next, "N&aelig;ste &rsaquo;") if pager.next else ""
        return f"<P>{_a(pager.hrefs[0], '&laquo; F&oslash;rste')} {on}\n"

    def menu(self, items: Iterable[MenuItem]) -> str:
        rows = "".join(
            f"<LI>{_a(item.href, t(item.text))}" + (self.menu(item.below) if item.below else "")
            for item in items
        )
        return f"<UL>{rows}</UL>"

    def document(self, sheet: Sheet) -> str:
        left = f"<DIV CLASS=mz-left>{self.menu(sheet.left)}</DIV>" if sheet.left else ""
        return (
            f"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN'>\n"
            f"<HTML LANG=da><HEAD>{self.meta(sheet)}<STYLE>P {{ margin: 0 }}</STYLE>\n"
            "<BODY BGCOLOR=#ffffff>\n<!-- <P>Enhedspris 0 kr. -->"
            "<A HREF=#mz>G&aring; til hovedindhold</A>\n"
            "<P><A HREF=/>DIGITALISERINGS&nbsp;KATALOGET</A>\n"
            f"<DIV CLASS=mz-menu>{self.menu(MAIN_MENU)}</DIV>\n{left}\n"
            f"<DIV ID=mz>{sheet.main}</DIV>\n"
            f"<DIV CLASS=mz-foot STYLE='background: blue'>{self.menu(FOOTER)}<P>{ADDRESS}</DIV>\n"
        )
