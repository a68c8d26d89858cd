"""The matrix widget, as a reader without a kernel uses it, and as Python sees it."""

import html
import json
import re
import secrets

import numpy as np
import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from convlib import conv2d_backward, conv_matrix, correlate, im2col, taps
from convviz import Matrix
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

NINE = np.arange(9).reshape(3, 3)
KERNEL = np.array([[1, 2], [3, 4]])
LINES = "paths => paths.map(p => p.getAttribute('d').split('M').length - 1)"


@pytest.fixture
def nine(opened: Opened) -> Locator:
    """The worked example: nine inputs, four outputs, four weights."""
    return opened(Matrix(NINE, KERNEL, name="nine"))


def show(widget: Locator, tab: str) -> None:
    widget.locator(f'[data-tab="{tab}"]').click()


def back(widget: Locator) -> None:
    widget.locator('[name="transpose"]').check()


def table(widget: Locator, view: str, shape: tuple[int, int]) -> list[list[float]]:
    rows: list[list[float]] = np.reshape(values(widget, view), shape).tolist()
    return rows


def edges(widget: Locator, which: str) -> int:
    """How many edges are drawn: all (`base`) or those of the chosen cell (`lit`)."""
    paths = widget.locator(f".cv-matrix-{which} path")
    return (
        sum(paths.evaluate_all(LINES)) if widget.locator(f".cv-matrix-{which}").is_visible() else 0
    )


def test_it_shows_four_rows_of_nine_with_four_different_weights(nine: Locator) -> None:
    shown = table(nine, "matrix", (4, 9))
    assert shown == conv_matrix(KERNEL, (3, 3)).toarray().tolist()
    assert len({value for row in shown for value in row if value}) == 4
    assert values(nine, "flat-x") == NINE.ravel().tolist()
    assert values(nine, "flat-y") == correlate(NINE, KERNEL).ravel().tolist()
    expect(nine.locator(".cv-matrix-head")).to_contain_text("4 × 9: 16 of 36 entries are taps")
    assert written(nine) == "y0,0 = 0·1 + 1·2 + 3·3 + 4·4 = 27"


def test_a_row_is_a_window_and_a_column_an_input_cell(nine: Locator) -> None:
    cell(nine, "output", "1,0").hover()
    assert lit(nine, "matrix") == {"2,3", "2,4", "2,6", "2,7"}
    assert lit(nine, "input") == {"1,0", "1,1", "2,0", "2,1"}
    assert lit(nine, "flat-y") == {"2,0"}
    along = nine.locator('[data-view="matrix"][data-state="along"]')
    assert along.evaluate_all("cells => cells.map(c => c.dataset.index)") == [
        f"2,{i}" for i in range(9)
    ]
    cell(nine, "flat-x", "4,0").hover()
    assert lit(nine, "matrix") == {"0,4", "1,4", "2,4", "3,4"}
    assert lit(nine, "input") == {"1,1"}
    assert lit(nine, "output") == {"0,0", "0,1", "1,0", "1,1"}
    expect(nine.locator('[data-role="other"]')).to_have_text("Column 4 of C: 4 taps.")


def test_an_entry_of_the_matrix_is_one_tap_in_every_picture(nine: Locator) -> None:
    cell(nine, "matrix", "1,4").click()
    assert (lit(nine, "input"), lit(nine, "kernel"), lit(nine, "output")) == (
        {"1,1"},
        {"1,0"},
        {"0,1"},
    )
    assert written(nine) == "one tap: 4·3 is added to y0,1"
    cell(nine, "matrix", "0,8").hover()
    assert written(nine) == "no tap joins these two: this entry is 0"


