"""Security headers on every answer, and a word that lets the pages' own scripts run."""

import secrets
from contextvars import ContextVar

from datasette import hookimpl

NONCE = ContextVar("csp_nonce", default="")
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}


@hookimpl
def asgi_wrapper():
    """Add to each answer the headers that it does not have of its own."""

    def wrap(app):
        async def wrapped(scope, receive, send):
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            nonce = secrets.token_urlsafe(16)
            NONCE.set(nonce)

            async def send_with_headers(event):
                if event["type"] == "http.response.start":
                    own = {name.lower() for name, _ in event["headers"]}
                    wanted = HEADERS | {b"content-security-policy": POLICY.format(nonce).encode()}
                    more = [(name, value) for name, value in wanted.items() if name not in own]
                    event = {**event, "headers": [*event["headers"], *more]}
                await send(event)

            await app(scope, receive, send_with_headers)

        return wrapped

    return wrap


@hookimpl
def prepare_jinja2_environment(env):
    """Let templates ask for the word that this answer's own scripts carry."""
    env.globals["csp_nonce"] = NONCE.get
