"""The sizes widget, in Python and as a reader without a kernel uses it."""

import math
import random
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import scipy
from playwright.sync_api import Locator, Page, expect

from convlib import correlate, output_size, receptive_field
from convviz import Sizes, front
from convviz.readings import PADS, read_layer
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, written

STACK = [[3, 1, 1, 1], [3, 2, 1, 1], [3, 1, 1, 1]]
FIELDS = ("kernel", "stride", "padding", "dilation")
Turn = tuple[dict[str, Any], list[tuple[str, str]]]


def size(widget: Locator) -> tuple[int, int]:
    """The size of the output that is written."""
    rows, cols = widget.locator('[data-role="output-size"]').inner_text().split(" × ")
    return int(rows), int(cols)


def field(widget: Locator) -> int:
    """The receptive field that is written."""
    return int(widget.locator('[data-role="receptive-field"]').inner_text())


def named(counts: list[int], of: str) -> str:
    """So many rows and columns of something, in words, or "" for none."""
    pairs = zip(counts, ("row", "column"), strict=True)
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in pairs if n]
    return f"{', '.join(parts)} of {of}" if parts else ""


@pytest.fixture
def layer(opened: Opened) -> Locator:
    """A layer whose stride divides neither rows nor columns."""
    return opened(Sizes((8, 12), 3, stride=2, padding=1, channels=3, filters=9, name="layer"))


@pytest.fixture
def stack(opened: Opened) -> Locator:
    """Three layers, the middle one of stride 2."""
    return opened(Sizes(8, 3, view="stack", image=(16, 16), layers=STACK, name="stack"))


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"n": 0}, ValueError, "n: needs whole numbers of at least 1; got 0"),
        ({"n": (3, 4, 5)}, ValueError, "n: needs 1 to (2,) cells"),
        ({"n": (3,)}, ValueError, "n: needs 2 numbers on its last axis"),
        ({"n": 7.5}, TypeError, "n: needs whole numbers; got"),
        ({"n": 10**5}, ValueError, "up to 9999"),
        ({"kernel": 9}, ValueError, "kernel: needs to fit the padded input"),
        ({"kernel": 33}, ValueError, "kernel: needs at most 32"),
        ({"dilation": 0}, ValueError, "dilation: needs at least 1, or gaps=True; got 0"),
        ({"stride": 0}, ValueError, "stride: needs a whole number of at least 1"),
        ({"layers": [[3, 1, 0]]}, ValueError, "layers: needs 4 numbers on its last axis"),
        ({"layers": [[3, 1, 0, 1]] * 6}, ValueError, "layers: needs 1 to (5, 4) cells"),
        ({"layers": [[3, 0, 0, 1]]}, ValueError, "layers: stride"),
        ({"layers": [[33, 1, 16, 1]]}, ValueError, "layers: needs numbers up to 32"),
        ({"layers": [[9, 1, 0, 1]] * 2}, ValueError, "layers: kernel: needs to fit"),
        ({"pads": "half"}, ValueError, "pads"),
        ({"pin": "output:8"}, ValueError, "pin: needs '' or a cell that its view ("),
        ({"pin": "layer 1:0"}, ValueError, "pin: needs '' or a cell that its view ("),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    state = {"n": 8, "kernel": 3, "image": (12, 12), "layers": [[3, 1, 1, 1]]} | arguments
    with pytest.raises(Exception, match=re.escape(words)) as raised:
        Sizes(**state)
    assert words == "pads" or isinstance(raised.value, error)


def test_python_answers_with_convlibs_sizes() -> None:
    widget = Sizes((480, 640), 5, stride=5, padding=5, image=(32, 40), layers=STACK)
    assert widget.output_size() == (98, 130)
    assert widget.sizes() == [(32, 40), (32, 40), (16, 20), (16, 20)]
    assert (widget.receptive_field(), widget.jump()) == (9, 2)
    widget.gaps = True
    assert widget.output_size() == output_size((480, 640), 5, 5, 5, 2)