def test_im2col_stands_between_its_weights_and_its_sums(nine: Locator) -> None:
    show(nine, "im2col")
    assert table(nine, "im2col", (4, 4)) == im2col(NINE, (2, 2)).tolist()
    assert values(nine, "flat-w") == [1, 2, 3, 4]
    assert values(nine, "flat-y") == [27, 37, 57, 67]
    cell(nine, "output", "1,0").hover()
    assert lit(nine, "im2col") == {"0,2", "1,2", "2,2", "3,2"}
    cell(nine, "im2col", "3,0").hover()
    assert written(nine) == "one tap: 4·4 is added to y0,0"


def test_the_transpose_leads_back(nine: Locator) -> None:
    back(nine)
    cell(nine, "grad-output", "1,1").locator("input").fill("-2")
    dy = np.array([[1, 1], [1, -2]])
    dx = conv2d_backward(dy[None, None], NINE[None, None], KERNEL[None, None])[0]
    assert values(nine, "grad-input") == dx.ravel().tolist()
    assert values(nine, "flat-dx") == dx.ravel().tolist()
    assert table(nine, "matrix", (9, 4)) == conv_matrix(KERNEL, (3, 3)).toarray().T.tolist()
    cell(nine, "grad-input", "1,1").click()
    assert written(nine) == "dx1,1 = (−2)·1 + 1·2 + 1·3 + 1·4 = 7"
    assert lit(nine, "matrix") == {"4,0", "4,1", "4,2", "4,3"}
    assert lit(nine, "grad-output") == {"0,0", "0,1", "1,0", "1,1"}
    expect(cell(nine, "grad-input", "1,1")).to_have_attribute(
        "aria-label",
        "gradient of input row 1, column 1: 7 = 1 times 4 plus 1 times 3 plus 1 times 2 "
        "plus minus 2 times 1",
    )
    expect(nine.locator(".cv-count")).to_have_text("5 / 9")
    expect(nine.locator('[data-role="other"]')).to_have_text("Row 4 of Cᵀ: 4 taps.")


def test_the_way_back_grows_with_the_input_though_the_output_stays(opened: Opened) -> None:
    widget = opened(Matrix(np.ones((4, 4)), KERNEL, stride=2, transpose=True))
    widget.locator("summary").first.click()
    widget.locator('[name="input-rows"]').fill("5")
    expect(widget.locator('[data-view="grad-input"]')).to_have_count(20)
    assert len(values(widget, "grad-output")) == 4
    assert np.reshape(values(widget, "grad-input"), (5, 4))[4].tolist() == [0, 0, 0, 0]


def test_with_a_stride_the_way_back_writes_the_taps_that_there_are(opened: Opened) -> None:
    kernel = np.arange(1, 10).reshape(3, 3)
    widget = opened(Matrix(np.ones((6, 6)), kernel, stride=2, transpose=True, name="strided"))
    cell(widget, "grad-input", "1,1").hover()
    assert written(widget) == "dx1,1 = 1·5 = 5"
    assert widget.locator('[data-view="kernel"][data-state="padded"]').count() == 0
    cell(widget, "grad-input", "2,2").hover()
    assert written(widget) == "dx2,2 = 1·1 + 1·3 + 1·7 + 1·9 = 20"
    unread = cell(widget, "grad-input", "5,5")
    unread.hover()
    assert written(widget) == "dx5,5 = 0: no window reads this cell"
    expect(unread).to_have_attribute("aria-label", re.compile("no window reads this cell$"))


def test_an_entry_of_the_transpose_is_one_tap_too(nine: Locator) -> None:
    back(nine)
    cell(nine, "matrix", "4,1").click()
    assert written(nine) == "one tap: 1·3 is added to dx1,1"
    expect(cell(nine, "matrix", "4,1")).to_have_attribute("data-held", "true")
    assert lit(nine, "grad-output") == {"0,1"}
    assert lit(nine, "kernel") == {"1,0"}


