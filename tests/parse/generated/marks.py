"""What markup does to the text of one value, and to that of a label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from tests.parse.generated.maker import Level, Maker
from tests.parse.generated.values import Printed


@dataclass(frozen=True, slots=True)
class Marked:
    """A value's HTML; `broken` is its text when a character of it could not be decoded."""

    html: str
    broken: str = ""


FOOTNOTES = (
    "<sup>1</sup>",
    '<sup><a href="#fn1">1</a></sup>',
    '<a href="#fn1">1</a>',
    '<a href="#fn1" class="footnote-ref">[1]</a>',
    ' <a href="#note-2" role="doc-noteref">2</a>',
    '<sup id="fnref:3"><a href="#fn:3">3)</a></sup>',
    "<sup>*</sup>",
    "<sub>2</sub>",
)
ICONS = (
    ' <i class="material-icons" aria-hidden="true">expand_more</i>',
    '<span class="icon" aria-hidden="true">1</span>',
    '<svg aria-hidden="true" focusable="false"><title>Info 2</title><path d="M0 0"/></svg>',
    '<svg class="icon-svg" aria-hidden="true"><use xlink:href="#info"></use></svg>',
)
STRUCK = ("<s>{0}</s>", "<del>{0}</del>", "<strike>{0}</strike>")
AROUND = ("struck before", "struck after", "tooltip", "title", "icon", "template", "small")
ODD_AROUND = ("footnote", "a second footnote", "struck by style")
STRUCK_AND_NAMED = '<del><span class="visually-hidden">Før: </span>{0}</del>'


def marked(maker: Maker, value: Printed) -> Marked:
    """Return the HTML of a value, with none, one or a few things done to it."""
    if maker.level == Level.PLAIN or maker.pick((True, False)):
        return Marked(escape(value.text, quote=False))
    if maker.odd(14, "a character that could not be decoded"):
        text = _broken(maker, value.text)
        return Marked(escape(text, quote=False), broken=text)
    html = _within(maker, value)
    for name in maker.some(AROUND + ODD_AROUND if maker.level == Level.ODD else AROUND, 2):
        html = _around(maker, name, html, value)
    return Marked(html)


def _broken(maker: Maker, text: str) -> str:
    """Put U+FFFD in the place of a character within the text, or between two."""
    at = maker.between(1, max(1, len(text) - 2))
    return text[:at] + "\ufffd" + text[at + maker.between(0, 1) :]


def _cut(maker: Maker, text: str) -> tuple[str, str]:
    at = maker.between(1, max(1, len(text) - 1))
    return escape(text[:at], quote=False), escape(text[at:], quote=False)


def _within(maker: Maker, value: Printed) -> str:
    """Write the text itself, in pieces or with characters that nobody sees."""
    text = value.text
    plain = escape(text, quote=False)
    odd = ("a soft hyphen", "a zero-width character", "a note after the number")
    names = ("as it is", "as it is", "spans", "bold digits", "wbr", "comment", "nbsp", "thin space")
    name = maker.pick(names + odd if maker.level == Level.ODD else names)
    maker.use(name)
    one, two = _cut(maker, text)
    letters = re.search(r"[a-zæøå]{4,}", text)
    match name:
        case "spans":
            return f"<span>{one}</span><span>{two}</span>"
        case "bold digits":
            return re.sub(r"^([\d.]+)", r"<strong>\1</strong>", plain)
        case "comment":
            return f"{one}<!-- {escape(value.other)} -->{two}"
        case "nbsp":
            return plain.replace(" ", maker.pick(("&nbsp;", "\u00a0")))
        case "thin space":
            return plain.replace(" ", maker.pick(("\u202f", "\u2009")))
        case "wbr" | "a soft hyphen" if letters:
            at = letters.start() + 2
            mark = "<wbr>" if name == "wbr" else maker.pick(("&shy;", "\u00ad"))
            return escape(text[:at], quote=False) + mark + escape(text[at:], quote=False)
        case "a zero-width character":
            return one + maker.pick(("\u200b", "\u2060", "\ufeff")) + two
        case "a note after the number":
            return re.sub(r"(\d)(?= [a-z])", rf"\1{maker.pick(FOOTNOTES[:4])}", plain, count=1)
    return plain


def _around(maker: Maker, name: str, html: str, value: Printed) -> str:
    """Set something before, after or about the text."""
    other = escape(value.other, quote=False)
    maker.use(name)
    space = maker.pick((" ", " ", ""))
    match name:
        case "struck before":
            new = maker.pick(("{0}", "<ins>{0}</ins>", "<strong>{0}</strong>")).format(html)
            return maker.pick((*STRUCK, STRUCK_AND_NAMED)).format(other) + space + new
        case "struck after":
            return html + space + maker.pick((*STRUCK, STRUCK_AND_NAMED)).format(other)
        case "struck by style":
            return f'<span style="text-decoration: line-through">{other}</span> {html}'
        case "tooltip":
            return f'{html}{space}<span role="tooltip" id="tip">Var {other} i 2019</span>'
        case "title":
            return f'<span title="Før {other}" data-before="{other}">{html}</span>'
        case "icon":
            return html + maker.pick(ICONS)
        case "template":
            return f"{html}<template>{other}</template>"
        case "small":
            return f"<small>{html}</small>"
    return html + maker.pick(FOOTNOTES)


def label(maker: Maker, text: str) -> str:
    """Return the HTML of a label."""
    if maker.level == Level.PLAIN or not maker.chance(5):
        return text
    forms = {
        "label with an icon": text + maker.pick(ICONS),
        "label with help": f'{text} <button type="button" aria-label="Hjælp">?</button>',
        "label in an abbreviation": f'<abbr title="Sådan er {text.lower()} i dag">{text}</abbr>',
        "label with a tooltip": f'{text}<span role="tooltip">Aftales med kommunen</span>',
        "label with a comment": f"{text}<!-- label -->",
    }
    if maker.level == Level.ODD:
        forms["label with a footnote"] = text + maker.pick(FOOTNOTES[:4])
        forms["label with a soft hyphen"] = f"{text[:4]}&shy;{text[4:]}"
    return maker.by_name(forms)
