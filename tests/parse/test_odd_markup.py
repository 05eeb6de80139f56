"""Odd but possible markup of the same words, and values no database can hold."""

from __future__ import annotations

from contextlib import suppress

import pytest

from scraper.errors import PageFault, Unreadable
from scraper.parse import values
from scraper.parse.html import read_document
from scraper.parse.listing import parse_listing
from scraper.parse.part import parse_part
from scraper.parse.result import Page
from scraper.parse.search import parse_search
from scraper.parse.service import parse_service

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
        values.kroner(text)


def test_units_and_days_beyond_reason_are_refused() -> None:
    with pytest.raises(Unreadable):
        values.units("99999999999999999999")
    with pytest.raises(Unreadable):
        values.working_days("99999999999999999999 arbejdsdage")


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


DL = "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in ROWS) + "</dl>"
BARE = DL.replace("<dt>Leverandør</dt><dd>IBM</dd>", "")
FILE = '<p><a href="/f/a.docx">a.docx</a></p>'


def kinds(html: str) -> list[str]:
    return [each.kind for each in parse_service(Page(SERVICE, html)).findings]


@pytest.mark.parametrize(
    "after",
    [
        "<h2>Supportydelser</h2><h3>Y</h3><p>Leverandør: Z A/S</p><p>Enhedspris: 9 kr.</p>"
        "<p>Leveringstid: 99 arbejdsdage</p>",
        "<h2>Andre har også set</h2><h3>Y</h3><dl><dt>Leverandør</dt><dd>Z A/S</dd>"
        "<dt>Enhedspris</dt><dd>9 kr.</dd></dl>",
        "<table><tr><th>Navn</th><th>Leverandør</th><th>Formål</th></tr>"
        "<tr><td>_ga</td><td>Google</td><td>Statistik</td></tr></table>",
    ],
)
def test_a_service_takes_no_value_of_another(after: str) -> None:
    assert service(f"{BARE}{after}") == {**RIGHT, "supplier": None}


def test_the_value_that_another_service_has_is_not_this_ones() -> None:
    facts = BARE.replace("<dt>Leveringstid</dt><dd>5 arbejdsdage</dd>", "<dt>Leveringstid</dt>")
    other = "<h3>Y</h3><p>Enhedspris: 9 kr.</p><p>Leveringstid: 99 arbejdsdage</p>"
    assert service(f"{facts}<h2>Supportydelser</h2>{other}")["delivery"] is None


@pytest.mark.parametrize(
    "heading", ["Bilag (2)", "Bilag 📎", "Bilag til ydelsen", "Dokumenter", "Filer til download"]
)
def test_no_file_is_lost_without_a_word(heading: str) -> None:
    html = f"<body><h1>Rute</h1>{DL}<h2>{heading}</h2>{FILE}</body>"
    reading = parse_service(Page(SERVICE, html))
    assert reading.record.attachments == ("https://example.org/f/a.docx",)
    assert ("missing_label" in kinds(html)) is (heading not in ("Bilag (2)", "Bilag 📎"))


def test_a_file_beside_the_known_ones_is_told() -> None:
    more = '<p><a href="/f/b.docx">Mere</a></p>'
    html = f"<body><h1>Rute</h1>{more}{DL}<h2>Bilag</h2>{FILE}</body>"
    reading = parse_service(Page(SERVICE, html))
    assert reading.record.attachments == ("https://example.org/f/a.docx",)
    assert "unread_file" in kinds(html)


CLOSED = "Denne version er lukket for tilgang"


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("<h2>SF1590_B_01_4.0</h2>", f"<h2>SF1590_B_01_4.0</h2><p>{CLOSED}</p>"),
        ("<h2>SF1590_B_01_4.0</h2>", f"<h2>SF1590_B_01_4.0 {CLOSED}</h2>"),
        ("<h2>Beskrivelse</h2>", f"<h2>Beskrivelse</h2><p>{CLOSED}</p>"),
        ("<p>Det er beskrivelsen.</p>", f"<p>Det er beskrivelsen.</p><p>{CLOSED}.</p>"),
        ("<h2>Formål</h2>", f"<p>{CLOSED} af nye anvendere</p><h2>Formål</h2>"),
        ("<p>4.0</p>", f"<p>4.0</p><p>{CLOSED}</p>"),
        ("<p>4.0</p>", f"<p>4.0 · {CLOSED}</p>"),
    ],
)
def test_a_closed_version_is_one_wherever_it_says_so(where: str, what: str) -> None:
    html = f"<body>{SECTIONS.replace(where, what, 1)}</body>"
    record = parse_part(Page(PART, html)).record.part
    assert record.closed_to_new == 1
    assert [each for each in (record.description or "").split("\n") if CLOSED not in each] == [
        "Det er beskrivelsen."
    ]
    assert (CLOSED in (record.description or "")) is ("eskrivelse" in where)  # its text is kept
    assert record.purpose == "Det er formålet."
    assert (record.area, record.version, record.status) == ("Økonomi", "4.0", "I drift")


@pytest.mark.parametrize("tag", ["iframe", "noembed", "noframes", "xmp"])
def test_text_that_is_no_markup_breaks_nothing(tag: str) -> None:
    assert service(f"<{tag}>x <> y < z</{tag}>{DL}") == RIGHT


