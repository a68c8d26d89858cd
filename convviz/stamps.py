"""A transposed convolution along one axis, stamp by stamp, and what adds up."""

import html

import numpy as np
from numpy.typing import ArrayLike

from convlib import taps
from convviz.figures import COLUMN, Picture
from convviz.panel import number, text
from convviz.places import LEFT, RIGHT, ROW, TOP, WIDEST, Rule


def stamps(y: ArrayLike, kernel: ArrayLike, stride: int = 1, dilation: int = 1) -> Picture:
    """Each number of `y` stamps the kernel times itself; below, their sum and how many meet.

    `y` and `kernel` have one axis. The settings mean what they mean in
    `convlib.transposed_output_size`, without padding.

    >>> stamps([3, 5], [1, 2, 4], stride=2).alt.partition("; ")[2]
    'they add up to 3, 6, 17, 10, 20, and 1, 1, 2, 1, 1 of them meet there.'
    """
    numbers, weights = np.asarray(y), np.asarray(kernel)
    total = (len(numbers) - 1) * stride + dilation * (len(weights) - 1) + 1
    out, inp, ker = (c.ravel() for c in taps(total, len(weights), stride, dilation=dilation))
    sums, meet = np.zeros(total, numbers.dtype), np.zeros(total, int)
    np.add.at(sums, inp, numbers[out] * weights[ker])
    np.add.at(meet, inp, 1)
    rule = Rule(min(WIDEST, (COLUMN - LEFT - RIGHT) / total))
    word = ", ".join(map(number, weights.tolist()))
    parts = []
    for o, value in enumerate(numbers.tolist()):
        parts.append(rule.name(o, f"y{_below(o)} = {number(value)}", "output"))
        first, span = o * stride, int(inp[out == o].max()) - o * stride + 1
        parts.append(rule.bar(first, span, o))
        for i, k in zip(inp[out == o], ker[out == o], strict=True):
            parts.append(rule.box(i, o, "kernel", number(value * weights[k])))
        parts.append(rule.note(total, o, f"{number(value)} · ({word})"))
    last = len(numbers)
    parts.append(rule.name(last, "sum z", "input"))
    parts += [rule.box(i, last, "input", number(sums[i])) for i in range(total)]
    under = rule.middle(last) + rule.side / 2 + 16
    parts.append(text(0, under, "stamps", "quiet", "s"))
    for i, count in enumerate(meet.tolist()):
        middle = rule.x(i) + rule.side / 2
        parts.append(text(middle, under, str(count), "quiet", "s", "text-anchor: middle"))
    height = TOP + last * ROW + rule.side + 30
    alt = (
        f"{last} stamps of the kernel {word}, {stride} cells apart, one below the other; they add "
        f"up to {', '.join(map(number, sums.tolist()))}, and "
        f"{', '.join(map(str, meet.tolist()))} of them meet there."
    )
    return Picture(
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="0 0 {COLUMN} {height:g}" '
        f'style="width: {COLUMN}px; font-family: var(--cv-font)">{"".join(parts)}</svg>',
        alt,
    )


def _below(n: int) -> str:
    return "".join(chr(0x2080 + int(digit)) for digit in str(n))
