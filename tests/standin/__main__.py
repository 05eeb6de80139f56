"""Serve the stand-in until Ctrl-C: `python -m tests.standin --port 8590 --markup deflist`."""

from __future__ import annotations

import argparse
import contextlib
from threading import Event

from tests.standin import MARKUPS, StandIn
from tests.standin.markups.base import SIDES
from tests.standin.robots import KINDS


def main() -> None:
    """Read the options, serve, and say where."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.standin", description="Serve the made-up catalogue on this machine."
    )
    parser.add_argument("--port", type=int, default=8590, help="0 picks a free one")
    parser.add_argument("--markup", choices=sorted(MARKUPS), default="deflist")
    parser.add_argument("--page-size", type=int, default=5, help="results on one page")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--robots", choices=sorted(KINDS), default="own")
    parser.add_argument("--maintenance", action="store_true", help="answer pages with 503")
    parser.add_argument("--facets", choices=SIDES, help="where they stand; else as the markup has")
    parser.add_argument("--neighbours", choices=SIDES, help="where teasers of others stand")
    parser.add_argument("--script-pager", action="store_true", help="lists link no second page")
    options = parser.parse_args()
    standin = StandIn(
        markup=options.markup,
        port=options.port,
        page_size=options.page_size,
        latency=options.latency,
        robots=options.robots,
        maintenance=options.maintenance,
        facets=options.facets,
        neighbours=options.neighbours,
        script_pager=options.script_pager,
    )
    with standin, contextlib.suppress(KeyboardInterrupt):
        print(standin.base_url, flush=True)  # the one line that a script reads
        Event().wait()


if __name__ == "__main__":
    main()