def test_a_smaller_row_lets_go_of_a_cell_that_is_gone() -> None:
    widget = Sizes(8, 3, pin="output:5")
    widget.kernel = 4
    assert widget.pin == ""


def test_readings_give_the_sizes_that_other_libraries_document() -> None:
    # TensorFlow: "same" is ⌈N / S⌉. PyTorch's pooling: the division rounded up, less one where
    # the last window would begin past the input and the padding before it.
    draw = random.Random(8)
    for _ in range(3000):
        n, k, s, p, d = (draw.randint(*ends) for ends in ((1, 40), (1, 9), (1, 9), (0, 9), (1, 4)))
        same = read_layer((n, n), k, s, p, d, "same", False, False)
        assert same.output_size((n, n))[0] == math.ceil(n / s)
        before, after = same.padding[0]
        assert after - before in (0, 1)
        if n + 2 * p < d * (k - 1) + 1 or 2 * p > d * (k - 1) + 1:
            continue  # PyTorch's pooling pads at most half the kernel
        up = math.ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1
        up -= (up - 1) * s >= n + p
        assert read_layer((n, n), k, s, p, d, "side", False, True).output_size((n, n))[0] == up
        total = read_layer((n, n), k, s, 2 * p, d - 1, "total", True, False)
        assert total.output_size((n, n))[0] == (n + 2 * p - d * (k - 1) - 1) // s + 1


def test_it_evaluates_the_formula_term_by_term(layer: Locator) -> None:
    lines = layer.locator(".cv-sizes-axes > div").nth(1).locator("p").all_inner_texts()
    assert lines == [
        "columns",
        "⌊ (12 + 2·1 − 1·(3 − 1) − 1) / 2 ⌋ + 1",
        "= ⌊ 11 / 2 ⌋ + 1 = ⌊ 5.5 ⌋ + 1",
        "= 5 + 1 = 6",
        "5.5 → 5, remainder 1",
    ]
    assert size(layer) == (4, 6)
    left = layer.locator('[data-role="left-over"]')
    expect(left).to_have_text("Left over at the end: 1 row, 1 column of padding around input.")
    assert layer.locator(".cv-pad[data-state=unused]").count() == 1
    assert layer.locator('[data-view="input"][data-state="unused"]').count() == 0


# Turns one control after the other within its limits, by [name, part of the way from the least
# to the most], and tells after each what the controls hold and what is written.
TURNED = """(widget, turns) => turns.map(([name, part]) => {
  const control = widget.querySelector(`[name="${name}"]`);
  const happen = sort => control.dispatchEvent(new Event(sort, { bubbles: true }));
  if (control.checkVisibility()) {
    if (control.matches("button, [role=switch]")) control.click();
    else if (control.matches("select")) {
      control.selectedIndex = Math.floor(part * control.options.length);
      happen("change");
    } else {
      const [least, most] = [control.ariaValueMin, control.ariaValueMax].map(Number);
      control.focus();
      control.value = least + Math.floor(part * (Math.min(most - least, most > 99 ? 40 : 8) + 1));
      happen("input");
      control.blur();
    }
  }
  const controls = [...widget.querySelectorAll("[role=spinbutton], [role=switch], [name=pads]")];
  const texts = [...widget.querySelectorAll("[data-role]")].filter(e => e.checkVisibility());
  return [
    Object.fromEntries(controls.map(c => [c.name, c.role === "switch" ? c.checked : c.value])),
    texts.map(e => [e.dataset.role, e.textContent]),
  ];
})"""


def turned(widget: Locator, names: list[str], count: int, seed: int) -> Iterator[Turn]:
    """What the controls hold and what is written, after each of `count` random turns."""
    draw = random.Random(seed)
    yield from widget.evaluate(TURNED, [[draw.choice(names), draw.random()] for _ in range(count)])


