"""The three Drupal markups print what Drupal prints, and the server answers as Drupal does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote

import pytest

from tests.standin import MARKUPS, StandIn
from tests.standin.asking import PART, SERVICE, get, search_path, text_of
from tests.standin.robots import KINDS
from tests.standin.server import Side

DRUPAL = [name for name, markup in MARKUPS.items() if markup.is_drupal]
every_drupal = pytest.mark.parametrize("markup", DRUPAL)
BOTH = "etag", "last-modified"


def page(standin: StandIn, path: str) -> str:
    status, _, body = get(standin, path)
    assert status == 200
    return body.decode()


def assert_has(html: str, wanted: Sequence[str]) -> None:
    for each in wanted:
        assert each in html, each


def test_there_are_three() -> None:
    assert DRUPAL == ["drupal_core", "drupal_views", "drupal_dkfds"]


# -- pages ---------------------------------------------------------------------------------------


@every_drupal
def test_every_page_has_what_stands_around_a_drupal_page(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        html = page(standin, PART)
        assert_has(html, ['<meta name="Generator" content="Drupal', "page-node-type-integration"])
        assert_has(html, ["data-off-canvas-main-canvas", "data-drupal-messages-fallback"])
        assert_has(html, ["data-big-pipe-placeholder-id=", "data-contextual-id="])
        assert_has(html, ["language-switcher-language-url", "Brødkrumme", "visually-hidden"])
        assert_has(html, ['data-drupal-selector="drupal-settings-json"', "\\u003Ctable"])
        assert_has(html, ['<time datetime="2022-11-14T12:00:00Z" class="datetime">14/11/2022'])
        assert re.search('<nav class="breadcrumbs?[ "]', html)
        elements = re.sub(r"(?s)<script.*?</script>", "", html)
        assert elements.count("<div") == elements.count("</div>")
        assert elements.count("<main") == elements.count("</main>") == 1
        assert elements.count("<article") == elements.count("</article>") > 0


def test_core_prints_fields_paragraphs_and_teasers() -> None:
    with StandIn(markup="drupal_core") as standin:
        part, service = page(standin, PART), page(standin, SERVICE)
        listing = page(standin, "/integrationer?page=1")
    assert_has(part, ["field--name-field-version field--type-string field--label-inline clearfix"])
    assert_has(
        part, ['<div class="field__label">Version</div>\n<div class="field__item">4.0</div>']
    )
    assert_has(part, ["paragraph--type--service paragraph--view-mode--default"])
    assert_has(part, ["node--type-supportydelse node--view-mode-teaser"])
    assert_has(part, ['Læs mere<span class="visually-hidden"> om Etablering af rute'])
    assert_has(service, ["field--name-field-unit-price field--type-string field--label-above"])
    assert_has(service, ['<div class="field__items">', "file--x-office-document"])
    assert_has(service, ["webform-submission-form", "Lad feltet være tomt"])
    assert_has(listing, ['class="views-row"', '<ul class="pager__items js-pager__items">'])
    assert_has(listing, ['href="?page=0"', 'href="?page=2"', 'rel="next"'])
    assert 'href="?page=1"' not in listing


def test_views_prints_rows_and_one_table_of_services() -> None:
    with StandIn(markup="drupal_views") as standin:
        part = page(standin, "/integration/sf1590b04")
        first = page(standin, search_path(standin, "SF1590B"))
        last = page(standin, search_path(standin, "SF1590B", 1))
    table = part[part.index("<table") : part.index("</table>")]
    assert (table.count("<tr>"), table.count("<th "), table.count("<td ")) == (3, 6, 12)
    assert_has(
        table, ['class="cols-6 responsive-enabled"', 'headers="view-unit-price-table-column"']
    )
    assert_has(part, ['<span class="views-label views-label-field-version">Version: </span>'])
    assert_has(first, ["views-exposed-form", 'name="form_build_id"', 'name="sort_by"'])
    assert_has(first, ["Viser 1 - 5 af 9", "js-view-dom-id-", "views-field-title"])
    assert re.search(
        r'href="\?search_api_fulltext=SF1590B&amp;[^"]*page=1" rel="next">Indlæs', first
    )
    assert_has(last, ["Viser 6 - 9 af 9"])
    assert "Indlæs flere" not in last


def test_dkfds_prints_closed_accordions_and_responsive_tables() -> None:
    with StandIn(markup="drupal_dkfds") as standin:
        part, service = page(standin, PART), page(standin, SERVICE)
        found = page(standin, search_path(standin, "SF1590B"))
    panels = re.findall(
        r'class="accordion-button" aria-expanded="false" aria-controls="(.*?)"', part
    )
    assert len(panels) == len(set(panels)) == 5
    for panel in panels:
        assert f'<div id="{panel}" aria-hidden="true" class="accordion-content">' in part
    assert_has(service, ['<table class="table table--borderless table--responsive-headers">'])
    assert_has(service, ["For eksempel 999 kr.", 'focusable="false" aria-hidden="true"'])
    assert_has(found, ["Viser 1 - 5 af 9 resultater", 'class="pagination__items"'])
    assert_has(found, ['id="cookieMessage"', '<div class="card-header">'])
    assert_has(part, ['class="breadcrumbs__list"', 'aria-current="page"'])


@every_drupal
def test_a_relative_address_of_a_pager_leads_on(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        first = page(standin, "/integrationer")
        assert 'href="?page=1"' in first
        second = text_of(standin, "/integrationer?page=1")
        assert standin.site.listed()[5].title in second


# -- what stands beside the content --------------------------------------------------------------


@every_drupal
@pytest.mark.parametrize("side", ["none", "before", "after", "both"])
def test_facets_and_neighbours_stand_where_they_are_asked_for(markup: str, side: Side) -> None:
    with StandIn(markup=markup, facets=side, neighbours=side) as standin:
        found, service = page(standin, search_path(standin, "SF1590B")), page(standin, SERVICE)
    row, facet, price = "sf1590b01", "facet-item__count", "<h1"
    before, after = side in ("before", "both"), side in ("after", "both")
    main = found[found.index("<main") :] if markup != "drupal_core" else found
    assert (facet in main[: main.index(row)]) is before
    assert (facet in main[main.index(row) :]) is after
    others = ("Udvidet support ved ibrugtagning", "Etablering af SFTP-rute")
    assert (others[0] in service[: service.index(price)]) is before
    assert (others[1] in service[service.index(price) :]) is after
    assert ("104.000 kr." in service) is before
    assert ("12.345,50\u00a0kr." in service) is after


def test_each_markup_has_its_own_places_for_them() -> None:
    places = {name: (MARKUPS[name].facets_at, MARKUPS[name].neighbours_at) for name in DRUPAL}
    assert places == {
        "drupal_core": ("after", "after"),
        "drupal_views": ("both", "before"),
        "drupal_dkfds": ("before", "both"),
    }
    with StandIn(markup="deflist", facets="both", neighbours="both") as standin:
        assert "Se også" not in page(standin, SERVICE)


@every_drupal
def test_facets_count_and_narrow(markup: str) -> None:
    with StandIn(markup=markup, facets="after") as standin:
        found = text_of(standin, search_path(standin, "SF1590B"))
        assert "Integration (6)" in found
        assert "Økonomi (6)" in found
        listing = page(standin, "/integrationer")
        href = re.search(r'href="(/integrationer\?f%5B0%5D=data_area%3A14)"', listing)
        assert href is not None
        narrowed = page(standin, href[1])
        assert "(-)" in narrowed
        assert "f%5B0%5D=data_area%3A14&amp;page=1" in narrowed
        last = text_of(standin, "/integrationer?f[0]=data_area:14&page=1")
        assert "Modtag Kreditorstatus" in last
        assert "CPR replika opslag" not in last
        assert "CPR replika opslag" in text_of(standin, "/integrationer?f[0]=data_area:13")


# -- addresses -----------------------------------------------------------------------------------


@every_drupal
def test_canonical_and_shortlink(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        for path in (PART, SERVICE, f"{PART}?version=3.0"):
            html = page(standin, path)
            canonical = re.search(r'<link rel="canonical" href="(.*?)">', html)
            shortlink = re.search(r'<link rel="shortlink" href="(.*?)">', html)
            assert canonical is not None
            assert shortlink is not None
            own = standin.base_url + path.partition("?")[0]
            assert canonical[1] == ("/" if markup == "drupal_dkfds" else own)
            status, headers, _ = get(standin, shortlink[1].removeprefix(standin.base_url))
            assert (status, headers["location"]) == (301, path.partition("?")[0])


def test_every_page_has_a_path_with_a_number() -> None:
    with StandIn() as standin:
        facts = (standin.site.parts, standin.site.services, standin.site.nodes)
        paths = [fact.path for kind in facts for fact in kind.values()]
        for at, path in enumerate(paths):
            status, headers, _ = get(standin, f"/node/{1001 + at}")
            assert (status, unquote(headers["location"])) == (301, path)
        for wrong in ("/node/1000", f"/node/{1001 + len(paths)}", "/node/", "/node/x"):
            assert get(standin, wrong)[0] == 404


# -- headers -------------------------------------------------------------------------------------


@every_drupal
def test_headers_and_conditional_requests_are_those_of_its_page_cache(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        _, headers, _ = get(standin, PART)
        tag, date = (headers[name] for name in BOTH)
        assert tag == f'"{int(parsedate_to_datetime(date).timestamp())}"'
        assert headers["cache-control"] == "max-age=900, public"
        assert headers["vary"] == "Cookie"
        assert headers["x-generator"].startswith("Drupal 10")
        assert get(standin, PART, If_None_Match=tag)[0] == 200
        assert get(standin, PART, If_Modified_Since=date)[0] == 200
        status, again, body = get(standin, PART, If_None_Match=tag, If_Modified_Since=date)
        assert (status, body, "etag" in again, again["vary"]) == (304, b"", False, "Cookie")
        standin.cache_rebuilds += 1
        status, rebuilt, _ = get(standin, PART, If_None_Match=tag, If_Modified_Since=date)
        assert status == 200
        assert all(rebuilt[name] != headers[name] for name in BOTH)
        standin.validators = False
        assert "etag" not in get(standin, PART)[1]


@every_drupal
def test_a_missing_page_is_not_cached_and_a_file_is_the_web_servers(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        status, headers, _ = get(standin, "/findes-ikke")
        assert (status, "etag" in headers) == (404, False)
        assert "no-cache" in headers["cache-control"]
        file = quote(next(iter(standin.site.attachments)))
        _, headers, _ = get(standin, file)
        assert "x-generator" not in headers
        assert get(standin, file, If_None_Match=headers["etag"])[0] == 304


# -- switches ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_robots(kind: str) -> None:
    with StandIn(robots=kind) as standin:
        text = get(standin, "/robots.txt")[2].decode()
    rules = text.splitlines()
    assert ("Disallow: /search/" in rules) is (kind != "own")
    assert ("Allow: /core/*.css$" in rules) is (kind != "own")
    assert ("Disallow: /*?" in rules) is (kind == "drupal-no-queries")
    assert ("Sitemap" in text) is (kind == "own")
    assert rules[0] == "User-agent: *"


@pytest.mark.parametrize("markup", MARKUPS)
def test_maintenance_answers_pages_with_503_and_leaves_files_alone(markup: str) -> None:
    with StandIn(markup=markup, maintenance=True) as standin:
        for path in ("/", PART, SERVICE, "/sitemap.xml", "/findes-ikke", "/node/12"):
            status, headers, body = get(standin, path)
            assert status == 503
            assert "Siden er under vedligeholdelse" in body.decode()
            assert not {"retry-after", *BOTH} & headers.keys()
            assert ("x-generator" in headers) is MARKUPS[markup].is_drupal
        assert get(standin, "/robots.txt")[0] == 200
        assert get(standin, quote(next(iter(standin.site.attachments))))[0] == 200
        standin.maintenance = False
        assert get(standin, PART)[0] == 200


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_pager_that_needs_a_script_links_no_second_page(markup: str) -> None:
    with StandIn(markup=markup, script_pager=True) as standin:
        for path in ("/integrationer", search_path(standin, "SF1590B")):
            html = page(standin, path)
            assert "page=1" not in html
            assert "Indlæs flere" in html
        assert "CPR replika opslag" in text_of(standin, "/integrationer?page=2")
