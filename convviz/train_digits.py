"""Train the network that reads digits, and say how well it reads those it has not seen.

The same seed gives the same weights, to the byte.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tqdm.auto import tqdm

from convviz.digits import EPOCHS, digits, figure, train

SHOWN: Final = 3  # the digit in the figure


def _whole(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            needs = f"needs a whole number from {low} to {high}"
            raise argparse.ArgumentTypeError(f"{needs}; got {text!r}")
        return int(text)

    return number


def _file(suffix: str) -> Callable[[str], Path]:
    def file(text: str) -> Path:
        path = Path(text)
        if path.suffix != suffix or path.is_dir() or not path.parent.is_dir():
            needs = f"needs a {suffix} file in a directory that exists"
            raise argparse.ArgumentTypeError(f"{needs}; got {text!r}")
        return path

    return file


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, tell, and write what is asked for."""
    summary, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        "python -m convviz.train_digits", description=summary, epilog=more
    )
    add = parser.add_argument
    words = "how often each digit is seen (default %(default)s)"
    add("--epochs", type=_whole(1, 10_000), default=EPOCHS, metavar="N", help=words)
    words = "of the split, the first weights and the order (default %(default)s)"
    add("--seed", type=_whole(0, 2**32 - 1), default=0, metavar="N", help=words)
    for name, suffix, what in [("weights", ".npz", "the weights"), ("figure", ".svg", "a figure")]:
        words = f"write {what} to this {suffix} file"
        add(f"--{name}", type=_file(suffix), metavar="FILE", help=words)
    add("--quiet", action="store_true", help="no progress bar")
    asked = parser.parse_args(arguments)

    data = digits(asked.seed)
    trained = train(data, asked.epochs, asked.seed, iter if asked.quiet else tqdm)
    size = sum(entry.size for entry in trained.network.parameters.values())
    held_out = len(data.held_out_labels)
    print(f"{size:,} parameters read {trained.accuracies[-1]:.2%} of {held_out} held-out digits")
    try:
        if asked.weights:
            trained.network.save(asked.weights)
        if asked.figure:
            shown = figure(trained, data.held_out_x[data.held_out_labels == SHOWN][0])
            asked.figure.write_text(shown.standalone(), encoding="utf-8")
    except OSError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
