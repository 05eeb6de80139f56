"""Datasette's own pages in Danish: which of its words are replaced by which, template by template.

Every replacement must be found in the installed version, or a test says which is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import datasette as library
from datasette import Response

_ROW = "row{% if {} == 1 %}{% else %}s{% endif %}"
_RECORDS = "{% if {} == 1 %}række{% else %}rækker{% endif %}"


def _rows(expression: str) -> tuple[str, str]:
    """Give how Datasette writes `1 row`, `2 rows`, and how we do."""
    return _ROW.replace("{}", expression, 1), _RECORDS.replace("{}", expression, 1)


_SCRIPT = ("<script>", '<script nonce="{{ csp_nonce() }}">')
"""A script of the page's own: it runs because it carries this answer's word."""
_EXPORT = (
    'This data as {% for name, url in renderers.items() %}<a href="{{ url }}">{{ name }}</a>',
    "Hent alle rækker som {% for name, url in filformer(renderers) %}"
    '<a href="{{ url }}">{{ name }}</a>',
)
_ITS_CSV = ', <a href="{{ url_csv }}">CSV</a>'
"""A second CSV beside ours; of a long table it has the first rows only."""
_BAR = "padding-left: 10px; border-left: 10px solid #{{ database_color(database) }}"
_HEADINGS = (("<h3>", '<h2 class="mellem">'), ("</h3>", "</h2>"))
"""Below a page's own heading comes one of the second rank."""
TEMPLATES: dict[str, tuple[tuple[str, str], ...]] = {
    "base.html": (
        ("<html>", '<html lang="da">'),
        ("{% block title %}{% endblock %}", "{% block title %}{% endblock %} – Katalog"),
        ('<section class="content">', '<main class="content" id="indhold">'),
        ("</section>", "</main>"),
        (">Log out<", ">Log ud<"),
        (
            "<script{% if body_script.module %}",
            '<script nonce="{{ csp_nonce() }}"{% if body_script.module %}',
        ),
    ),
    "table.html": (
        _SCRIPT,
        *_HEADINGS,
        ("{{ database }}: {{ table }}: {% if", "{{ metadata.title or table }}: {% if"),
        (
            "{% if human_description_en %} {{ human_description_en }}{% endif %}{% endblock %}",
            "{% endblock %}",
        ),
        _rows("filtered_table_rows_count"),
        ("{% if is_view %} (view){% endif %}", ""),
        (
            '<dl class="column-descriptions">',
            '<details><summary>Hvad kolonnerne betyder</summary><dl class="column-descriptions">',
        ),
        ("</dl>", "</dl></details>"),
        ("{% if human_description_en %}{{ human_description_en }}{% endif %}", ""),
        (">Search:<", ">Søg:<"),
        (">Table actions<", ">Handlinger<"),
        ("- remove filter -", "- fjern filter -"),
        ("- column -", "- kolonne -"),
        (">Sort...<", ">Sortér …<"),
        (">Sort by ", ">Sortér efter "),
        ("> descending<", "> faldende<"),
        ('value="Apply"', 'value="Anvend"'),
        _EXPORT,
        (_ITS_CSV + ' (<a href="#export">advanced</a>)', ""),
        ("These facets timed out:", "Disse optællinger tog for lang tid:"),
        (">Next page<", ">Næste side<"),
        ('{% if display_rows %}\n    <div id="export"', '{% if false %}\n    <div id="export"'),
        ('<select name="_filter_column">', '<select name="_filter_column" aria-label="Kolonne">'),
        ('<select name="_filter_op">', '<select name="_filter_op" aria-label="Sammenligning">'),
        (
            'name="_filter_value" class="filter-value"',
            'name="_filter_value" class="filter-value" aria-label="Værdi"',
        ),
        ('id="sort_by">', 'id="sort_by" aria-label="Sortér efter">'),
    ),
    "_close_open_menus.html": (_SCRIPT,),
    "_codemirror_foot.html": (_SCRIPT,),
    "_crumbs.html": (
        (
            "{{ item.label }}",
            "{{ {'home': 'Forside', database: 'Alle tabeller'}.get(item.label, item.label) }}",
        ),
    ),
    "_table.html": ((">0 records<", ">0 rækker<"),),
    "_suggested_facets.html": (
        ("Suggested facets:", "Gruppér efter:"),
        ("({{ facet.type }})", "({{ {'date': 'dato', 'array': 'liste'}[facet.type] }})"),
    ),
    "_footer.html": (
        ("Powered by <a", "Bygget på <a"),
        ("Queries took {{ query_ms|round(3) }}ms", "{{ query_ms|round(1) }} ms"),
        ("Data source:", "Kilde:"),
    ),
    "_description_source_license.html": (("Data source:", "Kilde:"),),
    "row.html": (
        (_EXPORT[0], _EXPORT[1].replace("alle rækker", "rækken")),
        (
            "{{ database }}: {{ table }}{% endblock %}",
            "{{ ', '.join(primary_key_values) }}, {{ metadata.title or table }}{% endblock %}",
        ),
        (_BAR, ""),
        (
            "{{ table }}: {{ ', '.join(primary_key_values) }}",
            "{{ metadata.title or table }}: {{ ', '.join(primary_key_values) }}",
        ),
        ("Links from other tables", "Henvisninger fra andre tabeller"),
        _rows("other.count"),
        (
            "from {{ other.other_column }} in {{ other.other_table }}",
            "({{ other.other_column }} i {{ other.other_table }})",
        ),
    ),
    "query.html": (
        *_HEADINGS,
        _EXPORT,
        (_ITS_CSV, ""),
        (
            "{{ database }}{% if query and query.sql %}: {{ query.sql }}{% endif %}",
            "{{ metadata.title or 'Egen forespørgsel' }}",
        ),
        (_BAR, ""),
        ("{{ show_hide_text }}", "{{ {'hide': 'skjul', 'show': 'vis'}[show_hide_text] }}"),
        ("Custom SQL query{% if display_rows %} returning", "Resultat{% if display_rows %}:"),
        ("more than", "mere end"),
        _rows("display_rows|length"),
        (">Query parameters<", ">Værdier<"),
        ('<pre id="sql-query">', '<pre id="sql-query" tabindex="0" aria-label="SQL">'),
        (">Format SQL<", ">Formatér SQL<"),
        ('value="Run SQL"', 'value="Kør"'),
        (">Edit SQL<", ">Ret SQL<"),
        (">0 results<", ">0 rækker<"),
    ),
    "error.html": (
        ("{% if title %}{{ title }}{% else %}Error {{ status }}{% endif %}", "Fejl {{ status }}"),
    ),
}
SCRIPT = (
    (">Sort ascending<", ">Sortér stigende<"),
    (">Sort descending<", ">Sortér faldende<"),
    (">Facet by this<", ">Gruppér efter denne<"),
    (">Hide this column<", ">Skjul kolonnen<"),
    (">Show all columns<", ">Vis alle kolonner<"),
    (">Show not-blank rows<", ">Vis rækker med en værdi<"),
)
"""The words of `table.js`, which makes the menus of columns."""


