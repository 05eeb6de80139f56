"""How Datasette is started on the database with this project's configuration."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from pathlib import Path

from scraper.describe import as_text
from scraper.errors import UsageError


def configuration_folder() -> Path:
    """Give the folder with metadata, templates and plugins: in the repository, or as installed.

    Raises `UsageError` when it is in neither place.
    """
    here = Path(__file__).parent
    for folder in (here / "site", here.parent / "datasette"):
        if (folder / "metadata.json").exists():
            return folder
    raise UsageError("the folder 'datasette' with the configuration is missing; install anew")


def check_port(host: str, port: int) -> None:
    """Say before Datasette is started whether it can listen there. Raises `UsageError`."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as fault:
        reason = fault.strerror or fault
        raise UsageError(
            f"cannot listen on {host}, port {port}: {reason}; choose another --port or --host"
        ) from fault


def serve_command(
    db: Path, host: str, port: int, *, sql: bool = False, download: bool = False
) -> list[str]:
    """Give the command that serves a database, live: what a refresh publishes is seen at once.

    Readers may ask in `sql` of their own, and `download` the database, only when that is wished.
    """
    folder = configuration_folder()
    metadata = folder / "metadata.json"
    if db.stem != "catalog":  # Datasette keeps metadata by the name of the file
        metadata = Path(tempfile.mkdtemp(prefix="katalog-")) / "metadata.json"
        metadata.write_text(as_text(db.stem), encoding="utf-8")
    return [
        *(sys.executable, "-P", "-m", "datasette", "serve"),
        *([str(db)] if os.access(db.absolute().parent, os.W_OK) else ["--immutable", str(db)]),
        *("--host", host, "--port", str(port)),
        *("--metadata", str(metadata)),
        *("--template-dir", str(folder / "templates")),
        *("--plugins-dir", str(folder / "plugins")),
        *("--static", f"laesesal:{folder / 'static'}"),
        *("--setting", "default_page_size", "50"),
        *("--setting", "truncate_cells_html", "300"),
        *("--setting", "allow_download", "on" if download else "off"),
        *("--setting", "default_allow_sql", "on" if sql else "off"),
        *("--setting", "sql_time_limit_ms", "2000"),
    ]
