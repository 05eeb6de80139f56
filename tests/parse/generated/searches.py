"""A page of a search result, made from its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.parse.generated.beside import PARTS, SITE, SUMMARIES, beside, others, slug
from tests.parse.generated.maker import Maker
from tests.parse.generated.surroundings import Content, page
from tests.parse.generated.truth import Group, Made, Truth

OTHERS = (
    ("Viden", "/viden/om-oir", "Om økonomi i rammearkitekturen"),
    ("Nyhed", "/ny-version-af-beskedfordeler", "Ny version af beskedfordeler"),
    ("Løsning", "/l%C3%B8sninger/organisation", "Organisation"),
    ("Vejledning", "/kom-godt-i-gang", "Integrationer: kom godt i gang"),
    ("Supportydelse", "/supportydelse/rute", "Etablering af rute"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of a search result, as it is printed."""

    kind: str
    code: str
    title: str
    path: str
    summary: str = ""


ROWS = {
    "Views rows": (
        '<div class="views-row"><div class="views-field"><span class="field-content">{kind}</span>'
        '</div>{?<div class="views-field"><span class="field-content">{code}</span></div>?}<div '
        'class="views-field"><a href="{path}">{title}</a></div>{summary}</div>'
    ),
    "title, then kind and code": (
        '<li><h3><a href="{path}">{title}</a></h3><div>{kind}</div>{?<div>{code}</div>?}'
        "{summary}</li>"
    ),
    "kind and code, then title": (
        '<li><div>{kind}</div>{?<div>{code}</div>?}<h3><a href="{path}">{title}</a></h3>'
        "{summary}</li>"
    ),
    "a row that is a link": (
        '<a class="list-group-item" href="{path}"><span>{kind}</span> {?<span>{code}</span> ?}'
        "<span>{title}</span></a>"
    ),
    "dots between": '<p><a href="{path}">{kind} · {?{code} · ?}{title} →</a></p>',
    "code and title in a link": (
        '<article><p class="kind">{kind}</p><h2><a href="{path}">{?{code} ?}{title}</a></h2>'
        "{summary}</article>"
    ),
    "kind below": '<li><a href="{path}">{?<b>{code}</b> ?}{title}</a> <i>{kind}</i>{summary}</li>',
    "terms of a list": ('<dt><a href="{path}">{title}</a></dt><dd>{kind}{? · {code}?}</dd>'),
    "table": '<tr><td>{kind}</td><td>{code}</td><td><a href="{path}">{title}</a></td></tr>',
    "table, title first": (
        '<tr><td><a href="{path}">{title}</a></td><td>{code}</td><td>{kind}</td></tr>'
    ),
}
WRAPS = {
    "title, then kind and code": "<ul>{0}</ul>",
    "kind and code, then title": '<ol start="1">{0}</ol>',
    "kind below": "<ul>{0}</ul>",
    "terms of a list": "<dl>{0}</dl>",
    "table": "<table><thead><tr><th>Type</th><th>Kode</th><th>Titel</th></tr></thead>{0}</table>",
    "table, title first": "<table><tr><th>Titel</th><th>Kode</th><th>Type</th></tr>{0}</table>",
}


def _filled(form: str, hit: Hit) -> str:
    """Return a row's HTML; what stands between {? and ?} only where there is a code."""
    while "{?" in form:
        before, _, rest = form.partition("{?")
        inside, _, after = rest.partition("?}")
        form = before + (inside if hit.code else "") + after
    summary = f"<p>{hit.summary}</p>" if hit.summary else ""
    return form.format(
        kind=hit.kind, code=hit.code, title=hit.title, path=hit.path, summary=summary
    )


