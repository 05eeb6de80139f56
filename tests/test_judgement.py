"""What a night may say of the catalogue, and what not: causes, missing rows, its report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlite_utils import Database
from typer.testing import CliRunner

from scraper import visit
from scraper.asof import go_back
from scraper.changes import export_changes
from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.errors import (
    KatalogError,
    Locked,
    NotBelievable,
    Refused,
    SourceUnreachable,
    UsageError,
)
from scraper.migrations import migrations
from scraper.morning import Wishes, tell
from scraper.parse import service as service_pages
from scraper.parse.result import Page
from scraper.phrases import became
from scraper.plan import Plan
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import Store, open_for_reading
from scraper.telling import Teller
from scraper.why import explain
from tests.conftest import CASSETTES, catalogue, query
from tests.standin import faults, guide
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]


def unlink_route(site: StandIn) -> None:
    """Let no part link to the guide's support service any more."""
    for code, part in site.site.parts.items():
        kept = tuple(each for each in part.services if each != guide.ROUTE)
        site.site.parts[code] = replace(part, services=kept)


def strip_versions(site: StandIn) -> None:
    """Let no technical service tell its version any more."""
    for code, part in site.site.parts.items():
        bare = tuple(replace(each, version="") for each in part.endpoints)
        site.site.parts[code] = replace(part, endpoints=bare)