def test_every_reachable_setting_gives_convlibs_size(opened: Opened) -> None:
    widget = opened(Sizes((8, 12), 3, stride=2, padding=1, view="code", name="any"))
    seen = set()
    names = [*FIELDS, *["rows", "columns", "pads"] * 2, "gaps", "up"]
    for held, texts in turned(widget, names, 300, seed=3):
        reading = {name: held[name] for name in ("pads", "gaps", "up")}
        n, fields = (
            [int(held[word]) for word in ("rows", "columns")],
            [int(held[f]) for f in FIELDS],
        )
        layer = read_layer(n, *fields, **reading)
        rows, cols = output_size(
            tuple(n), layer.kernel, layer.stride, layer.padding, layer.dilation
        )
        shown = dict(texts)
        assert shown["output-size"] == f"{rows} × {cols}", held
        room = [
            size + sum(pair) - layer.dilation * (layer.kernel - 1) - 1
            for size, pair in zip(n, layer.padding, strict=True)
        ]
        left = [cells % layer.stride for cells in room]
        unread = [max(0, n - after) for n, (_, after) in zip(left, layer.padding, strict=True)]
        padding = [n - cells for n, cells in zip(left, unread, strict=True)]
        words = [named(unread, "input"), named(padding, "padding around input")]
        said = "; ".join(filter(None, words)) or "nothing"
        assert shown["left-over"].startswith(f"Left over at the end: {said}."), held
        seen.add(tuple(reading.values()))
    assert len(seen) > 8


def test_every_reachable_stack_gives_convlibs_numbers(stack: Locator) -> None:
    names = [f"layer{line}-{name}" for line in range(1, 6) for name in FIELDS]
    names += ["image-rows", "image-columns", *["add", "remove"] * 4]
    depths = set()
    for held, texts in turned(stack, names, 300, seed=4):
        lines = [text for role, text in texts if role == "layer"]
        layers = [[int(held[f"layer{line}-{name}"]) for name in FIELDS]
                  for line in range(1, len(lines) + 1)]  # fmt: skip
        size = int(held["image-rows"]), int(held["image-columns"])
        for end, line in enumerate(lines, 1):
            size = output_size(size, *layers[end - 1])
            sees, jump = receptive_field(layers[:end]), math.prod(s for _, s, *_ in layers[:end])
            assert line == f"→ {size[0]} × {size[1]}, sees {sees}, jump {jump}", held
        shown = dict(texts)
        assert shown["output-size"] == f"{size[0]} × {size[1]}"
        assert int(shown["receptive-field"]) == receptive_field(layers)
        depths.add(len(layers))
    assert depths == {1, 2, 3, 4, 5}


def test_the_cone_is_what_a_change_of_an_input_cell_reaches(opened: Opened) -> None:
    layers = [[3, 1, 1, 2], [2, 2, 0, 1], [3, 1, 1, 1]]
    widget = opened(Sizes(8, 3, view="stack", image=(3, 14), layers=[[3, 1, 2, 2], *layers[1:]]))
    layers[0] = [3, 1, 2, 2]
    reach = np.eye(14)  # one input for each row: which outputs are not zero
    for k, s, p, d in layers:
        reach = np.array([correlate(row, np.ones(k), s, p, d) for row in reach])
    for output in range(reach.shape[1]):
        cell(widget, "output", str(output)).hover()
        assert lit(widget, "input") == {str(i) for i in np.flatnonzero(reach[:, output])}
        assert lit(widget, "output") == {str(output)}
    for index in (0, 6, 13):
        cell(widget, "input", str(index)).hover()
        assert lit(widget, "output") == {str(o) for o in np.flatnonzero(reach[index])}