@pytest.mark.parametrize(
    "words", ["Download dokumentation (ZIP)", "⬇ Download dokumentation", "Hent dokumentation"]
)
def test_the_documentation_may_be_called_a_little_otherwise(words: str) -> None:
    html = f'<body>{SECTIONS}<a href="/pakke.zip">{words}</a></body>'
    url = parse_part(Page(PART, html)).record.part.documentation_url
    assert url == "https://example.org/pakke.zip"


CARD = (
    "<h3>Etablering af rute</h3><p>Hvad den giver.</p>"
    '<a href="/supportydelse/rute">Læs mere</a><p>Teknisk support</p>'
    "<p>Leverandør: IBM</p><p>Enhedspris: 1.328 kr.</p><p>Antal enheder: 2-3</p>"
)


def card(html: str) -> tuple[object, ...]:
    (read,) = parse_part(Page(PART, f"<body>{SECTIONS}{html}</body>")).record.support_services
    return read.name, read.category, read.supplier, read.unit_price_oere, read.units_max, read.url


ROUTE = ("Etablering af rute", "Teknisk support", "IBM", 132800, 3, SERVICE)


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>Supportydelser (1)</h2>",
        "<h2>Supportydelser til integrationen</h2>",
        "<h2>Bestil supportydelse</h2>",
        "<p>Supportydelse</p>",
    ],
)
def test_the_support_services_may_have_a_longer_heading(heading: str) -> None:
    assert card(f"{heading}{CARD}") == ROUTE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<p>Teknisk support</p><h3>Etablering af rute</h3>", "<h3>Etablering af rute</h3>"),
        ("<p>💰 Leverandør: IBM</p><p>🏷 Enhedspris: 1.328 kr.</p>", "<p>Leverandør: IBM</p>"),
        ("<div><span>Enhedspris ▾</span><span>1.328 kr.</span></div>", "<p>Enhedspris: 1.328 kr."),
    ],
)
def test_badges_and_icons_on_a_card_are_no_words_of_it(written: str, meant: str) -> None:
    html = CARD.replace(meant, written, 1)
    if written.startswith("<p>Teknisk"):
        html = html.replace("</a><p>Teknisk support</p>", "</a>")
    if "🏷" in written:
        html = html.replace("<p>Enhedspris: 1.328 kr.</p>", "")
    assert card(f"<h2>Supportydelse</h2>{html}") == ROUTE


@pytest.mark.parametrize(
    "heading", ["<h2>Fakta</h2>", "<b>Detaljer</b>", "<button>Vis detaljer</button>"]
)
def test_a_heading_above_the_facts_is_no_description(heading: str) -> None:
    html = f"<body><h1>Rute</h1><p>Om ruten.</p>{heading}{DL}</body>"
    assert parse_service(Page(SERVICE, html)).record.service.description == "Om ruten."


@pytest.mark.parametrize(
    "instead",
    [
        "<p>Sidst opdateret 01/02/2024</p>",
        "<button>Følg denne integration</button>",
        '<p><a href="https://example.com/del">Del på LinkedIn</a></p>',
        "<p>Integrationen afsender registreringer til debitorsystemet.</p>",
    ],
)
def test_a_missing_area_is_not_guessed(instead: str) -> None:
    html = f"<body>{SECTIONS.replace('<p>Økonomi</p>', instead)}</body>"
    record = parse_part(Page(PART, html)).record.part
    assert (record.title, record.area) == ("Afsend DebitorRegistrering", None)


def test_a_panels_sign_is_no_part_of_its_label() -> None:
    html = (
        f"<body>{SECTIONS.replace('<h2>Beskrivelse</h2>', '<button>Beskrivelse ▾</button>')}</body>"
    )
    assert parse_part(Page(PART, html)).record.part.description == "Det er beskrivelsen."


def test_a_versions_heading_in_a_table_is_no_label() -> None:
    heading = "<table><tr><th colspan=2>SF1590_B_01_4.0</th></tr></table>"
    html = SECTIONS.replace("<h2>SF1590_B_01_4.0</h2>", heading)
    reading = parse_part(Page(PART, f"<body>{html}</body>"))
    assert reading.record.part.version == "4.0"
    assert not [each for each in reading.findings if each.kind == "unknown_label"]


def test_a_list_of_versions_is_no_part_of_the_terms() -> None:
    html = SECTIONS.replace(
        "<h2>SF1590_B_01_4.0</h2>",
        "<ul><li>4.0</li><li>3.9</li></ul><h2>SF1590_B_01_4.0</h2>",
    )
    assert parse_part(Page(PART, f"<body>{html}</body>")).record.part.terms == "Det er vilkårene."


def test_a_mark_for_help_is_no_part_of_a_value() -> None:
    rows = DL.replace("<dd>IBM</dd>", '<dd><span>IBM</span> <a href="#h">?</a></dd>')
    assert service(rows) == RIGHT


def test_a_value_in_a_field_that_cannot_be_written_in_is_read() -> None:
    rows = "".join(
        f'<div><label>{name}</label><input readonly value="{value}"></div>' for name, value in ROWS
    )
    assert service(rows) == RIGHT


