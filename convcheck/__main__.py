"""`python -m convcheck grade SUBMISSIONS --assignment NAME --out grades.csv`."""

import argparse
import os
import sys
from pathlib import Path

from convcheck import report, submission
from convcheck.grade import grade
from convcheck.marks import Journal, Marked, Marking, read_marking
from convcheck.students import sign

WINDOWS = os.name == "nt"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m convcheck", description="Mark a class.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("grade", help="mark a folder of notebooks")
    one.add_argument(
        "submissions", type=Path, help="a folder of STUDENT.ipynb or STUDENT/NAME.ipynb"
    )
    one.add_argument("--assignment", required=True, help="the name of the assignment")
    one.add_argument("--marking", type=Path, help="its marking file, if not in _build/class")
    one.add_argument("--out", type=Path, default=Path("grades.csv"), help="the table to write")
    one.add_argument("--seed", type=int, default=0, help="chooses the numbers of the calls")
    one.add_argument("--unsafe", action="store_true", help="mark where a protection is missing")
    return parser.parse_args()


def refusal(given: argparse.Namespace) -> str:
    """Say why these submissions cannot be marked here, if so."""
    lacks = submission.lacking()
    words = f"this system cannot keep an answer from: {', '.join(lacks)}"
    if WINDOWS:
        return f"{words}. Windows cannot run the marking: use WSL or a Linux container."
    if lacks and not given.unsafe:
        return f"{words}. Mark in a Linux container, or add --unsafe if you trust every answer."
    if not given.submissions.is_dir():
        return f"submissions: needs a folder of notebooks; got {given.submissions}"
    if given.out.resolve().is_relative_to(given.submissions.resolve()):
        return f"out: needs a place outside of the submissions; got {given.out}"
    return ""


def told(marking: Marking, rows: list[Marked]) -> str:
    """Name who stands on the class list alone, or handed in without standing there."""
    listed = {sign(name): name for name in marking.own}
    there = {sign(row.student): row.student for row in rows}
    lines = []
    if absent := [name for key, name in listed.items() if key not in there]:
        lines.append(f"Nothing from: {', '.join(absent)}.")
    if listed and (strange := [name for key, name in there.items() if key not in listed]):
        lines.append(f"Not on the class list, so marked by other numbers: {', '.join(strange)}.")
    return "\n".join(lines)


def main() -> None:
    """Mark, and write what there is to read."""
    given = arguments()
    if words := refusal(given):
        sys.exit(words)
    name = given.assignment
    try:
        marking = read_marking(
            given.marking or Path("_build/class") / name / f"{name}-marking.json"
        )
        submission.trial()
        journal = Journal(given.out.with_suffix(".journal.jsonl"))
        rows = grade(given.submissions, name, marking, journal, given.seed)
    except (ValueError, OSError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped. What is marked is kept: the same command goes on from there.")
    page = report.write(given.out, name, marking, rows)
    print(
        *filter(None, (told(marking, rows), f"{len(rows)} students: {given.out}, {page}")), sep="\n"
    )


if __name__ == "__main__":
    main()
