"""The gradients widget, as a reader without a kernel uses it, and as Python sees it."""

import re
from typing import Any

import numpy as np
import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from convlib import conv2d_backward, correlate, flip, output_size, taps
from convviz import Gradients
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

NINE, KERNEL = np.arange(9).reshape(3, 3), np.array([[0, 1], [2, 3]])
UPSTREAM = np.array([[1, 2], [-1, 3]])
NO_TAP = "no tap ends here: only padding, or no window"
ONES = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 0]])

# Every number of every view that can be seen: { view: [numbers in C order] }.
NUMBERS = """widget => {
  const all = {};
  for (const cell of widget.querySelectorAll("[data-view]")) {
    if (cell.checkVisibility()) (all[cell.dataset.view] ??= []).push(Number(cell.dataset.value));
  }
  return all;
}"""
FACES = """(widget, view) => Object.fromEntries([...widget.querySelectorAll(`[data-view=${view}]`)]
  .map(({ dataset: d }) => [d.index, [Number(d.value), d.state ?? "", d.mark ?? ""]]))"""

# A walk through the controls, `draws` chance for chance: each fills one stepper within its limits
# or one cell. What is then seen, step by step.
WALK = """(widget, draws) => draws.map(([which, where, number]) => {
  const fill = (field, value) => {
    field.focus();
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.blur();
  };
  const steppers = [...widget.querySelectorAll("[role=spinbutton]")];
  if (which < 0.6) {
    const field = steppers[Math.floor((which / 0.6) * steppers.length)];
    const [least, most] = [field.ariaValueMin, field.ariaValueMax].map(Number);
    fill(field, least + Math.floor(where * (most - least + 1)));
  } else {
    const cells = [...widget.querySelectorAll("td input")];
    fill(cells[Math.floor(where * cells.length)], number);
  }
  const text = (role) => widget.querySelector(`[data-role=${role}]`).textContent;
  return {
    settings: Object.fromEntries(steppers.map((field) => [field.name, Number(field.value)])),
    numbers: (NUMBERS)(widget), agree: text("agree"),
  };
})""".replace("NUMBERS", NUMBERS)

# What each cell of a view lights when it is focused: { index: { sum, dropped, views } }.
TOUR = """(widget, view) => {
  const seen = {};
  for (const cell of widget.querySelectorAll(`[data-view=${view}]`)) {
    cell.focus();
    const views = {};
    for (const { dataset: d } of widget.querySelectorAll("[data-view][data-on]")) {
      (views[d.view] ??= {})[d.index] = d.mark ?? "";
    }
    const dropped = widget.querySelectorAll("[aria-label^='padding: what'][data-mark]");
    seen[cell.dataset.index] = {
      sum: widget.querySelector("[data-role=sum]").innerText, views,
      dropped: [...dropped].map((pad) => Number(pad.dataset.mark)),
    };
  }
  return seen;
}"""


def backward(x: Any, w: Any, dy: Any, **settings: int) -> tuple[Any, Any, Any]:
    """`(dx, dw, db)` of one channel."""
    dx, dw, db = conv2d_backward(*(np.asarray(a)[None, None] for a in (dy, x, w)), **settings)
    return dx[0, 0], dw[0, 0], db[0]


def spread(dy: Any, x: Any, w: Any, stride: int, padding: int, dilation: int) -> Any:
    """`dy` with holes between its cells and zeros around it, for a full correlation."""
    reach = (np.array(w.shape) - 1) * dilation
    wide = np.zeros(np.array(x.shape) + reach + 2 * padding, dy.dtype)
    wide[tuple(slice(r, r + (n - 1) * stride + 1, stride) for r, n in zip(reach, dy.shape))] = dy  # noqa: B905
    return wide[padding : wide.shape[0] - padding, padding : wide.shape[1] - padding]


def index(at: Any) -> str:
    return ",".join(map(str, at))


