"""The pooling widget: in Python, and as a reader without a kernel uses it."""

import re
from typing import Any

import numpy as np
import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from convlib import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from convviz import Pooling, front
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

EDGES = [[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]]
TIES = [[5, 5, 1, 0], [2, 5, 1, 0], [0, 0, 4, 7], [0, 0, 7, 2]]

ALL_PADDING: dict[str, Any] = {"input": [[1, 2], [3, 4]], "padding": 2, "dilation": 4}

# Everything a test compares, in one go: the settings, the step, the numbers of every view.
ALL = """widget => {
  const field = name => widget.querySelector(`.cv-live [name="${name}"]`);
  const view = name => {
    const cells = [...widget.querySelectorAll(`[data-view="${name}"]`)];
    const last = cells.at(-1).dataset.index.split(",").map(n => Number(n) + 1);
    return [last, cells.map(cell => cell.dataset.value)];
  };
  const names = ["window-rows", "window-columns", "stride", "padding", "dilation", "step"];
  return {
    numbers: names.map(name => Number(field(name).value)),
    average: field("pool").checked,
    counts: field("count_include_pad").checked,
    ties: field("ties").value,
    views: ["input", "output", "grad-output", "grad-input"].map(view),
    status: widget.querySelector(".cv-status").textContent,
  };
}"""

# The sizes that the widget and its grids take in the course of the steps, and cells too small.
MEASURED = """widget => {
  const scrub = widget.querySelector('[name="step"]');
  const sizes = new Set();
  const cut = new Set();
  for (let step = 1; step <= Number(scrub.max); step++) {
    scrub.value = step;
    scrub.dispatchEvent(new Event("input", { bubbles: true }));
    const parts = [...widget.querySelectorAll(".cv-live, table")];
    sizes.add(parts.map(part => `${part.offsetWidth} × ${part.offsetHeight}`).join());
    for (const cell of widget.querySelectorAll("td")) {
      const long = cell.scrollWidth > cell.clientWidth + 2;
      if (cell.checkVisibility() && long) cut.add(cell.innerText);
    }
  }
  return [[...sizes], [...cut]];
}"""

# One thing that a reader may change, chosen by chance, through the control itself; then ALL.
PLAYED = """((all, widget) => ([sort, which, how, more]) => {
  const controls = [...widget.querySelectorAll(".cv-live :is([role=spinbutton], [role=switch])," +
    " .cv-live select:not([name=speed]), .cv-live [type=range]")]
    .filter(control => !control.closest("[hidden]"));
  const cells = [...widget.querySelectorAll("td input")].filter(e => !e.closest("[hidden]"));
  const among = (list, part) => list[Math.floor(part * list.length)];
  const fill = (field, value) => {
    field.focus();
    field.value = value;
    const event = field.tagName === "SELECT" ? "change" : "input";
    field.dispatchEvent(new Event(event, { bubbles: true }));
    field.blur();
  };
  const control = among(controls, which);
  const between = (least, most) => least + Math.floor(how * (most - least + 1));
  const limits = ["min", "max"].map(end => Number(control.getAttribute(`aria-value${end}`)));
  if (sort < 0.25) fill(among(cells, how), (Math.floor(more * 19) - 9) / 2);
  else if (control.role === "spinbutton") fill(control, between(...limits));
  else if (control.type === "range") fill(control, between(1, Number(control.max)));
  else if (control.tagName === "SELECT") fill(control, among([...control.options], how).value);
  else control.click();
  return all(widget);
})"""


@pytest.fixture
def edges(opened: Opened) -> Locator:
    """The worked example: what an edge filter found, windows of two by two at every place."""
    return opened(Pooling(EDGES, 2, stride=1, name="edges"))


def choose(widget: Locator, name: str) -> None:
    widget.locator('[name="example"]').select_option(name)


def marks(widget: Locator, view: str = "input") -> dict[str, str]:
    """The words in the corners, by cell."""
    cells = widget.locator(f'[data-view="{view}"][data-mark]')
    return dict(cells.evaluate_all("cells => cells.map(c => [c.dataset.index, c.dataset.mark])"))


def last_step(widget: Locator) -> None:
    scrub = widget.locator('[name="step"]')
    scrub.fill(scrub.get_attribute("max") or "")


