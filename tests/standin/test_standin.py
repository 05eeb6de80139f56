"""The stand-in itself: the right words in each markup, conditional requests, files, ways in."""

from __future__ import annotations

import gzip
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.standin import MARKUPS, Bullets, Environment, StandIn, default_site
from tests.standin.asking import PART, SERVICE, get, search_path, text_of
from tests.standin.text import plain, words

every_markup = pytest.mark.parametrize("markup", sorted(MARKUPS))


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as site:
        yield site


def assert_in_order(text: str, wanted: list[str]) -> None:
    at = 0
    for each in wanted:
        found = text.find(" ".join(each.split()), at)
        assert found >= 0, f"{each!r} is not after {text[max(0, at - 60) : at]!r}"
        at = found + 1


@every_markup
def test_part_has_its_words_in_order(markup: str) -> None:
    site = default_site()
    with StandIn(site, markup) as standin:
        for part in site.parts.values():
            text = text_of(standin, part.path)
            services = [site.services[slug] for slug in part.services]
            wanted = ["Gå til hovedindhold", "Kom godt i gang", "Driftstatus"]
            head = [part.code, part.title, part.area or ""]
            menu = ["Forretning", "Udvikling og test", "Drift"]
            wanted += [*head, *menu] if MARKUPS[markup].menu_follows else [*menu, *head]
            wanted += ["Formål", *_plain(part.purpose)]
            wanted += ["Vilkår og betingelser", *_plain(part.terms)]
            wanted += [f"Case - {part.case.heading}", "Læs mere"] if part.case else []
            wanted += [f"{part.code}_{part.version}", part.title, part.valid_from, part.version]
            wanted += ["Denne version er lukket for tilgang"] if part.closed else []
            wanted += [part.status, *_plain(part.news), "Beskrivelse", "Services"]
            for endpoint in part.endpoints:
                wanted += [f"{endpoint.kind} / {endpoint.platform}", endpoint.name]
                wanted += [endpoint.version, endpoint.status, "Formål", "Beskrivelse"]
            wanted += _plain(part.production)
            wanted += [] if MARKUPS[markup].download_first else ["Download dokumentation"]
            for at, service in enumerate(services):
                one_head = MARKUPS[markup].one_head
                wanted += [] if one_head and at else ["Supportydelse"]
                wanted += [service.name, *([] if one_head else ["Læs mere"]), service.category]
                wanted += [service.supplier, service.price, service.units, "Bestil"]
            assert_in_order(text, [*wanted, "Generelle vilkår", "Kontakt og support"])


@every_markup
def test_environments_stand_under_their_technical_service(markup: str) -> None:
    site = default_site()
    part = site.parts["SF1500"]
    test = Environment("https://test.example/organisation", "1f-2", "http://test.example/id")
    production = Environment(
        "https://drift.example/organisation", "3e-4", "http://drift.example/id"
    )
    first = replace(part.endpoints[0], test=test, production=production)
    site.parts["SF1500"] = replace(part, endpoints=(first, *part.endpoints[1:]))
    with StandIn(site, markup) as standin:
        text = text_of(standin, part.path)
    wanted = [first.name, "Eksternt testmiljø", *_plain(test.lines)]
    assert_in_order(text, [*wanted, "Produktionsmiljø", *_plain(production.lines)])
    assert text.count("Eksternt testmiljø") == text.count("Produktionsmiljø") == 1


def test_menu_and_download_stand_elsewhere_in_some_markups() -> None:
    for name, markup in MARKUPS.items():
        with StandIn(markup=name) as standin:
            text = text_of(standin, PART)
        menu, head = text.index("Udvikling og test"), text.index("Afsend DebitorRegistrering")
        assert (menu > head) is markup.menu_follows
        download, services = text.index("Download dokumentation"), text.index("Services")
        assert (download < services) is markup.download_first
    assert {markup.menu_follows for markup in MARKUPS.values()} == {True, False}
    assert {markup.download_first for markup in MARKUPS.values()} == {True, False}


def _plain(text: tuple[str | Bullets, ...]) -> list[str]:
    blocks = [list(b.items) if isinstance(b, Bullets) else [b] for b in text]
    return [plain(each) for each in itertools.chain.from_iterable(blocks)]


@every_markup
def test_service_has_its_words(markup: str) -> None:
    site = default_site()
    with StandIn(site, markup) as standin:
        for service in site.services.values():
            text = text_of(standin, quote(service.path))
            wanted = [service.name, *_plain(service.description), service.reaction]
            wanted += [service.delivery, service.price_model, service.units, service.price]
            wanted += [service.related]
            wanted += [site.attachments[path].filename for path in service.attachments]
            assert_in_order(text, wanted)
            labels = ["Reaktionstid", "Leveringstid", "Prismodel", "Enheder", "Enhedspris"]
            assert_in_order(text, [*labels, "Relaterede supportydelse"])
            assert ("Bilag" in text) == bool(service.attachments)
            assert_in_order(text, [service.related, "Navn", "E-mail", "Bestillings-id"])


