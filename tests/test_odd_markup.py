"""Odd but possible markup of the same words, and values no database can hold."""

from __future__ import annotations

import pytest

from scraper import clean
from scraper.document import read_document
from scraper.errors import PageFault, Unreadable
from scraper.pages.part import parse_part
from scraper.pages.search import parse_search
from scraper.pages.service import parse_service
from scraper.reading import Page

SERVICE = "https://example.org/supportydelse/rute"
PART = "https://example.org/integration/sf1590b01"
ROWS = (
    ("Leverandør", "IBM"),
    ("Enhedspris", "1.328 kr."),
    ("Enheder", "2-3"),
    ("Reaktionstid", "5 arbejdsdage"),
    ("Leveringstid", "5 arbejdsdage"),
    ("Prismodel", "Time & Material"),
)


def service(body: str) -> dict[str, object]:
    html = f"<body><h1>Etablering af rute</h1><p>Hvad ydelsen giver.</p>{body}</body>"
    record = parse_service(Page(SERVICE, html)).record.service
    return {
        "supplier": record.supplier,
        "oere": record.unit_price_oere,
        "units": (record.units_min, record.units_max),
        "reaction": record.reaction_days,
        "delivery": record.delivery_days,
        "model": record.price_model,
    }


RIGHT = {
    "supplier": "IBM",
    "oere": 132800,
    "units": (2, 3),
    "reaction": 5,
    "delivery": 5,
    "model": "Time & Material",
}


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        (
            "<table><tr><th>Felt</th><th>Værdi</th></tr>",
            "<tr><td>{0}</td><td>{1}</td></tr>",
            "</table>",
        ),
        ("<table>", "<tr><td>{0}</td><td>:</td><td>{1}</td></tr>", "</table>"),
        ("<dl>", "<dt>{0} <button>?</button></dt><dd>{1}</dd>", "</dl>"),
        ("", "<h6>{0} <span class=sr-only>(hjælp)</span></h6><p>{1}</p>", ""),
        ("", "<kombit-row><kombit-name>{0}</kombit-name><k-value>{1}</k-value></kombit-row>", ""),
        ("<div>", "<div><i aria-hidden=true>★</i><b>{0}</b><br>{1}</div>", "</div>"),
    ],
)
def test_the_same_facts_in_odd_markup(before: str, row: str, after: str) -> None:
    body = before + "".join(row.format(*each) for each in ROWS) + after
    assert service(body) == RIGHT


def test_marks_within_a_word_do_not_part_it() -> None:
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in ROWS)
    rows = rows.replace("arbejdsdage", "arbejds<wbr>dage").replace("Pris", "<em>Pris</em>")
    assert service(f"<dl>{rows}</dl>") == RIGHT


SECTIONS = (
    "<h1>SF1590_B_01</h1><p>Afsend DebitorRegistrering</p><p>Økonomi</p>"
    "<h2>Formål</h2><p>Det er formålet.</p><h2>Vilkår og betingelser</h2><p>Det er vilkårene.</p>"
    "<h2>SF1590_B_01_4.0</h2><p>Afsend DebitorRegistrering</p>"
    "<p>Status gyldig fra</p><p>14/11/2022</p><p>Version</p><p>4.0</p><p>I drift</p>"
    "<h2>Beskrivelse</h2><p>Det er beskrivelsen.</p>"
)


def part(extra: str) -> tuple[str | None, ...]:
    record = parse_part(Page(PART, f"<body>{extra}{SECTIONS}</body>")).record.part
    return record.title, record.area, record.purpose, record.terms, record.version, record.status


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "<div><p>Formål: statistik. Læs mere om cookies her på siden.</p><button>Ok</button></div>",
        "<div role=dialog><h2>Formål</h2><p>Vi vil gerne måle.</p></div>",
        "<ul><li><b>Formål</b>: Statistik over besøg</li></ul>",
        "".join(
            f'<div><a href="#table-of-contents-0-{at}">{name}</a></div>'
            for at, name in enumerate(("Formål", "Vilkår og betingelser", "Beskrivelse"))
        ),
    ],
)
def test_what_stands_above_a_part_is_no_section_of_it(extra: str) -> None:
    assert part(extra) == (
        "Afsend DebitorRegistrering",
        "Økonomi",
        "Det er formålet.",
        "Det er vilkårene.",
        "4.0",
        "I drift",
    )


