"""A fast web server for the made-up catalogue, run as a process of its own.

    python -m bench.server --parts 3000 --latency 0.05 --port 0

The first line it prints is the port. It ends at SIGTERM, or when its standard input closes.
`GET /__bench` tells what was asked since the last such question, so that every crawler's work can
be held against the others'. It listens on 127.0.0.1 only.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from bench import pages
from bench.catalogue import Catalogue, number_of

HTML = "text/html; charset=UTF-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LAST_MODIFIED = b"Thu, 02 May 2024 09:00:00 GMT"
KEPT_IN_MEMORY = (
    5_000  # catalogues up to so many parts are made in advance, larger ones page by page
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One address: the whole response as sent, the same as 304, and its ETag."""

    status: int
    full: bytes
    unchanged: bytes
    etag: bytes


def answer(key: str, media_type: str, body: bytes) -> Answer:
    """Return the answer with body, validators and the headers a Drupal site sends.

    Not `no-cache`: Scrapy's cache takes that for "fetch it whole again"; and not without a word on
    caching: it would then not ask at all. With `max-age=0` it asks whether the page changed.
    """
    etag = f'"{key}-1"'.encode()
    common = (
        b"ETag: %b\r\nLast-Modified: %b\r\nCache-Control: max-age=0, must-revalidate, private\r\n"
        b"Content-Language: da\r\nX-Generator: Drupal 10 (https://www.drupal.org)\r\n"
        b"Server: Apache\r\n"
    ) % (etag, LAST_MODIFIED)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b\r\n" % (
        media_type.encode(),
        len(body),
        common,
    )
    return Answer(200, head + body, b"HTTP/1.1 304 Not Modified\r\n" + common + b"\r\n", etag)


def plain(status: int, reason: str, body: bytes, media_type: str = "text/plain") -> Answer:
    """Return an answer without validators."""
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return Answer(status, head.encode() + body, b"", b"")


class Site:
    """What every address answers."""

    def __init__(self, catalogue: Catalogue, origin: str) -> None:
        self.catalogue = catalogue
        self.origin = origin
        services = [catalogue.service(j) for j in range(catalogue.services)]
        self._services = {service.path: service.number for service in services}
        self._files = {s.attachment: s.number for s in services if s.attachment}
        self._ready: dict[str, Answer] = {}
        if catalogue.parts <= KEPT_IN_MEMORY:
            self._ready = {target: self._make(target) for target in self._targets()}

    def get(self, target: str) -> Answer:
        return self._ready.get(target) or self._make(target)

    def _targets(self) -> list[str]:
        lists = [f"/integrationer?page={k}" for k in range(self.catalogue.list_pages)]
        parts = [self.catalogue.part(i).path for i in range(self.catalogue.parts)]
        fixed = ["/", "/robots.txt", "/sitemap.xml", "/integrationer"]
        return [*fixed, *lists, *parts, *self._services, *self._files]

    def _make(self, target: str) -> Answer:
        path, _, query = target.partition("?")
        if path.startswith("/integration/"):
            number = number_of(path.removeprefix("/integration/"))
            if number is not None and number < self.catalogue.parts:
                part = self.catalogue.part(number)
                return answer(part.path[13:], HTML, pages.part_page(self.catalogue, part))
        elif path in self._services:
            j = self._services[path]
            return answer(f"s{j}", HTML, pages.service_page(self.catalogue.service(j)))
        elif path in self._files:
            j = self._files[path]
            return answer(f"f{j}", WORD, pages.attachment(self.catalogue.service(j)))
        return self._make_other(path, query)

    def _make_other(self, path: str, query: str) -> Answer:
        asked = parse_qs(query)
        digits = asked.get("page", ["0"])[0]
        number = int(digits) if digits.isdecimal() else 0
        match path:
            case "/":
                return answer("front", HTML, pages.front_page())
            case "/integrationer":
                return answer(f"list-{number}", HTML, pages.list_page(self.catalogue, number))
            case "/search":
                keys = asked.get("keys", [""])[0]
                return plain(200, "OK", pages.search_page(self.catalogue, keys, number), HTML)
            case "/sitemap.xml":
                body = pages.sitemap(self.catalogue, self.origin)
                return answer("sitemap", "application/xml", body)
            case "/robots.txt":
                text = f"User-agent: *\nDisallow:\n\nSitemap: {self.origin}/sitemap.xml\n"
                return answer("robots", "text/plain; charset=UTF-8", text.encode())
        return plain(404, "Not Found", b"Siden blev ikke fundet")


