"""The forms of a page: where each goes, what it asks, and the words a reader sees at it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.text.characters import plain


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form: its name, value, type, and the words a reader sees at it."""

    name: str
    value: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form: where it goes, how, its fields, and the words a reader sees in it."""

    action: str
    method: str
    fields: tuple[FormField, ...]
    words: str


def read_forms(tree: LexborHTMLParser, url: str, origin: str) -> list[Form]:
    """Return a page's forms in order. One with no action goes to the page's own address `url`."""
    return [_form(node, url, origin) for node in tree.css("form")]


def _form(node: LexborNode, url: str, origin: str) -> Form:
    attributes = node.attributes
    action = (attributes.get("action") or "").strip()
    return Form(
        action=_absolute(origin, action) if action else url,
        method=(attributes.get("method") or "get").lower(),
        fields=tuple(_field(each, node) for each in node.css("input, textarea, select")),
        words=plain(node.text(separator=" ")),
    )


def _absolute(origin: str, action: str) -> str:
    try:
        return urlsplit(urljoin(origin, action)).geturl()
    except ValueError:
        return ""


def _field(node: LexborNode, form: LexborNode) -> FormField:
    attributes = node.attributes
    label = form.css_first(f'label[for="{attributes["id"]}"]') if attributes.get("id") else None
    words = [attributes.get(name) or "" for name in ("placeholder", "aria-label", "title")]
    return FormField(
        name=attributes.get("name") or "",
        value=attributes.get("value") or "",
        type=(
            attributes.get("type") or ("text" if node.tag == "input" else node.tag or "")
        ).lower(),
        words=plain(" ".join([label.text() if label else "", *words])),
    )
