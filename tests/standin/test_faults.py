"""Each fault does what its name says, and the stand-in closes cleanly whatever is under way."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from tests.standin import StandIn, faults
from tests.standin.asking import PART, SERVICE, get, search_path, text_of


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as site:
        yield site


def test_faulty_answers(standin: StandIn) -> None:
    add = standin.faults.add
    add(PART, faults.status(503, times=1), faults.retry_after(7, times=1))
    add(PART, faults.retry_after(7, as_date=True, times=1), faults.maintenance(times=1))
    add(PART, faults.status(401, times=1), faults.status(403, times=1))
    answers = [get(standin, PART) for _ in range(7)]
    assert [each[0] for each in answers] == [503, 429, 429, 503, 401, 403, 200]
    assert answers[1][1]["retry-after"] == "7"
    wait = parsedate_to_datetime(answers[2][1]["retry-after"]) - datetime.now(UTC)
    assert 4 < wait.total_seconds() <= 7
    add(None, faults.error_page(times=1), faults.empty_body(times=1), faults.no_validators(times=1))
    assert "Der opstod en uventet fejl" in text_of(standin, PART)
    assert get(standin, "/robots.txt")[0] == 200
    assert get(standin, PART)[2] == b""
    assert "etag" not in get(standin, PART)[1]
    add("*", faults.content_type(times=1), faults.gzipped(times=1))
    assert get(standin, PART)[1]["content-type"] == "application/octet-stream"
    assert "Formål" in gzip.decompress(get(standin, PART)[2]).decode()


@pytest.mark.parametrize(
    ("header", "meta"), [(True, True), (True, False), (False, True), (False, False)]
)
def test_latin_1(standin: StandIn, header: bool, meta: bool) -> None:
    standin.faults.add(PART, faults.latin_1(header, meta))
    _, headers, body = get(standin, PART)
    assert "Formål" in body.decode("iso-8859-1")
    assert ("charset" in headers["content-type"]) is header
    assert (b"charset" in body) is meta


def test_times_can_be_given_when_added(standin: StandIn) -> None:
    standin.faults.add(PART, faults.status(500), faults.status(503), times=2)
    assert [get(standin, PART)[0] for _ in range(5)] == [500, 500, 503, 503, 200]


def test_redirect_faults(standin: StandIn) -> None:
    standin.faults.add("/a", faults.redirect_loop())
    standin.faults.add("/viden", faults.many_redirects(3))
    standin.faults.add("/c", faults.redirects_to("http://example.com/x", 302))
    seen = [get(standin, to)[1]["location"] for to in ("/a", "/a?omvej=1", "/c")]
    assert seen == ["/a?omvej=1", "/a", "http://example.com/x"]
    path, hops = "/viden", 0
    while (answer := get(standin, path))[0] == 302:
        path, hops = answer[1]["location"], hops + 1
    assert (answer[0], hops) == (200, 3)


def test_faults_in_how_pages_are_made(standin: StandIn) -> None:
    standin.faults.add("/supportydelse/*", faults.renamed({"Enhedspris": "Pris pr. enhed"}))
    standin.faults.add(PART, faults.other_price_on_card("1.500 kr."))
    standin.faults.add("/search", faults.wrong_count(12, times=1), faults.empty_search())
    assert "Pris pr. enhed" in text_of(standin, SERVICE)
    assert "1.500 kr." in text_of(standin, PART)
    assert "1.328 kr." in text_of(standin, SERVICE)
    assert "12 resultater" in text_of(standin, search_path(standin, "SF1590B"))
    assert "0 resultater" in text_of(standin, search_path(standin, "SF1590B"))


@pytest.mark.parametrize("chunked", [False, True])
def test_truncated(standin: StandIn, chunked: bool) -> None:
    standin.faults.add(PART, faults.truncated(times=1, chunked=chunked))
    with pytest.raises(http.client.IncompleteRead):
        get(standin, PART)
    assert get(standin, PART)[0] == 200


def test_slow_late_reset_and_hang(standin: StandIn) -> None:
    standin.faults.add("/viden", faults.slow(0.2), faults.late(0.1))
    start = time.monotonic()
    get(standin, "/viden")
    assert 0.15 < time.monotonic() - start < 2
    standin.faults.add("/kalender", faults.reset(times=1), faults.hang())
    with pytest.raises(ConnectionResetError):
        get(standin, "/kalender")
    with pytest.raises(TimeoutError):
        get(standin, "/kalender", timeout=0.1)
    assert standin.settle()
    assert standin.requests[-1].status is None


@pytest.mark.parametrize("length", [True, False])
def test_huge_stops_when_the_client_leaves(standin: StandIn, length: bool) -> None:
    standin.faults.add(PART, faults.huge(length=length))
    port = urlsplit(standin.base_url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    connection.request("GET", PART)
    answer = connection.getresponse()
    assert answer.getheader("Content-Length") == ("600000000" if length else None)
    assert len(answer.read(1000)) == 1000
    answer.close()
    connection.close()
    assert standin.settle()
    assert standin.requests[-1].sent < 60_000_000


def test_gzip_bomb_is_small_and_sound(standin: StandIn) -> None:
    standin.faults.add(PART, faults.gzip_bomb(20_000_000))
    _, headers, body = get(standin, PART)
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 100_000
    assert len(zlib.decompress(body, 31)) >= 20_000_000


def test_closes_at_once_and_leaves_nothing() -> None:
    before = threading.active_count()
    with StandIn() as standin:
        standin.faults.add("/viden", faults.hang())
        standin.faults.add(PART, faults.huge())
        port = urlsplit(standin.base_url).port
        idle = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(3)]
        for connection, path in zip(idle, ("/viden", PART, "/"), strict=True):
            connection.request("GET", path)
        idle[2].getresponse().read()
        start = time.monotonic()
    assert time.monotonic() - start < 1
    assert threading.active_count() == before
    assert standin.errors == []
    for connection in idle:
        connection.close()
