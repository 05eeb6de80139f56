"""Serve the stand-in until Ctrl-C: `python -m tests.standin --port 8590 --markup deflist`."""

from __future__ import annotations

import argparse
import contextlib
from threading import Event

from tests.standin import MARKUPS, StandIn


def main() -> None:
    """Read the options, serve, and say where."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.standin", description="Serve the made-up catalogue on this machine."
    )
    parser.add_argument("--port", type=int, default=8590, help="0 picks a free one")
    parser.add_argument("--markup", choices=sorted(MARKUPS), default="deflist")
    parser.add_argument("--page-size", type=int, default=5, help="results on one page")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    options = parser.parse_args()
    standin = StandIn(
        markup=options.markup,
        port=options.port,
        page_size=options.page_size,
        latency=options.latency,
    )
    with standin, contextlib.suppress(KeyboardInterrupt):
        print(standin.base_url, flush=True)  # the one line that a script reads
        Event().wait()


if __name__ == "__main__":
    main()
