"""Small things that every markup needs: escaping, links in running text, addresses."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import quote

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def inline(text: str) -> str:
    """Give HTML for one paragraph: escaped, with `[text](address)` made into links."""
    out: list[str] = []
    at = 0
    for found in _LINK.finditer(text):
        out.append(escape(text[at : found.start()], quote=False))
        address = escape(encoded(found[2]))
        out.append(f'<a href="{address}">{escape(found[1], quote=False)}</a>')
        at = found.end()
    return "".join(out) + escape(text[at:], quote=False)


def plain(text: str) -> str:
    """Give what a person reads of one paragraph: links are only their words."""
    return _LINK.sub(r"\1", text)


def encoded(address: str) -> str:
    """Percent-encode a path or address, leaving what already is, alone."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~")


def words(html: str) -> str:
    """Strip tags, scripts, styles and comments, and give the words with single spaces."""
    bare = re.sub(r"(?is)<!--.*?-->|<(script|style|title)\b.*?</\1>", " ", html)
    bare = unescape(re.sub(r"<[^>]*>", " ", bare)).replace("\u00ad", "")
    return re.sub(r" (?=[.,](?: |$))", "", " ".join(bare.split()))
