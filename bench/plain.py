"""The same work by hand, one request after the other: what the frameworks are held against.

    python -m bench.plain --with sockets|httpx|requests --base-url URL --output DIR

`sockets` is a bare socket and selectolax, about the least that can be done in Python; `httpx` puts
katalog's HTTP library in the socket's place, about the least that can be done with it; `requests`
is what one would write in an afternoon, with BeautifulSoup on lxml.
"""

import argparse
import json
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

from bench import readers

Fetch = Callable[[str], bytes]


class Readers(NamedTuple):
    """How to read each kind of page; `listing` returns the links to parts and to the next page."""

    listing: Callable[[bytes], tuple[list[str], list[str]]]
    part: Callable[[bytes], dict[str, Any]]
    service: Callable[[bytes], dict[str, Any]]


def crawl(fetch: Fetch, read: Readers, output: Path) -> dict[str, int]:
    """Read everything from the first list page on; return how much there was."""
    robots = RobotFileParser()
    robots.parse(fetch("/robots.txt").decode().splitlines())
    waiting = deque([("list", "/integrationer")])
    seen = {"/integrationer"}
    told = {"items": 0, "files": 0, "requests": 1}
    files = output / "files"
    files.mkdir(parents=True)
    with (output / "items.jsonl").open("w", encoding="utf-8") as lines:
        while waiting:
            kind, path = waiting.popleft()
            body = fetch(path)
            told["requests"] += 1
            following: list[tuple[str, str]] = []
            if kind == "list":
                parts, pages = read.listing(body)
                following = [("part", link) for link in parts]
                following += [("list", f"/integrationer{link}") for link in pages]
            elif kind == "file":
                (files / unquote(path).rpartition("/")[2]).write_bytes(body)
                told["files"] += 1
            else:
                item = read.part(body) if kind == "part" else read.service(body)
                lines.write(json.dumps({"path": path, **item}) + "\n")
                told["items"] += 1
                inner, found = ("service", "services") if kind == "part" else ("file", "files")
                following = [(inner, link) for link in item[found]]
            for step in following:
                if step[1] not in seen and robots.can_fetch("katalog-bench", step[1]):
                    seen.add(step[1])
                    waiting.append(step)
    return told


def with_sockets(base_url: str) -> tuple[Fetch, Readers]:
    host = urlsplit(base_url)
    connection = socket.create_connection((host.hostname, host.port))
    stream = connection.makefile("rb")

    def fetch(path: str) -> bytes:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\n\r\n".encode())
        length = 0
        for line in iter(stream.readline, b"\r\n"):
            if line.startswith(b"Content-Length:"):
                length = int(line[15:])
        return stream.read(length)

    return fetch, _selectolax()


def with_httpx(base_url: str) -> tuple[Fetch, Readers]:
    import httpx

    client = httpx.Client(base_url=base_url, trust_env=False)

    def fetch(path: str) -> bytes:
        response = client.get(path)
        response.raise_for_status()
        return response.content

    return fetch, _selectolax()


def _selectolax() -> Readers:
    from selectolax.lexbor import LexborHTMLParser as Document

    def listing(body: bytes) -> tuple[list[str], list[str]]:
        page = Document(body)
        parts = [str(link.attributes["href"]) for link in page.css(".teaser__title a")]
        return parts, [str(link.attributes["href"]) for link in page.css('a[rel="next"]')]

    return Readers(
        listing,
        lambda body: readers.part_with_selectolax(Document(body)),
        lambda body: readers.service_with_selectolax(Document(body)),
    )


def with_requests(base_url: str) -> tuple[Fetch, Readers]:
    import requests
    from bs4 import BeautifulSoup

    session = requests.Session()
    session.trust_env = False

    def fetch(path: str) -> bytes:
        response = session.get(base_url + path)
        response.raise_for_status()
        return response.content

    def document(body: bytes) -> BeautifulSoup:
        return BeautifulSoup(body, "lxml", from_encoding="utf-8")

    def listing(body: bytes) -> tuple[list[str], list[str]]:
        page = document(body)
        parts = [str(link["href"]) for link in page.select(".teaser__title a")]
        return parts, [str(link["href"]) for link in page.find_all("a", rel="next")]

    return fetch, Readers(
        listing,
        lambda body: readers.part_with_soup(document(body)),
        lambda body: readers.service_with_soup(document(body)),
    )


MEANS = {"sockets": with_sockets, "httpx": with_httpx, "requests": with_requests}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--with", dest="means", choices=tuple(MEANS), default="sockets")
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    fetch, read = MEANS[options.means](options.base_url)
    print(json.dumps(crawl(fetch, read, options.output)))


if __name__ == "__main__":
    main()
