"""The walk over a page's tree: what is a line, what is joined, and what is no part of it."""

from __future__ import annotations

import pytest

from scraper.parse.html import Line, read_document

URL = "https://example.org/a/b"


def read(html: str) -> list[Line]:
    return read_document(f"<body>{html}</body>", URL).lines


def texts(html: str) -> list[str]:
    return [line.text for line in read(html)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><span>1</span><span>.328 kr.</span></p>", "1.328 kr."),
        ("<p><b>Enheds</b><i>pris</i></p>", "Enhedspris"),
        ("<p>2<!-- til -->-3</p>", "2-3"),
        ("<p>arbejds<wbr>dage</p>", "arbejdsdage"),
        ("<p>ser&shy;vice</p>", "service"),
        ("<p>2-3<sup>1</sup></p>", "2-3"),
        ("<p>5<sup>1</sup> arbejdsdage</p>", "5 arbejdsdage"),
        ('<p>2-3<a href="#fn1">[1]</a></p>', "2-3"),
        ("<p><s>1.200 kr.</s> 1.328 kr.</p>", "1.328 kr."),
        ("<p><del>1.200 kr.</del><ins>1.328 kr.</ins></p>", "1.328 kr."),
        ('<p><span style="text-decoration: line-through">9</span>5</p>', "5"),
        ('<p>IBM<span role="tooltip">Var KMD</span></p>', "IBM"),
        ('<p>IBM <i aria-hidden="true">open_in_new</i></p>', "IBM"),
        ('<p><abbr title="Ikke oplyst">i.o.</abbr></p>', "i.o."),
        ('<p><span title="Før 1.200 kr.">1.328 kr.</span></p>', "1.328 kr."),
        ("<p>2\x963</p>", "2\ufffd3"),
        ("<p>2\ufffd3</p>", "2\ufffd3"),
        ("<p>a\x00b</p>", "a\ufffdb"),
    ],
)
def test_a_line_is_what_a_reader_sees_and_what_stands_at_it_is_no_part(
    html: str, text: str
) -> None:
    assert texts(html) == [text]


@pytest.mark.parametrize(
    ("html", "prose"),
    [
        ("<p>12 m<sup>2</sup></p>", "12 m²"),
        ("<p>CO<sub>2</sub>-aftryk</p>", "CO₂-aftryk"),
        ("<p>Se vilkårene.<sup>1</sup></p>", "Se vilkårene."),
        ('<p>Se vilkårene<a href="#note">1</a>.</p>', "Se vilkårene."),
    ],
)
def test_a_text_keeps_what_is_raised_but_for_marks_of_notes(html: str, prose: str) -> None:
    assert [line.prose for line in read(html)] == [prose]


@pytest.mark.parametrize(
    ("html", "doubtful"),
    [
        ("<p>1.328<sup>50</sup> kr.</p>", True),
        ("<p>1.328,<sup>-</sup></p>", False),
        ("<p>1.328<sup>,-</sup></p>", False),
        ("<p>2-3<sup>1</sup></p>", False),
    ],
)
def test_what_is_raised_after_a_number_may_be_its_decimals(html: str, doubtful: bool) -> None:
    (line,) = read(html)
    assert line.doubtful is (doubtful or "-</sup>" in html)


@pytest.mark.parametrize("panel", ["hidden", 'aria-hidden="true"', 'style="display:none"'])
def test_a_closed_panel_is_content(panel: str) -> None:
    assert texts(f"<button>Pris</button><div {panel}><p>1.328 kr.</p></div>") == [
        "Pris",
        "1.328 kr.",
    ]


@pytest.mark.parametrize(
    "beside", ["<aside>{}</aside>", '<div role="complementary">{}</div>', "<main><aside>{}</aside>"]
)
def test_what_stands_beside_the_content_is_marked(beside: str) -> None:
    assert [line.aside for line in read(f"<p>Eget</p>{beside.format('<p>Andet</p>')}")] == [
        False,
        True,
    ]


def test_a_mark_that_could_not_be_decoded_is_never_left_out() -> None:
    assert texts("<p>1.3\ufffd28 kr.</p>") == ["1.3\ufffd28 kr."]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/c", "https://example.org/c"),
        ("c", "https://example.org/a/c"),
        ("/a/../c", "https://example.org/c"),
        ("//b.example/c", "https://b.example/c"),
        ("/c d/ø?x=[1]", "https://example.org/c%20d/%C3%B8?x=[1]"),
        ("?page=1", "https://example.org/a/b?page=1"),
        ("HTTPS://example.org/c", "https://example.org/c"),
        ("http://[bad", ""),
    ],
)
def test_an_address_is_absolute(href: str, url: str) -> None:
    (link,) = read_document(f'<a href="{href}">x</a>', URL).links()
    assert link.url == url


def test_links_of_menus_are_kept_and_their_words_are_not() -> None:
    document = read_document('<nav><a href="/m">Menu</a></nav><p><a href="/p">Side</a></p>', URL)
    assert [line.text for line in document.lines] == ["Side"]
    assert [(link.text, link.in_menu) for link in document.links()] == [
        ("Side", False),
        ("Menu", True),
    ]


def test_a_page_as_deep_as_pages_may_be_is_read() -> None:
    assert texts("<div>" * 4_000 + "<p>bund</p>") == ["bund"]
