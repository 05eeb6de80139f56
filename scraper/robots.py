"""robots.txt: what it lets us ask for, and how slowly (RFC 9309)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from protego import Protego

AGENT = "katalog"
_VERSION = re.compile(rf"^(\s*user-agent\s*:\s*{AGENT})/\S*", re.IGNORECASE | re.MULTILINE)
"""Our name with a version after it, which is no part of the product token (RFC 9309, 2.2.1)."""
LARGEST = 512_000
"""RFC 9309 section 2.5: at least 500 KiB must be parsed."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host, for us."""

    rules: Protego
    sha256: str

    def allows(self, url: str) -> bool:
        """Say whether we may ask for an address."""
        return bool(self.rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """The least time between two requests that the host asks for, in seconds."""
        return float(self.rules.crawl_delay(AGENT) or 0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the file names."""
        return tuple(self.rules.sitemaps)


def read_robots(body: bytes) -> Robots:
    """Read the rules. Bytes that are no UTF-8 are passed over, as the standard asks."""
    text = body[:LARGEST].decode("utf-8-sig", errors="replace")
    text = _VERSION.sub(r"\1", text)
    return Robots(Protego.parse(text), hashlib.sha256(body).hexdigest())


ALLOW_ALL = read_robots(b"")
