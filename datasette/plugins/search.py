"""Let the search box find a word in every spelling: økonomi and oekonomi, sf1590b01 and so on."""

from datasette import hookimpl
from scraper.spelling import search_expression, teach


@hookimpl(trylast=True)
def prepare_connection(conn):
    """Take the place of Datasette's own `escape_fts`, which every search goes through.

    Let our own pages compare and sort as Danes do.
    """
    teach(conn)
    conn.create_function("escape_fts", 1, search_expression)
