"""A page of the list of integrations, made from its cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.parse.generated.beside import PARTS, SITE, SUMMARIES, beside, others, slug
from tests.parse.generated.maker import Maker
from tests.parse.generated.surroundings import Content, page
from tests.parse.generated.truth import Group, Made, Truth

CARDS = {
    "cards of divs": (
        '<div class="views-row"><div>{code}</div>{?<div>{area}</div>?}<h3><a href="{path}">{title}'
        "</a></h3><div>Version {version}</div><div>{status}</div><p>{summary}</p>"
        "<div>{count}</div></div>"
    ),
    "cards in articles": (
        '<article><h2><a href="{path}">{code}</a></h2>{?<p>{area}</p>?}<p>{title}</p><dl><dt>'
        "Version</dt><dd>{version}</dd></dl><p>{status}</p><p>{summary}</p><p>{count}</p></article>"
    ),
    "cards that are links": (
        '<li><a href="{path}"><span>{code}</span> {?<span>{area}</span> ?}<span>{title}</span></a>'
        "<p>Version: {version}</p><p>{status}</p><p>{summary}</p><p>{count}</p></li>"
    ),
    "rows of a table": (
        '<tr><td><a href="{path}">{code}</a></td><td>{area}</td><td>{title}</td><td>{version}</td>'
        "<td>{status}</td></tr>"
    ),
}
CARD_WRAPS = {
    "cards that are links": "<ul>{0}</ul>",
    "rows of a table": (
        "<table><thead><tr><th>Kode</th><th>Område</th><th>Titel</th><th>Version</th><th>Status</th>"
        "</tr></thead><tbody>{0}</tbody></table>"
    ),
}


def listing_page(maker: Maker) -> Made:
    """Return a page of the list of integrations, and what is true of it."""
    name = maker.pick(tuple(CARDS))
    maker.use(name)
    groups, rows, known = [], "", set()
    for at in maker.some(range(len(PARTS)), 5) or [0]:
        code, title, area = PARTS[at]
        if maker.chance(4):
            area = ""
        version = maker.pick(("4.0", "3.10", "2.4.0"))
        path = f"/integration/{slug(code)}"
        known.add(SITE + path)
        words = (code, title, path)
        truths = [
            Truth("code", (code,), words),
            Truth("title", (title,), words),
            Truth("area", (area or None,), words),
            Truth("version", (version,), words),
        ]
        groups.append(Group(f"card {code}", _card_at(path), truths, words))
        form = CARDS[name]
        if not area:
            before, _, rest = form.partition("{?")
            form = before + rest.partition("?}")[2] if rest else form
        rows += (
            form.replace("{?", "")
            .replace("?}", "")
            .format(
                code=code,
                area=area,
                title=title,
                path=path,
                version=version,
                status=maker.pick(("I drift", "Udfaset")),
                summary=maker.pick(SUMMARIES) if maker.busy(2, "summaries") else SUMMARIES[0],
                count=maker.pick(("1 version i alt", "2 versioner i alt")),
            )
        )
    html = "<h1>Integrationer</h1>" + CARD_WRAPS.get(name, "<div>{0}</div>").format(rows)
    made = page(maker, Content("Integrationer", beside(maker, html)))
    return Made(f"{SITE}/integrationer", made, groups, others(known, "parts"))


def _card_at(path: str) -> Callable[[Any], Any]:
    """Return how to find a card of the list by its address."""
    return lambda record: next((card for card in record.parts if card.url == SITE + path), None)
