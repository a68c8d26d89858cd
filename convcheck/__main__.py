"""`python -m convcheck grade SUBMISSIONS --assignment NAME --out grades.csv`."""

import argparse
import sys
from pathlib import Path

from convcheck import report
from convcheck.grade import grade, questions
from convcheck.submission import lacking


def main() -> None:
    """Read the command line and mark."""
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
    given = parser.parse_args()
    name = given.assignment
    marking = given.marking or Path("_build/class") / name / f"{name}-marking.json"
    if (lacks := lacking()) and not given.unsafe:
        words = f"this system cannot keep an answer from: {', '.join(lacks)}"
        sys.exit(f"{words}. Mark in a Linux container, or add --unsafe if you trust every answer.")
    if not given.submissions.is_dir():
        sys.exit(f"submissions: needs a folder of notebooks; got {given.submissions}")
    try:
        asked, _ = questions(marking)
        rows = grade(given.submissions, name, marking, given.out, given.seed)
    except ValueError as error:
        sys.exit(str(error))
    page = report.write(given.out, name, asked, rows)
    print(f"{len(rows)} students: {given.out}, {page}")


if __name__ == "__main__":
    main()
