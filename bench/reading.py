"""How long reading one part's page takes, in microseconds of one core, as JSON on stdout.

    python -m bench.reading

A process of its own, so that these libraries do not weigh on the one that measures memory.
"""

import json
import time
from collections.abc import Callable

from bench import pages, readers
from bench.catalogue import Catalogue
from bench.katalog import part_reader

ROUNDS, SECONDS = 20, 0.05
URL = "http://127.0.0.1/integration/sf0002a"


def contenders() -> dict[str, Callable[[bytes], object]]:
    """Return every reader that is installed."""
    found: dict[str, Callable[[bytes], object]] = {}
    try:
        read = part_reader()
        found["katalog"] = lambda body: read(body, URL)
    except ImportError:
        pass
    try:
        from selectolax.lexbor import LexborHTMLParser

        found["selectolax"] = lambda body: readers.part_with_selectolax(LexborHTMLParser(body))
    except ImportError:
        pass
    try:
        from parsel import Selector

        found["parsel"] = lambda body: readers.part_with_parsel(Selector(body=body))
    except ImportError:
        pass
    try:
        from bs4 import BeautifulSoup

        found["BeautifulSoup"] = lambda body: readers.part_with_soup(
            BeautifulSoup(body, "lxml", from_encoding="utf-8")
        )
    except ImportError:
        pass
    return found


def microseconds(read: Callable[[bytes], object], body: bytes) -> float:
    """Return CPU time, not time passed: the machine may have other work."""
    times, began = 0, time.process_time()
    while (passed := time.process_time() - began) < SECONDS:
        read(body)
        times += 1
    return passed / times * 1e6


def main() -> None:
    catalogue = Catalogue(3000)
    body = pages.part_page(catalogue, catalogue.part(4))
    told: dict[str, float] = {}
    for _ in range(ROUNDS):  # in turn: a slow moment of the machine should not hit only one of them
        for name, read in contenders().items():
            told[name] = min(microseconds(read, body), told.get(name, float("inf")))
    print(json.dumps({"page_bytes": len(body), "microseconds": told}))


if __name__ == "__main__":
    main()