@pytest.fixture
def nine(opened: Opened) -> Locator:
    """0 to 8 under a kernel of two by two, all of it sent back."""
    return opened(Gradients(NINE, KERNEL, UPSTREAM, step=4, name="nine"))


def test_it_shows_the_worked_example(nine: Locator) -> None:
    assert values(nine, "output") == [19, 25, 37, 43]
    assert values(nine, "grad-input") == [0, 1, 2, 2, 6, 9, -2, 3, 9]
    assert values(nine, "grad-kernel") == [11, 16, 26, 31]
    assert values(nine, "grad-bias") == [5]
    assert written(nine) == "dy1,1 = 3: dx1,1 += 0·3, dx1,2 += 1·3, dx2,1 += 2·3, dx2,2 += 3·3"


def test_the_bias_takes_every_cell_of_dy_as_it_is(opened: Opened) -> None:
    widget = opened(Gradients(NINE, KERNEL, UPSTREAM, step=2, name="bias"))
    bias = cell(widget, "grad-bias", "0")
    expect(bias).to_have_attribute("data-mark", "+2")
    expect(bias).to_have_accessible_name(
        "gradient of the bias: 3 so far, the sum over 4 cells of dy"
    )
    bias.click()
    assert lit(widget, "grad-output") == {"0,0", "0,1", "1,0", "1,1"}
    assert lit(widget, "grad-input") == lit(widget, "grad-kernel") == set()
    assert written(widget) == "db = 1 + 2 = 3 so far; to come: (−1), 3"
    widget.locator("[name=step]").fill("4")
    bias.focus()
    assert written(widget) == "db = 1 + 2 + (−1) + 3 = 5"


def test_every_reachable_setting_gives_convlibs_numbers(opened: Opened) -> None:
    rng = np.random.default_rng(11)
    x, w = rng.integers(-9, 10, (5, 6)), rng.integers(-9, 10, (3, 2))
    widget = opened(Gradients(x, w, way="gather", step=99, name="any"))
    draws = [[*rng.random(2).tolist(), int(n)] for n in rng.integers(-9, 10, 300)]
    seen = set()
    for shown in widget.evaluate(WALK, draws):
        found, numbers = shown["settings"], shown["numbers"]
        state = {name: found[name] for name in ("stride", "padding", "dilation")}
        sizes = [
            [found[f"{what}-{axis}"] for axis in ("rows", "columns")]
            for what in ("input", "kernel")
        ]
        x, w = (
            np.reshape(numbers[view], size).astype(int)
            for view, size in zip(("input", "kernel"), sizes, strict=True)
        )
        dy = np.reshape(numbers["grad-output"], output_size(x.shape, w.shape, **state)).astype(int)
        dx, dw, db = backward(x, w, dy, **state)
        wide = spread(dy, x, w, **state)
        gathered = correlate(wide, flip(w), dilation=state["dilation"])
        for view, need in {
            "output": correlate(x, w, **state), "grad-input": dx, "grad-kernel": dw,
            "spread": wide, "flipped": flip(w), "gathered": gathered,
        }.items():  # fmt: skip
            assert numbers[view] == need.ravel().tolist(), (view, state, x.shape, w.shape)
        np.testing.assert_array_equal(gathered, dx)
        assert numbers["grad-bias"] == [db]
        assert shown["agree"].endswith(f"the same number in {x.size} of {x.size} cells of dx.")
        seen.add((*found.values(), *x.ravel(), *w.ravel(), *dy.ravel()))
    assert len(seen) > 200
    assert len({entry[:7] for entry in seen}) > 50


