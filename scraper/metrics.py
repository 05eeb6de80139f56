"""The figures of the last run as a Prometheus text file, for node_exporter's textfile collector."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from scraper.plan import INSTANT
from scraper.store import Store

_FIGURES = (
    "parts",
    "services",
    "attachments",
    "changes",
    "problems",
    "requests",
    "bytes",
    "share_304",
)
_VERDICTS = ("good", "suspect", "failed")


def metrics_text(store: Store | None, run: dict[str, Any]) -> str:
    """Give the figures of a run, a row of `runs`. Seconds, bytes and shares from 0 to 1.

    Of a run that did not come so far as to be kept, there is no more than when and how it ended.
    """
    registry = CollectorRegistry()
    run = dict.fromkeys(_FIGURES, 0) | {name: run[name] for name in run if run[name] is not None}

    def gauge(name: str, about: str, value: float) -> None:
        Gauge(f"katalog_{name}", about, registry=registry).set(value)

    began, ended = (
        _seconds(run["started_at"]),
        _seconds(run.get("finished_at") or run["started_at"]),
    )
    latest = "SELECT MAX(started_at) AS at FROM runs WHERE verdict = 'good'"
    good = store.rows(latest)[0]["at"] if store is not None else None
    gauge("last_run_timestamp_seconds", "Start of the last run", began)
    gauge(
        "last_good_run_timestamp_seconds",
        "Start of the last run that was published, 0 if none",
        _seconds(good) if good else 0,
    )
    gauge("last_run_duration_seconds", "How long the last run took", ended - began)
    gauge("last_run_exit_code", "Exit code of the last run", run["exit_code"])
    verdict = Gauge(
        "katalog_last_run_verdict",
        "1 for the verdict of the last run",
        ["verdict"],
        registry=registry,
    )
    for each in _VERDICTS:
        verdict.labels(each).set(each == run["verdict"])
    pages = run["parts"] + run["services"] + run["attachments"]
    gauge("last_run_pages", "Pages and files had in the last run", pages)
    gauge("last_run_changes", "Changes found in the last run", run["changes"])
    gauge("last_run_problems", "Problems noted in the last run", run["problems"])
    gauge("last_run_requests", "Requests sent in the last run", run["requests"])
    gauge("last_run_received_bytes", "Bytes of body received in the last run", run["bytes"])
    gauge("last_run_not_modified_ratio", "Share of requests answered 304", run["share_304"])
    return generate_latest(registry).decode()


def _seconds(instant: str) -> float:
    return datetime.strptime(instant, INSTANT).replace(tzinfo=UTC).timestamp()
