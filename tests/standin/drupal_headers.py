"""The headers that Drupal sends with a page, and its own way with conditional requests.

Its page cache names a copy by the second in which the copy was made: that number is the ETag, and
the same second is Last-Modified. It answers 304 only to a request that carries both, and sends
neither of them with it. Whoever rebuilds the cache turns both for every page, changed or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

Headers = tuple[tuple[str, str], ...]
FIRST_DAY = datetime(2025, 1, 1, 6, 0, tzinfo=UTC)
_EVERYWHERE: Headers = (
    ("Content-Language", "da"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("X-Generator", "Drupal 10 (https://www.drupal.org)"),
    ("Expires", "Sun, 19 Nov 1978 05:00:00 GMT"),
)
_ON_304 = ("Expires", "Cache-Control", "Vary")
UNCACHED: Headers = (*_EVERYWHERE, ("Cache-Control", "must-revalidate, no-cache, private"))
CACHED: Headers = (
    *_EVERYWHERE,
    ("Cache-Control", "max-age=900, public"),
    ("Vary", "Cookie"),
    ("X-Drupal-Cache", "HIT"),
)
UNCHANGED: Headers = tuple(pair for pair in CACHED if pair[0] in _ON_304)


def moment(body: bytes) -> datetime:
    """A time made from the content, so that other content never has the same."""
    seconds = int.from_bytes(sha256(body).digest()[:4]) % (300 * 24 * 3600)
    return FIRST_DAY + timedelta(seconds=seconds)


def validators(body: bytes, rebuilds: int) -> dict[str, tuple[str, str]]:
    """ETag and Last-Modified of a page, for a cache that was rebuilt so many times."""
    made = moment(body) + timedelta(days=rebuilds)
    return {
        "etag": ("ETag", f'"{int(made.timestamp())}"'),
        "last-modified": ("Last-Modified", format_datetime(made, usegmt=True)),
    }


def unchanged(offered: Mapping[str, str], tag: str | None, since: str | None) -> bool:
    """Whether a request's If-None-Match and If-Modified-Since are both those of the page."""
    given = {"ETag": tag, "Last-Modified": since}
    return len(offered) == len(given) and given == offered