def test_pointing_focus_and_a_click_choose_a_cell_and_escape_lets_go(
    stack: Locator, page: Page
) -> None:
    cell(stack, "layer 1", "5").click()
    page.mouse.move(1, 1)
    assert lit(stack, "input") == {"4", "5", "6"}
    assert lit(stack, "output") == {"1", "2", "3", "4"}
    assert written(stack) == "layer 1 cell 5 sees input 4 to 6 and reaches output 1 to 4"
    expect(cell(stack, "layer 1", "5")).to_have_attribute("data-held", "true")
    page.keyboard.press("ArrowRight")
    assert lit(stack, "input") == {"5", "6", "7"}
    expect(cell(stack, "layer 1", "6")).to_have_attribute(
        "aria-label", "layer 1 cell 6 of 16, sees input 5 to 7"
    )
    page.keyboard.press("Escape")
    assert lit(stack, "output") == {"0"}
    assert written(stack) == "output cell 0 sees input −4 to 4, 4 in the padding"


def test_steps_move_the_window_and_later_outputs_wait(layer: Locator) -> None:
    assert layer.locator('[data-view="output"][data-state="todo"]').count() == 5
    layer.locator("[name=forward]").click()
    assert lit(layer, "input") == {"1", "2", "3"}
    assert written(layer) == "output cell 1 sees input 1·2 − 1 = 1 to 3"
    assert layer.locator('[data-view="output"][data-state="todo"]').count() == 4


def test_cells_stand_under_the_middle_of_what_they_see(stack: Locator) -> None:
    def middle(view: str, index: int) -> float:
        box = cell(stack, view, str(index)).bounding_box()
        assert box
        return box["x"] + box["width"] / 2

    for output in range(8):
        assert middle("output", output) == pytest.approx(middle("input", 2 * output), abs=1)


def test_cells_that_no_window_reads_are_shaded_and_said(opened: Opened) -> None:
    widget = opened(Sizes(11, 2, stride=4, padding=1))
    shaded = widget.locator('[data-view="input"][data-state="unused"]').all_inner_texts()
    assert shaded == ["1", "2", "5", "6", "9", "10"]
    left = "2 rows, 2 columns of input; 1 row, 1 column of padding around input"
    words = f"Left over at the end: {left}. No window reads the other shaded"
    expect(widget.locator('[data-role="left-over"]')).to_contain_text(words)


def test_where_one_axis_alone_is_left_over_the_other_is_not_named(opened: Opened) -> None:
    widget = opened(Sizes((5, 6), 3, stride=2))
    expect(widget.locator('[data-role="left-over"]')).to_have_text(
        "Left over at the end: 1 column of input."
    )


def test_a_long_row_becomes_a_bar_to_scale(opened: Opened) -> None:
    widget = opened(Sizes((480, 640), 5, stride=5, padding=5, step=130))
    assert widget.locator('[role="gridcell"]').count() == 0
    bar = widget.get_by_role("img", name="input: 640 cells, 640 to 644 are seen")
    box, part = bar.bounding_box(), bar.locator("i").nth(1).bounding_box()
    assert box
    assert part
    assert part["width"] / box["width"] == pytest.approx(640 / 650, abs=0.01)
    widget.locator("[name=back]").click()
    expect(widget.get_by_role("img", name="input: 640 cells, 635 to 639 are seen")).to_be_visible()
    widget.locator("[name=columns]").fill("9")
    assert widget.locator('[data-view="input"]').count() == 9


ANSWERS = [
    ((97, 129, 9), "the + 1 is forgotten, or when padding is counted once"),
    ((96, 128, 9), "padding is forgotten"),
    ((486, 646, 9), "the stride is forgotten"),
    ((99, 131, 9), "the kernel’s width is forgotten"),
    ((98, 129, 9), "129 columns: that comes out when the + 1 is forgotten"),
    ((130, 98, 9), "Rows and columns are swapped"),
    ((98, 130, 3), "98 × 130 is right. Each filter makes one channel; you gave those"),
    ((98, 130, 27), "98 × 130 is right. Each filter makes one channel."),
    ((1, 2, 9), "1 rows and 2 columns: not yet"),
    ((98, 130, ""), "Type a whole number into each of the three fields."),
]