def test_a_gradient_or_a_weight_says_where_it_goes_back(nine: Locator) -> None:
    back(nine)
    cell(nine, "grad-output", "0,1").hover()
    told = "1·1 in dx0,1, 1·2 in dx0,2, 1·3 in dx1,1, 1·4 in dx1,2"
    assert written(nine) == f"dy0,1 = 1 is used 4 times: {told}"
    cell(nine, "kernel", "0,0").hover()
    assert written(nine).startswith("w0,0 = 1 is used 4 times: 1·1 in dx0,0, ")
    assert lit(nine, "grad-input") == {"0,0", "0,1", "1,0", "1,1"}


def test_im2col_of_the_way_back_gathers_what_each_input_gets(nine: Locator) -> None:
    back(nine)
    show(nine, "im2col")
    gathered = np.reshape(values(nine, "im2col"), (4, 9))
    assert (KERNEL.ravel() @ gathered).tolist() == values(nine, "flat-dx")
    taps_in = (conv_matrix(np.ones((2, 2), int), (3, 3)).toarray()).sum(axis=0)
    assert gathered.sum(axis=0).tolist() == taps_in.tolist()


@pytest.mark.parametrize(
    ("mode", "count", "weights"), [("full", 36, 36), ("local", 16, 16), ("shared", 16, 4)]
)
def test_the_graph_has_as_many_edges_and_weights_as_its_connections(
    nine: Locator, mode: str, count: int, weights: int
) -> None:
    show(nine, "graph")
    show(nine, mode)
    assert edges(nine, "base") == count
    named = nine.locator('[data-view="weights"]:not([data-blank])')
    assert named.count() == count
    assert len(set(named.all_inner_texts())) == weights
    expect(nine.locator(".cv-matrix-head")).to_contain_text(f"{weights} weights")
    cell(nine, "flat-y", "2,0").hover()
    assert edges(nine, "lit") == count / 4


def test_only_the_edges_of_a_chosen_weight_stay(nine: Locator) -> None:
    show(nine, "graph")
    cell(nine, "kernel", "0,1").click()
    assert (edges(nine, "base"), edges(nine, "lit")) == (0, 4)
    assert nine.locator(".cv-matrix-lit text").all_text_contents() == ["b"] * 4
    assert lit(nine, "weights") == {"0,1", "1,2", "2,4", "3,5"}
    cell(nine, "weights", "3,7").click()
    assert lit(nine, "kernel") == {"1,0"}
    expect(nine.locator(".cv-matrix-told")).to_contain_text("Weight c: 4 of 16 edges")
    show(nine, "local")
    cell(nine, "weights", "3,7").click()
    assert edges(nine, "lit") == 1
    assert nine.locator(".cv-matrix-lit text").all_text_contents() == ["15"]
    show(nine, "full")
    cell(nine, "weights", "0,8").click()
    assert edges(nine, "lit") == 1
    assert nine.locator(".cv-matrix-lit text").all_text_contents() == ["9"]


def test_shared_weights_are_told_apart_by_dashes_and_letters(nine: Locator) -> None:
    show(nine, "graph")
    dashes = nine.locator(".cv-matrix-base path").evaluate_all(
        "paths => paths.map(p => getComputedStyle(p).strokeDasharray)"
    )
    assert len(set(dashes)) == 4
    assert nine.locator(".cv-matrix-lit text").all_text_contents() == ["a", "b", "c", "d"]


def test_edges_join_the_middles_of_their_cells(nine: Locator) -> None:
    show(nine, "graph")
    svg = nine.locator(".cv-matrix-edges").bounding_box()
    assert svg
    ends = nine.locator(".cv-matrix-lit path").first.get_attribute("d") or ""
    heights = [float(y) + svg["y"] for y in re.findall(r"[ML]\d+ ([\d.]+)", ends)]
    for view, height in zip(("flat-x", "flat-y"), heights, strict=True):
        box = cell(nine, view, "0,0").bounding_box()
        assert box
        assert height == pytest.approx(box["y"] + box["height"] / 2, abs=0.6)