WITH_FILE = DL.replace("</dl>", '<dt>Bilag</dt><dd><a href="/f/a.docx">a.docx</a></dd></dl>')


@pytest.mark.parametrize(
    "between",
    [
        "<p><b>Tilknyttet supportydelse</b><br>Selvstændig</p>",
        "<p>Supportydelser faktureres månedligt</p>",
        "<h2>Om denne supportydelse</h2>",
        "<h2>Sådan bestiller du en supportydelse</h2>",
        "<h2>Bestil supportydelse</h2>",
        "<dl><dt>Relaterede supportydelse</dt><dd>Supportydelser til SFTP</dd></dl>",
    ],
)
def test_the_word_for_support_services_ends_no_page(between: str) -> None:
    html = f"<body><h1>Rute</h1>{DL}{between}<h2>Bilag</h2>{FILE}</body>"
    record = parse_service(Page(SERVICE, html)).record
    assert record.attachments == ("https://example.org/f/a.docx",)
    if "Relaterede" in between:
        assert record.service.related == "Supportydelser til SFTP"


def test_a_renamed_label_is_told_and_what_follows_is_read() -> None:
    html = WITH_FILE.replace("<dt>Bilag", "<dt>Relateret supportydelse</dt><dd>Selv</dd><dt>Bilag")
    reading = parse_service(Page(SERVICE, f"<body><h1>Rute</h1>{html}</body>"))
    assert reading.record.attachments == ("https://example.org/f/a.docx",)
    assert [each.kind for each in reading.findings] == ["unknown_label"]


@pytest.mark.parametrize(
    "words",
    [
        "<li>Supportydelser kan bestilles nederst på siden</li>",
        "<p>Supportydelser i relation til integrationen:</p>",
        "<h3>Bestilling af supportydelser</h3>",
        "<strong>Priser på supportydelser</strong>",
    ],
)
@pytest.mark.parametrize("where", ["<p>Det er vilkårene.</p>", "<p>Det er beskrivelsen.</p>"])
def test_the_word_for_support_services_opens_them_only_over_a_card(words: str, where: str) -> None:
    html = SECTIONS.replace(where, f"{where}{words}<p>Mere.</p>")
    reading = parse_part(Page(PART, f"<body>{html}<h2>Supportydelse</h2>{CARD}</body>"))
    part = reading.record.part
    assert (part.version, part.status, part.valid_from) == ("4.0", "I drift", "2022-11-14")
    assert (part.terms or "").startswith("Det er vilkårene.")
    assert (part.description or "").startswith("Det er beskrivelsen.")
    assert [each.name for each in reading.record.support_services] == ["Etablering af rute"]


@pytest.mark.parametrize(
    "heading",
    ["<button>Tilknyttede supportydelser</button>", "<div>Bestil supportydelser</div>"],
)
def test_support_services_may_stand_in_a_panel(heading: str) -> None:
    assert card(f"{heading}{CARD}") == ROUTE


@pytest.mark.parametrize(
    "body",
    [
        "<div><b>Enhedspris</b> 1.328,00 kr.</div><p>Priser er ekskl. moms.</p>" + DL,
        "<div><b>Enheder</b> 2-3</div><h2>Detaljer</h2>" + DL,
        DL + "<h2>Kontakt</h2><p>Leverandør: IBM Danmark, Kongevejen 495</p>",
        DL.replace("</dl>", "<dt>Enhedspris</dt><dd>1.500 kr.</dd></dl>"),
    ],
)
def test_a_label_may_stand_twice_and_the_first_counts(body: str) -> None:
    html = f"{body}<dl><dt>Relaterede supportydelse</dt><dd>Selvstændig ydelse</dd></dl>"
    assert service(html) == RIGHT
    reading = parse_service(Page(SERVICE, f"<body><h1>Rute</h1>{html}</body>"))
    assert reading.record.service.related == "Selvstændig ydelse"


@pytest.mark.parametrize(
    "before",
    [
        "<p>Enhedspris: 1.500 kr.</p><p>Bestil nu.</p>",
        "<h2>Priser 2023</h2><p>Enhedspris: 1.200 kr.</p><h2>Fakta</h2>",
        "<section><h3>Eksempel</h3><p>Enhedspris: 99 kr.</p></section>",
        "<dl><dt>Leverandør</dt><dd>KMD</dd></dl><p>Ydelsen leveres af andre.</p>",
    ],
)
def test_of_two_values_the_one_among_the_facts_counts_and_the_other_is_told(before: str) -> None:
    assert service(before + DL) == RIGHT
    html = f"<body><h1>Rute</h1>{before}{DL}</body>"
    assert "repeated_label" in [each.kind for each in parse_service(Page(SERVICE, html)).findings]


@pytest.mark.parametrize(
    "heading", ["Priser 2023", "Prishistorik", "Eksempel", "Prisberegner", "Version 1"]
)
def test_a_value_that_stands_under_another_heading_alone_is_told_and_not_taken(
    heading: str,
) -> None:
    own = DL.replace("<dt>Enhedspris</dt><dd>1.328 kr.</dd>", "")
    html = f"{own}<h2>{heading}</h2><dl><dt>Enhedspris</dt><dd>1.200 kr.</dd></dl>"
    assert service(html) == {**RIGHT, "oere": None}
    findings = parse_service(Page(SERVICE, f"<body><h1>Rute</h1>{html}</body>")).findings
    assert "under_heading" in [each.kind for each in findings]


