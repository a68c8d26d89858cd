"""Run every benchmark of this directory, or those named: `python -m benchmarks pages`."""

import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> None:
    """Import each benchmark by name and let it print its table."""
    here = Path(__file__).parent
    for name in names or sorted(path.stem for path in here.glob("[!_]*.py")):
        print(f"\n{name}", flush=True)
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