# Makes each turn through the widget's own controls and tells what it then shows, in one call: by
# itself each of some hundred turns would wait for the browser to draw.
TURNS = """(widget, turns) => turns.map(([control, where, value]) => {
  const type = (field, text) => {
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.blur();
  };
  const field = widget.querySelector(`[name="${control}"]`);
  const cells = [...widget.querySelectorAll(`[data-view="${control}"]`)];
  if (["matrix", "im2col"].includes(control)) {
    widget.querySelector(`[data-tab="${control}"]`).click();
  } else if (field?.type === "checkbox") field.click();
  else if (field) {
    const [least, most] = ["min", "max"].map(end => Number(field.getAttribute(`aria-value${end}`)));
    type(field, String(least + Math.floor(where * (most - least + 1))));
  } else if (cells.length) {
    type(cells[Math.floor(where * cells.length)].querySelector("input"), String(value));
  }
  const shown = { back: widget.querySelector("[name=transpose]").checked };
  for (const name of ["stride", "padding", "dilation"]) {
    shown[name] = Number(widget.querySelector(`[name="${name}"]`).value);
  }
  for (const cell of widget.querySelectorAll("[data-view]")) {
    (shown[cell.dataset.view] ??= []).push(Number(cell.dataset.value));
  }
  return shown;
})"""
CONTROLS = ["stride", "padding", "dilation", "transpose", "input", "kernel", "grad-output"]


@pytest.mark.parametrize(("shape", "kernel"), [((5, 4), (3, 2)), ((8,), (3,))])
def test_every_reachable_setting_gives_convlibs_numbers(
    opened: Opened, shape: tuple[int, ...], kernel: tuple[int, ...]
) -> None:
    seed = secrets.randbits(32)
    rng = np.random.default_rng(seed)
    widget = opened(Matrix(rng.integers(-9, 10, shape), rng.integers(-9, 10, kernel), name="any"))
    names = rng.choice([*CONTROLS, "matrix", "im2col"], 250).tolist()
    turns = [[name, float(rng.random()), int(rng.integers(-99, 100))] for name in names]
    told = widget.evaluate(TURNS, turns)
    for now in told:
        w = np.reshape(now["kernel"], kernel)
        slid = {name: now[name] for name in CONTROLS[:3]}
        dense = conv_matrix(w, shape, **slid).toarray()
        if now["back"]:
            dx = (dense.T @ np.ravel(now["grad-output"])).tolist()
            assert now["grad-input"] == now["flat-dx"] == dx, (seed, slid)
            if "matrix" in now:
                assert now["matrix"] == dense.T.ravel().tolist(), (seed, slid)
            else:
                gathered = np.reshape(now["im2col"], (w.size, np.prod(shape)))
                assert (w.ravel() @ gathered).tolist() == dx, (seed, slid)
            continue
        x = np.reshape(now["input"], shape)
        assert now["output"] == correlate(x, w, **slid).ravel().tolist(), (seed, slid)
        if "im2col" in now:
            assert now["im2col"] == im2col(x, kernel, **slid).ravel().tolist(), (seed, slid)
            assert (now["flat-w"], now["flat-y"]) == (now["kernel"], now["output"])
        else:
            assert (now["flat-x"], now["flat-y"]) == (now["input"], now["output"])
            assert now["matrix"] == dense.ravel().tolist(), (seed, slid)
    kinds = {(now["back"], "im2col" in now, now["stride"] > 1, now["padding"] > 0) for now in told}
    assert len(kinds) > 8
    assert len({json.dumps(now) for now in told}) > 100


