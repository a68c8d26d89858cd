"""The look of the book: one palette, one type scale, one cell, for all that is drawn.

Widgets, matplotlib figures and the page theme read these tables and nothing else.
Each colour has a light and a dark form; text on its tint has a contrast of at least 4.5 : 1.
"""

from typing import Final

# role: (light, dark). `ink` colours text and lines, `tint` the ground under them.
INK: Final = {
    "input": ("#2563a8", "#7fb4ee"),
    "kernel": ("#b3510a", "#f0a463"),
    "output": ("#1d7a4f", "#6fd0a0"),
    "gradient": ("#7a3fa0", "#cfa0ec"),
}
TINT: Final = {
    "input": ("#eaf2fb", "#182a40"),
    "kernel": ("#fdf0e3", "#3a2613"),
    "output": ("#e6f5ed", "#143226"),
    "gradient": ("#f4ebfa", "#301f3d"),
}
PLAIN: Final = {
    "text": ("#1c2230", "#e6e9ef"),
    "quiet": ("#5b6472", "#9aa4b2"),
    "ground": ("#ffffff", "#14181f"),
    "soft": ("#f6f7fa", "#1b212b"),
    "line": ("#d9dee7", "#323a47"),
}
SIZE: Final = {"s": 13, "m": 15, "text": 17, "l": 20, "xl": 26, "xxl": 34}  # CSS pixels
CELL: Final = {"side": 44, "side-phone": 36, "gap": 3, "corner": 6}  # CSS pixels
FONT: Final = '"Inter", system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif'
MONO: Final = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

# How each place that shows us says that it is dark: the book, JupyterLab, VS Code, Colab.
_DARK: Final = (
    'html[data-theme="dark"], body[data-jp-theme-light="false"], '
    'body[data-vscode-theme-kind*="dark"], html[theme="dark"]'
)


def colours(dark: bool = False) -> dict[str, str]:
    """Every colour of one scheme by its CSS name: `input` (ink), `input-tint`, `text`, `line`, …

    >>> colours()["kernel"], colours(dark=True)["kernel-tint"]
    ('#b3510a', '#3a2613')
    """
    pick = int(dark)
    named = {name: pair[pick] for name, pair in (INK | PLAIN).items()}
    return named | {f"{name}-tint": pair[pick] for name, pair in TINT.items()}


def css() -> str:
    """The tables as CSS custom properties, `--cv-input` and so on, light, dark and print."""

    def block(selector: str, properties: dict[str, str]) -> str:
        return f"{selector} {{ " + " ".join(f"--cv-{k}: {v};" for k, v in properties.items()) + " }"

    sizes = {f"size-{k}": f"{v}px" for k, v in SIZE.items()}
    cell = {f"cell-{k}": f"{v}px" for k, v in CELL.items()}
    fixed = sizes | cell | {"font": FONT, "mono": MONO}
    paper = block(f":root, {_DARK}", colours())
    return "\n".join(
        [
            block(":root", fixed | colours()),
            block(_DARK, colours(dark=True)),
            f"@media print {{ {paper} }}",
        ]
    )