def test_the_quiz_asks_first_and_names_the_mistake(layer: Locator) -> None:
    layer.locator("[name=quiz]").click()
    expect(layer.locator(".cv-sizes-question")).to_contain_text(
        "An image of 480 × 640 with 3 channels meets 9 filters of 5 × 5"
    )
    expect(layer.locator(".cv-count")).to_have_text("1 / 1")
    for answer, words in ANSWERS:
        for name, value in zip(("rows", "columns", "channels"), answer, strict=True):
            layer.locator(f"[name=answer-{name}]").fill(str(value))
        layer.locator("[name=check]").click()
        expect(layer.get_by_role("status")).to_contain_text(words)
        expect(layer.locator('[data-role="output-size"]')).not_to_be_visible()


def test_a_right_answer_or_show_me_opens_the_explanation(layer: Locator, page: Page) -> None:
    layer.locator("[name=ask]").click()
    for name, value in {"rows": 4, "columns": 6, "channels": 9}.items():
        layer.locator(f"[name=answer-{name}]").fill(str(value))
    page.keyboard.press("Enter")
    expect(layer.get_by_role("status")).to_contain_text("Right.")
    assert size(layer) == (4, 6)
    layer.locator("[name=quiz]").click()
    expect(layer.locator("[name=answer-rows]")).to_have_value("")
    layer.locator("[name=show]").click()
    assert size(layer) == (98, 130)
    layer.locator("[name=reset]").click()
    expect(layer.locator("[name=rows]")).to_have_value("8")


def test_rounding_up_where_the_division_has_a_rest_is_named(opened: Opened) -> None:
    widget = opened(Sizes((8, 12), 3, stride=2, padding=1, ask=True, filters=2))
    for name, value in {"rows": 5, "columns": 7, "channels": 2}.items():
        widget.locator(f"[name=answer-{name}]").fill(str(value))
    widget.locator("[name=check]").click()
    expect(widget.get_by_role("status")).to_contain_text("the division is rounded up")


LINES = """states => states.map(state => {
  const layer = front.sizes_readings.readLayer(state);
  const { pytorch, keras, scipy, numpy } = front.sizes_libraries;
  return [pytorch, keras, scipy, numpy].map(write => write(state, layer)[0]);
})"""


def test_the_lines_of_scipy_and_numpy_run_and_give_convlibs_numbers(page: Page) -> None:
    draw = random.Random(6)
    states = []
    while len(states) < 150:
        state = {"n": [draw.randint(3, 12), draw.randint(3, 12)], "kernel": draw.randint(1, 4),
                 "stride": draw.randint(1, 3), "padding": draw.randint(0, 4),
                 "dilation": draw.randint(1, 2), "pads": draw.choice(PADS), "gaps": False,
                 "up": draw.random() < 0.3, "channels": 2, "filters": 3}  # fmt: skip
        if min(state["n"]) >= state["dilation"] * (state["kernel"] - 1) + 1:
            states.append(state)
    page.goto("about:blank")
    page.add_script_tag(content=f"{front.modules()}\nglobalThis.front = modules;")
    rng, modes = np.random.default_rng(2), set()
    for state, lines in zip(states, page.evaluate(LINES, states), strict=True):
        read = Sizes(**state).layer()
        x, w = rng.integers(-9, 9, state["n"]), rng.integers(-9, 9, (read.kernel, read.kernel))
        y = correlate(x, w, read.stride, read.padding, read.dilation)
        for line in lines[2:]:
            *before, last = line.split("; ")
            names = {"np": np, "scipy": scipy, "x": x, "w": w}
            exec("\n".join(before), names)
            np.testing.assert_array_equal(eval(last, names), y, err_msg=f"{line} {state}")
            modes |= set(re.findall(r'mode="\w+"', line))
        for line in lines[:2]:
            compile(line or "None", "line", "eval")
        assert (lines[1] == "") == (read.stride > 1 and read.dilation > 1)
    assert len(modes) == 3