@pytest.mark.parametrize(
    "lost",
    [
        ("Enhedspris", "1.328 kr.", "\ufffd328 kr."),
        ("Enheder", "2-3", "\ufffd3"),
        ("Leverandør", "IBM", "\ufffdBM"),
    ],
)
def test_a_lost_first_character_is_no_icon(lost: tuple[str, str, str]) -> None:
    label, value, damaged = lost
    html = DL.replace(f"<dt>{label}</dt><dd>{value}</dd>", f"<dt>{label}</dt><dd>{damaged}</dd>")
    reading = parse_service(Page(SERVICE, f"<body><h1>Rute</h1>{html}</body>"))
    columns = {"Enhedspris": "unit_price_text", "Enheder": "units_text", "Leverandør": "supplier"}
    assert getattr(reading.record.service, columns[label]) is None
    assert (label, damaged) in [(each.subject, each.value) for each in reading.findings]


@pytest.mark.parametrize(
    "note",
    [
        "<small>1</small>",
        '<a href="/noter">1</a>',
        '<span style="vertical-align: super">1</span>',
        '<span role="doc-noteref">1</span>',
    ],
)
def test_a_number_set_apart_right_after_a_number_is_never_part_of_it(note: str) -> None:
    html = DL.replace("<dd>2-3</dd>", f"<dd>2-3{note}</dd>")
    assert service(html)["units"] in ((2, 3), (None, None))


@pytest.mark.parametrize(
    ("value", "oere", "vat"),
    [
        ("<dd>1.328 kr.</dd><dd>ekskl. moms</dd>", 132800, "ekskl. moms"),
        ("<dd>1.328 kr.<br>ekskl. moms</dd>", 132800, "ekskl. moms"),
        ("<dd><p>1.328 kr.</p><p>ekskl. moms</p></dd>", 132800, "ekskl. moms"),
        ("<dd>1.328 kr.</dd><dd>1.500 kr. (haste)</dd>", None, None),
        ("<dd>1.328 kr.<br>1.500 kr.</dd>", None, None),
    ],
)
def test_all_lines_of_a_value_are_read_or_none_is(
    value: str, oere: int | None, vat: str | None
) -> None:
    html = DL.replace("<dd>1.328 kr.</dd>", value)
    reading = parse_service(Page(SERVICE, f"<body><h1>Rute</h1>{html}</body>"))
    assert (reading.record.service.unit_price_oere, reading.record.service.vat) == (oere, vat)
    kinds = [each.kind for each in reading.findings]
    assert kinds == ([] if oere else ["unreadable_value"])


def test_text_below_the_facts_is_told_once() -> None:
    html = f"<body><h1>Rute</h1>{DL}<p>Ruten er gratis i 2027.</p><p>Ring til os.</p></body>"
    findings = parse_service(Page(SERVICE, html)).findings
    assert [(each.kind, each.value) for each in findings] == [
        ("unread_text", "Ruten er gratis i 2027.")
    ]


@pytest.mark.parametrize(
    "words", ["<p>Services</p>", "<p>Supportydelse</p>", "<p>Kontakt og support</p>"]
)
def test_the_sites_own_words_end_no_text_of_a_part(words: str) -> None:
    html = SECTIONS.replace("<p>Det er beskrivelsen.</p>", f"<p>Et.</p>{words}<p>To.</p>")
    part = parse_part(Page(PART, f"<body>{html}</body>")).record.part
    assert (part.description or "").startswith("Et.")
    assert (part.description or "").endswith("To.")


def test_an_intro_above_the_cards_is_no_services_name() -> None:
    html = f"{SECTIONS}<h2>Supportydelser</h2><p>Alle priser er ekskl. moms.</p>{CARD}"
    reading = parse_part(Page(PART, f"<body>{html}</body>"))
    assert [each.name for each in reading.record.support_services] == ["Etablering af rute"]
    assert [each.value for each in reading.findings] == ["Alle priser er ekskl. moms."]


def test_a_label_that_stands_twice_with_other_words_is_told() -> None:
    html = DL.replace("</dl>", "<dt>Enhedspris</dt><dd>1.500 kr.</dd></dl>")
    assert "repeated_label" in kinds(f"<body><h1>Rute</h1>{html}</body>")


@pytest.mark.parametrize(
    "field",
    [
        "<p>Søg<input readonly></p>",
        '<p>Antal<input readonly value="">stk</p>',
        '<input readonly value=""><b>x</b>',
        '<p>Ja<input type="hidden" class="x readonly" value="tok123"></p>',
        '<p>Ja<input type="password" readonly value="hemmelig"></p>',
    ],
)
def test_a_field_that_shows_nothing_is_nothing(field: str) -> None:
    text = " ".join(line.text for line in read_document(f"<body>{field}</body>", SERVICE).lines)
    assert "tok123" not in text
    assert "hemmelig" not in text
    assert service(f"{field}{DL}") == RIGHT


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("<h2>Formål</h2>", "<ul><li>4.0</li><li>3.9<br>{}</li></ul><h2>Formål</h2>"),
        (
            "<h2>SF1590_B_01_4.0</h2>",
            "<ul><li>4.0<p>I drift</p></li><li>3.9<p>{}</p></li></ul><h2>SF1590_B_01_4.0</h2>",
        ),
        ("<p>Det er beskrivelsen.</p>", "<p>Det er beskrivelsen.</p><p>4.0</p><p>3.9</p><p>{}</p>"),
    ],
)
def test_an_older_version_that_is_closed_closes_not_the_newest(where: str, what: str) -> None:
    html = SECTIONS.replace(where, what.format(CLOSED), 1)
    assert parse_part(Page(PART, f"<body>{html}</body>")).record.part.closed_to_new is None


