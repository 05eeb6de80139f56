"""Errors as a Danish sentence that tells nothing of this machine."""

import sqlite3

from datasette.utils.asgi import Base400, Forbidden, NotFound
from datasette.views.base import DatasetteError

from datasette import Response, hookimpl
from datasette import handle_exception as its_own

its_own.rich = None
"""Datasette's own handler runs too, and would draw each fault with all its values, for seconds."""
SENTENCES = {
    400: "Forespørgslen kan ikke besvares, som den er skrevet.",
    403: "Det er der ikke adgang til her.",
    404: "Siden findes ikke.",
    503: "Der hentes allerede mange filer. Prøv igen om lidt.",
    500: "Noget gik galt hos os. Prøv igen, eller gå til forsiden.",
}

STUMBLES = (KeyError, ValueError, TypeError, AttributeError, OverflowError, sqlite3.Error)
"""What Datasette's own pages raise for parameters such as `_timelimit=x` and `_facet={}`."""


def is_odd(request):
    """Say whether something is asked for in another way than a page is."""
    return bool(request.query_string) or "." in request.path.rpartition("/")[2]


def is_ours(request):
    """Say whether an address is of a page of the reading room."""
    return "/-/" in request.path


@hookimpl
def forbidden(datasette, request, message):
    """Say that something is not open, in the same words as for any error."""

    async def answer():
        return await told(datasette, request, 403)

    return answer


async def told(datasette, request, status):
    """Give the page, or the JSON, of an error."""
    sentence = SENTENCES.get(status, SENTENCES[500])
    if request.path.split("?")[0].endswith(".json"):
        return Response.json({"ok": False, "error": sentence, "status": status}, status=status)
    body = await datasette.render_template(
        "fejl.html", {"status": status, "sentence": sentence}, request=request
    )
    return Response.html(body, status=status)


@hookimpl(tryfirst=True)
def handle_exception(datasette, request, exception):
    """Give the page for whatever went wrong."""

    async def answer():
        status = 500
        if isinstance(exception, NotFound):
            status = 404
        elif isinstance(exception, Forbidden):
            status = 403
        elif isinstance(exception, DatasetteError):
            status = 400 if exception.status == 500 else exception.status
        elif isinstance(exception, STUMBLES) and not is_ours(request) and is_odd(request):
            status = 400
        elif isinstance(exception, Base400):
            status = getattr(exception, "status", 400)
        return await told(datasette, request, status)

    return answer
