"""Layers against PyTorch and against NumPy as it is usually written, as ratios of time."""

from benchmarks._numpy import STYLES
from benchmarks._sides import Times, alternated, mean_ratio, ratios
from benchmarks._sizes import SIZES

KINDS = ("forward", "both")
SMALL = [name for name in SIZES if name != "S6"]
BOUNDS = {"float32": 0.9, "float64": 0.8}


def against_torch(dtype: str, threads: int) -> None:
    """Print our time over PyTorch's, forward alone and with the backward pass."""
    sides = {"ours": ["benchmarks._ours", dtype], "torch": ["benchmarks._torch", dtype]}
    sides = {side: [*command, *SIZES, "pool"] for side, command in sides.items()}
    times = alternated(sides, threads)
    found = ratios(times["ours"], times["torch"])
    print(f"\nours / PyTorch, {dtype}, {threads} thread{'s' * (threads > 1)}")
    row("", [*SIZES, "S1 to S5"])
    for kind in KINDS:
        mean = mean_ratio(found, [f"{name} {kind}" for name in SMALL])
        bound = f" (bound {BOUNDS[dtype]})" if (kind, threads) == ("both", 1) else ""
        row(kind, [*(found[f"{name} {kind}"] for name in SIZES), mean], bound)
    row("pooling", [found["pool forward"]], " (bound 1)" * (threads == 1))


def against_numpy(dtype: str) -> None:
    """Print the time of each usual style over ours."""
    styles = {style: ["benchmarks._numpy", style, dtype] for style in STYLES}
    times = alternated({"ours": ["benchmarks._ours", dtype], **styles}, rounds=3)
    print(f"\nother NumPy / ours, {dtype}, 1 thread (bound 2 from S2 up)")
    row("", [*SIZES, "least"])
    for kind in KINDS:
        for style in STYLES:
            found = ratios(times[style], pick(times["ours"], kind))
            cells = [found[f"{name} {kind}"] for name in SIZES]
            row(f"{kind}, {style}", [*cells, min(cells[1:])])


def pick(times: Times, kind: str) -> Times:
    """The times of one kind."""
    return {name: time for name, time in times.items() if name.endswith(kind)}


def row(head: str, cells: list[str] | list[float], tail: str = "") -> None:
    """Print one line of a table."""
    words = [cell if isinstance(cell, str) else f"{cell:.2f}" for cell in cells]
    print(f"{head:20}" + "".join(f"{word:>9}" for word in words) + tail, flush=True)


def main() -> None:
    """Print every table."""
    for threads in (1, 2):
        for dtype in BOUNDS:
            against_torch(dtype, threads)
    against_numpy("float32")


if __name__ == "__main__":
    main()