@pytest.mark.parametrize(
    "links",
    [
        '<p><a href="/v">Vejledning</a> | <a href="/pakke">Download dokumentation</a></p>',
        '<p>Læs <a href="/v">vilkårene</a> før Download dokumentation bruges.</p>'
        '<a href="/pakke">Download dokumentation</a>',
        '<a href="/old">Download dokumentation for tidligere version 3.9</a>'
        '<a href="/pakke">Download dokumentation</a>',
    ],
)
def test_of_several_links_the_one_that_says_so_is_the_documentation(links: str) -> None:
    record = parse_part(Page(PART, f"<body>{SECTIONS}{links}</body>")).record.part
    assert record.documentation_url == "https://example.org/pakke"


def test_the_documentation_is_that_of_the_newest_version() -> None:
    head = SECTIONS.partition("<h2>SF1590_B_01_4.0")[0]
    told = "".join(
        version(each, "I drift", f"Om {each}.")
        + f'<a href="/{each}/pakke">Download dokumentation</a>'
        for each in ("3.9", "4.0")
    )
    record = parse_part(Page(PART, f"<body>{head}{told}</body>")).record.part
    assert record.documentation_url == "https://example.org/4.0/pakke"


@pytest.mark.parametrize(
    "top",
    [
        "<p>Supportydelse</p><h3>Udvidet supportydelse</h3><p>Giver rute.</p>",
        "<h3>Pakke med supportydelser</h3><p>Giver rute.</p>",
        "<div>Etablering af rute</div><div>Giver rute.</div><h4>Pris og levering</h4>",
        "<p><b>Etablering af rute</b></p><h4>Beskrivelse</h4><p>Giver rute.</p>",
    ],
)
def test_a_cards_name_is_its_first_words(top: str) -> None:
    end = CARD[CARD.index("<a ") :]
    (read,) = parse_part(
        Page(PART, f"<body>{SECTIONS}<h2>Supportydelse</h2>{top}{end}</body>")
    ).record.support_services
    expected = ("Udvidet supportydelse", "Pakke med supportydelser", "Etablering af rute")
    assert read.name in expected
    assert (read.category, read.url) == ("Teknisk support", SERVICE)


def test_cards_without_read_more_are_told_apart() -> None:
    cards = "".join(
        f'<h3><a href="/supportydelse/{name}">{name}</a></h3><p>Giver {name}.</p>'
        f"<p>Leverandør: IBM</p><p>Enhedspris: {price} kr.</p><p>Antal enheder: 1</p>"
        for name, price in (("rute", 100), ("test", 200))
    )
    read = parse_part(
        Page(PART, f"<body>{SECTIONS}<h2>Supportydelser</h2>{cards}</body>")
    ).record.support_services
    assert [(each.name, each.unit_price_oere) for each in read] == [
        ("rute", 10000),
        ("test", 20000),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "<p>Giver rute.</p><p><strong>Kan kun bestilles af KOMBIT.</strong></p>",
        "<p><b>Giver mulighed for at etablere rute.</b></p>",
        "<h2>Giver mulighed for at etablere rute.</h2>",
    ],
)
def test_bold_sentences_belong_to_the_description(words: str) -> None:
    html = f"<body><h1>Rute</h1>{words}{DL}</body>"
    description = parse_service(Page(SERVICE, html)).record.service.description or ""
    assert description.splitlines()[-1].endswith(("KOMBIT.", "rute."))


@pytest.mark.parametrize(
    "area",
    [
        "<p>Område: IT</p>",
        "<p>Område</p><p>IT</p>",
        '<a href="https://digitaliseringskatalog.dk/integrationer?f[0]=data_area:3">IT</a>',
        "<p>Sag og Dokument</p>",
    ],
)
def test_an_area_is_known_or_labelled_or_leads_to_its_list(area: str) -> None:
    html = f"<body>{SECTIONS.replace('<p>Økonomi</p>', area)}</body>"
    reading = parse_part(Page(PART, html))
    assert reading.record.part.area in ("IT", "Sag og Dokument")
    assert not reading.findings


@pytest.mark.parametrize("words", ["IT", "Beskæftigelse, integration og arbejdsmarked", "Gem"])
def test_what_may_be_an_area_is_told_and_not_taken(words: str) -> None:
    html = f"<body>{SECTIONS.replace('<p>Økonomi</p>', f'<p>{words}</p>')}</body>"
    reading = parse_part(Page(PART, html))
    assert reading.record.part.area is None
    assert [(each.subject, each.value) for each in reading.findings] == [("Område", words)]