def test_a_table_of_contents_below_the_title_is_no_section() -> None:
    contents = "".join(
        f'<div><a href="#{at}">{name}</a></div>'
        for at, name in enumerate(("Formål", "Vilkår og betingelser", "Beskrivelse", "Services"))
    )
    html = SECTIONS.replace("<h2>Formål</h2>", f"{contents}<h2>Formål</h2>")
    record = parse_part(Page(PART, f"<body>{html}</body>")).record.part
    assert (record.purpose, record.terms) == ("Det er formålet.", "Det er vilkårene.")
    assert record.description == "Det er beskrivelsen."


def test_links_side_by_side_are_rows_of_their_own() -> None:
    links = "".join(
        f'<a class="list-group-item" href="/integration/sf1590b0{n}"><span>Integration</span> '
        f"<span>SF1590_B_0{n}</span> <span>Del nummer {n}</span></a>"
        for n in (1, 2, 3)
    )
    html = f'<body><p>3 resultater</p><div class="list-group">{links}</div></body>'
    hits = parse_search(Page("https://example.org/search?q=x", html)).record.hits
    assert [(hit.kind, hit.code, hit.title) for hit in hits] == [
        ("Integration", f"SF1590_B_0{n}", f"Del nummer {n}") for n in (1, 2, 3)
    ]


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(PageFault) as caught:
        read_document("<body>" + "<div>" * 100_000, "https://example.org/")
    assert caught.value.kind == "too_deep"


@pytest.mark.parametrize("text", ["99999999999999999999 kr.", "9.999.999.999.999.999 kr."])
def test_an_amount_beyond_reason_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        clean.kroner(text)


def test_units_and_days_beyond_reason_are_refused() -> None:
    with pytest.raises(Unreadable):
        clean.units("99999999999999999999")
    with pytest.raises(Unreadable):
        clean.working_days("99999999999999999999 arbejdsdage")


def version(number: str, status: str, words: str) -> str:
    return (
        f"<h2>SF1590_B_01_{number}</h2><p>Afsend DebitorRegistrering</p>"
        f"<p>Status gyldig fra</p><p>14/11/2022</p><p>Version</p><p>{number}</p><p>{status}</p>"
        f"<h2>Beskrivelse</h2><p>{words}</p>"
    )


@pytest.mark.parametrize("order", [("3.9", "3.10"), ("3.10", "3.9"), ("3.8", "3.10", "3.9")])
def test_of_several_versions_the_newest_is_read(order: tuple[str, ...]) -> None:
    told = "".join(
        version(each, "I drift" if each == "3.10" else "Udfaset", f"Om {each}.") for each in order
    )
    head = SECTIONS.partition("<h2>SF1590_B_01_4.0")[0]
    record = parse_part(Page(PART, f"<body>{head}{told}</body>")).record.part
    assert (record.version, record.status, record.description) == ("3.10", "I drift", "Om 3.10.")
    assert record.purpose == "Det er formålet."