@pytest.mark.parametrize("settings", [{}, {"stride": 2, "padding": 1}, {"dilation": 2}])
def test_scatter_adds_up_output_by_output(opened: Opened, settings: dict[str, int]) -> None:
    rng = np.random.default_rng(2)
    x, w = rng.integers(-5, 6, (4, 4)), rng.integers(-5, 6, (2, 2))
    dy = rng.integers(-5, 6, correlate(x, w, **settings).shape)
    widget = opened(Gradients(x, w, dy, name="sent", **settings))
    for step in range(1, dy.size + 1):
        sent = np.where(np.arange(dy.size).reshape(dy.shape) < step, dy, 0)
        dx, dw, db = backward(x, w, sent, **settings)
        shown = widget.evaluate(NUMBERS)
        assert shown["grad-input"] == dx.ravel().tolist()
        assert shown["grad-kernel"] == dw.ravel().tolist()
        assert shown["grad-bias"] == [db]
        assert shown["gathered"] == backward(x, w, dy, **settings)[0].ravel().tolist()
        widget.locator("[name=forward]").click()


def test_in_scatter_what_is_still_to_come_is_said(opened: Opened) -> None:
    widget = opened(Gradients(NINE, KERNEL, UPSTREAM, name="start"))
    expect(cell(widget, "grad-input", "2,2")).to_have_text("·")
    assert lit(widget, "grad-input") == {"0,0", "0,1", "1,0", "1,1"}
    expect(cell(widget, "grad-input", "1,1")).to_have_attribute("data-mark", "+3")
    expect(cell(widget, "grad-kernel", "1,0")).to_have_attribute("data-mark", "+3")
    waiting = cell(widget, "grad-output", "1,0")
    expect(waiting).to_have_attribute("data-state", "waiting")
    expect(waiting).to_have_attribute("aria-label", re.compile("minus 1, still waits, goes back"))
    cell(widget, "grad-input", "1,1").hover()
    assert written(widget) == "dx1,1 = 3·1 = 3 so far; to come: 2·2, 1·(−1), 0·3"
    expect(cell(widget, "grad-input", "1,1")).to_have_attribute(
        "aria-label", "gradient of the input, row 1, column 1: 3 so far, a sum over 4 taps"
    )


def test_gather_makes_one_cell_a_step(opened: Opened) -> None:
    widget = opened(Gradients(NINE, KERNEL, UPSTREAM, way="gather", name="gather"))
    expect(widget.locator(".cv-count")).to_have_text("1 / 9")
    for _ in range(4):
        widget.locator("[name=forward]").click()
    assert widget.locator("[data-view=gathered]").all_inner_texts() == [
        "0", "1", "2", "2", "6", "·", "·", "·", "·"
    ]  # fmt: skip
    assert written(widget) == "dx1,1 = 3·1 + 2·2 + 1·(−1) + 0·3 = 6"
    faces = widget.evaluate(FACES, "spread")
    assert {at: mark for at, (_, _, mark) in faces.items() if mark} == {
        "1,1": "×3", "1,2": "×2", "2,1": "×1", "2,2": "×0"
    }  # fmt: skip
    widget.locator("[data-tab=kernel]").click()
    expect(widget.locator(".cv-count")).to_have_text("4 / 4")
    widget.locator("[name=back]").click()
    assert written(widget) == "dw1,0 = 1·3 + 2·4 + (−1)·6 + 3·7 = 26"
    expect(cell(widget, "grad-kernel", "1,1")).to_have_text("·")


def test_a_cell_of_dy_is_spread_with_holes_and_padding_told_apart(opened: Opened) -> None:
    widget = opened(Gradients(np.ones((5, 5)), np.ones((3, 3)), stride=2, name="holes"))
    states = widget.locator("[data-view=spread]").evaluate_all(
        "cells => cells.map(c => (c.dataset.state ?? 'dy')[0]).join('')"
    )
    assert re.findall(".{7}", states) == [
        "ppppppp", "ppppppp", "ppchdpp", "pphhhpp", "ppdhdpp", "ppppppp", "ppppppp"
    ]  # fmt: skip
    expect(cell(widget, "spread", "2,3")).to_have_attribute(
        "aria-label", "hole, row 2, column 3: 0"
    )