def remark(widget: Locator) -> str:
    return widget.locator('[data-role="other"]').inner_text()


def by_convlib(seen: dict[str, Any]) -> list[np.ndarray]:
    """Output, and the input's gradient after the steps that were made, for what a page shows."""
    x, _, dy, _ = (np.reshape(np.array(v, float), (1, 1, *shape)) for shape, v in seen["views"])
    rows, columns, stride, padding, dilation, step = seen["numbers"]
    done = np.where(np.arange(dy.size).reshape(dy.shape) < step, dy, 0)
    window = ((rows, columns), stride, padding)
    if seen["average"]:
        y = avg_pool2d(x, *window, seen["counts"])
        return [y, avg_pool2d_backward(done, x, *window, seen["counts"])]
    dx = max_pool2d_backward(done, x, *window, dilation, seen["ties"])
    return [max_pool2d(x, *window, dilation), dx]


def assert_as_convlib(shown: Locator | dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = shown.evaluate(ALL) if isinstance(shown, Locator) else shown
    y, dx = by_convlib(seen)
    for (shape, found), expected in zip(seen["views"][1::2], [y, dx], strict=True):
        assert shape == list(expected.shape[2:]), seen
        numbers = np.array(found, float).reshape(shape)
        np.testing.assert_allclose(numbers, expected[0, 0], 1e-12, 1e-12, err_msg=str(seen))
    return seen


def test_it_shows_the_worked_example_in_both_readings(edges: Locator) -> None:
    assert values(edges, "output") == [3, 2, 3, 3, 2, 3, 3, 1, 3]
    edges.locator('[name="pool"]').check()
    assert values(edges, "output") == [2.25, 1, 1.75, 2.25, 1.25, 2, 2, 1, 2]
    assert written(edges) == "y0,0 = (3 + 1 + 3 + 2) / 4 = 2.25"


def test_the_written_maximum_tells_which_cell_won(edges: Locator) -> None:
    cell(edges, "output", "0,1").hover()
    assert written(edges) == "y0,1 = max(1, 0, 2, 1) = 2"
    assert edges.locator(".cv-pooling-won").all_inner_texts() == ["2"]
    assert marks(edges) == {"1,1": "max"}
    assert lit(edges, "input") == {"0,1", "0,2", "1,1", "1,2"}


def test_pointing_at_an_input_lights_its_windows_and_marks_those_it_wins(edges: Locator) -> None:
    cell(edges, "input", "1,1").hover()
    assert lit(edges, "output") == {"0,0", "0,1", "1,0", "1,1"}
    assert marks(edges, "output") == {"0,1": "max", "1,1": "max"}
    assert written(edges) == "x1,1 = 2 wins 2 of its 4 windows: y0,1, y1,1"


def test_the_gradient_of_a_cell_adds_up_the_windows_that_it_won(edges: Locator) -> None:
    edges.locator('[name="view"]').check()
    cell(edges, "grad-input", "1,1").hover()
    assert written(edges) == "dx1,1 = dy0,1 + dy1,1 = 2 + 5 = 7"
    assert lit(edges, "grad-output") == {"0,1", "1,1"}
    assert remark(edges) == "After 1 window of 9 it stands at 0."
    cell(edges, "grad-output", "1,1").hover()
    assert written(edges) == "dx1,1 += dy1,1 = 5"
    assert lit(edges, "grad-input") == {"1,1"}
    assert lit(edges, "input") == {"1,1", "1,2", "2,1", "2,2"}


def test_each_step_adds_the_gradient_of_one_window(edges: Locator) -> None:
    edges.locator('[name="view"]').check()
    for step in range(1, 10):
        edges.locator('[name="step"]').fill(str(step))
        assert assert_as_convlib(edges)["numbers"][-1] == step
        if step == 5:
            assert written(edges) == "dx1,1 += dy1,1 = 5"
            assert remark(edges) == "Added to what other windows gave: 2 + 5 = 7."
    assert sum(values(edges, "grad-input")) == sum(range(1, 10))
    expect(cell(edges, "grad-input", "3,3")).to_have_text("0")


def test_gradient_cells_that_no_window_has_reached_wait(edges: Locator) -> None:
    edges.locator('[name="view"]').check()
    expect(cell(edges, "grad-input", "0,2")).to_have_text("·")
    edges.locator('[name="forward"]').click()
    expect(cell(edges, "grad-input", "0,2")).to_have_text("0")


def test_an_average_gives_every_cell_an_equal_share(edges: Locator) -> None:
    edges.locator('[name="pool"]').check()
    edges.locator('[name="view"]').check()
    last_step(edges)
    cell(edges, "grad-output", "0,1").hover()
    assert written(edges) == "dx0,1, dx0,2, dx1,1, dx1,2 += 1/4·dy0,1 = 0.5"
    assert set(marks(edges, "grad-input").values()) == {"÷4"}
    cell(edges, "grad-input", "0,1").hover()
    assert written(edges) == "dx0,1 = 1/4·dy0,0 + 1/4·dy0,1 = 1/4·1 + 1/4·2 = 0.75"


@pytest.mark.parametrize(
    ("rule", "corners", "sentence", "first_block"),
    [
        ("first", ["max", "tie", "tie"], "dx0,0 += dy0,0 = 1", [1, 0, 0, 0]),
        ("all", ["max"] * 3, "dx0,0, dx0,1, dx1,1 += dy0,0 = 1", [1, 1, 0, 1]),
        (
            "split",
            ["max"] * 3,
            "dx0,0, dx0,1, dx1,1 += 1/3·dy0,0 = 0.333333",
            [1 / 3, 1 / 3, 0, 1 / 3],
        ),
    ],
)
def test_the_tie_rule_says_who_gets_the_gradient(
    edges: Locator, rule: str, corners: list[str], sentence: str, first_block: list[float]
) -> None:
    choose(edges, "ties")
    assert values(edges, "input") == np.ravel(TIES).tolist()
    edges.locator('[name="view"]').check()
    edges.locator('[name="ties"]').select_option(rule)
    assert list(marks(edges).values()) == corners
    assert written(edges) == sentence
    assert "3 cells share the maximum" in remark(edges)
    last_step(edges)
    assert_as_convlib(edges)
    block = np.reshape(values(edges, "grad-input"), (4, 4))[:2, :2]
    assert block.ravel().tolist() == pytest.approx(first_block)


def test_padding_never_wins_and_zero_plays_no_part(edges: Locator) -> None:
    choose(edges, "below zero")
    assert values(edges, "output") == [-1, -1, -1, -1, -1, -1, -2, -2, -2]
    assert written(edges) == "y0,0 = max(−∞, −∞, −∞, −∞, −4, −1, −∞, −2, −5) = −1"
    assert set(edges.locator(".cv-pad").all_inner_texts()) == {"−∞"}
    assert edges.locator('.cv-pad[data-on="true"]').count() == 5
    assert "never wins" in remark(edges)


def test_padding_counts_in_the_mean_or_is_left_out(edges: Locator) -> None:
    choose(edges, "below zero")
    edges.locator('[name="pool"]').check()
    assert written(edges) == "y0,0 = (0 + 0 + 0 + 0 + (−4) + (−1) + 0 + (−2) + (−5)) / 9 = −1.33333"
    assert set(edges.locator(".cv-pad").all_inner_texts()) == {"0"}
    edges.locator('[name="count_include_pad"]').uncheck()
    assert written(edges) == "y0,0 = ((−4) + (−1) + (−2) + (−5)) / 4 = −3"
    assert set(edges.locator(".cv-pad").all_inner_texts()) == {""}
    assert "divided by 4" in remark(edges)
    assert set(marks(edges).values()) == {"÷4"}


def test_a_window_of_padding_alone_yields_minus_infinity(opened: Opened) -> None:
    widget = opened(Pooling(**ALL_PADDING, stride=1, step=4))
    assert_as_convlib(widget)
    assert values(widget, "output") == [-np.inf] * 4
    expect(cell(widget, "output", "0,0")).to_have_text("−∞")
    assert written(widget) == "y1,1 = max(−∞, −∞, −∞, −∞) = −∞"
    widget.locator('[name="view"]').check()
    assert "reaches no cell" in written(widget)


@pytest.mark.parametrize("name", ["side by side", "overlapping", "ties", "below zero"])
def test_every_example_agrees_with_convlib_and_is_own_at_the_first_change(
    edges: Locator, page: Page, name: str
) -> None:
    field = edges.locator('[name="example"]')
    expect(field).to_have_value("edges a filter found")
    choose(edges, name)
    for switch in ("pool", "view"):
        last_step(edges)
        assert_as_convlib(edges)
        edges.locator(f'[name="{switch}"]').check()
    assert_as_convlib(edges)
    expect(field).to_have_value(name)
    cell(edges, "grad-output", "0,0").locator("input").fill("-7")
    expect(field).to_have_value("own numbers")
    assert values(edges, "grad-output")[0] == -7
    edges.locator('[name="undo"]').click()
    expect(field).to_have_value(name)


def test_every_reachable_setting_gives_convlibs_numbers(opened: Opened) -> None:
    draw = np.random.default_rng(8)
    x = draw.integers(-4, 5, (6, 7))  # few values, so that many tie
    widget = opened(Pooling(x, (2, 3), stride=2, padding=1, name="any"))
    chances = draw.random((300, 4)).tolist()
    found = widget.evaluate(f"(widget, chances) => chances.map({PLAYED}({ALL}, widget))", chances)
    for seen in found:
        assert_as_convlib(seen)
        assert seen["status"] == ""
    assert len({str(seen) for seen in found}) > 200
    assert len({tuple(seen["numbers"][:5]) for seen in found}) > 60


def test_an_impossible_setting_is_refused_with_words(edges: Locator) -> None:
    edges.locator("summary").click()
    for name, typed, words in [
        ("window-rows", "0", "window rows: needs a whole number from 1 to 4"),
        ("window-columns", "6", "window columns: needs a whole number from 1 to 4"),
        ("stride", "0", "stride: needs a whole number from 1"),
        ("padding", "2", "padding: needs a whole number from 0 to 1; got “2”"),
        ("padding", "abc", "padding: needs"),
        ("dilation", "4", "dilation: needs a whole number from 1 to 3"),
        ("input-rows", "1", "input rows: needs a whole number from 2 to 12"),
    ]:
        edges.locator(f'[name="{name}"]').fill(typed)
        expect(edges.get_by_role("status")).to_contain_text(words)
        assert values(edges, "output") == [3, 2, 3, 3, 2, 3, 3, 1, 3]


def test_limits_follow_from_one_another(edges: Locator) -> None:
    edges.locator('[name="padding"]').fill("1")
    expect(edges.locator('[name="window-rows"]')).to_have_attribute("aria-valuemin", "2")
    edges.locator('[name="window-rows"]').fill("4")
    expect(edges.locator('[name="padding"]')).to_have_attribute("aria-valuemax", "1")
    edges.locator('[name="window-columns"]').fill("4")
    expect(edges.locator('[name="padding"]')).to_have_attribute("aria-valuemax", "2")


def test_an_average_has_no_dilation(edges: Locator, page: Page) -> None:
    edges.locator("summary").click()
    edges.locator('[name="dilation"]').fill("2")
    edges.locator('[name="pool"]').check()
    expect(edges.locator('[name="dilation"]')).to_be_hidden()
    assert assert_as_convlib(edges)["numbers"][4] == 1
    page.keyboard.press("Control+z")
    assert assert_as_convlib(edges)["numbers"][4] == 2


def test_typing_a_large_size_loses_no_number_on_the_way(opened: Opened) -> None:
    widget = opened(Pooling(EDGES, 1, name="small"))
    widget.locator("summary").click()
    rows = widget.locator('[name="input-rows"]')
    rows.focus()
    rows.press_sequentially("12")
    assert np.reshape(values(widget, "input"), (12, 4))[:4].tolist() == EDGES
    assert values(widget, "grad-output")[:16] == list(range(1, 17))


def test_the_gradient_from_above_follows_the_outputs_shape(edges: Locator) -> None:
    edges.locator('[name="view"]').check()
    cell(edges, "grad-output", "0,1").locator("input").fill("8")
    edges.locator('[name="stride"]').fill("2")
    assert values(edges, "grad-output") == [1, 8, 4, 5]
    edges.locator('[name="padding"]').fill("1")
    assert values(edges, "grad-output") == [1, 8, 1, 4, 5, 1, 1, 1, 1]


def test_a_cell_that_no_window_holds_is_shaded(opened: Opened) -> None:
    widget = opened(Pooling(np.ones((5, 5)), 2, view="backward", name="left-over"))
    for view in ("input", "grad-input"):
        shaded = widget.locator(f'[data-view="{view}"][data-state="unused"]')
        found = shaded.evaluate_all("cells => cells.map(cell => cell.dataset.index)")
        assert set(found) == {f"{r},{c}" for r in range(5) for c in range(5) if 4 in (r, c)}


@pytest.mark.parametrize("width", [390, 900])
def test_nothing_jumps_or_is_cut_off_while_the_steps_go_on(
    edges: Locator, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for switch in ("view", "pool"):
        edges.locator(f'[name="{switch}"]').check()
        sizes, cut = edges.evaluate(MEASURED)
        assert len(sizes) == 1, sizes
        assert cut == []


def test_a_held_cell_is_let_go_when_its_view_goes_away(edges: Locator, page: Page) -> None:
    cell(edges, "output", "1,0").click()
    page.mouse.move(1, 1)
    expect(cell(edges, "output", "1,0")).to_have_attribute("data-held", "true")
    edges.locator('[name="view"]').check()
    assert edges.locator("[data-held]").count() == 0
    assert written(edges) == "dx1,0 += dy1,0 = 4"
    cell(edges, "grad-input", "1,0").click()
    page.keyboard.press("Escape")
    assert edges.locator("[data-held]").count() == 0


def test_every_cell_says_itself_in_words(edges: Locator) -> None:
    def says(view: str, index: str, words: str) -> None:
        expect(cell(edges, view, index)).to_have_attribute("aria-label", words)

    says("output", "0,1", "y row 0, column 1 = max(1, 0, 2, 1) = 2")
    says("input", "3,3", "x row 3, column 3 = 3 wins 0 of its 1 window")
    edges.locator('[name="view"]').check()
    says("grad-output", "0,0", "dx row 0, column 0 += dy row 0, column 0 = 1")
    says("grad-input", "0,1", "dx row 0, column 1 = 0: no window gives to it")


BROKEN = [
    "stride=0", "kernel_size=6,2", "kernel_size=2", "kernel_size=1.5,2", "padding=2", "ties=last",
    "pool=min", "pool=average&dilation=2", "upstream=1,2;3,4", "upstream=1,2,3;4,5,6;7,8,x",
    "view=both", "step=0", "pin=output:9", "pin=grad-input:0", "pin=kernel:0", "pin=__proto__:0",
    "input=" + ";".join(["1,2,3"] * 40), "input=1,2;3",
]  # fmt: skip


def test_a_damaged_link_is_said_and_the_starting_picture_stands(edges: Locator, page: Page) -> None:
    status = edges.get_by_role("status")
    for i, link in enumerate(BROKEN):
        step = 2 + i % 2
        page.evaluate("step => (location.hash = `#edges~step=${step}`)", step)
        expect(status).to_be_empty()
        page.evaluate("link => (location.hash = `#edges~${link}`)", link)
        expect(status).to_contain_text("This link is damaged")
        expect(edges.locator(".cv-count")).to_have_text(f"{step} / 9")


def test_python_and_the_page_allow_the_same_states(page: Page) -> None:
    page.goto("about:blank")
    made = f"{front.modules()}\nglobalThis.check = modules.kinds.pooling.check;"
    page.add_script_tag(content=made)
    draw = np.random.default_rng(9)
    states, allowed = [], []
    for _ in range(400):
        shape = draw.integers(1, 6, 2)
        settings = {
            "kernel_size": draw.integers(1, 6, 2).tolist(),
            "stride": int(draw.integers(1, 4)),
            "padding": int(draw.integers(0, 4)),
            "dilation": int(draw.integers(1, 4)),
            "pool": str(draw.choice(["max", "average"])),
        }
        rest = {"count_include_pad": True, "ties": "all", "view": "forward", "step": 1, "pin": ""}
        try:
            states.append(Pooling(np.ones(shape), **settings).state())
            allowed.append(True)
        except ValueError:
            states.append(settings | rest | {"input": np.ones(shape).tolist(), "upstream": [[1]]})
            allowed.append(False)
    found = page.evaluate(
        "states => states.map(s => { try { check(s); return true; } catch { return false; } })",
        states,
    )
    assert found == allowed
    assert 30 < sum(allowed) < 370


def test_the_examples_of_this_file_are_those_of_the_book() -> None:
    windows = Pooling(EDGES, 2, stride=1)
    assert windows.output().tolist() == [[3, 2, 3], [3, 2, 3], [3, 1, 3]]
    windows.pool = "average"
    assert windows.output().tolist() == [[2.25, 1, 1.75], [2.25, 1.25, 2], [2, 1, 2]]
    np.testing.assert_allclose(windows.input_gradient().sum(), 45)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"input": [1, 2, 3]}, ValueError, "input: needs"),
        ({"input": np.ones((13, 2))}, ValueError, "input: needs 1 to 12 cells"),
        ({"kernel_size": 6}, ValueError, "kernel_size: needs at most 5; got 6"),
        ({"kernel_size": (2, 2, 2)}, ValueError, "kernel_size: needs one whole number, or one for"),
        ({"kernel_size": 1.5}, TypeError, "kernel_size: needs a whole number"),
        ({"kernel_size": 5}, ValueError, "kernel_size: needs to fit the padded input"),
        ({"kernel_size": (2, 3)}, ValueError, "stride: needs to be given where the window is not"),
        ({"stride": 0}, ValueError, "stride: needs"),
        ({"padding": 2}, ValueError, "padding: needs at most half of a window"),
        ({"dilation": 2, "pool": "average"}, ValueError, "dilation: needs 1 where pool"),
        ({"upstream": [[1, 2, 3]]}, ValueError, "upstream: needs the output's shape (2, 2)"),
        ({"ties": "last"}, traitlets.TraitError, "ties"),
        ({"pool": "min"}, traitlets.TraitError, "pool"),
        ({"pin": "grad-input:0"}, ValueError, "pin: needs '' or a cell that its view ("),
        ({"pin": "output:4"}, ValueError, "pin"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Pooling(**({"input": EDGES} | arguments))


def test_a_refused_change_leaves_the_state_as_it_was() -> None:
    widget = Pooling(EDGES)
    before = widget.state()
    for change in ({"kernel_size": 5}, {"padding": 2, "upstream": [[1]]}, {"pin": "output:9"}):
        with pytest.raises(ValueError, match="needs"):
            widget.set_state(change)
        assert widget.state() == before


def test_in_python_too_the_upstream_gradient_follows_the_shape_and_a_lost_cell_is_let_go() -> None:
    widget = Pooling(EDGES, stride=1, pin="output:8")
    widget.stride = 2
    assert widget.upstream == [[1, 2], [4, 5]]
    assert widget.pin == ""
    widget.kernel_size = (3, 1)
    assert widget.upstream == [[1, 2]]


@pytest.mark.parametrize(
    ("settings", "seen"),
    [
        ({"step": 2}, ["Output y", "max", "y[0, 1] = max(1, 0, 2, 1) = 2"]),
        ({"pool": "average"}, ["÷4", "y[0, 0] = (3 + 1 + 3 + 2) / 4 = 2.25"]),
        ({"view": "backward", "step": 5}, ["Gradient dx", "×1", "dx[1, 1] += dy[1, 1] = 5"]),
        (
            {"view": "backward", "ties": "split", "step": 9},
            ["÷2", "dx[2, 3], dx[3, 3] += 1/2·dy[2, 2] = 4.5"],
        ),
        (ALL_PADDING, ["y[0, 0] = max(−∞, −∞, −∞, −∞) = −∞"]),
        ({"input": -np.eye(2), "pool": "average"}, ["y[0, 0] = ((−1) + 0 + 0 + (−1)) / 4 = −0.5"]),
        (ALL_PADDING | {"view": "backward"}, ["dy[0, 0] goes nowhere"]),
        ({"padding": 1}, ["−∞", "y[0, 0] = max(−∞, −∞, −∞, 3) = 3"]),
        (
            {"padding": 1, "pool": "average", "count_include_pad": False},
            ["×1", "y[0, 0] = (3) / 1 = 3"],
        ),
    ],
)
def test_the_still_picture_says_what_the_widget_says(
    settings: dict[str, Any], seen: list[str]
) -> None:
    widget = Pooling(**({"input": EDGES, "stride": 1} | settings))
    texts = re.findall(r">([^<]+)</text>", Pooling.still(**widget.state()))
    assert set(seen) <= set(texts)
    shown = widget.input_gradient() if widget.view == "backward" else widget.output()
    assert shown.size <= len(texts)