def test_a_buttons_words_are_no_area() -> None:
    html = f"<body>{SECTIONS.replace('<p>Økonomi</p>', '<button>Økonomi</button>')}</body>"
    assert parse_part(Page(PART, html)).record.part.area is None


def test_a_list_of_other_numbers_belongs_to_the_terms() -> None:
    tls = "<p>Understøttede versioner:</p><ul><li>1.2</li><li>1.3</li></ul>"
    html = SECTIONS.replace("<p>Det er vilkårene.</p>", tls)
    terms = parse_part(Page(PART, f"<body>{html}</body>")).record.part.terms
    assert terms == "Understøttede versioner:\n1.2\n1.3"


def test_a_table_is_read_by_the_labels_that_are_known_in_it() -> None:
    heads = "".join(
        f"<th>{name}</th>"
        for name in (
            "Ydelse",
            "SLA",
            "Reaktionstid",
            "Vindue",
            "Leveringstid",
            "Enhedspris",
            "Moms",
        )
    )
    cells = "<td>Rute</td><td>A</td><td>5 arbejdsdage</td><td>8-16</td><td>5 arbejdsdage</td>"
    html = f"<table><tr>{heads}</tr><tr>{cells}<td>1.328 kr.</td><td>25 %</td></tr></table>"
    read = service(html)
    assert (read["reaction"], read["delivery"], read["oere"]) == (5, 5, 132800)


def test_a_table_of_older_versions_has_no_say_in_the_status() -> None:
    table = (
        "<table><tr><th>Version</th><th>Status</th><th>Dato</th></tr>"
        "<tr><td>3.9</td><td>Udfaset</td><td>01/01/2020</td></tr></table>"
    )
    html = SECTIONS.replace("<p>I drift</p>", f"<p>I drift</p>{table}")
    record = parse_part(Page(PART, f"<body>{html}</body>")).record.part
    assert (record.version, record.status) == ("4.0", "I drift")


@pytest.mark.parametrize("text", ["№ 12", "™ IBM", "° C"])
def test_signs_that_are_words_stay(text: str) -> None:
    (line,) = read_document(f"<body><p>{text}</p></body>", SERVICE).lines
    assert line.text == text


def test_a_link_to_koebenhavn_is_no_order() -> None:
    end = CARD.replace('<a href="/supportydelse/rute">Læs mere</a>', "").replace(
        "<h3>Etablering af rute</h3>", '<h3>Rute</h3><a href="/s/koebenhavn">Rute i København</a>'
    )
    (read,) = parse_part(
        Page(PART, f"<body>{SECTIONS}<h2>Supportydelse</h2>{end}</body>")
    ).record.support_services
    assert read.url == "https://example.org/s/koebenhavn"


def test_files_in_a_form_are_told() -> None:
    html = f"<body><h1>Rute</h1>{DL}<form><p>Bestil</p>{FILE}</form></body>"
    reading = parse_service(Page(SERVICE, html))
    assert reading.record.attachments == ("https://example.org/f/a.docx",)


PLAIN = "".join(f"<p>{name}: {value}</p>" for name, value in ROWS)
LEAD = "".join(f"<p>{name} {value}</p>" for name, value in ROWS)
OTHER = (
    "<h2>Andre ydelser</h2><h3>SFTP</h3><dl><dt>Leverandør</dt><dd>NNIT</dd>"
    "<dt>Enhedspris</dt><dd>999 kr.</dd><dt>Antal enheder</dt><dd>9</dd>"
    '<dt>Bilag</dt><dd><a href="/f/z.docx">z.docx</a></dd></dl>'
)


@pytest.mark.parametrize("own", [DL, PLAIN, LEAD], ids=["dl", "colons", "spaces"])
@pytest.mark.parametrize(
    "below",
    [
        OTHER,
        "<p>SFTP</p><p><span>Enhedspris</span> <span>999 kr.</span></p>",
        "<p><b>Reaktionstid</b> er tiden til vi begynder</p>",
        "<aside><p><b>Leverandør</b><br>KMD</p></aside>",
    ],
)
def test_what_is_told_of_another_below_is_not_this_ones(own: str, below: str) -> None:
    assert service(own + below) == RIGHT


@pytest.mark.parametrize("empty", ["", "<dt>Enhedspris</dt><dd></dd>"])
def test_what_this_service_lacks_is_not_taken_from_another(empty: str) -> None:
    own = DL.replace("<dt>Enhedspris</dt><dd>1.328 kr.</dd>", empty)
    assert service(own + OTHER) == {**RIGHT, "oere": None}


def test_files_below_other_services_are_this_ones() -> None:
    html = "<h2>Andre supportydelser</h2><ul><li><a href='/s/x'>SFTP</a></li></ul>"
    html = f"<body><h1>Rute</h1>{DL}{html}<h2>Bilag</h2>{FILE}</body>"
    assert parse_service(Page(SERVICE, html)).record.attachments == (
        "https://example.org/f/a.docx",
    )


