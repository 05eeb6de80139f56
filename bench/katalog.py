"""All that the benchmark knows of katalog: its command line, and the door to its reader."""

import sys
from collections.abc import Callable
from pathlib import Path


def crawl_command(base_url: str, folder: Path, concurrency: int) -> list[str]:
    """Return the command that crawls the whole catalogue into a folder, archive included."""
    return [
        *(sys.executable, "-m", "scraper", "crawl", "--all", "--quiet"),
        *("--base-url", base_url, "--delay", "0", "--concurrency", str(concurrency)),
        *("--db", str(folder / "catalog.db"), "--archive", str(folder / "archive")),
    ]


def part_reader() -> Callable[[bytes, str], object]:
    """Return what turns the bytes of a part's page into its record, all of it, as a crawl does.

    Raises ImportError as long as there is no such reader.
    """
    from scraper.charset import decode
    from scraper.parse.part import parse_part
    from scraper.parse.result import Page

    return lambda body, url: parse_part(Page(url, decode(body, "utf-8")))
