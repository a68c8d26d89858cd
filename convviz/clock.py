"""How long jobs take: measured here, or, where no clock may be asked, read from a note.

A build that is to give the same bytes each time sets `SOURCE_DATE_EPOCH`, as
https://reproducible-builds.org asks. It then shows the times in `times.json`, which
`python -m tools.times` measures by running the same cells.
"""

import json
import os
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from timeit import Timer
from typing import Any, Final, TypeVar

REPRODUCIBLE: Final = "SOURCE_DATE_EPOCH"
NOTED: Final = Path(__file__).with_name("times.json")

_RUNS: Final = 9
_Key = TypeVar("_Key", bound=Hashable)

taken: Final[dict[str, dict[str, float]]] = {}  # what this process has measured, by name


def best_times(name: str, jobs: Mapping[_Key, Callable[[], Any]]) -> dict[_Key, float]:
    """The seconds that one run of each job takes, the least of several.

    The clock is disturbed by whatever else a machine does, and never in a job's favour. `name`
    says which times these are in the note; a note without them raises `ValueError`.

    >>> best_times("a sum", {"ten": lambda: sum(range(10))})["ten"] < 1
    True
    """
    if os.environ.get(REPRODUCIBLE):
        return _noted(name, jobs)
    seconds = {key: _best(job) for key, job in jobs.items()}
    taken[name] = {str(key): time for key, time in seconds.items()}
    return seconds


def _best(job: Callable[[], Any]) -> float:
    times = Timer(job).autorange()[0] // 8 + 1  # many runs a look: clocks may be coarse
    return min(Timer(job).repeat(_RUNS, times)) / times


def _noted(name: str, jobs: Mapping[_Key, Any]) -> dict[_Key, float]:
    noted = json.loads(NOTED.read_text("utf-8"))["seconds"].get(name, {})
    if list(noted) != [str(key) for key in jobs]:
        raise ValueError(
            f"name: {name!r} needs a note of {[str(key) for key in jobs]}; got {list(noted)}; "
            "run `python -m tools.times`"
        )
    return {key: noted[str(key)] for key in jobs}
