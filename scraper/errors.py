"""Every error of the program, in one tree.

KatalogError                  the run or the command ends; `exit_code` says how
├── UsageError            2   the user asked for something that cannot be done
│   └── FormFault             a file is no form to fill in, or a value does not fit its field
├── NotBelievable         3   the run finished, but must not be published
├── SourceUnreachable     4   nothing could be read at all
├── Locked                5   another run is at work
└── Refused               6   robots.txt or the source says no to everything
PageFault                     one address could not be had; the run goes on
├── Transient                 asking again may help; the fetcher does, within its policy
├── Gone                      404 or 410: the address is no more
└── Denied                    robots.txt, 401, 403, or 429 after waiting
DocumentFault                 one document could not be read; the run goes on
Unreadable                    a text is not in a form we know; nothing is guessed
"""

from __future__ import annotations


class KatalogError(Exception):
    """Base of all that ends a command. Show the message, exit with `exit_code`."""

    exit_code = 1
    run_id: int | None = None
    """The run in `runs` that ended so, when it was kept."""
    danish: str | None = None
    """The same in Danish, for reports, when there is more to say than the exit code does."""


class UsageError(KatalogError):
    """Wrong usage, or an option or file that cannot be read. The user must change something."""

    exit_code = 2


class FormFault(UsageError):
    """A file is no form that can be filled in, or a value does not fit its field. Show the message,
    one sentence that says what to do, and let the user give another file or value."""


class NotBelievable(KatalogError):
    """The run is kept but not published. Look at its problems before doing anything else."""

    exit_code = 3
    lost: tuple[tuple[str, str | None, str], ...] = ()
    """What it would have taken from the last good reading: problems' kind, address and message."""


class SourceUnreachable(KatalogError):
    """The source could not be read: no connection, time-outs, server errors. Try again later."""

    exit_code = 4


class Locked(KatalogError):
    """Another run holds the lock. Wait for it."""

    exit_code = 5


class Refused(KatalogError):
    """The source does not want us here. Do not retry; ask its owner."""

    exit_code = 6


class PageFault(Exception):
    """One address could not be had. File a problem of this kind and go on."""

    target: str | None = None
    """The address that it redirects to, where that is what is wrong with it."""

    def __init__(self, kind: str, url: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.url = url
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({self.url})"


class Transient(PageFault):
    """Asking again may help. `retry_after` is the wait in seconds that the server asked for."""

    def __init__(self, kind: str, url: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(kind, url, message)
        self.retry_after = retry_after


class Gone(PageFault):
    """The address answers 404 or 410. What stood there is no longer published."""


class Denied(PageFault):
    """We may not have this address. Do not ask again in this run."""


class DocumentFault(Exception):
    """One document could not be read. File a problem of this kind, keep the file, go on."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        return self.message


class Unreadable(ValueError):
    """The text is not in a form that is known. Keep the text, leave the value empty."""