def test_what_only_a_changed_reader_reads_otherwise_is_the_readers_doing(
    site: StandIn, settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_crawl(settings, Plan())
    parse = service_pages.parse_service

    def better(page: Page) -> Any:
        reading = parse(page)
        service = reading.record.service.model_copy(update={"related": "læst bedre"})
        return replace(reading, record=reading.record.model_copy(update={"service": service}))

    monkeypatch.setattr(service_pages, "parse_service", better)
    monkeypatch.setattr(visit, "READER", "another")
    run_refresh(settings)
    told = rows("SELECT table_name, field, cause FROM changes WHERE run_id = 2")
    assert {(row["table_name"], row["field"], row["cause"]) for row in told} == {
        ("support_services", "related", "reader")
    }


def test_what_another_reader_took_for_a_pages_text_is_no_news_of_the_site(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    with closing(sqlite3.connect(settings.db)) as db, db:
        db.execute("UPDATE pages SET reader = 'older', text_sha256 = 'of other words'")
        db.execute("UPDATE support_services SET related = 'læst dårligere'")
    run_refresh(settings)
    told = rows("SELECT DISTINCT field, cause FROM changes WHERE run_id = 2")
    assert told == [{"field": "related", "cause": "reader"}]


def test_a_service_whose_card_the_site_changed_is_the_sites_doing(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    old = site.site.services[guide.ROUTE]
    site.site.services[guide.ROUTE] = replace(old, category="Anden slags")
    run_refresh(settings)
    told = rows("SELECT field, cause FROM changes WHERE run_id = 2")
    assert told == [{"field": "category", "cause": "site"}]


def test_a_rebuild_is_no_night(site: StandIn, settings: Settings, rows: Rows) -> None:
    run_crawl(settings, Plan())
    site.site.unlisted.add("SF1590_B_05")
    run_refresh(settings)
    query = "SELECT code, last_seen, missing_since, missing_nights FROM integration_parts"
    before = rows(query)
    for _ in range(3):
        assert run_rebuild(settings)[0].changes == 0
    assert rows(query) == before


def test_a_crawl_of_other_terms_does_not_count_against_what_is_missing(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    unlink_route(site)
    run_refresh(settings, accept=True)
    query = "SELECT missing_nights, gone_since FROM support_services WHERE id LIKE '%webservice'"
    assert rows(query) == [{"missing_nights": 1, "gone_since": None}]
    for _ in range(3):
        run_crawl(settings, Plan(("SF1520",)))
    assert rows(query) == [{"missing_nights": 1, "gone_since": None}]


def test_technical_services_that_lose_a_field_stop_the_night(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    strip_versions(site)
    with pytest.raises(NotBelievable, match=r"part_endpoints\.version would lose"):
        run_refresh(settings)


def test_attachments_that_all_lose_their_words_stop_the_night(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    for path, file in site.site.attachments.items():
        site.site.attachments[path] = replace(file, body=b"garbage")
    with pytest.raises(NotBelievable, match=r"attachments\.text would lose"):
        run_refresh(settings)


def test_rows_that_were_missing_already_do_not_vanish_twice(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    lost = ("SF1590_B_04", "SF1590_B_05", "SF1590_B_06")
    site.site.unlisted.update(lost)
    run_refresh(settings, accept=True)
    for code in lost:
        del site.site.parts[code]
    assert run_refresh(settings).verdict == "good"


def test_a_part_that_leads_to_another_is_a_problem_and_missing(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    site.faults.add("/integration/sf1590b01", faults.redirects_to("/integration/sf1590b02"))
    run_refresh(settings)
    problems = rows("SELECT url FROM problems WHERE kind IN ('moved', 'redirect_known')")
    assert [row["url"] for row in problems] == [f"{site.base_url}/integration/sf1590b01"]
    told = rows("SELECT kind, key FROM changes WHERE run_id = 2")
    assert told == [{"kind": "missing", "key": "SF1590_B_01"}]


def test_a_row_that_was_missing_before_it_was_removed_was_so_at_an_earlier_date(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    site.site.unlisted.add("SF1590_B_05")
    for _ in range(3):
        run_refresh(settings)
    site.site.unlisted.clear()
    run_refresh(settings)
    with closing(Store(settings.db)) as store:
        for number in range(1, 6):
            at = f"2026-01-0{number}T02:00:00Z"
            store.db.execute("UPDATE changes SET detected_at = ? WHERE run_id = ?", (at, number))
            store.db.execute("UPDATE runs SET started_at = ? WHERE id = ?", (at, number))
        store.db.conn.commit()
    with closing(open_for_reading(settings.db)) as store:
        go_back(store, "2026-01-04")
        row = store.rows("SELECT * FROM integration_parts WHERE code = 'SF1590_B_05'")[0]
    assert row["gone_since"] == "2026-01-04T02:00:00Z"
    assert row["missing_since"] == "2026-01-02T02:00:00Z"


def test_a_run_that_came_to_nothing_names_the_last_good_one(
    site: StandIn, settings: Settings, tmp_path: Path
) -> None:
    run_crawl(settings, Plan())
    report, figures = tmp_path / "r.txt", tmp_path / "k.prom"
    assert tell(settings, Wishes(report, None, figures), Locked("another run is at work")) == []
    text = report.read_text(encoding="utf-8")
    assert "Det, der vises, er fra" in text
    assert "endnu ikke offentliggjort" not in text
    lines = figures.read_text(encoding="utf-8").splitlines()
    assert "katalog_last_run_exit_code 5.0" in lines
    assert 'katalog_last_run_verdict{verdict="failed"} 1.0' in lines
    good = next(line for line in lines if line.startswith("katalog_last_good_run_timestamp"))
    assert float(good.split()[1]) > 0


def test_characters_that_no_document_may_hold_are_marked_as_lost_and_told(
    site: StandIn, settings: Settings
) -> None:
    part = site.site.parts["SF1590_B_01"]
    title = "Afsend \x08\x1b[31mrød \ufffe"
    site.site.parts["SF1590_B_01"] = replace(part, title=title)
    run_crawl(settings, Plan(("SF1590B",)))
    assert query(settings.db, "SELECT title FROM integration_parts LIMIT 1")[0]["title"] == (
        "Afsend \ufffd[31mrød \ufffd"
    )
    told = query(settings.db, "SELECT subject FROM problems WHERE kind = 'unreadable_value'")
    assert {row["subject"] for row in told} == {"title"}
    with closing(open_for_reading(settings.db)) as store:
        ET.fromstring(export_changes(store, None, "atom"))


def killed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a refresh die before it publishes, as `kill -9` would have it."""

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("scraper.crawl.publish", die)
        with pytest.raises(KeyboardInterrupt):
            run_refresh(settings)


def test_a_rebuild_after_a_killed_and_resumed_night_changes_nothing(
    site: StandIn, settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_crawl(settings, Plan())
    site.site.services[guide.ROUTE] = replace(site.site.services[guide.ROUTE], price="1.999 kr.")
    killed(settings, monkeypatch)
    run_refresh(settings)
    price = "SELECT unit_price_text FROM support_services WHERE id LIKE '%webservice'"
    assert rows(price) == [{"unit_price_text": "1.999 kr."}]
    assert run_rebuild(settings)[0].changes == 0
    assert rows(price) == [{"unit_price_text": "1.999 kr."}]


def test_a_run_that_is_published_stays_so_when_its_archive_cannot_be_ended(
    settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_crawl(settings, Plan())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("scraper.archive.Archive.close", full)
        assert run_refresh(settings).verdict == "good"
    assert run_rebuild(settings)[0].changes == 0
    assert run_refresh(settings).verdict == "good"
    assert [row["verdict"] for row in rows("SELECT verdict FROM runs")] == ["good"] * 4


def test_what_was_accepted_once_is_no_news(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    site.faults.add(None, faults.wrong_count(40))
    with pytest.raises(NotBelievable, match="the search for SF1590D speaks of 40 results"):
        run_refresh(settings)
    assert run_refresh(settings, accept=True).verdict == "good"
    assert run_refresh(settings).verdict == "good"


def test_a_field_that_is_gone_for_good_is_accepted_once(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    for slug, old in site.site.services.items():
        site.site.services[slug] = replace(old, delivery="")
    with pytest.raises(NotBelievable):
        run_refresh(settings)
    assert run_refresh(settings, accept=True).verdict == "good"
    for slug, old in site.site.services.items():
        site.site.services[slug] = replace(old, related="Noget andet")
    assert run_refresh(settings).verdict == "good"


def test_a_part_that_moved_is_neither_missing_nor_back(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    part = site.site.parts.pop("SF1590_B_05")
    site.site.parts["SF1590_B_05"] = part
    with closing(Store(settings.db)) as store:
        for table in ("integration_parts", "pages"):
            store.db.execute(
                f"UPDATE {table} SET url = url || '-gammel' WHERE url LIKE '%/sf1590b05'"
            )
        store.db.conn.commit()
    run_refresh(settings)
    told = rows("SELECT kind, key, field FROM changes WHERE run_id = 2")
    assert told == [{"kind": "changed", "key": "SF1590_B_05", "field": "url"}]


def test_two_new_links_that_are_dead_stop_no_night(site: StandIn, settings: Settings) -> None:
    dead = [f"/files/{name}.docx" for name in ("en", "to")]
    old = site.site.services[guide.ROUTE]
    site.site.services[guide.ROUTE] = replace(old, attachments=(*old.attachments, *dead))
    assert run_crawl(settings, Plan(("SF1590B",))).verdict == "good"


def test_a_recording_stands_beside_the_archive_and_replaces_no_file(
    site: StandIn, settings: Settings, tmp_path: Path
) -> None:
    run_crawl(settings, Plan())
    path = tmp_path / "optagelse.warc"
    run_refresh(replace(settings, record=path))
    assert len(list(settings.archive_folder.glob("*.warc.gz"))) == 2
    assert run_rebuild(settings)[0].changes == 0
    with pytest.raises(UsageError, match="is there already"):
        run_refresh(replace(settings, record=path))
    copy = replace(settings, db=tmp_path / "anden.db", archive=tmp_path / "a", replay=path)
    assert run_crawl(copy, Plan()).parts == 9


def test_a_recording_that_is_cut_off_is_refused(settings: Settings, tmp_path: Path) -> None:
    for size in (0, 60_000):
        torn = tmp_path / f"{size}.warc"
        torn.write_bytes((CASSETTES / "demo.warc").read_bytes()[:size])
        with pytest.raises(UsageError, match="not a whole WARC file"):
            run_crawl(replace(settings, replay=torn), Plan())


def test_a_database_of_a_newer_katalog_is_left_alone(settings: Settings) -> None:
    run_crawl(settings, Plan())
    with closing(Store(settings.db)) as store:
        store.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('katalog', 'm999_future', '2030-01-01')"
        )
        store.db.conn.commit()
    with pytest.raises(UsageError, match="newer katalog"):
        Store(settings.db)


def test_a_database_of_an_older_katalog_is_brought_up_to_date_by_whoever_reads_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gammel.db"
    old = Database(path)
    migrations.apply(old, stop_before="m007_texts")
    old.close()
    with pytest.raises(UsageError, match="nothing is watched yet"):
        run_refresh(Settings(db=path))
    with closing(open_for_reading(path)) as store:
        assert export_changes(store, None, "json") == b"[]\n"


def test_a_withdrawn_integration_is_accepted_once(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    del site.site.parts["SF1590_A"]
    with pytest.raises(NotBelievable, match="no integration part was found for SF1590A"):
        run_refresh(settings)
    run_refresh(settings, accept=True)
    for _ in range(2):
        assert run_refresh(settings).verdict == "good"
    assert run_rebuild(settings)[0].changes == 0


def test_a_part_that_is_back_brings_its_services_as_they_were(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """Category and supplier stand on the card alone."""
    run_crawl(settings, Plan())
    before = catalogue(settings.db)
    site.faults.add("/integration/sf1590b06", faults.status(410, times=1))
    run_refresh(settings)
    run_refresh(settings)
    assert not rows("SELECT * FROM changes WHERE kind = 'changed'")
    after = catalogue(settings.db)
    for table in ("part_support_services", "part_endpoints", "service_attachments"):
        assert after[table] == before[table]
    told = rows("SELECT DISTINCT kind FROM changes WHERE run_id = 3")
    assert told == [{"kind": "returned"}]


def test_a_lost_database_comes_back_with_what_was_accepted(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    for number in (1, 2, 3, 4):
        del site.site.parts[f"SF1590_B_0{number}"]
    run_refresh(settings, accept=True)
    run_refresh(settings)
    told = rows("SELECT kind, table_name, key FROM changes ORDER BY id")
    before = catalogue(settings.db)
    for path in settings.db.parent.glob("catalog.db*"):
        path.unlink()
    run_rebuild(settings)
    assert rows("SELECT kind, table_name, key FROM changes ORDER BY id") == told
    assert catalogue(settings.db) == before


@pytest.mark.parametrize(
    ("status", "error"), [(403, Refused), (503, SourceUnreachable)], ids=["refused", "down"]
)
def test_pages_that_all_are_refused_or_down_say_so(
    site: StandIn, settings: Settings, status: int, error: type[KatalogError]
) -> None:
    run_crawl(settings, Plan())
    site.faults.add("/supportydelse/*", faults.status(status))
    with pytest.raises(error, match=r"of 13 pages could not be had"):
        run_refresh(settings)


def test_what_robots_forbids_of_a_quarter_of_the_pages_is_a_no(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    site.robots.text = "User-agent: *\nDisallow: /supportydelse\n"
    with pytest.raises(Refused, match=r"robots\.txt forbids it"):
        run_refresh(settings)


def test_a_sentence_stands_on_one_line(site: StandIn, settings: Settings) -> None:
    part = site.site.parts["SF1590_A"]
    site.site.parts["SF1590_A"] = replace(part, terms=("Et afsnit.", "Et til."))
    run_crawl(settings, Plan())
    site.site.parts["SF1590_A"] = replace(part, terms=("Et afsnit. Et til.",))
    run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        (told,) = Teller(store).tell(2)
    assert told.text.endswith("er ændret, men kun i linjeskift og mellemrum")


def test_what_went_is_told_under_its_integration(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    unlink_route(site)
    run_refresh(settings, accept=True)
    for _ in range(2):
        run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        told = Teller(store).tell(4)
    assert told
    assert {each.kind for each in told} == {"removed"}
    assert {each.integrations for each in told} == {("SF1590B",)}


def test_what_hangs_on_what_was_removed_goes_with_it(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """It was not found for as many nights, and was no surprise when it was accepted."""
    run_crawl(settings, Plan())
    unlink_route(site)
    run_refresh(settings, accept=True)
    for _ in range(4):
        assert run_refresh(settings).verdict == "good"
    told = rows(
        "SELECT run_id, kind FROM changes WHERE table_name = 'attachments' AND run_id > 1 "
        "ORDER BY id"
    )
    assert told == [
        {"run_id": night, "kind": kind}
        for night, kind in ((2, "missing"), (4, "removed"))
        for _ in range(2)
    ]


def test_services_of_a_part_that_is_removed_go_with_it_after_a_look(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    site.site.unlisted.update(("SF1590_B_01", "SF1590_B_02", "SF1590_B_04", "SF1590_A"))
    run_refresh(settings, accept=True)
    run_refresh(settings)
    with pytest.raises(NotBelievable, match="2 of 3 live rows of attachments would vanish"):
        run_refresh(settings)
    assert "attachments: Bestillingsformular" in doubts(settings)
    run_refresh(settings, accept=True)
    for _ in range(3):
        assert run_refresh(settings).changes == 0
    told = rows(
        "SELECT DISTINCT run_id, kind FROM changes WHERE run_id > 1 AND table_name IN "
        "('integration_parts', 'support_services', 'attachments') ORDER BY run_id"
    )
    assert told == [{"run_id": 2, "kind": "missing"}, {"run_id": 5, "kind": "removed"}]


def test_a_field_that_new_pages_do_not_have_stops_the_night(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    model = site.site.parts["SF1590_B_05"]
    for number in range(10, 16):
        code = f"SF1590_B_{number}"
        site.site.parts[code] = replace(model, code=code, purpose=())
    with pytest.raises(NotBelievable, match=r"purpose would be filled on 9 of 15 rows"):
        run_refresh(settings)


def doubts(settings: Settings) -> str:
    """Give what `doctor` tells of the last run."""
    with closing(open_for_reading(settings.db)) as store:
        run = store.rows("SELECT * FROM runs ORDER BY id DESC LIMIT 1")[0]
        return "\n".join(explain(store, run))


def test_doctor_shows_the_technical_services_fields_that_were_lost(
    site: StandIn, settings: Settings
) -> None:
    run_crawl(settings, Plan())
    strip_versions(site)
    with pytest.raises(NotBelievable):
        run_refresh(settings)
    told = doubts(settings)
    assert "part_endpoints.version is empty on pages where the last good reading had it" in told
    assert f"{site.base_url}/integration/sf1590a" in told
    assert "last good: '2.12'" in told


def test_doctor_shows_what_would_have_vanished(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    for code, part in site.site.parts.items():
        site.site.parts[code] = replace(part, services=())
    with pytest.raises(NotBelievable):
        run_refresh(settings)
    told = doubts(settings)
    assert "Etablering af rute til serviceudbyders webservice would vanish" in told
    assert "part_support_services: SF1590_A / " in told


def test_doctor_shows_the_words_that_attachments_lost(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    for path, file in site.site.attachments.items():
        site.site.attachments[path] = replace(file, body=b"garbage")
    with pytest.raises(NotBelievable):
        run_refresh(settings)
    assert "attachments.text is empty on pages where the last good reading had it" in doubts(
        settings
    )


@pytest.mark.parametrize("value", ["", "x"], ids=["alone", "with a lost value"])
def test_new_pages_without_a_field_stop_the_night_whatever_else_is_lost(
    site: StandIn, settings: Settings, value: str
) -> None:
    run_crawl(settings, Plan())
    model = site.site.parts["SF1590_B_05"]
    for number in range(10, 16):
        code = f"SF1590_B_{number}"
        site.site.parts[code] = replace(model, code=code, purpose=())
    if value:
        site.site.parts["SF1590_B_06"] = replace(site.site.parts["SF1590_B_06"], purpose=())
    with pytest.raises(NotBelievable, match=r"purpose would be filled on [89] of 15 rows"):
        run_refresh(settings)


def lose_the_database(settings: Settings) -> None:
    for path in settings.db.parent.glob("catalog.db*"):
        path.unlink()


def answers(status: int) -> faults.Fault:
    return faults.error_page() if status == 200 else faults.status(status)


@pytest.mark.parametrize("status", [403, 400, 200])
@pytest.mark.parametrize(
    "alone", [False, True], ids=["with the database", "from the archive alone"]
)
def test_a_rebuild_reads_what_stands_though_it_was_refused_for_a_night(
    site: StandIn, settings: Settings, rows: Rows, status: int, alone: bool
) -> None:
    run_crawl(settings, Plan())
    for numbers in ((1, 2), (3, 4)):
        for number in numbers:
            site.faults.add(f"/integration/sf1590b0{number}", answers(status))
        run_refresh(settings)
        site.clear()
    part = site.site.parts["SF1590_B_05"]
    site.site.parts["SF1590_B_05"] = replace(part, title="Nyt navn")
    run_refresh(settings)
    before = catalogue(settings.db)
    changes = rows("SELECT * FROM changes")
    if alone:
        lose_the_database(settings)
    run_rebuild(settings)
    assert catalogue(settings.db) == before
    assert rows("SELECT * FROM changes") == changes


def test_an_accepted_night_stays_so_though_its_archive_was_not_ended(
    site: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_crawl(settings, Plan())
    for number in (1, 2, 3, 4):
        del site.site.parts[f"SF1590_B_0{number}"]
    with monkeypatch.context() as killed:
        killed.setattr("scraper.crawl._end", lambda archive, run: archive.abandon())
        run_refresh(settings, accept=True)
    run_refresh(settings)
    before = catalogue(settings.db)
    lose_the_database(settings)
    assert len(run_rebuild(settings)) == 3
    assert catalogue(settings.db) == before


def test_terms_whose_pages_lack_a_field_can_be_accepted(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    run_crawl(settings, Plan())
    for code in ("SF1520", "SF1601"):
        model = site.site.parts["SF1590_B_05"]
        site.site.parts[code] = replace(model, code=code, purpose=())
    plan = Plan(("SF1520", "SF1601"))
    with pytest.raises(NotBelievable, match="purpose is empty on 2 of 2 pages"):
        run_crawl(settings, plan)
    result = CliRunner().invoke(
        app,
        [
            *("crawl", "SF1520", "SF1601", "--accept", "--delay", "0"),
            *("--db", str(settings.db), "--base-url", settings.base_url),
        ],
    )
    assert result.exit_code == 0, result.output
    assert rows("SELECT COUNT(*) AS n FROM integration_parts")[0]["n"] == 11


def test_what_is_refused_for_good_can_be_accepted(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    site.faults.add("/supportydelse/*", faults.status(403))
    assert run_refresh(settings, accept=True).verdict == "good"
    site.faults.add("*", faults.status(403))
    with pytest.raises(Refused):
        run_refresh(settings, accept=True)


def test_a_change_of_line_breaks_is_told_as_one() -> None:
    assert became("Et afsnit.\nTo.", "Et afsnit. To.") == (
        "er ændret, men kun i linjeskift og mellemrum"
    )
