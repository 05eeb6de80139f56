"""The measures: who runs what, what comes of it, and whether the target is reached."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bench.catalogue import Catalogue
from bench.documents import DOCUMENTS
from bench.documents import measure as read_documents
from bench.katalog import crawl_command
from bench.room import CLIENTS
from bench.room import measure as measure_room
from bench.runs import ROOT, Run, RunError, Server, run

LATENCY = 0.05
_LOAD_SECONDS = 60
LARGE = 30_000
Command = Callable[[str, Path], list[str]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line."""

    parts: int = 3000
    concurrency: int = 16
    repeat: int = 3
    plain: bool = False
    large: bool = False


@dataclass(slots=True)
class Row:
    """One line of the table. `reached` is None where nothing could be judged."""

    measure: str
    katalog: str
    others: str
    ratio: str = ""
    target: str = ""
    reached: bool | None = None
    values: dict[str, float] = field(default_factory=dict)


def first(settings: Settings) -> Iterator[Row]:
    """The first crawl, answers at once; and the memory it took."""
    runs = _side_by_side(settings, _contenders(settings), latency=0.0)
    yield _against(runs, "first crawl, answers at once", "half of the fastest", 0.5)
    yield Row(
        "CPU a page, all in all",
        _best(runs, "katalog", lambda r: r.cpu_seconds / r.requests * 1e6, "{:.0f} µs"),
        _others(runs, lambda r: r.cpu_seconds / r.requests * 1e6, "{:.0f} µs"),
        values={n: r[0].cpu_seconds / r[0].requests * 1e6 for n, r in runs.items() if r},
    )
    yield _memory_row(runs, settings.parts)


def second(settings: Settings) -> Iterator[Row]:
    """The second crawl, nothing changed: the first one is done beforehand and not counted."""
    chosen = {"katalog": _katalog(settings)}
    if find_spec("scrapy"):
        chosen["Scrapy with cache"] = _framework(settings, "scrapy_crawl", cache=True)
    runs = _side_by_side(settings, chosen, latency=0.0, again=True)
    yield _against(runs, "second crawl, nothing changed", "an eighth of Scrapy", 0.125)


def latency(settings: Settings) -> Iterator[Row]:
    """Answers after 50 ms: what the arithmetic allows, addresses x 50 ms / requests in flight."""
    runs = _side_by_side(settings, _contenders(settings, plain=False), latency=LATENCY)
    mine = runs["katalog"]
    row = Row(
        f"answers after 50 ms, {settings.concurrency} in flight",
        _best(runs, "katalog", _seconds, "{:.2f} s"),
        _others(runs, _seconds, "{:.2f} s"),
        target="within 15 % of the arithmetic",
        values={name: min(map(_seconds, them)) for name, them in runs.items() if them},
    )
    requests = mine[0].requests if mine else Catalogue(settings.parts).addresses + 1
    allowed = requests * LATENCY / settings.concurrency
    row.others = f"arithmetic {allowed:.2f} s · {row.others}"
    if mine:
        most = max(r.asked["most_in_flight"] for r in mine)
        ratio = min(map(_seconds, mine)) / allowed
        row.ratio = f"{ratio:.2f} of the arithmetic"
        row.reached = ratio <= 1.15 and most <= settings.concurrency
    yield row


def reading(settings: Settings) -> Iterator[Row]:
    """Reading one part's page, without network or store."""
    command = [sys.executable, "-m", "bench.reading"]
    told = json.loads(subprocess.run(command, cwd=ROOT, stdout=-1, check=True).stdout)
    times: dict[str, float] = told["microseconds"]
    mine = times.get("katalog")
    others = {name: spent for name, spent in times.items() if name != "katalog"}
    yield Row(
        f"reading one part's page ({told['page_bytes'] / 1000:.0f} KB)",
        f"{mine:.0f} µs" if mine else "no reader yet",
        " · ".join(f"{name} {spent:.0f} µs" for name, spent in others.items()),
        f"{mine / times['parsel']:.2f} of parsel" if mine and "parsel" in times else "",
        "300 µs",
        mine <= 300 if mine else None,
        times,
    )


def history(settings: Settings) -> Iterator[Row]:
    """A year of nights: what they add to the database, and a look back into them."""
    command = [sys.executable, "-m", "bench.history"]
    told = json.loads(subprocess.run(command, cwd=ROOT, stdout=-1, check=True).stdout)
    grown = (told["last_bytes"] - told["first_bytes"]) / 1e6
    yield Row(
        "365 nights of 5,000 records, 25 changes each",
        f"{grown:.1f} MB more",
        f"the first night {told['first_bytes'] / 1e6:.1f} MB",
        target="under 20 MB",
        reached=grown < 20,
        values=told,
    )
    yield Row(
        "all prices as of half a year ago",
        f"{told['as_of_ms']:.0f} ms",
        f"of today {told['today_ms']:.0f} ms",
        f"{told['as_of_ms'] / told['today_ms']:.1f} of today",
        "under 50 ms",
        told["as_of_ms"] < 50,
    )