@dataclass
class Tally:
    """What was asked since the last question."""

    asked: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    bytes_sent: int = 0
    in_flight: int = 0
    most_in_flight: int = 0

    def take(self) -> bytes:
        """Return the tally as JSON and begin a new one."""
        told = {
            "requests": self.asked.total(),
            "addresses": len(self.asked),
            "statuses": dict(self.statuses),
            "bytes_sent": self.bytes_sent,
            "most_in_flight": self.most_in_flight,
            "orders": [t for t in self.asked if t.startswith("/bestil")],
        }
        self.asked.clear()
        self.statuses.clear()
        self.bytes_sent = self.most_in_flight = 0
        return json.dumps(told).encode()


class Connection(asyncio.Protocol):
    """Just enough HTTP/1.1: GET with keep-alive, no request bodies."""

    def __init__(self, site: Site, tally: Tally, latency: float) -> None:
        self.site, self.tally, self.latency = site, tally, latency
        self.loop = asyncio.get_running_loop()
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self.buffer = (self.buffer + data).split(b"\r\n\r\n")
        for request in requests:
            self._begin(request)

    def _begin(self, request: bytes) -> None:
        method, _, rest = request.partition(b" ")
        target = rest.partition(b" ")[0].decode("ascii", "replace")
        if method != b"GET":
            self.transport.write(plain(405, "Method Not Allowed", b"").full)
        elif target == "/__bench":
            self.transport.write(plain(200, "OK", self.tally.take()).full)
        else:
            self.tally.in_flight += 1
            self.tally.most_in_flight = max(self.tally.most_in_flight, self.tally.in_flight)
            if self.latency:
                self.loop.call_later(self.latency, self._finish, target, request.lower())
            else:
                self._finish(target, request.lower())

    def _finish(self, target: str, request: bytes) -> None:
        found = self.site.get(target)
        unchanged = bool(found.etag) and _is_known(request, found.etag)
        sent = found.unchanged if unchanged else found.full
        self.tally.in_flight -= 1
        self.tally.asked[target] += 1
        self.tally.statuses[304 if unchanged else found.status] += 1
        self.tally.bytes_sent += len(sent)
        self.transport.write(sent)
        if b"\r\nconnection: close" in request:
            self.transport.close()


def _is_known(request: bytes, etag: bytes) -> bool:
    """Say whether the asker has this version (RFC 9110: If-None-Match goes before the date)."""
    if b"\r\nif-none-match:" in request:
        return etag in request.partition(b"\r\nif-none-match:")[2].partition(b"\r\n")[0]
    return b"\r\nif-modified-since: " + LAST_MODIFIED.lower() in request


async def serve(parts: int, latency: float, port: int) -> None:
    """Serve until SIGTERM or the end of standard input."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    tally = Tally()
    sites: list[Site] = []
    server = await loop.create_server(
        lambda: Connection(sites[0], tally, latency), "127.0.0.1", port, start_serving=False
    )
    bound = server.sockets[0].getsockname()[1]
    sites.append(Site(Catalogue(parts), f"http://127.0.0.1:{bound}"))
    await server.start_serving()
    print(bound, flush=True)
    with contextlib.suppress(ValueError, PermissionError):  # a file has no end to wait for
        await loop.connect_read_pipe(lambda: _UntilClosed(stop), sys.stdin)
    await stop.wait()
    server.close()


class _UntilClosed(asyncio.Protocol):
    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop

    def eof_received(self) -> None:
        self.stop.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--parts", type=int, default=3000)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    asyncio.run(serve(options.parts, options.latency, options.port))


if __name__ == "__main__":
    main()