WRITTEN = [
    ({"padding": 2}, "PyTorch", "nn.Conv2d(3, 9, 5, stride=1, padding=2, dilation=1)"),
    ({"pads": "same"}, "PyTorch", 'nn.Conv2d(3, 9, 5, stride=1, padding="same", dilation=1)'),
    (
        {"pads": "same", "stride": 2},
        "PyTorch",
        "nn.Sequential(nn.ZeroPad2d((1, 2, 2, 2)),"
        " nn.Conv2d(3, 9, 5, stride=2, padding=0, dilation=1))",
    ),
    (
        {"pads": "same", "stride": 2},
        "TensorFlow / Keras",
        'keras.layers.Conv2D(9, 5, strides=2, padding="same", dilation_rate=1)',
    ),
    (
        {"pads": "total", "padding": 3},
        "TensorFlow / Keras",
        "keras.Sequential([keras.layers.ZeroPadding2D(((1, 2), (1, 2))),"
        ' keras.layers.Conv2D(9, 5, strides=1, padding="valid", dilation_rate=1)])',
    ),
    (
        {"stride": 2, "dilation": 2},
        "TensorFlow / Keras",
        "cannot be written as one layer",
    ),
    ({"padding": 4}, "SciPy", 'scipy.signal.correlate2d(x, w, mode="full")'),
]


def test_a_library_writes_the_present_setting(opened: Opened, page: Page) -> None:
    widgets = [Sizes((11, 12), 5, channels=3, filters=9, view="code", **settings)
               for settings, _, _ in WRITTEN]  # fmt: skip
    opened(*widgets)
    for number, (_, library, line) in enumerate(WRITTEN):
        shown = page.locator("conv-widget").nth(number).locator(f'[data-library="{library}"]')
        expect(shown).to_have_text(line)


