"""The same facts come out of many ways to write them down, whatever the markup."""

from __future__ import annotations

import pytest

from scraper.parse.fields import Vocabulary, read_facts
from scraper.parse.html import read_document
from scraper.parse.neighbours import arrange
from scraper.parse.result import Page
from scraper.parse.service import parse_service
from scraper.parse.vocabulary import CARD, SERVICE

EXPECTED = {
    "name": "Etablering af rute",
    "description": "Ydelsen giver mulighed.",
    "reaction_text": "5 arbejdsdage",
    "delivery_text": "5 arbejdsdage",
    "price_model": "Time & Material",
    "units_text": "2-3",
    "unit_price_text": "1.328 kr.",
    "related": "Selvstændig ydelse",
}
L = [
    ("Reaktionstid", "5 arbejdsdage"),
    ("Leveringstid", "5 arbejdsdage"),
    ("Prismodel", "Time &amp; Material"),
    ("Enheder", "2-3"),
    ("Enhedspris", "1.328 kr."),
    ("Relaterede supportydelse", "Selvstændig ydelse"),
    ("Bilag", '<a href="/f/a.docx">a.docx</a> <a href="/f/b.docx">b.docx</a>'),
]
VARIANTS = {
    "dl": "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in L) + "</dl>",
    "dl-div": "<dl>"
    + "".join(f"<div><dt>{a}:</dt><dd><p>{b}</p></dd></div>" for a, b in L)
    + "</dl>",
    "dl-multi": "<dl>"
    + "".join(f"<dt>{a}</dt>" for a, b in L[:6])
    + "".join(f"<dd>{b}</dd>" for a, b in L[:6])
    + "</dl><dl><dt>Bilag<dd>"
    + L[6][1]
    + "</dl>",
    "left": "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in L) + "</table>",
    "top": "<table><tr>"
    + "".join(f"<td>{a}</td>" for a, b in L)
    + "</tr><tr>"
    + "".join(f"<td>{b}</td>" for a, b in L)
    + "</tr></table>",
    "top-th": "<table><thead><tr>"
    + "".join(f"<th>{a}</th>" for a, b in L)
    + "</tr></thead><tbody><tr>"
    + "".join(f"<td>{b}</td>" for a, b in L)
    + "</tr></tbody></table>",
    "four": "<table>"
    + "".join(
        f"<tr><th>{L[i][0]}</th><td>{L[i][1]}</td><th>{L[i + 1][0]}</th><td>{L[i + 1][1]}</td></tr>"
        for i in (0, 2, 4)
    )
    + f"<tr><th>{L[6][0]}</th><td colspan=3>{L[6][1]}</td></tr></table>",
    "roles": "<div role=table>"
    + "".join(
        f"<div role=row><span role=rowheader>{a}</span><span role=cell>{b}</span></div>"
        for a, b in L
    )
    + "</div>",
    "spans": "".join(f"<div><span>{a}</span><span>{b}</span></div>" for a, b in L),
    "spans1": "<div>" + "".join(f"<span>{a}</span><span>{b}</span>" for a, b in L) + "</div>",
    "grid-top": "<div>"
    + "".join(f"<div>{a}</div>" for a, b in L[:6])
    + "</div><div>"
    + "".join(f"<div>{b}</div>" for a, b in L[:6])
    + "</div><div>Bilag</div><div>"
    + L[6][1]
    + "</div>",
    "p-colon": "".join(f"<p>{a}: {b}</p>" for a, b in L),
    "p-br": "<p>" + "<br>".join(f"{a}: {b}" for a, b in L) + "</p>",
    "p-one": "<p>" + ", ".join(f"{a}: {b}" for a, b in L[:6]) + "</p><p>Bilag: " + L[6][1] + "</p>",
    "p-space": "<p>"
    + " ".join(f"{a}: {b}" for a, b in L[:6])
    + "</p><p>Bilag: "
    + L[6][1]
    + "</p>",
    "bold-br": "".join(f"<p><b>{a}</b><br>{b}</p>" for a, b in L),
    "bold-in": "<p>"
    + " ".join(f"<strong>{a}:</strong> {b}" for a, b in L[:6])
    + "</p><p><b>Bilag:</b> "
    + L[6][1]
    + "</p>",
    "bold-nocolon": "<p>"
    + " ".join(f"<strong>{a}</strong> {b}" for a, b in L[:6])
    + "</p><p><b>Bilag</b> "
    + L[6][1]
    + "</p>",
    "small": "".join(f"<div><small>{a}</small> <em>{b}</em></div>" for a, b in L),
    "pp": "".join(f"<p>{a}</p><p>{b}</p>" for a, b in L),
    "li": "<ul>" + "".join(f"<li>{a} <span>{b}</span></li>" for a, b in L) + "</ul>",
    "li-nbsp": "<ul>" + "".join(f"<li>{a}&nbsp;:&nbsp;{b}</li>" for a, b in L) + "</ul>",
    "details": "".join(f"<details><summary>{a}</summary><div>{b}</div></details>" for a, b in L),
    "tooltip": "".join(f'<div><a href="#tip" title="hj">{a}</a><div>{b}</div></div>' for a, b in L),
    "h4": "".join(f"<h4>{a}</h4>{b}" for a, b in L),
    "dash": "".join(f"<p>{a} – {b}</p>" for a, b in L),
    "space": "".join(f"<p>{a} {b}</p>" for a, b in L),
    "nested": "<table><tr><td><table>"
    + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in L)
    + "</table></td></tr></table>",
    "pre": "<pre>" + "\n".join(f"{a}: {b}" for a, b in L) + "</pre>",
    "label": "".join(f"<label>{a}</label><output>{b}</output><br>" for a, b in L),
}