def test_what_no_window_reaches_is_shaded_in_x_and_dx(opened: Opened) -> None:
    widget = opened(Gradients(np.ones((6, 6)), np.ones((3, 3)), stride=2, name="left-over"))
    border = {index(at) for at in np.ndindex(6, 6) if 5 in at}
    for view in ("input", "grad-input"):
        faces = widget.evaluate(FACES, view)
        assert {at for at, (_, state, _) in faces.items() if state == "unused"} == border
    cell(widget, "grad-input", "5,5").hover()
    assert written(widget) == NO_TAP


CASES = [
    ((3, 3), (2, 2), {}),
    ((5, 4), (3, 2), {"padding": 1}),
    ((5, 5), (3, 3), {"stride": 2, "padding": 1}),
    ((5, 6), (2, 3), {"dilation": 2, "padding": 2}),
]


@pytest.mark.parametrize(("x_shape", "w_shape", "settings"), CASES)
def test_lights_marks_and_sums_are_those_of_the_taps(
    opened: Opened, x_shape: Any, w_shape: Any, settings: dict[str, int]
) -> None:
    rng = np.random.default_rng(3)
    x, w = rng.integers(1, 10, x_shape), rng.integers(1, 10, w_shape)
    dy = rng.integers(1, 10, correlate(x, w, **settings).shape)
    dx, dw, _ = backward(x, w, dy, **settings)
    widget = opened(Gradients(x, w, dy, way="gather", name="any", **settings))
    out, inp, ker = (
        [tuple(at) for at in end.tolist()] for end in taps(x_shape, w_shape, **settings)
    )
    every = list(zip(out, inp, ker, strict=True))

    tour = {view: widget.evaluate(TOUR, view) for view in ("input", "kernel", "grad-output")}
    for at in np.ndindex(x_shape):
        shown = tour["input"][index(at)]
        here = [(o, k) for o, i, k in every if i == at]
        assert shown["views"].get("grad-output", {}) == {index(o): f"×{w[k]}" for o, k in here}
        assert set(shown["views"].get("kernel", {})) == {index(k) for _, k in here}
        terms = " + ".join(f"{w[k]}·{dy[o]}" for o, k in here)
        assert shown["sum"] == (f"dx{index(at)} = {terms} = {dx[at]}" if here else NO_TAP)
    for at in np.ndindex(w_shape):
        shown = tour["kernel"][index(at)]
        here = [(o, i) for o, i, k in every if k == at]
        assert shown["views"]["input"] == {index(i): f"×{dy[o]}" for o, i in here}
        assert set(shown["views"]["grad-output"]) == {index(o) for o, _ in here}
        terms = [f"{dy[o]}·{x[i]}" for o, i in here]
        more = [f"… {len(terms) - 12} more"] if len(terms) > 12 else []
        assert shown["sum"] == f"dw{index(at)} = {' + '.join(terms[:12] + more)} = {dw[at]}"
    for at in np.ndindex(dy.shape):
        shown = tour["grad-output"][index(at)]
        here = [(i, k) for o, i, k in every if o == at]
        assert shown["views"]["grad-input"] == {index(i): f"+{w[k] * dy[at]}" for i, k in here}
        assert shown["views"]["grad-kernel"] == {index(k): f"+{dy[at] * x[i]}" for i, k in here}
        over = [k for k in np.ndindex(w_shape) if k not in {k for _, k in here}]
        assert sorted(shown["dropped"]) == sorted(w[k] * dy[at] for k in over)


def wrong(mistake: str, x: Any, w: Any, dy: Any, stride: int, padding: int) -> tuple[Any, Any, Any]:
    """The gradients as code with this mistake, written in NumPy, would give them."""
    dx, dw, db = backward(x, w, dy, stride=stride, padding=padding)
    if mistake == "flip":
        return correlate(spread(dy, x, w, stride, padding, 1), w), dw, db
    if mistake == "mean":
        return dx, dw / dy.size, db / dy.size
    (rows, cols), step = w.shape, 1 if mistake == "stride" else stride
    wide = np.zeros((x.shape[0] + 2 * padding, x.shape[1] + 2 * padding))
    for r, c in np.ndindex(dy.shape):
        window = slice(r * step, r * step + rows), slice(c * step, c * step + cols)
        wide[window] = w * dy[r, c] + (0 if mistake == "assign" else wide[window])
    inner = slice(padding, wide.shape[0] - padding), slice(padding, wide.shape[1] - padding)
    return wide if mistake == "crop" else wide[inner], dw, db