def test_a_line_is_copied(opened: Opened, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget = opened(Sizes(8, 3, view="code"))
    widget.get_by_role("button", name="copy the line of SciPy").click()
    expect(widget.get_by_role("status")).to_contain_text("The line is")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == 'scipy.signal.correlate2d(x, w, mode="valid")'


def test_an_impossible_setting_is_refused_with_words(layer: Locator) -> None:
    for typed in ("0", "-1", "abc", "", "1.5", "33"):
        layer.locator("[name=kernel]").fill(typed)
        status = layer.get_by_role("status")
        expect(status).to_contain_text("kernel: needs a whole number from 1 to 10")
        assert size(layer) == (4, 6)


def test_a_reading_under_which_the_kernel_does_not_fit_is_refused(opened: Opened) -> None:
    widget = opened(Sizes(4, 5, padding=1, view="code"))
    widget.locator("[name=pads]").select_option("valid")
    expect(widget.get_by_role("status")).to_contain_text(
        "kernel: spans 5 cells, but the padded input has only 4."
    )
    expect(widget.locator("[name=pads]")).to_have_value("side")


def test_a_dilation_of_none_is_0_or_1_as_it_is_counted(opened: Opened) -> None:
    widget = opened(Sizes(9, 3, view="code"))
    widget.locator("[name=gaps]").check()
    assert size(widget) == (5, 5)
    widget.locator("[name=dilation]").fill("0")
    assert size(widget) == (7, 7)
    widget.locator("[name=gaps]").uncheck()
    expect(widget.locator("[name=dilation]")).to_have_value("1")
    assert size(widget) == (7, 7)


def test_the_address_keeps_a_stack_and_restores_it(stack: Locator, page: Page) -> None:
    stack.locator("[name=remove]").click()
    stack.locator("[name=layer2-dilation]").fill("3")
    cell(stack, "layer 1", "2").click()
    page.wait_for_url(re.compile("pin="))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.locator("conv-widget[data-ready=true]").wait_for()
    assert field(stack) == receptive_field([[3, 1, 1, 1], [3, 2, 1, 3]])
    expect(cell(stack, "layer 1", "2")).to_have_attribute("data-held", "true")


@pytest.mark.parametrize("link", ["", "#long~view=stack&pin=layer 1:3"])
def test_a_held_cell_of_a_row_too_long_to_draw_leaves_the_output_its_sight(
    opened: Opened, link: str
) -> None:
    layers = [[3, 2, 1, 1], [3, 1, 1, 1]]
    widget = opened(Sizes(12, 3, image=(40, 99), layers=layers, step=5, name="long"), link=link)
    if not link:
        cell(widget, "input", "3").click()
        assert written(widget) == "input cell 3 reaches output 1 to 3"
    widget.locator("[data-tab=stack]").click()
    assert written(widget) == "output cell 4 sees input 5 to 11"


def test_on_a_phone_a_long_row_scrolls_to_the_chosen_cell(opened: Opened, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    widget = opened(Sizes(22, 7, padding=1, name="phone"))
    box = cell(widget, "input", "21").bounding_box()
    assert box
    assert box["width"] >= 18
    widget.locator("[name=step]").fill("18")
    expect(cell(widget, "output", "17")).to_be_in_viewport(ratio=1)
    expect(widget.get_by_text("22 × 22", exact=True)).to_be_in_viewport(ratio=1)
    widget.locator("[name=step]").fill("1")
    expect(cell(widget, "output", "0")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    "link",
    ["n=8", "kernel=40", "layers=3,1,1", "layers=9,1,0,1;9,1,0,1", "pads=half", "pin=output:99"],
)
def test_a_damaged_link_is_said(opened: Opened, link: str) -> None:
    widget = opened(Sizes((8, 12), 3, name="layer"), link=f"#layer~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    assert size(widget) == (6, 10)


@pytest.mark.parametrize("view", ["one", "code", "stack"])
def test_the_still_picture_tells_the_sizes(view: str) -> None:
    svg = Sizes((8, 12), 3, stride=2, padding=1, view=view).page_html()
    words = "16 × 16, sees 3" if view == "stack" else "⌊11 / 2⌋ + 1 = 6"
    assert words in svg
    assert svg.count("<rect") == (16 + 2 + 16 + 2 + 8 + 2 + 8 if view == "stack" else 14 + 6)
    assert "<rect" not in Sizes((480, 640), 5).page_html()


def test_the_still_picture_of_a_question_does_not_answer_it() -> None:
    still = Sizes((8, 12), 3, stride=2, padding=1, ask=True).page_html().split("<figure")[1]
    assert "8 × 12 in, padding 1 per side: how much comes out?" in still
    assert "4 × 6" not in still


@pytest.mark.parametrize(
    ("view", "pin"),
    [
        ("one", "input:5"),
        ("one", "output:0"),
        ("one", "input:11"),
        ("stack", "layer 1:3"),
        ("stack", "output:2"),
        ("stack", "input:0"),
    ],
)
def test_the_still_picture_shows_the_held_cell(opened: Opened, view: str, pin: str) -> None:
    widget = opened(
        Sizes((8, 12), 3, stride=2, padding=1, view=view, layers=STACK, pin=pin, name="held")
    )
    still = widget.locator(".cv-static").inner_html()
    told = re.findall(r">([^<>]+)</text>", still)
    assert re.sub(r"[\d·]+ − 1 = ", "", written(widget)) in told
    on = widget.locator(".cv-grid [data-on=true]").count()
    assert len(re.findall(r"<rect [^>]*--cv-kernel", still)) == on
    lines = widget.locator(".cv-sizes-lit").evaluate_all(
        "all => all.map(p => (p.getAttribute('d') ?? '').split('M').length - 1)"
    )
    assert len(re.findall(r"<line [^>]*--cv-kernel", still)) == sum(lines)