def page(body: str) -> Page:
    html = (
        "<html><head><title>Etablering af rute | DK</title></head><body><nav>Menu</nav>"
        f"<h1>Etablering af rute</h1><p>Ydelsen giver mulighed.</p>{body}"
        "<footer>Generelle vilkår</footer></body></html>"
    )
    return Page("http://127.0.0.1/s/y", html)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_facts_are_read(variant: str) -> None:
    reading = parse_service(page(VARIANTS[variant]))
    service = reading.record.service.model_dump()
    assert {name: service[name] for name in EXPECTED} == EXPECTED
    assert len(reading.record.attachments) == 2
    assert reading.findings == ()


def facts_of(html: str) -> dict[str, str | None]:
    document = read_document(f"<body>{html}</body>", "http://127.0.0.1/")
    return {
        fact.column: fact.value
        for fact in read_facts(
            arrange(document.lines, Vocabulary(CARD)), Vocabulary(CARD), audit=True
        ).facts
    }


def test_an_empty_value_takes_nothing_from_its_neighbour() -> None:
    html = "<dl><dt>Leverandør</dt><dd></dd><dt>Enhedspris</dt><dd>1.328 kr.</dd></dl>"
    assert facts_of(html) == {"supplier": None, "unit_price_text": "1.328 kr."}


def test_an_empty_cell_in_a_table_with_its_labels_on_top() -> None:
    html = (
        "<table><tr><th>Leverandør</th><th>Enhedspris</th></tr>"
        "<tr><td></td><td>1.328 kr.</td></tr></table>"
    )
    assert facts_of(html) == {"supplier": None, "unit_price_text": "1.328 kr."}


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Enhedspris<dd>1 kr.<dt>Pris pr. enhed<dd>2 kr.</dl>",
        "<table><tr><th>Enhedspris<td>1 kr.<tr><th>Pris pr. enhed<td>2 kr.</table>",
        "<p>Enhedspris: 1 kr.</p><p>Pris pr. enhed: 2 kr.</p>",
        "<p><b>Enhedspris</b><br>1 kr.</p><p><b>Pris pr. enhed</b><br>2 kr.</p>",
    ],
)
def test_a_label_that_nobody_knows_is_told(html: str) -> None:
    document = read_document(f"<body>{html}</body>", "http://127.0.0.1/")
    facts = read_facts(document.lines, Vocabulary(CARD), audit=True)
    assert [(fact.label, fact.value) for fact in facts.unknown] == [("Pris pr. enhed", "2 kr.")]


def test_running_text_that_begins_with_a_labels_word_is_no_label() -> None:
    html = "<p>Enheder: 1</p><h2>Beskrivelse</h2><p>Enheder 2 og 3 bruges sjældent.</p>"
    document = read_document(f"<body>{html}</body>", "http://127.0.0.1/")
    facts = read_facts(document.lines, Vocabulary(SERVICE), audit=True)
    assert facts.take("units_text") == "1"
    assert facts.take("description") == "Enheder 2 og 3 bruges sjældent."


def test_scripts_menus_comments_and_the_footer_are_not_text() -> None:
    html = (
        "<nav>menu</nav><script>var a = '<p>b</p>'</script><!-- <p>comment</p> -->"
        "<template><p>t</p></template><article><p>kept</p><footer>kept too</footer></article>"
        "<footer>foot</footer><div role=navigation>menu</div><p>last</p>"
    )
    document = read_document(f"<body>{html}</body>", "http://127.0.0.1/")
    assert [line.text for line in document.lines] == ["kept", "kept too", "last"]


def test_links_are_absolute_and_know_what_they_are() -> None:
    html = '<a href="/a b/ø?x=1" rel="nofollow">x</a><a href="?page=1" rel=next>2</a>'
    links = read_document(f"<body>{html}</body>", "http://127.0.0.1/l").links()
    assert links[0].url == "http://127.0.0.1/a%20b/%C3%B8?x=1"
    assert (links[0].nofollow, links[1].next_page) == (True, True)
    assert links[1].url == "http://127.0.0.1/l?page=1"