def search_page(maker: Maker) -> Made:
    """Return a page of a search result, and what is true of it."""
    url = f"{SITE}/search?keys=SF1590B"
    hits = [_part_hit(maker, at) for at in maker.some(range(len(PARTS)), 4) or [0]]
    hits += [Hit(kind, "", title, path) for kind, path, title in maker.some(OTHERS, 3)]
    if maker.busy(3, "summaries"):
        hits = [Hit(h.kind, h.code, h.title, h.path, maker.pick(SUMMARIES)) for h in hits]
    turn = maker.between(0, len(hits) - 1)
    hits = hits[turn:] + hits[:turn]
    groups = [_hit_group(hit) for hit in hits]
    if maker.odd(6, "a code that is no code"):
        odd = Hit("Integration", "SF-ØK-12", "En anden slags kode", "/integration/sfoek12")
        groups.append(_hit_group(odd))
        hits.append(odd)
    if maker.odd(6, "a code at odds with its address"):
        odd = Hit("Integration", "SF1999_A", "Den forkerte kode", "/integration/sf1888b")
        truth = Truth("code", (None, odd.code), (odd.code, "sf1888b"), told=True)
        groups.append(Group(odd.title, _hit_at(odd.path), [truth], (odd.code, odd.path)))
        hits.append(odd)
    total = len(hits)
    pager, next_url = "", None
    if maker.chance(3):
        total, next_url = total + 13, f"{url}&page=1"
        pager = _pager(maker)
    name = maker.pick(tuple(ROWS))
    maker.use(name)
    rows = WRAPS.get(name, "<div>{0}</div>").format("".join(_filled(ROWS[name], h) for h in hits))
    html = f"<h1>Søg</h1>{_count(maker, total, len(hits))}{rows}{pager}"
    truths = [
        Truth("total", (total,), ("resultater",)),
        Truth("next_url", (next_url,), ("næste", "page=1")),
    ]
    groups.append(Group("page", lambda record: record, truths, ()))
    made = page(maker, Content("Søg", beside(maker, html)))
    return Made(url, made, groups, others({SITE + hit.path for hit in hits}, "hits"))


def _part_hit(maker: Maker, at: int) -> Hit:
    code, title, _ = PARTS[at]
    return Hit("Integration", code, title, f"/integration/{slug(code)}")


def _hit_group(hit: Hit) -> Group:
    words = tuple(word for word in (hit.title, hit.path, hit.code) if word)
    truths = [
        Truth("kind", (hit.kind,), words),
        Truth("code", (hit.code or None,), words),
        Truth("title", (hit.title,), words),
    ]
    return Group(f"hit {hit.title}", _hit_at(hit.path), truths, words)


def _hit_at(path: str) -> Callable[[Any], Any]:
    """Return how to find a hit by its address."""
    return lambda record: next((hit for hit in record.hits if hit.url == SITE + path), None)


def _count(maker: Maker, total: int, shown: int) -> str:
    forms = (
        "<p>{0} resultater</p>",
        "<p>Din søgning gav <strong>{0}</strong> resultater</p>",
        '<h2>Søgeresultater</h2><div class="view-header">Viser 1 - {1} af {0} resultater</div>',
        "<h2>{0} resultater for “SF1590B”</h2>",
    )
    words = maker.pick(forms).format(total, shown)
    return words.replace("resultater", "resultat") if total == 1 else words


def _pager(maker: Maker) -> str:
    more = "?keys=SF1590B&amp;page=1"
    forms = (
        '<nav class="pager"><h4 class="visually-hidden">Sideinddeling</h4><ul><li>Side 1</li><li>'
        '<a href="{0}" rel="next" title="Gå til næste side"><span class="visually-hidden">Næste '
        'side</span><span aria-hidden="true">››</span></a></li></ul></nav>',
        '<ul class="js-pager__items pager"><li class="pager__item"><a class="button" href="{0}" '
        'rel="next">Indlæs flere</a></li></ul>',
        '<nav><a href="?keys=SF1590B&amp;page=0">1</a> <a href="{0}">2</a> '
        '<a href="{0}">Næste</a></nav>',
    )
    return maker.pick(forms).format(more)
