"""Errors as a Danish sentence that tells nothing of this machine."""

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
        elif isinstance(exception, KeyError) and "_through" in request.args:
            status = 400  # Datasette takes its JSON to be whole
        elif isinstance(exception, Base400):
            status = getattr(exception, "status", 400)
        sentence = SENTENCES.get(status, SENTENCES[500])
        if request.path.split("?")[0].endswith(".json"):
            return Response.json({"ok": False, "error": sentence, "status": status}, status=status)
        body = await datasette.render_template(
            "fejl.html", {"status": status, "sentence": sentence}, request=request
        )
        return Response.html(body, status=status)

    return answer