LOOKUPS = {
    "=": "er",
    "!=": "er ikke",
    "contains": "indeholder",
    "does not contain": "indeholder ikke",
    "ends with": "ender på",
    "starts with": "begynder med",
    "like": "ligner (LIKE)",
    "not like": "ligner ikke (LIKE)",
    "glob": "ligner (GLOB)",
    "in": "er en af",
    "not in": "er ingen af",
    "array contains": "listen indeholder",
    "array does not contain": "listen indeholder ikke",
    "date": "er dagen",
    "is null": "er tom (null)",
    "is not null": "er ikke tom (null)",
    "is blank": "er tom",
    "is not blank": "er ikke tom",
}
"""The comparisons of a table's filter; `<`, `>`, `≤` and `≥` need no words."""


def in_danish(source: str, words: tuple[tuple[str, str], ...]) -> str:
    """Give a text with each of some words replaced wherever it stands."""
    for english, danish in words:
        source = source.replace(english, danish)
    return source


def not_found(source: str, words: tuple[tuple[str, str], ...]) -> list[str]:
    """Give the words that do not stand in a text, and so are not replaced."""
    return [english for english, _ in words if english not in source]


async def send_script(datasette: Any, request: Any) -> Response:
    """Send Datasette's script of tables, which makes the menus of columns, in Danish."""
    script = Path(str(library.__file__)).parent / "static" / "table.js"
    source = in_danish(script.read_text(encoding="utf-8"), SCRIPT)
    return Response(body=source, content_type="text/javascript; charset=utf-8")
