"""Addresses: one spelling for each, and which hosts are ours to visit (RFC 3986)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_PATH = "/:@!$&'()*+,;=~-._"
_SLASH = re.compile(r"%2f|(?:(?!%2f).)+", re.IGNORECASE | re.DOTALL)
_QUERY = _PATH + "?[]"


@dataclass(frozen=True, slots=True)
class Scope:
    """The hosts that may be visited. A twin serves the same site and is read as the site itself."""

    base_url: str
    twins: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def canonical(self, url: str) -> str:
        """Give the one spelling of an address: no fragment, host of the site, UTF-8 percent signs.

        Raises `ValueError` for what is no http address.
        """
        parts = urlsplit(url.strip())
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError(f"'{url}' is not an http address")
        host = _host(parts.scheme, parts.hostname, parts.port)
        scheme = parts.scheme
        site = urlsplit(self.base_url)
        if host in self.twins or host == _host(site.scheme, site.hostname or "", site.port):
            scheme, host = site.scheme, site.netloc.lower()
        path = _without_dots(_SLASH.sub(lambda found: _respelt(found[0]), parts.path))
        return urlunsplit((scheme, host, path or "/", _requote(parts.query), ""))

    def allows(self, url: str) -> bool:
        """Say whether the host of an address is on the list."""
        host = urlsplit(url).netloc.lower()
        return host in (urlsplit(self.base_url).netloc.lower(), *self.twins, *self.others)

    def is_site(self, url: str) -> bool:
        """Say whether an address is on the mirrored site itself."""
        return urlsplit(url).netloc.lower() == urlsplit(self.base_url).netloc.lower()


def _host(scheme: str, name: str, port: int | None) -> str:
    return name.lower() if port in (None, _PORTS[scheme]) else f"{name.lower()}:{port}"


def _respelt(piece: str) -> str:
    """Give a piece of a path in its one spelling. An encoded slash stays so: it divides nothing."""
    if piece.lower() == "%2f":
        return "%2F"
    return quote(unquote(piece, errors="surrogateescape"), _PATH, errors="surrogateescape")


def _without_dots(path: str) -> str:
    """Remove `.` and `..` segments (RFC 3986, 5.2.4), as the request will be sent without them."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _requote(query: str) -> str:
    """Percent-encode what is not; leave what is (`%26` is not the same as `&`)."""
    return quote(query, _QUERY + "%")
