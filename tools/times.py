"""Measure anew what the chapters measure, and note it for builds that may ask no clock."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jupytext

from convviz import clock
from tools.steps import ROOT, say


def timed() -> list[Path]:
    """The chapters that take times."""
    chapters = sorted((ROOT / "chapters").glob("*.md"))
    return [path for path in chapters if "best_times(" in path.read_text("utf-8")]


def run_cells(chapter: Path) -> None:
    """Run the code of a chapter from top to bottom, as a reader does."""
    names: dict[str, Any] = {}
    for cell in jupytext.read(chapter).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, str(chapter), "exec"), names)


def processor() -> str:
    """What the machine calls its processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def main() -> None:
    """Run every chapter that takes times, and write them down."""
    os.environ.pop(clock.REPRODUCIBLE, None)
    for chapter in timed():
        say(f"running {chapter.name}")
        run_cells(chapter)
    note = {
        "processor": processor(),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seconds": {
            name: {key: float(f"{time:.3g}") for key, time in times.items()}
            for name, times in clock.taken.items()
        },
    }
    clock.NOTED.write_text(json.dumps(note, indent=2) + "\n", "utf-8")
    print(clock.NOTED)


if __name__ == "__main__":
    main()
