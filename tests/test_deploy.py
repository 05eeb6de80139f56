"""What is in `deploy/` is taken by the programs it is for, and calls commands that exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from scraper.cli import app
from scraper.crawl import run_crawl
from scraper.plan import Plan
from scraper.settings import Settings
from tests.standin import faults
from tests.standin.server import StandIn

DEPLOY = Path(__file__).parent.parent / "deploy"


def commands(file: str) -> list[list[str]]:
    """Give the words after `katalog` of each command in a file."""
    text = (DEPLOY / file).read_text(encoding="utf-8")
    found = re.findall(
        r"(?:bin/katalog| katalog) ((?:archive|crawl|refresh|serve|doctor)\b.*)", text
    )
    return [shlex.split(words.rstrip("`")) for words in found]


@pytest.mark.parametrize("file", ["katalog.service", "crontab", "Containerfile"])
def test_every_command_and_option_exists(file: str) -> None:
    root = typer.main.get_command(app)
    calls = commands(file)
    assert calls
    for words in calls:
        command, rest = root, words
        while hasattr(command, "commands") and rest and rest[0] in command.commands:
            command, rest = command.commands[rest[0]], rest[1:]
        assert not hasattr(command, "commands"), words
        known = {option for each in command.params for option in each.opts}
        assert {word for word in rest if word.startswith("--")} <= known


@pytest.mark.parametrize("unit", ["katalog.service", "katalog.timer"])
def test_systemd_takes_the_unit(unit: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine; .ci/run installs it")
    katalog = Path(sys.executable).parent / "katalog"
    for name in ("katalog.service", "katalog.timer"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/opt/katalog/.venv/bin/katalog", str(katalog))
        text = text.replace("file:///opt/katalog/README.md", "https://example.org")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)],
        capture_output=True,
        text=True,
    )
    ours = [line for line in done.stderr.splitlines() if "katalog" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_unit_is_hardened() -> None:
    text = (DEPLOY / "katalog.service").read_text(encoding="utf-8")
    settings = dict(
        line.split("=", 1) for line in text.splitlines() if "=" in line and line[0] != "#"
    )
    assert settings["ProtectSystem"] == "strict"
    assert settings["NoNewPrivileges"] == "true"
    assert settings["CapabilityBoundingSet"] == ""
    assert settings["User"] == "katalog"


def refresh(site: StandIn, settings: Settings, *words: str) -> list[str]:
    command = [sys.executable, "-m", "scraper", "refresh", "--db", str(settings.db), "--delay", "0"]
    command += ["--base-url", site.base_url, *words]
    done = subprocess.run(command, capture_output=True, text=True, env={"KATALOG_RETRY_WAIT": "0"})
    return done.stderr.splitlines()


def test_each_event_is_a_line(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    site.faults.add("/integration/sf1590b02", faults.status(404))
    lines = refresh(site, settings)
    pairs = [dict(word.split("=", 1) for word in shlex.split(line)) for line in lines]
    assert [each["event"] for each in pairs] == [
        "run_began",
        "reading",
        "problem",
        "reading",
        "reading",
        "run_ended",
    ]
    assert pairs[2]["kind"] == "gone"
    assert (pairs[-1]["verdict"], pairs[-1]["changes"]) == ("good", "1")
    events = [json.loads(line) for line in refresh(site, settings, "--log-json")]
    assert events[-1]["event"] == "run_ended"
    assert events[-1]["changes"] == 0


def test_a_quiet_night_logs_nothing_and_a_failed_one_why(site: StandIn, settings: Settings) -> None:
    run_crawl(settings, Plan())
    assert refresh(site, settings, "--quiet") == []
    site.faults.add("/robots.txt", faults.status(503))
    lines = refresh(site, settings, "--quiet", "--log-json")
    assert json.loads(lines[0])["event"] == "not_published"
    assert json.loads(lines[0])["verdict"] == "failed"
    assert lines[1].startswith("katalog: robots.txt could not be read")
    assert len(lines) == 2
