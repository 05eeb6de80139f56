"""Why a night was not published, side by side with the last good reading."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scraper.store import Store

_ELSEWHERE = frozenset(
    {"emptied", "vanished", "unknown_label", "unreadable_value", "missing_label"}
)
"""Problems that are told by field or by label; the others are told by page."""
SHOWN = 8
"""Pages shown for each field or label: more of the same say no more."""


def explain(store: Store, run: dict[str, Any]) -> list[str]:
    """Give, line by line, what a suspect run lost and found against the last good one.

    First its balance sheet: what each source says there is, and what was read of it. Then for each
    field its pages with the value of the last good reading, what is read now, and the labels nobody
    knows on that page: one of them is mostly the field's new name.
    """
    problems = store.rows(
        "SELECT kind, url, message, subject FROM problems WHERE run_id = ? ORDER BY id", run["id"]
    )
    labels: dict[str, list[str]] = defaultdict(list)
    pages: dict[str, set[str]] = defaultdict(set)
    known = store.unknown_labels(before=run["id"])
    for problem in problems:
        label = problem["subject"]
        if problem["kind"] == "unknown_label" and label and label not in known:
            labels[problem["url"]].append(label)
            pages[label].add(problem["url"])
    lines = [sums.english for sums in store.balance_sheet(run["id"])]
    lines += [*_lost_values(problems, labels), *_lost_rows(problems), *_lost_pages(problems)]
    for label, urls in sorted(pages.items(), key=lambda each: (-len(each[1]), each[0])):
        lines.append(f"new unknown label '{label}' on {len(urls)} pages, such as {min(urls)}")
    return lines


def _lost_values(problems: list[dict[str, Any]], labels: dict[str, list[str]]) -> list[str]:
    fields: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for problem in problems:
        if problem["kind"] == "emptied":
            field, _, was = problem["message"].partition(": ")
            fields[field].append((problem["url"], was))
    lines = []
    for field, rows in fields.items():
        lines.append(f"{field} is empty on pages where the last good reading had it:")
        for url, was in rows[:SHOWN]:
            unknown = ", ".join(f"'{label}'" for label in dict.fromkeys(labels.get(url, ())))
            lines.append(f"  {url}")
            lines.append(f"    last good: {was}")
            lines.append(f"    now:       nothing; unknown labels on the page: {unknown or 'none'}")
        if len(rows) > SHOWN:
            lines.append(f"  and on {len(rows) - SHOWN} more")
    return lines


def _lost_rows(problems: list[dict[str, Any]]) -> list[str]:
    tables: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        if problem["kind"] == "vanished":
            tables[problem["message"].partition(": ")[0]].append(
                f"{problem['message']} ({problem['url']})"
            )
    lines = []
    for rows in tables.values():
        lines += rows[:SHOWN]
        if len(rows) > SHOWN:
            lines.append(f"  and {len(rows) - SHOWN} more")
    return lines


def _lost_pages(problems: list[dict[str, Any]]) -> list[str]:
    lost = [each for each in problems if each["kind"] not in _ELSEWHERE]
    lines = [f"{each['message']} ({each['url']})" for each in lost[:SHOWN]]
    return [*lines, f"and {len(lost) - SHOWN} more"] if len(lost) > SHOWN else lines
