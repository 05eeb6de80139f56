"""A package's own account of itself: when it was made (`….n3`), and what is in it (`….txt`).

The form is known from public copies of five packages (source/site.md, 3.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scraper.errors import DocumentFault

NAME = "pakke_manifest.n3"
LISTING = "pakke_manifest.txt"
_VERSION = "http://kombit.dk/releasemanagement/version"
_PACKAGE = "/pakke"
_LATEST = "/latest/"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says of its package. `made_at` is an instant, UTC, ISO 8601."""

    url: str | None
    title: str | None
    version: str | None
    made_at: str | None


def is_manifest(path: str) -> bool:
    """Say whether a document is its package's own account of itself, in whatever form."""
    return path in (NAME, LISTING)


def read_manifest(body: bytes) -> Manifest:
    """Read a manifest (Notation3, of which it uses Turtle). Raises `DocumentFault`."""
    from rdflib import DCTERMS, Graph, URIRef  # loaded where it is used: it is large

    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=body, format="turtle")  # what the real ones keep to
    except Exception as fault:  # rdflib's parser raises a dozen kinds, some of them bare
        raise DocumentFault("damaged_file", f"its manifest cannot be read: {fault}") from fault
    packages = sorted(
        node
        for node in graph.subjects(DCTERMS.created, unique=True)
        if isinstance(node, URIRef) and node.endswith(_PACKAGE) and _LATEST not in node
    )
    if len(packages) != 1:
        raise DocumentFault(
            "odd_manifest", f"its manifest tells of {len(packages)} packages; one is expected"
        )
    node = packages[0]
    made = graph.value(node, DCTERMS.created)
    return Manifest(
        url=str(node),
        title=_text(graph.value(node, DCTERMS.title)),
        version=_text(graph.value(node, URIRef(_VERSION))),
        made_at=_instant(str(made)),
    )


def not_there(listing: str, paths: Iterable[str]) -> list[str]:
    """Give the files that a package lists, a path a line, and that are not among its documents.

    Of its letters only ASCII's count: listings are in whatever charset their maker used.
    """
    there = set()
    for path in paths:
        parts = _ascii(path).split("/")
        there |= {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
    lines = (line.strip() for line in listing.splitlines())
    return [line for line in lines if line and _ascii(line) not in there]


def _ascii(path: str) -> str:
    path = path.replace("\\", "/").removeprefix("./").strip("/").casefold()
    return "".join(sign for sign in path if sign.isascii())


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _instant(text: str) -> str | None:
    """Read `2023-09-04T11:07:14.226+0200`; milliseconds tell two packages of one minute apart."""
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