@pytest.mark.parametrize(
    ("stride", "padding", "kernel"), [(1, 0, 2), (2, 0, 2), (1, 1, 3), (2, 1, 3)]
)
def test_a_mistake_gives_its_numbers_and_every_check_its_verdict(
    opened: Opened, stride: int, padding: int, kernel: int
) -> None:
    rng = np.random.default_rng(4)
    x, w = rng.integers(-9, 10, (4, 4)), rng.integers(1, 10, (kernel, kernel))
    settings = {"stride": stride, "padding": padding}
    dy = rng.integers(1, 10, correlate(x, w, **settings).shape)
    right = backward(x, w, dy, **settings)
    widget = opened(Gradients(x, w, dy, view="check", name="trial", **settings))
    for mistake in ("flip", "assign", "stride", "crop", "mean", "none"):
        widget.locator("[name=mistake]").select_option(mistake)
        got = right if mistake == "none" else wrong(mistake, x, w, dy, stride, padding)
        shaped = got[0].shape == x.shape
        for view, mine, need in (("input", got[0], right[0]), ("kernel", got[1], right[1])):
            faces = widget.evaluate(FACES, f"answer-{view}")
            assert [value for value, *_ in faces.values()] == pytest.approx(mine.ravel().tolist())
            marked = {at for at, (_, state, _) in faces.items() if state == "wrong"}
            if mine.shape == need.shape:
                assert marked == {index(at) for at in np.argwhere(~np.isclose(mine, need))}
                assert all(faces[at][2].startswith("→") for at in marked)
            else:
                assert len(marked) == mine.size
        verdicts = widget.locator("[data-check]").evaluate_all(
            "all => Object.fromEntries(all.map(({dataset: d}) => [d.check, d.passes === 'true']))"
        )
        every = shaped and all(np.allclose(*pair) for pair in zip(got, right, strict=True))
        assert verdicts == {
            "shape": shaped,
            "mean": bool(np.isclose(got[0].mean(), right[0].mean())),
            "entry": bool(np.isclose(got[0][0, 0], right[0][0, 0])),
            "every": every,
        }, mistake
        quick = sum(verdicts[name] for name in ("shape", "mean", "entry")) or "None"
        says = widget.locator("[data-role=verdict]").inner_text()
        start = "A right" if mistake == "none" else "On these" if every else f"{quick} of"
        assert says.startswith(start), mistake
        assert values(widget, "grad-input") == right[0].ravel().tolist()


def test_the_well_known_blind_spots_are_seen(opened: Opened) -> None:
    widget = opened(Gradients(NINE, KERNEL, UPSTREAM, view="check", name="blind"))
    mean = widget.locator("[data-check=mean]")
    widget.locator("[name=mistake]").select_option("flip")
    expect(mean).to_contain_text("✓ passes")
    expect(widget.locator("[data-check=every]")).to_contain_text("✗ fails")
    widget.locator("[name=mistake]").select_option("assign")
    expect(mean).to_contain_text("✗ fails")
    widget.locator("[name=preset]").select_option("no overlap")
    expect(widget.locator("[data-check=every]")).to_contain_text("✓ passes")
    expect(widget.locator("[data-role=verdict]")).to_contain_text("changes nothing")


