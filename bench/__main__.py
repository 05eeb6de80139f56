"""Measure katalog beside others and print a table.

python -m bench [--parts N] [--only NAME] [--repeat K] [--large] [--plain]
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from bench.measures import MEASURES, Row, Settings

TITLES = ("measure", "katalog", "others", "ratio", "to reach", "reached")
REACHED = {True: "yes", False: "no", None: "-"}


def table(rows: list[Row]) -> str:
    """Return the rows as a table in plain text."""
    cells: list[tuple[str, ...]] = [TITLES]
    cells += (
        (row.measure, row.katalog, row.others, row.ratio, row.target, REACHED[row.reached])
        for row in rows
    )
    widths = [max(len(line[n]) for line in cells) for n in range(len(TITLES))]
    cells.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--parts", type=int, default=3000, help="integration parts (default 3000)")
    parser.add_argument("--only", choices=tuple(MEASURES), action="append", help="may be repeated")
    parser.add_argument("--repeat", type=int, default=3, help="rounds; the best counts (default 3)")
    parser.add_argument(
        "--concurrency", type=int, default=16, help="requests in flight (default 16)"
    )
    parser.add_argument("--large", action="store_true", help="memory for 30,000 parts too")
    parser.add_argument(
        "--plain", action="store_true", help="sockets, httpx and requests as well, by hand"
    )
    parser.add_argument("--json", type=Path, help="write the numbers here too")
    options = parser.parse_args()
    settings = Settings(
        options.parts, options.concurrency, options.repeat, options.plain, options.large
    )
    for name in ("scrapy", "crawlee"):
        if not find_spec(name):
            print(f"{name} is not installed: pip install -e '.[bench]'", file=sys.stderr)
    rows: list[Row] = []
    for name in options.only or [n for n in MEASURES if n != "memory" or options.large]:
        print(f"{name}:", file=sys.stderr)
        rows += MEASURES[name](settings)
    print(f"{options.parts} parts, {options.concurrency} in flight, {os.cpu_count()} cores\n")
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