def split(settings: Settings) -> Iterator[Row]:
    """Where katalog's processor time goes, on the first crawl and on one with nothing changed."""
    with tempfile.TemporaryDirectory() as folder, Server(settings.parts) as server:
        for name in ("first crawl", "second crawl"):
            command = [sys.executable, "-m", "bench.split", "--base-url", server.url]
            done = subprocess.run(
                [*command, "--folder", folder], cwd=ROOT, capture_output=True, check=True
            )
            told = json.loads(done.stdout)
            rooms = told["microseconds"]
            yield Row(
                f"CPU a page, {name}",
                f"{told['total']:.0f} µs",
                " · ".join(f"{room} {spent:.0f}" for room, spent in sorted(rooms.items())),
                values=rooms,
            )


def memory(settings: Settings) -> Iterator[Row]:
    """Peak memory of a first crawl, and with --large of one ten times the size."""
    chosen = {"katalog": _katalog(settings)}
    small = _side_by_side(settings, chosen, latency=0.0, rounds=1)
    if not settings.large:
        yield _memory_row(small, settings.parts)
        return
    big = Settings(parts=LARGE, concurrency=settings.concurrency)
    runs = _side_by_side(big, chosen, latency=0.0, rounds=1)
    row = _memory_row(runs, LARGE)
    if small["katalog"] and runs["katalog"]:
        growth = runs["katalog"][0].peak_mb / small["katalog"][0].peak_mb
        row.ratio = f"{growth:.2f} of {settings.parts} parts"
        row.target = "under 100 MB, flat"
        row.reached = bool(row.reached) and growth <= 1.1
        row.measure += f" ({runs['katalog'][0].seconds:.0f} s)"
    yield row


def documents(settings: Settings) -> Iterator[Row]:
    """Reading 1,000 documents for their words, and that it is done once."""
    size, first, second = read_documents()
    cores = len(os.sched_getaffinity(0))
    yield Row(
        f"{DOCUMENTS} documents, {size / 1e6:.0f} MB, read for their words",
        f"{first.seconds:.1f} s",
        "",
        f"reading {first.reading_seconds:.0f} s on {first.busy:.0%} of {cores} cores",
        "all cores",
        first.busy >= 0.9,
        {"seconds": first.seconds, "cpu": first.cpu_seconds, "busy": first.busy},
    )
    yield Row(
        "  memory, all processes together",
        f"{first.peak_mb:.0f} MB",
        "",
        "",
        "under 400 MB",
        first.peak_mb < 400,
        {"mb": first.peak_mb},
    )
    yield Row(
        "  a second run",
        f"{second.seconds:.1f} s",
        "",
        f"{second.readers} processes that read",
        "reads none",
        second.readers == 0,
        {"seconds": second.seconds},
    )


def room(settings: Settings) -> Iterator[Row]:
    """The reading room's pages beside Datasette's own, and 20 clients while a refresh publishes."""
    found, (answers, failures, slowest) = measure_room(_LOAD_SECONDS)
    for name, (ours, plain) in found.items():
        yield Row(
            f"page: {name}",
            f"{ours:.0f} ms",
            f"{plain:.0f} ms",
            f"{ours / plain:.2f} of Datasette's own",
            "2",
            ours <= 2 * plain,
            {"ours": ours, "plain": plain},
        )
    yield Row(
        f"{CLIENTS} clients for {_LOAD_SECONDS} s, a refresh publishing",
        f"{answers} answers",
        "",
        f"{failures} failed, slowest {slowest:.1f} s",
        "none fails",
        failures == 0,
        {"answers": answers, "failures": failures},
    )


MEASURES: dict[str, Callable[[Settings], Iterator[Row]]] = {
    "first": first,
    "second": second,
    "latency": latency,
    "reading": reading,
    "history": history,
    "split": split,
    "memory": memory,
    "documents": documents,
    "room": room,
}


def _contenders(settings: Settings, plain: bool | None = None) -> dict[str, Command]:
    chosen = {"katalog": _katalog(settings)}
    for name, module in (("Crawlee", "crawlee_crawl"), ("Scrapy", "scrapy_crawl")):
        if find_spec(name.lower()):
            chosen[name] = _framework(settings, module)
    if settings.plain if plain is None else plain:
        chosen["sockets + selectolax"] = _plain("sockets")
        chosen["httpx + selectolax"] = _plain("httpx")
        if find_spec("requests") and find_spec("bs4"):
            chosen["requests + BeautifulSoup"] = _plain("requests")
    return chosen


