"""The rules of the house, held by the code itself."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from scraper import describe, models
from scraper.store import Store

ROOT = Path(__file__).parent.parent
SCRAPER = ROOT / "scraper"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in SCRAPER.rglob("*.py")
}
PURE = ("history", "checks", "models", "address", "parameters", "robots")
IO = {"httpx", "sqlite3", "sqlite_utils", "warcio", "subprocess", "socket", "filelock", "pathlib"}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_folder_datasette_never_becomes_a_package() -> None:
    assert not (ROOT / "datasette" / "__init__.py").exists()


@pytest.mark.parametrize(
    ("library", "owner"), [("httpx", "fetch"), ("selectolax", "parse"), ("warcio", "archive")]
)
def test_one_module_or_wing_alone_knows_a_library(library: str, owner: str) -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(i.split(".")[0] == library for i in imports(path))
    }
    assert users
    assert all(f"{name}.".startswith(f"scraper.{owner}.") for name in users)


@pytest.mark.parametrize(
    "name",
    [
        *PURE,
        *(name[8:] for name in MODULES if name.startswith(("scraper.parse.", "scraper.text."))),
    ],
)
def test_the_core_does_no_io(name: str) -> None:
    path = MODULES[f"scraper.{name}"]
    assert not IO.intersection(each.split(".")[0] for each in imports(path))
    ours = {each for each in imports(path) if each.startswith("scraper.")}
    assert not any(part in each for each in ours for part in ("fetch", "store", "archive", "crawl"))


def test_pages_import_neither_fetch_nor_store_and_store_neither_pages_nor_fetch() -> None:
    for name, path in MODULES.items():
        ours = imports(path)
        if name.startswith("scraper.parse"):
            assert not {"scraper.fetch", "scraper.store", "scraper.publish"} & ours, name
        if name in ("scraper.store", "scraper.publish", "scraper.migrations"):
            assert not any(each.startswith(("scraper.parse", "scraper.fetch")) for each in ours), (
                name
            )


def test_models_import_nothing_of_ours() -> None:
    assert not any(each.startswith("scraper") for each in imports(MODULES["scraper.models"]))


@pytest.mark.parametrize("model", models.TABLES)
def test_every_column_is_described_in_both_languages(model: type[models.Record]) -> None:
    assert model.title_da
    assert model.about_da
    for name, field in model.model_fields.items():
        assert field.description, name
        assert isinstance(field.json_schema_extra, dict), name
        assert field.json_schema_extra["da"], name


@pytest.mark.parametrize("model", models.TABLES)
def test_the_schema_has_just_the_models_columns(model: type[models.Record], tmp_path: Path) -> None:
    store = Store(tmp_path / "catalog.db")
    table = store.db.table(model.table)
    columns, keys, strict = list(table.columns_dict), tuple(table.pks), table.strict
    store.close()
    assert sorted(columns) == sorted(model.model_fields)
    assert keys == model.primary_key
    assert strict


def test_the_metadata_is_up_to_date() -> None:
    text = (ROOT / "datasette" / "metadata.json").read_text(encoding="utf-8")
    assert json.loads(text) == describe.metadata(), "run 'make docs'"


def test_every_view_column_is_described(tmp_path: Path) -> None:
    store = Store(tmp_path / "catalog.db")
    tables = describe.metadata()["databases"]["catalog"]["tables"]
    for view in store.db.view_names():
        columns = [row["name"] for row in store.rows(f"PRAGMA table_info({view})")]
        assert sorted(tables[view]["columns"]) == sorted(columns)
        assert all(tables[view]["columns"].values()), view
    store.close()