@pytest.mark.parametrize(("stride", "padding", "dilation"), [(2, 1, 1), (1, 2, 2), (3, 2, 1)])
def test_settings_change_the_graph_too(
    opened: Opened, stride: int, padding: int, dilation: int
) -> None:
    slid = {"stride": stride, "padding": padding, "dilation": dilation}
    made = Matrix(np.arange(20).reshape(4, 5), np.ones((2, 3)), view="graph", name="g", **slid)
    widget = opened(made)
    out, inp, _ = taps((4, 5), (2, 3), **slid)
    assert edges(widget, "base") == len(out)
    show(widget, "full")
    assert edges(widget, "base") == 20 * made.output().size
    show(widget, "local")
    expect(widget.locator(".cv-matrix-head")).to_contain_text(f"{len(out)} weights")
    flat = np.ravel_multi_index(tuple(inp.T), (4, 5))
    busiest = int(np.bincount(flat).argmax())
    cell(widget, "flat-x", f"{busiest},0").hover()
    assert edges(widget, "lit") == np.bincount(flat).max()


def test_an_example_sets_everything_and_is_named_while_it_stands(nine: Locator) -> None:
    chosen = nine.locator('[name="preset"]')
    expect(chosen).to_have_value("3 × 3 image")
    chosen.select_option("stride 2")
    assert len(values(nine, "matrix")) == 4 * 16
    expect(nine.locator('[name="padding"]')).to_have_value("1")
    cell(nine, "input", "0,0").locator("input").fill("7")
    expect(chosen).to_have_value("own numbers")
    nine.locator('[name="undo"]').click()
    nine.locator('[name="undo"]').click()
    expect(chosen).to_have_value("3 × 3 image")
    assert len(values(nine, "matrix")) == 36


@pytest.mark.parametrize("rows", [3, 4])
def test_on_the_way_back_the_input_grows_and_shrinks_where_the_output_stays(
    opened: Opened, rows: int
) -> None:
    x = np.ones((7 - rows, 4), int)
    widget = opened(Matrix(x, np.ones((3, 3), int), stride=2, padding=1, transpose=True, name="g"))
    widget.get_by_text("sizes and numbers").click()
    widget.locator('[name="input-rows"]').fill(str(rows))
    assert len(values(widget, "grad-output")) == 4
    assert len(values(widget, "grad-input")) == 4 * rows


@pytest.mark.parametrize("size", [(3, 3), (6,)])
def test_every_example_can_be_drawn(opened: Opened, size: tuple[int, ...]) -> None:
    widget = opened(Matrix(np.ones(size, int), np.ones((2,) * len(size), int), name="all"))
    names = widget.locator('[name="preset"] option').all_inner_texts()[:-1]
    assert len(names) >= 3
    for name in names:
        widget.locator('[name="preset"]').select_option(name)
        expect(widget.get_by_role("status")).to_be_empty()
        expect(widget.locator('[name="preset"]')).to_have_value(name)
        assert values(widget, "matrix")


def test_on_one_axis_the_matrix_has_the_same_weight_down_each_diagonal(opened: Opened) -> None:
    widget = opened(Matrix([3, 1, 4, 1, 5], [1, 2, 3], name="toeplitz"))
    shown = np.array(table(widget, "matrix", (3, 5)))
    for offset in range(-2, 5):
        assert len(set(np.diagonal(shown, offset).tolist())) <= 1
    back(widget)
    assert values(widget, "grad-input") == [1, 3, 6, 5, 3]


def test_the_largest_is_drawn_without_numbers_but_every_entry_says_itself(opened: Opened) -> None:
    widget = opened(Matrix(np.ones((8, 8)), np.ones((3, 3)), padding=1, name="large"))
    assert widget.locator('[data-view="matrix"]').count() == 4096
    expect(cell(widget, "matrix", "63,63").locator("span")).to_be_hidden()
    expect(cell(widget, "matrix", "63,63")).to_have_attribute(
        "aria-label", "matrix row 63, column 63: 1"
    )
    cell(widget, "matrix", "63,63").click()
    assert written(widget) == "one tap: 1·1 is added to y7,7"


