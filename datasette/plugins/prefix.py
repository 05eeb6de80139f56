"""Served under a path of another server, with the path left on or taken off by it."""

from datasette import hookimpl


@hookimpl
def asgi_wrapper(datasette):
    """Take the path off each address: Datasette puts it before links, and would do so twice."""

    def wrap(app):
        async def wrapped(scope, receive, send):
            prefix = datasette.setting("base_url").rstrip("/")
            if prefix and scope["type"] == "http" and scope["path"].startswith(f"{prefix}/"):
                raw = scope.get("raw_path") or scope["path"].encode()
                path = scope["path"].removeprefix(prefix)
                scope = {**scope, "path": path, "raw_path": raw.removeprefix(prefix.encode())}
            await app(scope, receive, send)

        return wrapped

    return wrap