@pytest.mark.parametrize("foot", ["Læs mere", "Læs mere om {}"])
def test_cards_whose_link_stands_at_their_foot(foot: str) -> None:
    cards = "".join(
        f"<div><h3>{name}</h3><p>Giver {name}.</p><dl><dt>Leverandør</dt><dd>IBM</dd>"
        f"<dt>Enhedspris</dt><dd>{price} kr.</dd><dt>Antal enheder</dt><dd>1</dd></dl>"
        f'<p><a href="/s/{name}">{foot.format(name)}</a></p></div>'
        for name, price in (("rute", 100), ("test", 200))
    )
    below = "<h3>Kontakt</h3><p>Ring til os.</p>"
    html = f"<body>{SECTIONS}<h2>Supportydelser</h2>{cards}{below}</body>"
    read = parse_part(Page(PART, html)).record.support_services
    assert [(each.name, each.unit_price_oere, each.url) for each in read] == [
        ("rute", 10000, "https://example.org/s/rute"),
        ("test", 20000, "https://example.org/s/test"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "<h3>Nyt i denne version</h3><ul><li>SF1590_B_01_3.9 udfases den 1. maj.</li></ul>",
        "<p>SF1590_B_01_4.1 kommer i maj.</p>",
        "<ul><li>SF1461_5.0 Modtag</li></ul>",
        "<p>SF1461_5.0</p>",
    ],
)
@pytest.mark.parametrize("where", ["<h2>Beskrivelse</h2>", "<h2>SF1590_B_01_4.0</h2>"])
def test_a_code_and_version_in_passing_is_no_heading(words: str, where: str) -> None:
    html = f"<body>{SECTIONS.replace(where, f'{words}{where}')}</body>"
    record = parse_part(Page(PART, html)).record.part
    assert (record.version, record.status, record.valid_from) == ("4.0", "I drift", "2022-11-14")
    assert (record.description, record.purpose) == ("Det er beskrivelsen.", "Det er formålet.")


def test_what_stands_below_older_versions_is_read() -> None:
    head = SECTIONS.partition("<h2>SF1590_B_01_4.0")[0]
    told = version("4.0", "I drift", "Om 4.0.") + version("3.9", "Udfaset", "Om 3.9.")
    html = f"<body>{head}{told}<h2>Anvend integrationen i produktion</h2><p>Sådan.</p></body>"
    assert parse_part(Page(PART, html)).record.part.production_use == "Sådan."


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Version</th><th>Status gyldig fra</th><th>Status</th></tr>"
        "<tr><td>3.9</td><td>01/01/2020</td><td>Udfaset</td></tr></table>",
        "<table><tr><th>Version</th><th>Ændring</th></tr><tr><td>3.9</td><td>Ny</td></tr></table>",
    ],
)
@pytest.mark.parametrize("own", ["<p>Version: 4.0</p>", "<p>Version 4.0</p>"])
def test_a_change_log_is_not_the_version(own: str, table: str) -> None:
    html = SECTIONS.replace(
        "<p>Status gyldig fra</p><p>14/11/2022</p><p>Version</p><p>4.0</p><p>I drift</p>",
        f"<p>Status gyldig fra: 14/11/2022</p>{own}<p>I drift</p>{table}",
    )
    record = parse_part(Page(PART, f"<body>{html}</body>")).record.part
    assert (record.version, record.status, record.valid_from) == ("4.0", "I drift", "2022-11-14")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Din søgning gav ingen træf</p><label>Integration</label><label>Nyhed</label>",
        "<h1>Siden blev ikke fundet</h1><p>Viden</p>",
        '<p>1 resultat</p><p>Nyhed</p><a rel=nofollow href="/x">Ny</a>',
        '<p>2 resultater</p><a data-href="/x">Del</a><p>Nyhed</p>',
        "<p>if (a<b<<2)</p>",
        "<p>Øko<nomi<</p>",
        "<p>List<Map<String,X<<Y>>></p>",
        "<plaintext>a</dd></h1>",
        '<base href="http://[x"><a href="http://[bad">SF1590_B_01</a>',
    ],
)
def test_no_page_breaks_a_reader(html: str) -> None:
    for parse in (parse_part, parse_service, parse_search, parse_listing):
        with suppress(PageFault):
            parse(Page(PART, f"<body>{html}</body>"))
        with suppress(PageFault):
            parse(Page(PART, f"<body>{SECTIONS}{html}{DL}</body>"))


@pytest.mark.parametrize(
    "body",
    [
        DL.replace("<dt>Enheder", "</dl><h2><a href='#p'>Pris</a></h2><dl><dt>Enheder"),
        DL.replace("<dt>Leverandør</dt><dd>IBM</dd>", "")
        + "<h2>Pris</h2><h3>Fakta</h3><dl><dt>Leverandør</dt><dd>IBM</dd></dl>",
        DL.replace("<dt>Leverandør</dt><dd>IBM</dd>", "") + "<h2>Detaljer</h2><h3>Vilkår</h3>" + DL,
        DL.replace("<dt>Leverandør</dt><dd>IBM</dd>", "")
        + "<h2>Detaljer</h2><dl><dt>Enheder</dt><dd>2 – 3</dd><dt>Enhedspris</dt>"
        "<dd>1.328,00 kr.</dd><dt>Leverandør</dt><dd>IBM</dd></dl>",
    ],
)
def test_own_facts_under_headings_are_not_lost(body: str) -> None:
    assert service(body) == RIGHT


