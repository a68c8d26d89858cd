"""The times that chapters show: measured, or the same in every build."""

import json
import re
from pathlib import Path
from time import sleep

import pytest
from convbook.execution import code_digest

from convviz import clock
from convviz.clock import best_times
from tests.conftest import ROOT
from tools.times import run_cells, timed

CHAPTERS = sorted((ROOT / "chapters").glob("*.md"))


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that may ask no clock: whoever asks one fails."""
    monkeypatch.setenv(clock.REPRODUCIBLE, "1764460800")
    monkeypatch.delattr(clock, "Timer")


def test_a_job_that_sleeps_takes_at_least_its_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.REPRODUCIBLE, raising=False)
    monkeypatch.setattr(clock, "taken", {})
    found = best_times("naps", {1: lambda: sleep(0.03), 2: lambda: sleep(0.06)})
    assert found[1] >= 0.03
    assert found[2] >= 0.06
    assert clock.taken == {"naps": {"1": found[1], "2": found[2]}}


def test_where_no_clock_may_be_asked_the_note_is_read(
    quiet: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "times.json"
    note.write_text(json.dumps({"seconds": {"sums": {"4": 0.5, "16": 2.0}}}))
    monkeypatch.setattr(clock, "NOTED", note)
    assert best_times("sums", {4: print, 16: print}) == {4: 0.5, 16: 2.0}
    for name, jobs in (("sums", {4: print}), ("others", {4: print})):
        with pytest.raises(ValueError, match=rf"name: '{name}' needs .*; got .*tools\.times"):
            best_times(name, jobs)


def test_no_chapter_asks_a_clock_but_through_best_times() -> None:
    asked = re.compile(r"\b(timeit|perf_counter|process_time|datetime|import time)\b|%time")
    assert [path.name for path in CHAPTERS if asked.search(path.read_text("utf-8"))] == []
    assert len(timed()) >= 2


@pytest.mark.parametrize("chapter", timed(), ids=lambda path: path.stem)
def test_a_chapter_with_noted_times_prints_the_same_each_time(
    quiet: None, capsys: pytest.CaptureFixture[str], chapter: Path
) -> None:
    said = []
    for _ in range(2):
        run_cells(chapter)
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != ""


def test_the_noted_times_are_such_as_the_prose_tells_of() -> None:
    noted = json.loads(clock.NOTED.read_text("utf-8"))
    seconds = noted["seconds"]
    ways = list(seconds["four ways to one layer"].values())
    assert noted["processor"]
    assert ways[0] > 1000 * max(ways[2:])
    assert ways[0] > ways[1] > max(ways[2:])
    slid, waves = ({int(k): t for k, t in seconds[way].items()} for way in ("sliding", "by waves"))
    ahead = [K for K in slid if waves[K] < slid[K]]
    assert ahead == [K for K in slid if min(ahead) <= K]
    assert 64 <= min(ahead) <= 256


def test_a_build_without_a_clock_takes_no_results_of_one_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(clock.REPRODUCIBLE, raising=False)
    measured = code_digest(ROOT)
    monkeypatch.setenv(clock.REPRODUCIBLE, "1764460800")
    assert code_digest(ROOT) != measured
