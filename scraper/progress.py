"""A progress bar on stderr, gone when stderr is no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scraper import plan


class _Bar:
    """Shows a run's phases, one bar each."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None, visible=False)

    def phase(self, name: str, total: int | None) -> None:
        self._task = self._bars.add_task(name, total=total)

    def step(self) -> None:
        self._bars.advance(self._task)


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[plan.Progress]:
    """Give a progress that is shown when somebody is there to see it."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield plan.Quiet()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bars:
        yield _Bar(bars)
