"""Datasette's metadata, made from the models: what every table and column means, in Danish.

python -m scraper.describe > datasette/metadata.json
"""

from __future__ import annotations

import json
from typing import Any

from scraper.models import TABLES, Record, SupportService
from scraper.settings import OFFICIAL

_FACETS = {
    "integration_parts": ["area", "status", "integration", "closed_to_new"],
    "support_services": ["supplier", "price_model", "category", "price_basis", "vat"],
    "part_sections": ["name"],
    "part_endpoints": ["kind", "platform", "status"],
    "attachments": ["media_type"],
    "documents": ["kind", "package_id"],
    "contract_services": ["package_id", "kind"],
    "contract_operations": ["package_id", "service"],
    "contract_fields": ["package_id", "required"],
    "changes": ["kind", "table_name", "cause"],
    "problems": ["kind"],
    "runs": ["verdict", "command"],
    "search_hits": ["term", "kind"],
}
_LABELS = {
    "integrations": "name",
    "integration_parts": "title",
    "support_services": "name",
    "attachments": "filename",
    "packages": "title",
    "runs": "started_at",
}
_NEWEST_FIRST = {"changes": "id", "problems": "id", "runs": "id", "fetches": "fetched_at"}


def _in_danish(model: type[Record], name: str) -> str:
    """A column's Danish description."""
    extra = model.model_fields[name].json_schema_extra
    return str(extra["da"]) if isinstance(extra, dict) else ""


_VIEWS = {
    "priced_services": (
        "Supportydelser med totaler",
        "Supportydelserne med pris i alt: enhedspris gange antal enheder. Totalen er tom, hvor "
        "prisen gælder noget andet end det, der tælles i: timepris og antal enheder, for eksempel.",
        {name: _in_danish(SupportService, name) for name in SupportService.model_fields}
        | {
            "countable": "Prisen gælder det, enhederne tælles i (1 ja, 0 nej)",
            "total_min_oere": "Mindste pris i alt, øre",
            "total_max_oere": "Største pris i alt, øre",
        },
    ),
    "support_service_prices": (
        "Priser på supportydelser",
        "Én række pr. integrationsdel og supportydelse. Totalen er enhedspris gange antal enheder; "
        "den er tom, hvor prisen gælder noget andet end det, der tælles i.",
        {
            "part_code": "Integrationsdelens kode",
            "part_title": "Integrationsdelens titel",
            "service": "Supportydelsens navn",
            "supplier": "Leverandør",
            "unit_price_dkk": "Enhedspris i kroner; tom når siden ikke giver et beløb",
            "units_min": "Mindste antal enheder",
            "units_max": "Største antal enheder",
            "total_min_dkk": "Mindste pris i alt, kroner",
            "total_max_dkk": "Største pris i alt, kroner",
            "reaction_days": "Reaktionstid i arbejdsdage",
            "delivery_days": "Leveringstid i arbejdsdage",
            "price_model": "Prismodel",
            "service_url": "Supportydelsens side i kataloget",
            "part_url": "Integrationsdelens side i kataloget",
            "price_basis": "Prisens enhed, fx time eller enhed; tom når siden ikke siger det",
            "vat": "Moms: ekskl. moms eller inkl. moms; tom når siden ikke siger det",
        },
    ),
    "price_history": (
        "Prishistorik",
        "Hver supportydelses enhedspris og hvornår den gjaldt.",
        {
            "service": "Supportydelsens navn",
            "unit_price_dkk": "Enhedspris i kroner",
            "valid_from": "Gældende fra (UTC)",
            "valid_to": "Gældende til (UTC); tom når den stadig gælder",
            "service_id": "Supportydelsens nøgle",
        },
    ),
}
QUERIES = {
    "priser": (
        "Priser på supportydelser",
        "Alle gældende priser med total fra og til.",
        "SELECT * FROM support_service_prices ORDER BY part_code, service",
    ),
    "dele_uden_supportydelser": (
        "Integrationsdele uden supportydelser",
        "Integrationsdele, hvor siden ikke nævner nogen ydelse, der kan bestilles.",
        "SELECT code, title, area, version, status, url FROM integration_parts "
        "WHERE gone_since IS NULL AND code NOT IN (SELECT part_code FROM part_support_services) "
        "ORDER BY code",
    ),
    "lukket_for_nye": (
        "Integrationsdele, der er lukket for nye anvendere",
        "Siden siger: Denne version er lukket for tilgang.",
        "SELECT code, title, area, version, status, valid_from, url FROM integration_parts "
        "WHERE gone_since IS NULL AND closed_to_new = 1 ORDER BY code",
    ),
    "kontraktforskelle": (
        "Forskelle mellem to pakkers kontrakter",
        "Operationer og felter, der er kommet til, er fjernet, eller er blevet obligatoriske, fra "
        "den ene dokumentationspakke til den anden. Skriv to nøgler, fx sf1520/3.6 og sf1520/4.0.",
        """
        WITH things AS (
            SELECT package_id, path, 'operation' AS slags, service AS owner,
                   service || '.' || name AS navn,
                   0 AS must, TRIM(COALESCE(action || ' · ', '') || COALESCE(address || ' · ', '')
                        || COALESCE(input || ' · ', '') || COALESCE(output, ''), ' ·') AS what
            FROM contract_operations
            UNION ALL
            SELECT package_id, path, 'felt', owner, LTRIM(owner || '.' || name, '.'), required,
                   TRIM(COALESCE(type || ' · ', '')
                        || CASE WHEN required THEN 'obligatorisk · ' ELSE '' END
                        || CASE WHEN repeated THEN 'gentages · ' ELSE '' END
                        || COALESCE(allowed, ''), ' ·')
            FROM contract_fields
            UNION ALL
            SELECT package_id, path, 'service', name, name, 0,
                   TRIM(COALESCE(port || ' · ', '') || COALESCE(endpoint || ' · ', '')
                        || COALESCE(uuid || ' · ', '') || COALESCE(entity_id, ''), ' ·')
            FROM contract_services
        ),
        owners AS (SELECT package_id, slags, owner, COUNT(DISTINCT path) AS files
                   FROM things GROUP BY package_id, slags, owner),
        counted AS (SELECT t.package_id, t.slags, t.navn, AVG(t.must) AS must,
                           COUNT(DISTINCT t.path) AS here, o.files
                    FROM things AS t JOIN owners AS o
                    ON o.package_id = t.package_id AND o.slags = t.slags AND o.owner = t.owner
                    GROUP BY t.package_id, t.slags, t.navn),
        told AS (SELECT package_id, slags, navn, GROUP_CONCAT(what, '; ') AS what
                 FROM (SELECT DISTINCT package_id, slags, navn, what FROM things ORDER BY what)
                 GROUP BY package_id, slags, navn),
        known AS (SELECT c.*, t.what || CASE WHEN c.here < c.files THEN
                            ' (i ' || c.here || ' af ' || c.files || ' filer)' ELSE '' END AS what
                  FROM counted AS c JOIN told AS t ON t.package_id = c.package_id
                  AND t.slags = c.slags AND t.navn = c.navn),
        before AS (SELECT slags, navn, must, what FROM known WHERE package_id = :fra),
        later AS (SELECT slags, navn, must, what FROM known WHERE package_id = :til)
        SELECT 'fjernet' AS forskel, slags, navn, what AS før, NULL AS nu FROM before
        WHERE (slags, navn) NOT IN (SELECT slags, navn FROM later)
        UNION ALL
        SELECT CASE WHEN must THEN 'ny, obligatorisk' ELSE 'ny' END, slags, navn, NULL, what
        FROM later WHERE (slags, navn) NOT IN (SELECT slags, navn FROM before)
        UNION ALL
        SELECT CASE WHEN b.must < l.must THEN 'blevet obligatorisk'
                    WHEN b.must > l.must THEN 'ikke længere obligatorisk'
                    ELSE 'ændret' END, b.slags, b.navn, b.what, l.what
        FROM before AS b JOIN later AS l ON b.slags = l.slags AND b.navn = l.navn
        WHERE b.must IS NOT l.must OR b.what IS NOT l.what
        ORDER BY 2, 1, 3
        """,
    ),
    "ydelser_efter_totalpris": (
        "Supportydelser efter totalpris",
        "Dyreste først, efter største pris i alt.",
        "SELECT DISTINCT service, supplier, unit_price_dkk, units_min, units_max, total_min_dkk, "
        "total_max_dkk, price_model, service_url FROM support_service_prices "
        "ORDER BY total_max_dkk IS NULL, total_max_dkk DESC, service",
    ),
}
_INTERNAL = ("pages", "_sqlite_migrations")


