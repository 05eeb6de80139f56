"""Each content stands in the archive once, and everything can be read all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.archive import Archive, Place, Recording, read_stored, run_files
from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.prune import prune
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from tests import papers
from tests.conftest import catalogue
from tests.standin import faults, guide
from tests.standin.server import StandIn

Rows = Callable[..., list[dict[str, Any]]]
NOW = "2026-11-24T01:02:03Z"
URL = "http://127.0.0.1/a.docx"


def records(folder: Path, kind: str) -> list[Any]:
    """Give the archive's records of a kind, with their payload's length."""
    found = []
    for name in run_files(folder):
        with (folder / name).open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == kind:
                    found.append((record.rec_headers, len(record.content_stream().read())))
    return found


def test_a_content_that_stands_elsewhere_is_read_from_there(tmp_path: Path) -> None:
    first = Archive(tmp_path / "a.warc.gz.open", {}, NOW)
    offset = first.write(URL, "200 OK", [("ETag", "1")], b"words", NOW)
    first.close({})
    place = Place("a.warc.gz", offset, URL, NOW)
    other = "http://127.0.0.1/b.docx"
    second = Archive(tmp_path / "b.warc.gz.open", {}, NOW)
    at = second.write(other, "200 OK", [("ETag", "2")], b"words", NOW, place)
    second.close({})
    stored = read_stored(tmp_path, "b.warc.gz", at)
    assert stored is not None
    assert (stored.url, stored.body, stored.headers) == (other, b"words", (("ETag", "2"),))
    assert stored.elsewhere == place
    assert Recording(tmp_path, ["b.warc.gz"]).lookup(other) == stored
    ((headers, length),) = records(tmp_path, "revisit")
    assert length == 0
    assert headers.get_header("WARC-Profile").endswith("/revisit/identical-payload-digest")
    assert headers.get_header("WARC-Refers-To-Target-URI") == URL
    assert headers.get_header("WARC-Refers-To-Date") == NOW
    (tmp_path / "a.warc.gz").unlink()
    assert read_stored(tmp_path, "b.warc.gz", at) is None


def whole(folder: Path) -> Counter[str]:
    """Count how often the content of each address stands in the archive, robots.txt's aside."""
    found = Counter(h.get_header("WARC-Target-URI") for h, _ in records(folder, "response"))
    return Counter({url: n for url, n in found.items() if not url.endswith("/robots.txt")})


def test_a_site_without_validators_fills_no_archive(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(None, faults.no_validators())
    run_crawl(settings, Plan())
    kept = whole(settings.archive_folder)
    fetched = rows("SELECT COUNT(*) AS n FROM fetches")
    for _ in range(3):
        assert run_refresh(settings).changes == 0
    assert whole(settings.archive_folder) == kept
    assert rows("SELECT COUNT(*) AS n FROM fetches")[0]["n"] <= 2 * fetched[0]["n"]
    before = catalogue(settings.db)
    assert run_rebuild(settings)[0].changes == 0
    assert catalogue(settings.db) == before
    for path in settings.db.parent.glob("catalog.db*"):
        path.unlink()
    run_rebuild(settings)
    assert catalogue(settings.db) == before


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_file_under_a_new_name_is_not_kept_twice(
    site: StandIn, settings: Settings, rows: Rows, packed: bool
) -> None:
    if packed:
        site.faults.add("/files/*", faults.gzipped())
    run_crawl(settings, Plan())
    file = guide.ORDER_FORM
    new = replace(file, path="/files/nyt-navn.docx", filename="nyt-navn.docx")
    site.site.add(new)
    service = site.site.services[guide.ROUTE]
    kept = tuple(new.path if each == file.path else each for each in service.attachments)
    site.site.services[guide.ROUTE] = replace(service, attachments=kept)
    run_refresh(settings)
    revisits = [h for h, _ in records(settings.archive_folder, "revisit")]
    same = [h for h in revisits if h.get_header("WARC-Target-URI").endswith("nyt-navn.docx")]
    assert len(same) == 1
    assert same[0].get_header("WARC-Refers-To-Target-URI").endswith(".docx")
    (row,) = rows("SELECT sha256, text FROM attachments WHERE filename = 'nyt-navn.docx'")
    assert row["text"]
    assert run_rebuild(settings)[0].changes == 0


def test_prune_keeps_the_file_in_which_a_live_content_stands(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    site.faults.add(None, faults.no_validators())
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for night in range(4):
        at = first + timedelta(days=night)
        run_crawl(settings, Plan(), now=lambda at=at: at)  # type: ignore[misc]
    files = run_files(settings.archive_folder)
    done = prune(settings, timedelta(days=90), now=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    assert done.removed == tuple(files[1:3])
    before = catalogue(settings.db)
    assert run_rebuild(settings)[0].changes == 0
    assert catalogue(settings.db) == before


def test_prune_keeps_the_way_in(site: StandIn, settings: Settings, rows: Rows) -> None:
    """Search pages stay the same while every part, service and file changes."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    run_crawl(settings, Plan(), now=lambda: first)
    for code, part in site.site.parts.items():
        site.site.parts[code] = replace(part, terms=("Nye vilkår.",))
    for slug, service in site.site.services.items():
        site.site.services[slug] = replace(service, related="Noget andet")
    for path, file in site.site.attachments.items():
        site.site.attachments[path] = replace(file, body=papers.word(papers.paragraph(path)))
    for night in (1, 2):
        at = first + timedelta(days=night)
        run_crawl(settings, Plan(), now=lambda at=at: at)  # type: ignore[misc]
    prune(settings, timedelta(days=0), now=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    hits = rows("SELECT COUNT(*) AS n FROM search_hits WHERE run_id = 3")
    before = catalogue(settings.db)
    assert run_rebuild(settings)[0].changes == 0
    assert catalogue(settings.db) == before
    assert rows("SELECT COUNT(*) AS n FROM search_hits WHERE run_id = 4") == hits
    assert not rows("SELECT * FROM problems")
