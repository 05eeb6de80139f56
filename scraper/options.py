"""The options that commands share, and the settings that they and the environment make."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from scraper.archive import whole_recording
from scraper.errors import UsageError
from scraper.settings import OFFICIAL, Policy, Settings

POLICY = Policy()
"""What holds where no option says otherwise."""
Db = Annotated[Path, typer.Option("--db", envvar="KATALOG_DB", help="The database.")]
Silent = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say more, problems included.")]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url", envvar="KATALOG_BASE_URL", help=f"The catalogue's address [{OFFICIAL}]."
    ),
]
Delay = Annotated[
    float,
    typer.Option(
        "--delay", min=0, max=3600, help="Seconds between two requests to one host, at least."
    ),
]
Concurrency = Annotated[int, typer.Option("--concurrency", min=1, help="Requests in flight.")]
ArchiveDir = Annotated[
    Path | None, typer.Option("--archive", help="Folder of the archive [archive/ beside --db].")
]
Replay = Annotated[
    Path | None, typer.Option("--replay", help="Answer every request from this WARC: no network.")
]
Record = Annotated[Path | None, typer.Option("--record", help="Write a new recording (WARC).")]
NoAttachments = Annotated[
    bool, typer.Option("--no-attachments", help="Do not download attachments.")
]
Accept = Annotated[
    bool, typer.Option("--accept", help="Publish after a look what was not believed.")
]
WithPackages = Annotated[
    bool,
    typer.Option(
        "--packages",
        envvar="KATALOG_PACKAGES",
        help="Download and unpack the documentation packages too.",
    ),
]
MaxBytes = Annotated[int, typer.Option("--max-bytes", min=1, help="Largest body read, in bytes.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As it was when that day ended (UTC)."),
]


def read_settings(
    db: Path,
    base_url: str | None,
    delay: float,
    concurrency: int,
    archive: Path | None,
    replay: Path | None,
    record: Path | None,
    no_attachments: bool,
    max_bytes: int,
    packages: bool = False,
) -> Settings:
    """Make the settings of a command that goes out. Raises `UsageError`."""
    env = os.environ
    if replay is not None:
        if record is not None:
            raise UsageError("give --replay or --record, not both: a replay asks nobody")
        if not replay.is_file():
            raise UsageError(f"there is no recording at {replay}")
        base_url = base_url or whole_recording(replay).info.get("katalog-base-url")
    base = site_address(base_url or OFFICIAL)
    contact = env.get("KATALOG_CONTACT", "")
    if not (contact.isascii() and contact.isprintable()):
        raise UsageError("KATALOG_CONTACT must be an e-mail or web address, in plain letters")
    policy = replace(
        POLICY,
        delay=delay,
        concurrency=concurrency,
        max_bytes=max_bytes,
        timeout=_seconds("KATALOG_TIMEOUT", POLICY.timeout),
        first_wait=_seconds("KATALOG_RETRY_WAIT", POLICY.first_wait),
    )
    plain = Settings()
    return Settings(
        db=db,
        base_url=base,
        archive=archive,
        replay=replay,
        record=record,
        attachments=not no_attachments,
        packages=packages,
        contact=contact,
        twins=tuple(env["KATALOG_TWINS"].split()) if "KATALOG_TWINS" in env else plain.twins,
        policy=policy,
    )


def site_address(text: str) -> str:
    """Read the address of a site. Raises `UsageError`."""
    try:
        parts = urlsplit(text.strip())
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or any(sign.isspace() for sign in text.strip()):
        raise UsageError(f"'{text}' is no address of a site; write it as {OFFICIAL}")
    return text.strip().rstrip("/")


def _seconds(name: str, default: float) -> float:
    """Read a setting in seconds from the environment."""
    text = os.environ.get(name, "")
    try:
        seconds = float(text) if text else default
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 86400:
        raise UsageError(f"{name} must be a number of seconds, not '{text}'")
    return seconds
