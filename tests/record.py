"""Record the cassettes: from the stand-in site, or from the site at an address.

    python -m tests.record [--base-url URL]

From the stand-in: `demo.warc`, the three watched integrations, and one cassette of SF1590B for each
markup. From another site: one cassette named for the day.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.settings import Policy, Settings
from tests.standin.markups import MARKUPS
from tests.standin.server import StandIn

CASSETTES = Path(__file__).parent.parent / "cassettes"
PORT = 8590
"""Always the same, so that the addresses in the cassettes are."""


def record(base_url: str, path: Path, terms: tuple[str, ...], policy: Policy) -> None:
    """Crawl some terms of a site into one recording."""
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            db=Path(folder) / "catalog.db", base_url=base_url, record=path, policy=policy
        )
        run = run_crawl(settings, Plan(terms))
    print(f"{path.name}: {run.parts} parts, {run.services} services, {run.problems} problems")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", help="record this site, politely, and not the stand-in")
    base_url = parser.parse_args().base_url
    if base_url:
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        record(base_url, CASSETTES / f"site-{day}.warc", Plan().terms, Policy())
        return
    quick = Policy(delay=0)
    with StandIn(port=PORT) as standin:
        record(standin.base_url, CASSETTES / "demo.warc", Plan().terms, quick)
    for markup in MARKUPS:
        with StandIn(port=PORT, markup=markup) as standin:
            path = CASSETTES / f"markup-{markup.replace('_', '-')}.warc"
            record(standin.base_url, path, ("SF1590B",), quick)


if __name__ == "__main__":
    main()
