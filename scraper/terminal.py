"""How a command prints for people, and how it ends: a sentence and an exit code, no traceback."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

import typer
from rich.console import Console

from scraper.errors import KatalogError, PageFault, UsageError
from scraper.fetch import ended_by

_GOES_ON = "stopped; the next run goes on from what was fetched"
_STOPPED = {"crawl": _GOES_ON, "refresh": _GOES_ON}
"""What is said when a command is stopped, where it is more than that."""
PIPED = 160
"""Columns of a table that is not shown on a terminal: a record a line."""


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """End a command with a sentence and its exit code instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except PageFault as fault:
            fail(str(fault), ended_by(fault).exit_code)
        except KatalogError as fault:
            fail(str(fault), fault.exit_code)
        except (KeyboardInterrupt, typer.Abort):
            _stop(_STOPPED.get(command.__name__, "stopped"), 130)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as fault:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            fail(f"cannot write: {fault.strerror or fault}", UsageError.exit_code)

    return run


def fail(message: str, code: int) -> None:
    """End with a sentence and an exit code."""
    typer.echo(f"katalog: {message}", err=True)
    raise typer.Exit(code)


def _stop(message: str, code: int) -> None:
    """End at once: a request that hangs in a thread is not waited for."""
    if threading.active_count() == 1:
        fail(message, code)
    typer.echo(f"katalog: {message}", err=True)
    os._exit(code)


class Paper(Console):
    """Prints for people: plain when piped or with NO_COLOR, and a pipe may close before the end.

    Every text is printed as it is: what the catalogue has in brackets or colons is no markup.
    """

    def __init__(self, piped: int = PIPED) -> None:
        plain = bool(os.environ.get("NO_COLOR"))
        wide = None if sys.stdout.isatty() else piped
        color: Literal["auto"] | None = None if plain else "auto"
        super().__init__(highlight=False, markup=False, emoji=False, color_system=color, width=wide)

    def on_broken_pipe(self) -> None:
        """Say so, for `guarded` to end the command."""
        raise BrokenPipeError