@pytest.mark.parametrize(
    ("preset", "windows"),
    [("3 × 3 under 2 × 2", 4), ("a picture of ones", 4), ("stride 2", 9), ("no overlap", 4)],
)
def test_a_preset_sets_all_numbers_and_the_first_change_makes_them_ones_own(
    nine: Locator, preset: str, windows: int
) -> None:
    widget = nine
    expect(widget.locator("[name=preset]")).to_have_value("3 × 3 under 2 × 2")
    widget.get_by_role("button", name="more padding").click()
    expect(widget.locator("[name=preset]")).to_have_value("own numbers")
    widget.locator("[name=preset]").select_option(preset)
    expect(widget.locator(".cv-count")).to_have_text(f"1 / {windows}")
    cell(widget, "grad-output", "0,0").locator("input").fill("7")
    expect(widget.locator("[name=preset]")).to_have_value("own numbers")
    widget.locator("[name=undo]").click()
    expect(widget.locator("[name=preset]")).to_have_value(preset)


def test_the_picture_of_ones_is_that_of_the_notes(nine: Locator) -> None:
    nine.locator("[name=preset]").select_option("a picture of ones")
    assert values(nine, "input") == ONES.ravel().tolist()
    assert values(nine, "output") == [10, 4, 6, 1]
    nine.locator("[name=step]").fill("4")
    assert values(nine, "grad-kernel") == [4, 2, 3, 1]


def test_columns_of_im2col_light_with_the_weight_and_the_output(nine: Locator) -> None:
    nine.locator("[data-tab=kernel]").click()
    cell(nine, "grad-kernel", "0,1").hover()
    assert lit(nine, "im2col") == {f"1,{o}" for o in range(4)}
    cell(nine, "grad-output", "1,0").hover()
    assert lit(nine, "im2col") == {f"{k},2" for k in range(4)}
    cell(nine, "im2col", "3,2").hover()
    assert lit(nine, "grad-output") == {"1,0"}
    assert lit(nine, "grad-kernel") == {"1,1"}
    assert written(nine).startswith("dw1,1 = 1·4 + ")


def test_dy_follows_the_shape_and_undo_brings_it_back(nine: Locator) -> None:
    nine.locator("[name=padding]").fill("1")
    assert values(nine, "grad-output") == [1, 2, 1, 1, -1, 3, *[1] * 10]
    nine.locator("[name=stride]").fill("3")
    assert values(nine, "grad-output") == [1, 2, -1, 3]
    nine.locator("[name=stride]").fill("2")
    assert len(values(nine, "grad-output")) == 4
    for _ in range(3):
        nine.locator("[name=undo]").click()
    assert values(nine, "grad-output") == UPSTREAM.ravel().tolist()


def test_python_cuts_and_fills_dy_as_the_page_does(nine: Locator) -> None:
    widget = Gradients(NINE, KERNEL, UPSTREAM)
    for name, value in (("padding", 1), ("dilation", 2), ("stride", 2), ("padding", 0)):
        if name == "padding" and value == 0:
            widget.dilation = 1
            nine.locator("[name=dilation]").fill("1")
        setattr(widget, name, value)
        nine.locator(f"[name={name}]").fill(str(value))
        assert values(nine, "grad-output") == np.ravel(widget.upstream).tolist()
    assert values(nine, "gathered") == widget.gradients()[0].ravel().tolist()


def test_a_click_holds_escape_lets_go_and_a_held_cell_is_a_step(nine: Locator, page: Page) -> None:
    cell(nine, "grad-output", "0,1").click()
    expect(nine.locator(".cv-count")).to_have_text("2 / 4")
    cell(nine, "grad-kernel", "1,0").click()
    page.mouse.move(1, 1)
    assert lit(nine, "kernel") == {"1,0"}
    expect(cell(nine, "grad-kernel", "1,0")).to_have_attribute("data-held", "true")
    expect(nine.locator(".cv-count")).to_have_text("2 / 4")
    page.keyboard.press("Escape")
    assert lit(nine, "grad-output") == {"0,1"}
    cell(nine, "spread", "1,1").click()
    expect(cell(nine, "grad-output", "0,0")).to_have_attribute("data-held", "true")
    cell(nine, "spread", "0,0").click()
    expect(cell(nine, "grad-output", "0,0")).to_have_attribute("data-held", "true")


