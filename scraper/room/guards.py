"""What every answer says to the browser that shows it: what may run, load, frame and send."""

from __future__ import annotations

from contextvars import ContextVar

NONCE: ContextVar[str] = ContextVar("csp_nonce", default="")
"""The word that the scripts of this answer's own page carry."""
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


def headers(nonce: str) -> dict[bytes, bytes]:
    """Give the headers of an answer whose own scripts carry a word (CSP level 3)."""
    return {
        b"content-security-policy": _POLICY.format(nonce).encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"x-frame-options": b"SAMEORIGIN",
        b"cross-origin-opener-policy": b"same-origin",
        b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    }