def test_what_is_too_large_to_read_is_said_and_comes_back(opened: Opened) -> None:
    widget = opened(Matrix(np.ones((8, 8)), np.ones((4, 4)), padding=3, name="huge"))
    head = widget.locator(".cv-matrix-head")
    expect(head).to_contain_text("121 × 64 is too large to read here")
    expect(widget.locator(".cv-matrix-product")).to_be_hidden()
    widget.locator('[name="padding"]').fill("0")
    expect(widget.locator(".cv-matrix-product")).to_be_visible()
    assert widget.locator('[data-view="matrix"]').count() == 25 * 64


def test_steps_walk_through_the_rows_of_the_matrix_that_is_shown(nine: Locator) -> None:
    nine.locator('[name="forward"]').click()
    assert lit(nine, "matrix") == {"1,1", "1,2", "1,4", "1,5"}
    back(nine)
    expect(nine.locator(".cv-count")).to_have_text("1 / 9")
    nine.locator('[name="step"]').fill("9")
    assert lit(nine, "matrix") == {"8,3"}
    assert written(nine) == "dx2,2 = 1·4 = 4"
    expect(cell(nine, "flat-dx", "8,0")).to_have_text("4")


def test_keys_walk_the_matrix_and_hold_an_entry(nine: Locator, page: Page) -> None:
    cell(nine, "matrix", "0,0").focus()
    for key in ("ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(cell(nine, "matrix", "1,1")).to_be_focused()
    expect(cell(nine, "matrix", "1,1")).to_have_attribute("data-held", "true")
    page.keyboard.press("Escape")
    expect(cell(nine, "matrix", "1,1")).not_to_have_attribute("data-held", "true")


def test_cells_carry_their_place_in_the_flat_order(nine: Locator) -> None:
    order = "cells => cells.map(c => getComputedStyle(c.firstChild, '::before').content)"
    numbers = nine.locator('[data-view="input"]').evaluate_all(order)
    assert numbers == ["counter(cell)"] * 9
    letters = nine.locator('[data-view="kernel"]').evaluate_all(order)
    assert letters == ["counter(cell, lower-alpha)"] * 4


def test_the_address_keeps_the_way_back_and_its_gradient(nine: Locator, page: Page) -> None:
    nine.locator('[name="padding"]').fill("1")
    back(nine)
    cell(nine, "grad-output", "3,3").locator("input").fill("5")
    show(nine, "graph")
    show(nine, "local")
    cell(nine, "flat-dx", "8,0").click()
    page.wait_for_function("location.hash.includes('pin=')")
    told = written(nine)
    page.reload()
    page.locator("conv-widget[data-ready=true]").wait_for()
    assert values(nine, "grad-output") == [1] * 15 + [5]
    assert written(nine) == told
    expect(nine.locator('[data-tab="local"]')).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(
    "link",
    ["stride=0", "upstream=1,a;1,1", "view=window", "connections=none", "pin=gra:0",
     "padding=4", "input=" + ";".join(["1,2,3"] * 9), "pin=matrix:36", "transpose=1&step=0"],
)  # fmt: skip
def test_a_damaged_link_is_said(opened: Opened, link: str) -> None:
    widget = opened(Matrix(NINE, KERNEL, name="nine"), link=f"#nine~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    assert values(widget, "output") == [27, 37, 57, 67]


def test_a_short_link_grows_the_gradient_to_the_output(opened: Opened) -> None:
    widget = opened(Matrix(NINE, KERNEL, name="nine"), link="#nine~padding=1&transpose=true")
    assert values(widget, "grad-output") == [1] * 16
    assert values(widget, "grad-input") == [10] * 9


def test_random_numbers_fill_the_gradient_too(nine: Locator) -> None:
    back(nine)
    nine.locator("summary").click()
    nine.locator('[name="random"]').click()
    w, dy = (np.reshape(values(nine, view), (2, 2)) for view in ("kernel", "grad-output"))
    assert values(nine, "grad-input") == (conv_matrix(w, (3, 3)).T @ dy.ravel()).tolist()
    nine.locator('[name="transpose"]').uncheck()
    assert values(nine, "input") != NINE.ravel().tolist()


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_never_scrolls_sideways(opened: Opened, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    widget = opened(Matrix(np.ones((8, 8)), np.ones((3, 3)), padding=1, name="wide"))
    for tab in ("matrix", "im2col", "graph"):
        show(widget, tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("state", [{}, {"view": "im2col"}, {"view": "graph"}, {"transpose": True}])
@pytest.mark.parametrize("connections", ["full", "shared"])
def test_the_still_picture_shows_what_the_widget_shows(
    state: dict[str, object], connections: str
) -> None:
    still = Matrix(NINE, KERNEL, connections=connections, step=2, **state).page_html()
    svg = still[still.index("<svg") : still.index("</svg>")]
    assert ">dx[0, 1] = 2·1 + 1·1 = 3<" in svg or ">y[0, 1] = 1·1 + 2·2 + 4·3 + 5·4 = 37<" in svg
    name = {"im2col": "im2col", "graph": f"{36 if connections == 'full' else 4} weights"}
    assert name.get(str(state.get("view")), "Cᵀ" if state.get("transpose") else ">C<") in svg


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "The correlation of [[0, 1, 2], [3, 4, 5], [6, 7, 8]] with the kernel [[1, 2], [3, 4]]"
        " as a sparse matrix of 4 rows and 9 columns, 16 of whose entries are weights."),
        ({"view": "im2col"}, "as a list of 4 weights times a table of 4 rows and 4 columns, 16 of"
        " whose entries are cells of the input. y is [[27, 37], [57, 67]]."),
        ({"view": "graph", "connections": "full"}, "as a graph from 9 to 4 cells, its connections"
        " full."),
        ({"transpose": True}, "The way back of [[1, 1], [1, 1]] through the correlation of"),
        ({"transpose": True}, "as a sparse matrix of 9 rows and 4 columns, 16 of whose entries"),
    ],
)  # fmt: skip
def test_the_words_of_the_still_picture_name_what_it_shows(
    state: dict[str, object], words: str
) -> None:
    assert words in html.unescape(Matrix(NINE, KERNEL, **state).page_html())


@pytest.mark.parametrize(
    "pin", ["output:3", "input:3", "kernel:0", "matrix:4", "matrix:2", "im2col:9", "im2col:2"]
)
@pytest.mark.parametrize("transpose", [False, True])
def test_the_still_picture_shows_the_held_cell(opened: Opened, pin: str, transpose: bool) -> None:
    state = {"stride": 2, "padding": 1, "pin": pin, "transpose": transpose}
    widget = opened(Matrix(NINE, KERNEL, name="held", **state))
    still = html.unescape(widget.locator(".cv-static").inner_html())
    said = re.sub(r"\[(\d), (\d)\]", r"\1,\2", re.findall(r">([^<>]+)</text>", still)[-1])
    parts = [sorted(re.findall(r"\w+", words)) for words in (said, written(widget))]
    assert parts[0] == parts[1], "the same words and numbers; a product may be turned round"
    ends = ["grad-output", "grad-input"] if transpose else ["input", "output"]
    shown = [len(lit(widget, view)) for view in ("kernel", *ends)]
    come, kernel, gone = re.split("Kernel w|Gradient dx|Output y", still.split("<g ")[0])
    assert [grid.count("stroke-width: 1.5") for grid in (kernel, come, gone)] == shown


def test_in_the_still_graph_the_edges_of_the_held_cell_are_thick() -> None:
    for pin, thick in (("kernel:0", 4), ("output:0", 4), ("input:4", 4), ("matrix:13", 1)):
        drawn = Matrix(NINE, KERNEL, view="graph", pin=pin).page_html()
        paths = re.findall(r'<path d="([^"]+)" [^>]*stroke-width: 2"', drawn)
        assert sum(path.count("M") for path in paths) == thick, pin


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"kernel": [1, 2]}, ValueError, "kernel: needs as many axes as the input"),
        ({"kernel": np.ones((4, 4))}, ValueError, "kernel: needs to fit the padded input"),
        ({"kernel": np.ones((5, 1))}, ValueError, "kernel: needs 1 to 4 cells"),
        ({"input": np.ones((9, 3))}, ValueError, "input: needs 1 to 8 cells"),
        ({"upstream": [[1, 2]]}, ValueError, "upstream: needs the output's shape (2, 2); got (1,"),
        ({"upstream": [["a"]]}, TypeError, "upstream: needs real numbers"),
        ({"padding": 4}, ValueError, "padding: needs at most 3"),
        ({"stride": 0}, ValueError, "stride"),
        ({"dilation": 3}, ValueError, "spans 4"),
        ({"view": "window"}, traitlets.TraitError, "view"),
        ({"connections": "some"}, traitlets.TraitError, "connections"),
        ({"transpose": "yes"}, traitlets.TraitError, "transpose"),
        ({"pin": "output:4"}, ValueError, "pin"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Matrix(**({"input": NINE, "kernel": KERNEL} | arguments))


def test_python_answers_for_the_present_state() -> None:
    widget = Matrix(NINE, KERNEL, upstream=[[1, 0], [0, 2]], pin="output:3")
    assert widget.output().tolist() == correlate(NINE, KERNEL).tolist()
    assert widget.matrix().tolist() == conv_matrix(KERNEL, (3, 3)).toarray().tolist()
    assert widget.columns().tolist() == im2col(NINE, (2, 2)).tolist()
    assert widget.gradient().tolist() == [[1, 2, 0], [3, 6, 4], [0, 6, 8]]
    widget.padding = 1
    assert widget.upstream == [[1, 0, 1, 1], [0, 2, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]
    widget.stride, widget.padding = 3, 0
    assert (widget.upstream, widget.pin) == ([[1]], "")
    with pytest.raises(ValueError, match="upstream"):
        widget.upstream = [[1, 2]]
    assert widget.gradient().tolist() == [[1, 2, 0], [3, 4, 0], [0, 0, 0]]


def test_on_a_phone_a_number_stands_clear_of_its_mark(opened: Opened, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    ones = opened(Matrix(np.ones((3, 3), int), np.ones((2, 2), int), pin="kernel:0", name="ones"))
    raised = ones.locator('[data-view="input"][data-mark] .cv-number').evaluate_all(
        """all => all.map(e => {
          const [cell, range] = [e.closest("td").getBoundingClientRect(), document.createRange()];
          range.selectNodeContents(e);
          const { top, bottom } = range.getBoundingClientRect();
          return (cell.top + cell.bottom) / 2 - (top + bottom) / 2;
        })"""
    )
    assert len(raised) == 4
    assert min(raised) > 2.5


@pytest.mark.parametrize(("view", "side"), [("matrix", 5), ("im2col", 6)])
def test_on_a_phone_the_table_scrolls_to_what_is_chosen(
    opened: Opened, page: Page, view: str, side: int
) -> None:
    page.set_viewport_size({"width": 390, "height": 2600})
    widget = opened(Matrix(np.ones((side, side)), np.ones((2, 2)), view=view, name="wide"))
    lit_ = widget.locator(f'[data-view="{view}"][data-on="true"]')
    widget.locator("[name=step]").fill(str((side - 1) ** 2))
    expect(lit_.nth(2)).to_be_in_viewport(ratio=1)
    widget.locator("[name=step]").fill("1")
    expect(lit_.nth(1)).to_be_in_viewport(ratio=1)
    cell(widget, "output", f"{side - 2},{side - 2}").focus()
    expect(lit_.nth(2)).to_be_in_viewport(ratio=1)