@every_markup
def test_search_says_how_many_and_pages(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        first = text_of(standin, search_path(standin, "SF1590B"))
        second = text_of(standin, search_path(standin, "SF1590B", 1))
        rows = [f"Integration SF1590_B_0{n}" for n in range(1, 7)]
        both = first.replace("· ", "") + second.replace("· ", "")
        said = MARKUPS[markup].count_words
        assert_in_order(both, ["SF1590B", said(9, 1, 5), *rows, "Løsning", "Viden"])
        assert all(n not in second for n in rows[:5])
        assert f"{said(1, 1, 1)} " in text_of(standin, search_path(standin, "sf1461"))
        assert said(9, 1, 5) in text_of(standin, search_path(standin, "sf1590_b"))
        none = text_of(standin, search_path(standin, "SF9999"))
        assert "0 resultater" in none or "Ingen resultater" in none
        form = MARKUPS[markup].form
        bare = get(standin, f"{quote(form.action)}?{form.field}=SF1590B")
        assert bare[0] == (400 if form.hidden else 200)


@every_markup
def test_list_front_content_and_missing_page(markup: str) -> None:
    with StandIn(markup=markup) as standin:
        cards = [text_of(standin, f"/integrationer?page={n}") for n in range(3)]
        for part in standin.site.parts.values():
            wanted = [part.code, part.area or "", part.title, part.version, part.status]
            assert_in_order(" ".join(cards), [*wanted, f"{part.versions} version"])
        assert "<form" in get(standin, "/")[2].decode().lower()
        for node in standin.site.nodes.values():
            assert_in_order(text_of(standin, quote(node.path)), [node.title, node.lead])
        status, _, body = get(standin, "/findes-ikke")
        assert status == 404
        assert "Siden blev ikke fundet" in words(body.decode())


def test_markups_share_no_class_name_unless_both_are_drupals() -> None:
    names = {}
    for markup in MARKUPS:
        with StandIn(markup=markup) as standin:
            pages = b"".join(get(standin, path)[2] for path in ("/", PART, SERVICE))
        elements = re.sub(r"(?s)<script.*?</script>", "", pages.decode())
        found = re.findall(r"(?i)\bclass=[\"']?([^\"'>]+)", elements)
        names[markup] = {name for each in found for name in each.split()}
    for one, other in itertools.combinations(names, 2):
        both_drupal = MARKUPS[one].is_drupal and MARKUPS[other].is_drupal
        assert both_drupal or not names[one] & names[other], (one, other)


def test_conditional_requests(standin: StandIn) -> None:
    for path in (PART, quote(standin.site.services["etablering-af-sftp-rute"].attachments[0])):
        _, headers, _ = get(standin, path)
        etag, date = headers["etag"], headers["last-modified"]
        status, again, body = get(standin, path, If_None_Match=etag)
        assert (status, again["etag"], body) == (304, etag, b"")
        assert get(standin, path, If_Modified_Since=date)[0] == 304
        assert get(standin, path, If_None_Match='"x"', If_Modified_Since=date)[0] == 200
    part = standin.site.parts["SF1590_B_01"]
    standin.site.parts[part.code] = replace(part, version="4.1")
    assert get(standin, PART, If_None_Match=etag)[0] == 200
    standin.validators = "etag"
    assert "last-modified" not in get(standin, PART)[1]
    standin.validators = False
    assert "etag" not in get(standin, PART)[1]


def test_files_in_both_trees_open(standin: StandIn) -> None:
    for file in standin.site.attachments.values():
        status, headers, body = get(standin, quote(file.path))
        assert (status, headers["content-type"], body) == (200, file.media_type, file.body)
        if file.filename.endswith(".docx"):
            assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    file = standin.site.attachments[standin.site.services[SERVICE[15:]].attachments[0]]
    assert get(standin, quote("/sites/default" + file.path))[2] == file.body


def test_ways_in_robots_and_redirects(standin: StandIn) -> None:
    assert b"Disallow: /bestil" in get(standin, "/robots.txt")[2]
    assert f"{standin.base_url}/sitemap.xml".encode() in get(standin, "/robots.txt")[2]
    plain_map = get(standin, "/sitemap-1.xml")[2]
    packed = gzip.decompress(get(standin, "/sitemap-2.xml.gz")[2])
    assert all(p.path.encode() in plain_map + packed for p in standin.site.parts.values())
    for old in ("/integration/SF1590_B_01", "/node/12"):
        status, headers, _ = get(standin, old)
        assert (status, headers["location"]) == (301, PART)
    status, headers, _ = get(standin, f"{PART}?version=3.0", host="localhost")
    assert (status, headers["location"]) == (301, f"{standin.base_url}{PART}?version=3.0")
    assert "SF1590_B_01_3.0" in text_of(standin, f"{PART}?version=3.0")
    standin.search = standin.listing = standin.sitemap = False
    assert get(standin, "/integrationer")[0] == get(standin, "/sitemap.xml")[0] == 404
    assert get(standin, search_path(standin, "SF1590B"))[0] == 404
    assert b"<form" not in get(standin, "/")[2]
    assert b"Sitemap" not in get(standin, "/robots.txt")[2]
    standin.robots.status = 503
    assert get(standin, "/robots.txt")[0] == 503


def test_requests_orders_and_head(standin: StandIn) -> None:
    status, headers, body = get(standin, PART, "HEAD", User_Agent="x")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 1000
    get(standin, "/bestil/noget?trin=1")
    assert [each.path for each in standin.orders] == ["/bestil/noget?trin=1"]
    assert (standin.count(PART), standin.count("/bestil/noget")) == (1, 1)
    assert standin.requests[0].headers["user-agent"]
    assert standin.requests[0].status == 200
    standin.clear()
    assert standin.requests == []


def test_default_site_is_the_callers_own() -> None:
    one, other = default_site(), default_site()
    one.parts.clear()
    assert len(other.parts) == 14
    assert one.attachments == other.attachments
