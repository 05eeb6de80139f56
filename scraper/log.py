"""One line for each event, as key=value or JSON on stderr; silent until it is switched on."""

from __future__ import annotations

import logging
import sys
from typing import Any

from scraper.models import Run

_logger: Any = None


def switch_on(*, as_json: bool, quiet: bool) -> None:
    """Log to stderr from now on: everything, or with `quiet` only what went wrong."""
    import structlog  # a quarter of the start-up time, for one command alone

    global _logger
    form = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            form,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.ERROR if quiet else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _logger = structlog.get_logger()


def event(name: str, **fields: Any) -> None:
    """Log that something happened."""
    if _logger is not None:
        _logger.info(name, **fields)


def warning(name: str, **fields: Any) -> None:
    """Log what a person may want to look at."""
    if _logger is not None:
        _logger.warning(name, **fields)


def error(name: str, **fields: Any) -> None:
    """Log that something did not work."""
    if _logger is not None:
        _logger.error(name, **fields)


def run_ended(run: Run) -> None:
    """Log how a run ended, with its counts."""
    names = ("parts", "services", "attachments", "changes", "problems", "requests", "bytes")
    fields = {name: getattr(run, name) for name in names}
    event("run_ended", run=run.id, verdict=run.verdict, share_304=run.share_304, **fields)
