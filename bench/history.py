"""A year of nights: how much the database grows, and how long a look back takes.

    python -m bench.history

Publishes 5,000 records and then 365 nights with 25 changes each, straight into the store, and
prints bytes and milliseconds as JSON on stdout.
"""

import json
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.catalogue import CLAUSES, TAILS
from scraper.asof import go_back
from scraper.models import (
    Attachment,
    Fetch,
    Integration,
    KnownPage,
    Part,
    PartSupportService,
    Record,
    Run,
    SearchHit,
    ServiceAttachment,
    SupportService,
)
from scraper.plan import INSTANT
from scraper.publish import publish
from scraper.store import Store

PARTS, SERVICES, FILES = 3500, 1000, 500
NIGHTS, CHANGES, HITS = 365, 25, 40
FIRST = datetime(2026, 1, 1, 2, tzinfo=UTC)
HOST = "https://example.org"


def part(number: int, version: int = 0) -> Part:
    words = f"{CLAUSES[number % len(CLAUSES)]} {TAILS[number % len(TAILS)]} " * 6
    code = f"SF{number // 10:04}_A_{number % 10:02}"
    return Part(
        code=code,
        integration=f"SF{number // 10:04}A",
        title=f"Afsend oplysning {number}",
        area="Økonomi",
        purpose=words,
        terms=words[::-1],
        description=words,
        version=f"1.{version}",
        status="I drift",
        valid_from="2024-01-01",
        valid_from_text="01/01/2024",
        closed_to_new=0,
        url=f"{HOST}/integration/{code.lower()}",
    )


def service(number: int, version: int = 0) -> SupportService:
    oere = 100_000 + 100 * number + 10_000 * version
    return SupportService(
        id=f"supportydelse.{number}",
        name=f"Etablering af rute {number}",
        description=CLAUSES[number % len(CLAUSES)],
        supplier="IBM",
        unit_price_oere=oere,
        unit_price_text=f"{oere // 100} kr.",
        units_min=2,
        units_max=3,
        units_text="2-3",
        reaction_days=5,
        reaction_text="5 arbejdsdage",
        delivery_days=5,
        delivery_text="5 arbejdsdage",
        price_model="Time & Material",
        url=f"{HOST}/supportydelse/{number}",
    )


def attachment(number: int) -> Attachment:
    url = f"{HOST}/files/{number}.docx"
    return Attachment(id=f"a{number}", url=url, filename=f"{number}.docx", bytes=9, sha256="0" * 64)


def begin() -> Iterable[Record]:
    """Give every record of the first night."""
    for number in range(PARTS):
        yield part(number)
        yield PartSupportService(
            part_code=part(number).code, service_id=service(number % SERVICES).id, position=1
        )
    yield from map(service, range(SERVICES))
    for number in range(FILES):
        yield attachment(number)
        yield ServiceAttachment(
            service_id=service(number).id, attachment_id=f"a{number}", position=1
        )


def later(night: int) -> Iterable[Record]:
    """Give the records that a night finds changed: one field each of parts, two of services."""
    for step in range(5):
        yield service((night * 5 + step) % SERVICES, night)
    for step in range(CHANGES - 10):
        yield part((night * 15 + step) % PARTS, night)


def spend(store: Store, night: int) -> None:
    """Publish one night, with an answer for every address and what the searches found."""
    run_id = store.begin()
    at = (FIRST + timedelta(days=night)).strftime(INSTANT)
    records = list(begin() if night == 0 else later(night))
    for record in records:
        store.stage(record)
    read = {record.url for record in records if isinstance(record, Part | SupportService)}
    urls = [f"{HOST}/integration/{part(n).code.lower()}" for n in range(PARTS)]
    urls += [f"{HOST}/supportydelse/{n}" for n in range(SERVICES)]
    urls += [f"{HOST}/files/{n}.docx" for n in range(FILES)]
    for url in urls:
        fresh = night == 0 or url in read
        status = 200 if fresh else 304
        file = f"katalog-{night}.warc.gz"
        store.stage(Fetch(run_id=run_id, url=url, status=status, warc_file=file, warc_offset=1000))
        if fresh:
            store.stage(
                KnownPage(url=url, kind="part", sha256="0" * 64, warc_file=file, warc_offset=1000)
            )
        else:
            store.stage_seen(url)
    for rank in range(HITS):
        store.stage(SearchHit(run_id=run_id, term="SF1590", rank=rank, title=f"Hit {rank}"))
    names = (
        Integration(code=f"SF{number:04}A", name=f"Integration {number}")
        for number in range(PARTS // 10 if night == 0 else 0)
    )
    run = Run(id=run_id, command="refresh", started_at=at, verdict="good", base_url=HOST)
    told = publish(store, run, names, lambda _: [])
    if night and told.changes != CHANGES:
        raise RuntimeError(f"night {night} told {told.changes} changes, not {CHANGES}")


def look_back(path: Path) -> float:
    """Give the milliseconds that all prices as they were half a year ago take, start to end."""
    best = float("inf")
    for _ in range(5):
        with closing(Store(path, read_only=True)) as store:
            began = time.perf_counter()
            go_back(store, (FIRST + timedelta(days=NIGHTS // 2)).date().isoformat())
            rows = store.rows("SELECT * FROM support_service_prices")
            best = min(best, (time.perf_counter() - began) * 1000)
        if len(rows) != PARTS:
            raise RuntimeError(f"{len(rows)} prices, not {PARTS}")
    return best


def today(path: Path) -> float:
    """Give the milliseconds that the same rows take as they are today, for comparison."""
    with closing(Store(path, read_only=True)) as store:
        began = time.perf_counter()
        store.rows("SELECT * FROM support_service_prices")
        return (time.perf_counter() - began) * 1000


def size(path: Path) -> int:
    with closing(Store(path)) as store:
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        with closing(Store(path)) as store:
            spend(store, 0)
        first = size(path)
        with closing(Store(path)) as store:
            for night in range(1, NIGHTS + 1):
                spend(store, night)
        told = {
            "first_bytes": first,
            "last_bytes": size(path),
            "as_of_ms": look_back(path),
            "today_ms": today(path),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