def _katalog(settings: Settings) -> Command:
    return lambda url, folder: crawl_command(url, folder, settings.concurrency)


def _framework(settings: Settings, module: str, cache: bool = False) -> Command:
    def command(url: str, folder: Path) -> list[str]:
        output = Path(tempfile.mkdtemp(dir=folder))
        options = ["--base-url", url, "--output", str(output)]
        options += ["--concurrency", str(settings.concurrency)]
        options += ["--cache", str(folder / "cache")] if cache else []
        return [sys.executable, "-m", f"bench.{module}", *options]

    return command


def _plain(means: str) -> Command:
    return lambda url, folder: [
        *(sys.executable, "-m", "bench.plain", "--with", means, "--base-url", url),
        *("--output", str(folder)),
    ]


def _side_by_side(
    settings: Settings,
    chosen: dict[str, Command],
    latency: float,
    again: bool = False,
    rounds: int | None = None,
) -> dict[str, list[Run]]:
    """Run each contender in turn, round after round, in fresh folders (`again`: in the same).

    A contender that fails is told of on stderr and has no runs.
    """
    runs: dict[str, list[Run]] = {name: [] for name in chosen}
    failed: set[str] = set()
    with Server(settings.parts, latency) as server, tempfile.TemporaryDirectory() as top:
        kept = {name: Path(tempfile.mkdtemp(dir=top)) for name in chosen}
        for turn in range((rounds or settings.repeat) + again):
            for name in [n for n in chosen if n not in failed]:
                folder = kept[name] if again else Path(tempfile.mkdtemp(dir=top))
                try:
                    done = run(chosen[name](server.url, folder), server)
                    _check(done, Catalogue(settings.parts), unchanged=again and turn > 0)
                except RunError as failure:
                    _say(f"{name}: {failure}")
                    failed.add(name)
                    runs[name] = []
                    continue
                _say(f"{name}: {done.seconds:.2f} s, {done.peak_mb:.0f} MB{_asked(done)}")
                if turn or not again:
                    runs[name].append(done)
    return runs


def _check(done: Run, catalogue: Catalogue, unchanged: bool) -> None:
    """Hold the work done against the work there was: too little must not count as fast."""
    if done.asked["addresses"] < catalogue.addresses:
        read = done.asked["addresses"]
        raise RunError(f"read {read} addresses where there are {catalogue.addresses}")
    if done.asked["orders"]:
        raise RunError(f"followed an order button: {done.asked['orders'][0]}")
    if unchanged and done.answered(304) < catalogue.addresses * 0.95:
        raise RunError(f"only {done.answered(304)} answers were 304: it did not ask what changed")


def _asked(done: Run) -> str:
    statuses = ", ".join(f"{count} x {status}" for status, count in done.asked["statuses"].items())
    twice = done.requests - done.asked["addresses"]
    return f" ({statuses}{f'; {twice} asked for twice' if twice else ''})"


def _against(runs: dict[str, list[Run]], measure: str, target: str, most: float) -> Row:
    best = {name: min(map(_seconds, them)) for name, them in runs.items() if them}
    rivals = {n: s for n, s in best.items() if n in ("Crawlee", "Scrapy", "Scrapy with cache")}
    row = Row(
        measure,
        _best(runs, "katalog", _seconds, "{:.2f} s"),
        _others(runs, _seconds, "{:.2f} s"),
        target=target,
        values=best,
    )
    if "katalog" in best and rivals:
        fastest = min(rivals, key=lambda name: rivals[name])
        ratio = best["katalog"] / rivals[fastest]
        row.ratio = f"{ratio:.2f} of {fastest}"
        row.reached = ratio <= most
    return row


def _memory_row(runs: dict[str, list[Run]], parts: int) -> Row:
    peaks = {n: statistics.median(r.peak_mb for r in them) for n, them in runs.items() if them}
    return Row(
        f"peak memory, {parts} parts",
        f"{peaks['katalog']:.0f} MB" if "katalog" in peaks else "failed",
        " · ".join(f"{name} {mb:.0f} MB" for name, mb in peaks.items() if name != "katalog"),
        target="under 100 MB",
        reached=peaks["katalog"] < 100 if "katalog" in peaks else None,
        values=peaks,
    )


def _seconds(done: Run) -> float:
    return done.seconds


def _best(runs: dict[str, list[Run]], name: str, value: Callable[[Run], float], form: str) -> str:
    return form.format(min(map(value, runs[name]))) if runs[name] else "failed"


def _others(runs: dict[str, list[Run]], value: Callable[[Run], float], form: str) -> str:
    names = [name for name in runs if name != "katalog"]
    return " · ".join(f"{name} {_best(runs, name, value, form)}" for name in names)


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)