@pytest.mark.parametrize(
    "row",
    [
        "<li><a href='{url}'><b>{code}</b> <span>{title}</span></a> <i>{kind}</i><p>Mere</p></li>",
        "<li><h3><a href='{url}'>{title}</a></h3><div>{kind}</div><div>{code}</div></li>",
        "<li><div>{kind}</div><div>{code}</div><h3><a href='{url}'>{title}</a></h3></li>",
    ],
)
def test_a_rows_kind_may_stand_before_its_link_or_after(row: str) -> None:
    rows = [
        {
            "url": "/integration/sf1590b01",
            "code": "SF1590_B_01",
            "title": "Én",
            "kind": "Integration",
        },
        {
            "url": "/integration/sf1590b02",
            "code": "SF1590_B_02",
            "title": "To",
            "kind": "Integration",
        },
        {"url": "/viden/om", "code": "", "title": "Om ØiR", "kind": "Viden"},
    ]
    items = "".join(row.format(**each) for each in rows)
    html = f"<body><p>3 resultater</p><ul>{items}</ul><a href='/search?page=2'>Næste</a></body>"
    hits = parse_search(Page("https://example.org/search?q=x", html)).record.hits
    assert [(hit.kind, hit.code or "", hit.title) for hit in hits] == [
        (each["kind"], each["code"], each["title"]) for each in rows
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>Leverandør</dt><dd></dd><dt>Kontaktperson</dt><dd>Bo</dd></dl>",
        "<dl><dt>Leverandør</dt><dd> </dd></dl><p>Ring til os.</p>",
        "<table><tr><td>Leverandør</td><td></td></tr><tr><td>Kontakt</td><td>Bo</td></tr></table>",
        "<table><tr><th>Leverandør</th><td></td></tr><tr><th>Kontakt</th><td>Bo</td></tr></table>",
        "<table><tr><td>Leverandør</td><td></td></tr></table><p>Ring til os.</p>",
        "<table><tr><th>Enheder</th><th>Leverandør</th></tr><tr><td>2-3</td><td></td></tr></table>"
        "<p>Ring til os.</p>",
    ],
)
def test_an_empty_value_never_takes_the_next_text(body: str) -> None:
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in ROWS[1:])
    assert service(f"<dl>{rows}</dl>{body}") == {**RIGHT, "supplier": None}


def test_a_sentence_that_begins_with_a_labels_word_is_no_fact() -> None:
    sentences = "<p>Leverandør og kommune aftaler ruten</p><p>Enheder: se nedenfor</p>"
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in ROWS)
    html = f"<body><h1>Rute</h1>{sentences}<dl>{rows}</dl></body>"
    record = parse_service(Page(SERVICE, html)).record.service
    assert service(f"{sentences}<dl>{rows}</dl>") == RIGHT
    assert record.description == "Leverandør og kommune aftaler ruten\nEnheder: se nedenfor"


@pytest.mark.parametrize("mark", [" | ", " · ", " • "])
@pytest.mark.parametrize("between", [" ", ": "])
def test_several_facts_may_stand_on_one_line(mark: str, between: str) -> None:
    assert service(f"<p>{mark.join(between.join(row) for row in ROWS)}</p>") == RIGHT


@pytest.mark.parametrize(
    "icon",
    [
        '<i class="material-icons" aria-hidden="true">expand_more</i>',
        "<span aria-hidden=true>▾ vis</span>",
    ],
)
def test_an_icons_name_is_no_word(icon: str) -> None:
    rows = "".join(f"<dt>{name} {icon}</dt><dd>{value}</dd>" for name, value in ROWS)
    assert service(f"<dl>{rows}</dl>") == RIGHT


def test_letters_in_two_pieces_are_read_as_one() -> None:
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in ROWS)
    rows += '<dt>Bilag</dt><dd><a href="/f/bla\u030a.pdf">bla\u030a.pdf</a></dd>'
    html = f"<body><h1>Ra\u030adgivning</h1><dl>{rows}</dl></body>"
    reading = parse_service(Page(SERVICE, html))
    assert reading.record.service.name == "R\u00e5dgivning"
    assert reading.record.attachments == ("https://example.org/f/bla%CC%8A.pdf",)
    assert not reading.findings


def test_a_page_wholly_inside_a_form_is_read() -> None:
    """ASP.NET puts every page into one form."""
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in ROWS)
    wrapped = "<form method=post><input type=hidden name=__VIEWSTATE value=x>{}</form>"
    assert service(wrapped.format(f"<dl>{rows}</dl>")) == RIGHT
    html = f"<body>{wrapped.format(SECTIONS)}</body>"
    assert parse_part(Page(PART, html)).record.part.purpose == "Det er formålet."


def test_a_footer_may_be_one_line() -> None:
    footer = (
        "<div><a href=/vilkaar>Generelle vilkår</a> | <a href=/kontakt>Kontakt og support</a></div>"
        "<div>KOMBIT A/S</div>"
    )
    html = f"<body>{SECTIONS}{footer}</body>"
    assert parse_part(Page(PART, html)).record.part.description == "Det er beskrivelsen."


def test_a_form_goes_where_base_says() -> None:
    html = "<base href='https://example.org/da/'><form action=find><input name=q></form>"
    (form,) = read_document(html, "https://example.org/").forms
    assert form.action == "https://example.org/da/find"
