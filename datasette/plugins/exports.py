"""Each table and query as XLSX, CSV for a Danish Excel, CSV and JSON, whole."""

from datasette import hookimpl
from scraper.room.exports import FORMS, renderer


@hookimpl
def register_output_renderer():
    """Give what sends each form."""
    return [{"extension": form, "render": renderer(form)} for form in FORMS]
