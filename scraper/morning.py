"""What is told in the morning: the report, the notification and the figures of a night."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper.errors import KatalogError, UsageError
from scraper.metrics import metrics_text
from scraper.models import Run
from scraper.notify import check_address, send
from scraper.plan import INSTANT
from scraper.report import (
    Night,
    as_html,
    as_text,
    check_report,
    night_of,
    night_that_never_was,
    report_text,
)
from scraper.settings import Settings
from scraper.store import Store, open_for_reading


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where a night is to be told of."""

    report: Path | None = None
    notify: str | None = None
    metrics: Path | None = None

    def check(self) -> None:
        """Say before the run what cannot be done. Raises `UsageError`."""
        if self.report is not None:
            check_report(self.report)
        if self.notify is not None:
            check_address(self.notify)
        if self.metrics is not None and not self.metrics.absolute().parent.is_dir():
            raise UsageError(f"there is no folder {self.metrics.parent} for the metrics")


def tell(settings: Settings, wishes: Wishes, ended: Run | KatalogError) -> list[str]:
    """Tell of a night as wished; give what could not be done, a sentence each.

    The night is over and its outcome stands, whatever goes wrong here.
    """
    run_id = ended.id if isinstance(ended, Run) else ended.run_id
    try:
        store = open_for_reading(settings.db)
    except UsageError:
        return _tell(wishes, _never(settings, ended, None), None)
    with closing(store):
        night = _never(settings, ended, store) if run_id is None else night_of(store, run_id)
        return _tell(wishes, night, store)


def _never(settings: Settings, ended: Run | KatalogError, store: Store | None) -> Night:
    code = ended.exit_code or 0
    now = datetime.now(UTC).strftime(INSTANT)
    return night_that_never_was(str(ended), code, settings.base_url, now, store)


def _tell(wishes: Wishes, night: Night, store: Store | None) -> list[str]:
    report, notify, metrics = wishes.report, wishes.notify, wishes.metrics
    faults = []
    if report is not None:
        text = report_text(report, night, store)
        faults += _try(
            lambda: write_whole(report, text.encode()), f"the report {report} was not written"
        )
    if notify is not None:
        message = as_text(night), as_html(night)
        faults += _try(lambda: send(notify, night.title, *message), "nobody was notified")
    if metrics is not None:
        figures = metrics_text(store, night.run)
        faults += _try(
            lambda: write_whole(metrics, figures.encode()),
            f"the metrics {metrics} were not written",
        )
    return faults


def _try(work: Callable[[], None], otherwise: str) -> list[str]:
    try:
        work()
    except (OSError, UsageError) as fault:
        return [f"{otherwise}: {fault}"]
    return []


def write_whole(path: Path, body: bytes, mode: int = 0o644) -> None:
    """Write a file so that nobody ever reads half of it; `mode` says who may. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            os.fchmod(file.fileno(), mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