def metadata(database: str = "catalog") -> dict[str, Any]:
    """Give Datasette's metadata for a database of that name (its file's, without the ending)."""
    tables = {model.table: _table(model) for model in TABLES}
    for name, (title, about, columns) in _VIEWS.items():
        tables[name] = {"title": title, "description": about, "columns": columns}
    for name in _INTERNAL:
        tables.setdefault(name, {})["hidden"] = True
    return {
        "title": "Spejl af Digitaliseringskataloget",
        "description": "Integrationer, supportydelser, priser og bilag fra KOMBITs katalog, "
        "med historik for hver værdi. Kilden er altid den rigtige: se den, før der bestilles.",
        "source": "Digitaliseringskataloget, KOMBIT",
        "source_url": OFFICIAL,
        "databases": {
            database: {
                "title": "Katalog",
                "tables": tables,
                "queries": {
                    name: {"title": title, "description": about, "sql": sql}
                    for name, (title, about, sql) in QUERIES.items()
                },
            }
        },
    }


def _table(model: type[Record]) -> dict[str, Any]:
    columns = {name: _in_danish(model, name) for name in model.model_fields}
    table: dict[str, Any] = {
        "title": model.title_da,
        "description": model.about_da,
        "columns": columns,
    }
    if model.table in _FACETS:
        table["facets"] = _FACETS[model.table]
    if model.table in _LABELS:
        table["label_column"] = _LABELS[model.table]
    if model.table in _NEWEST_FIRST:
        table["sort_desc"] = _NEWEST_FIRST[model.table]
    return table


def as_text(database: str = "catalog") -> str:
    """Give the metadata as the text of `datasette/metadata.json`."""
    return json.dumps(metadata(database), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    print(as_text(), end="")
