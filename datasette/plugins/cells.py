"""How cells of Datasette's own tables are shown: with links into the reading room."""

from markupsafe import Markup

from datasette import hookimpl
from scraper.room.asking import To, link
from scraper.room.documents import LONGEST
from scraper.wording import changed_lines

KEYS = {
    "integrations": "name",
    "integration_parts": "title",
    "support_service_prices": "part_code",
    "support_services": "name",
    "attachments": "filename",
    "packages": "title",
}
"""For each table the column that leads to the row's own page."""


@hookimpl
def render_cell(row, value, column, table, datasette):
    """Link what has a page of its own to it; show a changed text as a diff."""
    if not value:
        return None
    to = To(datasette)
    if table == "documents" and column == "path":
        package = row["package_id"]  # a foreign key, which Datasette may have looked up
        package = package["value"] if isinstance(package, dict) else package
        return link(to.document(package, value), value)
    if KEYS.get(table) == column:
        if column == "part_code":
            return link(to.part(value), value)
        return link(
            to.found(table, row["code" if table.startswith("integration") else "id"]), value
        )
    if table == "changes" and column in ("before", "after") and row["field"] == "text":
        if column == "before":
            return Markup("<i>se forskellen til højre</i>") if row["after"] else None
        if len(row["before"] or "") + len(value) > LONGEST:  # comparing them would hold up the page
            return Markup("<i>en lang tekst; forskellen står i nattens rapport</i>")
        lines = changed_lines(row["before"], value, 60)
        return Markup('<pre class="forskel">{}</pre>').format("\n".join(lines))
    return None