@pytest.mark.parametrize("heading", ["Nyheder", "Andre supportydelser", "Tidligere priser"])
def test_what_stands_under_a_heading_for_others_alone_is_told_and_not_taken(heading: str) -> None:
    own = DL.replace("<dt>Leverandør</dt><dd>IBM</dd>", "")
    other = f"<h2>{heading}</h2><h3>Mere</h3><dl><dt>Leverandør</dt><dd>KMD</dd></dl>"
    assert service(own + other) == {**RIGHT, "supplier": None}
    html = f"<body><h1>Rute</h1>{own}{other}</body>"
    findings = parse_service(Page(SERVICE, html)).findings
    assert [(each.kind, each.value) for each in findings] == [("under_heading", "KMD")]


@pytest.mark.parametrize("empty", ["-", "—", ""])
@pytest.mark.parametrize("label", ["Enhedspris", "Leverandør", "Prismodel"])
def test_a_value_that_is_none_stays_none(empty: str, label: str) -> None:
    value = dict(ROWS)[label]
    own = DL.replace(f"<dt>{label}</dt><dd>{value}</dd>", f"<dt>{label}</dt><dd>{empty}</dd>")
    other = f"<h2>Se også</h2><h3>SFTP</h3><dl><dt>{label}</dt><dd>999 kr.</dd></dl>"
    read = service(own + other)
    assert read["oere"] == (None if label == "Enhedspris" else 132800)
    assert read["supplier"] in ("IBM", empty or None)
    assert "999 kr." not in read.values()


@pytest.mark.parametrize(
    "above",
    ["<p>14.11.2022</p>", "<p>12.30</p>", "<dl><dt>Snitfladeversion</dt><dd>3.1</dd></dl>"],
)
def test_a_number_above_does_not_hide_that_a_version_is_closed(above: str) -> None:
    html = SECTIONS.replace("<p>I drift</p>", f"<p>I drift</p>{above}<p>{CLOSED}</p>")
    assert parse_part(Page(PART, f"<body>{html}</body>")).record.part.closed_to_new == 1


KIND = "<p>Webservice / Serviceplatformen</p>"


@pytest.mark.parametrize(
    "facts",
    [
        "<dl><dt>Formål</dt><dd>Afsend/modtag beskeder</dd></dl>",
        "<dl><dt>Formål</dt><dd>Afsend / modtag beskeder</dd></dl>",
        "<p>Formål: Afsend/modtag beskeder</p>",
        "<dl><dt>Beskrivelse</dt><dd>Om den.<br>Send/hent via REST</dd></dl>",
    ],
)
def test_a_slash_makes_no_technical_service(facts: str) -> None:
    services = (
        f"<h3>Services</h3>{KIND}<p>Afsend</p><p>Version</p><p>5.0</p><p>I drift</p>{facts}"
        f"{KIND}<p>Hent</p><p>Version</p><p>6.0</p><p>I drift</p>"
    )
    read = parse_part(Page(PART, f"<body>{SECTIONS}{services}</body>")).record.endpoints
    assert [(each.name, each.version) for each in read] == [("Afsend", "5.0"), ("Hent", "6.0")]
    words = f"{read[0].purpose or ''}{read[0].description or ''}"
    assert "odtag beskeder" in words or "via REST" in words


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Services</h3><p>Webservice / Serviceplatformen</p><p>Formål: Afsend/modtag</p>"
        "<p>Version: 5.0</p>",
        f"<p>4.0</p><p>1.{'9' * 90}</p><p>{CLOSED}</p>",
        f"<p>SF1590_B_01_1.{'9' * 90}</p>{SECTIONS}",
        "SF1590_B_01_4.0<h3>Status gyldig fra 14/11/2022<h6>SF1590_B_01_4.0٣<p>Version 4.0",
    ],
)
def test_no_part_breaks_its_reader(html: str) -> None:
    with suppress(PageFault):
        parse_part(Page(PART, f"<body>{SECTIONS}{html}</body>"))


def test_a_list_whose_titles_stand_above_their_codes_gives_each_its_own_address() -> None:
    rows = "".join(
        f'<li><h3><a href="/integration/sf1590b0{n}">Del {n}</a></h3><p>SF1590_B_0{n}</p></li>'
        for n in (1, 2)
    )
    record = parse_listing(Page("https://example.org/integrationer", f"<ul>{rows}</ul>")).record
    assert [(each.code, each.title, each.url) for each in record.parts] == [
        (f"SF1590_B_0{n}", f"Del {n}", f"https://example.org/integration/sf1590b0{n}")
        for n in (1, 2)
    ]


def test_titles_above_codes_with_nothing_around_each_give_no_other_parts_address() -> None:
    rows = "".join(
        f'<h3><a href="/integration/sf1590b0{n}">Del {n}</a></h3><p>SF1590_B_0{n}</p>'
        for n in (1, 2)
    )
    reading = parse_listing(Page("https://example.org/integrationer", rows))
    assert [(each.code, each.url) for each in reading.record.parts[:2]] == [
        ("SF1590_B_01", None),
        ("SF1590_B_02", None),
    ]
    assert "code_differs" in [each.kind for each in reading.findings]