def test_dy_is_edited_by_typing_and_arrow_keys_walk(nine: Locator, page: Page) -> None:
    cell(nine, "grad-output", "0,0").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("-4")
    page.keyboard.press("Enter")
    dx, dw, _ = backward(NINE, KERNEL, np.array([[1, 2], [-1, -4]]))
    assert values(nine, "grad-input") == dx.ravel().tolist()
    assert values(nine, "grad-kernel") == dw.ravel().tolist()
    cell(nine, "grad-output", "1,1").locator("input").fill("many")
    expect(nine.get_by_role("status")).to_contain_text(
        "Gradient dy, row 1, column 1: type a number"
    )
    nine.locator("[name=stride]").fill("9")
    expect(nine.get_by_role("status")).to_contain_text("stride: needs")


@pytest.mark.parametrize(
    "link",
    ["stride=0", "upstream=1,2,3;4,5,6", "upstream=1,2", "stride=2", "padding=3", "way=sideways",
     "mistake=toString", "view=photo", "pin=grad-input:9", "pin=matrix:0", "step=0", "nothing=1",
     "kernel=1,2,3,4,5;1,2,3,4,5", "input=1,2,3", "upstream=1,;2,3"],
)  # fmt: skip
def test_a_damaged_link_is_said_and_the_starting_picture_stands(opened: Opened, link: str) -> None:
    widget = opened(Gradients(NINE, KERNEL, UPSTREAM, step=4, name="nine"), link=f"#nine~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    assert values(widget, "grad-kernel") == [11, 16, 26, 31]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"upstream": [[1]]}, ValueError, "upstream: needs the output's shape (2, 2); got (1, 1)"),
        ({"upstream": [1, 2]}, ValueError, "upstream: needs 1 to"),
        ({"upstream": [["a"]]}, TypeError, "upstream: needs real numbers"),
        ({"input": [1, 2, 3]}, ValueError, "input: needs 1 to 7 cells on an axis, 2 axes"),
        ({"kernel": np.ones((5, 5))}, ValueError, "kernel: needs 1 to 4 cells"),
        ({"kernel": np.ones((4, 4))}, ValueError, "kernel: needs to fit the padded input"),
        ({"padding": 3}, ValueError, "padding: needs at most 2"),
        ({"stride": 0}, ValueError, "stride: needs a whole number of at least 1; got 0"),
        ({"way": "back"}, traitlets.TraitError, "way"),
        ({"mistake": "typo"}, traitlets.TraitError, "mistake"),
        ({"pin": "grad-input:9"}, ValueError, "pin: needs '' or a cell that its view ("),
        ({"pin": "matrix:0"}, ValueError, "pin"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Gradients(**({"input": NINE, "kernel": KERNEL} | arguments))


def test_python_has_the_gradients_and_lets_go_of_a_cell_that_is_gone() -> None:
    widget = Gradients(NINE, KERNEL, UPSTREAM, pin="grad-output:3")
    dx, dw, db = widget.gradients()
    assert (dx.tolist(), dw.tolist(), db) == (
        [[0, 1, 2], [2, 6, 9], [-2, 3, 9]], [[11, 16], [26, 31]], 5
    )  # fmt: skip
    widget.stride = 2
    assert (widget.upstream, widget.pin) == ([[1]], "")
    with pytest.raises(ValueError, match="upstream"):
        widget.upstream = UPSTREAM
    assert widget.upstream == [[1]]


def test_the_still_picture_tells_all_gradients() -> None:
    page = Gradients(NINE, KERNEL, UPSTREAM, way="gather", step=5).page_html()
    assert "dx[1, 1] = 3·1 + 2·2 + 1·(−1) + 0·3 = 6" in page
    assert "db = Σ dy = 5" in page
    assert "the gradient of the input is [[0, 1, 2], [2, 6, 9], [-2, 3, 9]]" in page


@pytest.mark.parametrize("way", ["scatter", "gather"])
def test_without_a_held_cell_the_still_picture_takes_a_telling_one(way: str) -> None:
    page = Gradients(NINE, KERNEL, UPSTREAM, way=way).page_html()
    assert "dx[1, 1] = 3·1 + 2·2 + 1·(−1) + 0·3 = 6" in page
    assert (
        "dw[1, 1] = 1·4 + 2·5 + (−1)·7 + 3·8 = 31"
        in Gradients(NINE, KERNEL, UPSTREAM, way=way, view="kernel").page_html()
    )


@pytest.mark.parametrize(
    "pin",
    ["input:4", "grad-input:0", "kernel:2", "grad-kernel:1", "grad-output:2", "grad-bias:0"],
)
def test_the_still_picture_writes_the_sum_of_the_held_cell(opened: Opened, pin: str) -> None:
    widget = opened(Gradients(NINE, KERNEL, UPSTREAM, way="gather", pin=pin, name="held"))
    still = widget.locator(".cv-static").inner_html()
    told = re.findall(r">([^<>]+)</text>", still)[-1]
    said = re.sub(r"\[(\d), (\d)\]", r"\1,\2", told).split(";")[0].replace(": ", " : ")
    assert said.replace(" : ", ": ") == written(widget)
    lit_cells = sum(len(lit(widget, view)) for view in ("input", "kernel"))
    x, w, *_ = re.split("Kernel w|Gradient dy", still)
    assert x.count("stroke-width: 1.5") + w.count("stroke-width: 1.5") == lit_cells


@pytest.mark.parametrize("mistake", ["none", "flip", "assign", "stride", "crop", "mean"])
@pytest.mark.parametrize(
    "settings", [{}, {"stride": 2, "padding": 1}, {"dilation": 2, "padding": 1}]
)
def test_the_still_picture_of_a_trial_is_what_the_page_shows(
    opened: Opened, mistake: str, settings: dict[str, int]
) -> None:
    x, w = np.arange(16).reshape(4, 4) % 7, np.array([[0, 1], [2, 4]])
    widget = opened(Gradients(x, w, view="check", mistake=mistake, name="trial", **settings))
    texts = re.findall(r">([^<>]+)</text>", widget.locator(".cv-static").inner_html())
    shown = widget.locator('[data-view^="answer"] .cv-number').all_inner_texts()
    marks = widget.locator('[data-view^="answer"][data-mark]').evaluate_all(
        "cells => cells.map(cell => cell.dataset.mark)"
    )
    numbers = [text for text in texts if re.fullmatch(r"[−\d.]+", text)]
    both = [[float(n.replace("−", "-")) for n in some] for some in (numbers, shown)]
    assert both[0] == pytest.approx(both[1], abs=0.01)
    assert [text for text in texts if text.startswith("→")] == marks
    found = widget.locator("[data-check]").all_inner_texts()
    verdicts = [re.sub(r"^([✓✗] \w+)\s*", r"\1: ", words) for words in found]
    rounded = [re.sub(r"\d+\.\d+", lambda n: f"{float(n[0]):.3g}", words) for words in verdicts]
    assert [text for text in texts if text[0] in "✓✗"] == rounded
    verdict = widget.locator("[data-role=verdict]").inner_text()
    assert verdict.startswith(texts[-1])


def test_a_wide_still_picture_goes_on_below_and_stays_readable() -> None:
    wide = Gradients(np.ones((5, 5)), np.ones((3, 3)), stride=2, padding=1)
    still = wide.still(**wide.state())
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', still)[0])
    assert width < 900, "a page is 720 wide, and 13 pixels are to stay more than 10"
    assert height > 600
    boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="(\d+)"', still)
    assert len(boxes) == 49 + 9 + 9 + 25 + 9 == len({box[:2] for box in boxes})
    assert all(float(x) + float(side) <= width for x, _, side in boxes)
    assert ">→<" in still
