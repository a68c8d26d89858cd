"""The channels widget, as a reader without a kernel uses it, and as Python sees it."""

import re

import numpy as np
import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from convlib import conv2d, taps
from convviz import Channels
from convviz.layers import LAYERS
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written
from tests.convviz.test_every_kind import CROWDED

PRESET = "2 channels, 3 filters"
SETTINGS = ("stride", "padding", "dilation", "groups")

# Walks at random through the controls, as a reader does, and writes down what is seen.
WALK = """async ([count, seed]) => {
  const live = document.querySelector(".cv-live");
  let state = seed;
  const draw = n => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % n;
  };
  const field = name => live.querySelector(`[name="${name}"]`);
  const type = (input, text) => {
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.blur();
  };
  const names = ["stride", "padding", "dilation", "groups", "channels", "filters", "input-rows",
    "input-columns", "filter-rows", "filter-columns"];
  const seen = [];
  while (seen.length < count) {
    const name = names[draw(names.length)];
    const [least, most] = ["min", "max"].map(end =>
      Number(field(name).getAttribute(`aria-value${end}`)));
    type(field(name), String(least + draw(most - least + 1)));
    const cells = live.querySelectorAll("td input");
    type(cells[draw(cells.length)], String(draw(19) - 9));
    if (draw(5) === 0) field("random").click();
    const read = view => [...live.querySelectorAll(`[data-view="${view}"]`)].map(td =>
      [td.dataset.index.split(",").map(Number), Number(td.dataset.value)]);
    const settings = ["stride", "padding", "dilation", "groups"].map(n =>
      [n, Number(field(n).value)]);
    seen.push({ input: read("input"), kernel: read("kernel"), bias: read("bias"),
      output: read("output"), settings: Object.fromEntries(settings) });
  }
  return seen;
}"""

# What each step shows: the written sum, the weights in the corners of cells, what lies on padding.
STEPS = """(widget, count) => Array.from({ length: count }, (_, n) => {
  const all = query => [...widget.querySelectorAll(query)];
  const scrub = widget.querySelector('[name="step"]');
  scrub.value = n + 1;
  scrub.dispatchEvent(new Event("input", { bubbles: true }));
  const lit = all('[data-view="input"][data-mark]');
  return {
    total: all(".cv-channels-total")[0].textContent.replace("y", "y "),
    lines: all(".cv-channels-line").map(line => line.textContent),
    marks: Object.fromEntries(lit.map(({ dataset }) => [dataset.index, dataset.mark])),
    pads: all(".cv-pad[data-mark]").length,
    padded: all('[data-view="kernel"][data-state="padded"]').length,
  };
})"""


def array(entries: list[tuple[list[int], float]]) -> np.ndarray:
    """What the cells of a view say, each at the index that it says."""
    shape = np.max([index for index, _ in entries], axis=0) + 1
    found = np.full(shape, np.nan)
    for index, value in entries:
        found[tuple(index)] = value
    return found


def sums(widget: Locator) -> tuple[str, list[str]]:
    """The written sum: the line of all, and one line for each slice."""
    total = widget.locator(".cv-channels-total").inner_text().replace("\n", "")
    return total, widget.locator(".cv-channels-line").all_inner_texts()


def numbers(text: str) -> list[int]:
    """The whole numbers of a text in order, minus signs and all."""
    return [int(n.replace("−", "-")) for n in re.findall(r"−?\d+", text)]


def bands(widget: Locator, name: str) -> list[list[float]]:
    """The shapes of the corner lines: left, top, right, bottom of each."""
    drawn = widget.locator(f'[data-join="{name}"]').get_attribute("d") or ""
    shapes = [np.reshape([float(n) for n in s[1:].split()], (-1, 2)) for s in drawn.split("Z")[:-1]]
    return [[*s.min(axis=0), *s.max(axis=0)] for s in shapes]


@pytest.fixture
def layer(opened: Opened) -> Locator:
    """Two channels under three filters, as the gallery has them."""
    return opened(Channels.preset(PRESET, name="layer"))


@pytest.fixture
def padded(opened: Opened) -> tuple[Locator, Channels]:
    """Four channels in two groups, with padding, stride and dilation."""
    rng = np.random.default_rng(3)
    x, w, b = rng.integers(1, 9, (4, 6, 5)), rng.integers(-9, 9, (4, 2, 2, 3)), [1, -2, 3, 0]
    made = Channels(x, w, b, stride=2, padding=2, dilation=2, groups=2, name="padded")
    return opened(made), made


def test_it_shows_the_layer_that_the_author_wrote(layer: Locator) -> None:
    made = Channels.preset(PRESET)
    assert values(layer, "input") == np.ravel(made.input).tolist()
    assert sorted(values(layer, "kernel")) == sorted(np.ravel(made.weight).tolist())
    assert values(layer, "bias") == made.bias
    assert values(layer, "output") == made.output().ravel().tolist()
    assert cell(layer, "kernel", "2,1,0,1").get_attribute("data-value") == str(
        made.weight[2][1][0][1]
    )


def test_every_reachable_setting_gives_convlibs_numbers(opened: Opened, page: Page) -> None:
    widget = opened(Channels.preset(PRESET, name="any"))
    widget.locator("summary").click()
    seen = page.evaluate(WALK, [220, 11])
    met = {name: set() for name in SETTINGS}
    for shown in seen:
        x, w, b, y = (array(shown[view]) for view in ("input", "kernel", "bias", "output"))
        expected = conv2d(x[None], w, b, **shown["settings"])[0]
        np.testing.assert_array_equal(y, expected, str(shown["settings"]))
        for name in SETTINGS:
            met[name].add(shown["settings"][name])
    assert met["groups"] >= {1, 2, 3, 4}
    assert all(len(met[name]) > 1 for name in SETTINGS)


def test_a_preset_is_what_python_makes_of_it_and_becomes_own(layer: Locator) -> None:
    select = layer.locator('[name="preset"]')
    expect(select).to_have_value(PRESET)
    for name in LAYERS["presets"]:
        select.select_option(name)
        made = Channels.preset(name)
        assert values(layer, "input") == np.ravel(made.input).tolist()
        assert values(layer, "output") == made.output().ravel().tolist()
        for setting in SETTINGS:
            expect(layer.locator(f'[name="{setting}"]')).to_have_value(str(getattr(made, setting)))
    cell(layer, "bias", "0").locator("input").fill("7")
    expect(select).to_have_value("own")
    layer.locator('[name="undo"]').click()
    expect(select).to_have_value("depthwise")


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("1 channel, padding 1", (1, 1, 3, 1, 1, 1)),
        ("1 channel, stride 2", (1, 1, 3, 2, 0, 1)),
        ("1 channel, dilation 2", (1, 1, 3, 1, 0, 2)),
        ("2 channels, 3 filters", (2, 3, 3, 1, 0, 1)),
    ],
)
def test_the_four_pictures_of_the_sources_are_presets(name: str, sizes: tuple[int, ...]) -> None:
    made = Channels.preset(name)
    filters, channels, kernel, _ = np.shape(made.weight)
    settings = (made.stride, made.padding, made.dilation)
    assert (channels, filters, kernel, *settings) == sizes
    assert any(made.bias)


def test_own_is_offered_only_while_the_numbers_are_the_readers(layer: Locator) -> None:
    own = layer.locator('[name="preset"] option', has_text="own")
    expect(own).to_have_count(0)
    cell(layer, "bias", "0").locator("input").fill("9")
    expect(own).to_have_count(1)
    layer.locator("[name=undo]").click()
    expect(own).to_have_count(0)
    expect(layer.locator('[name="preset"]')).to_have_value(PRESET)


def test_pointing_at_an_output_lights_one_patch_in_every_slice(layer: Locator) -> None:
    cell(layer, "output", "1,0,2").hover()
    window = {f"{r},{c}" for r in range(3) for c in range(2, 5)}
    assert lit(layer, "input") == {f"{channel},{at}" for channel in "01" for at in window}
    assert lit(layer, "kernel") == {
        f"1,{s},{r},{c}" for s in "01" for r in range(3) for c in range(3)
    }
    assert lit(layer, "bias") == {"1"}
    assert lit(layer, "output") == {"1,0,2"}


def test_pointing_at_an_input_lights_every_filter_that_reads_it(layer: Locator) -> None:
    cell(layer, "input", "1,0,1").hover()
    assert lit(layer, "output") == {f"{f},0,{c}" for f in range(3) for c in range(2)}
    assert lit(layer, "kernel") == {f"{f},1,0,{c}" for f in range(3) for c in range(2)}
    assert written(layer).startswith("x1,0,1 = 1 is used 6 times: ")


def test_pointing_at_a_weight_or_a_bias_lights_its_map(layer: Locator) -> None:
    everywhere = {f"0,{r},{c}" for r in range(3) for c in range(3)}
    cell(layer, "kernel", "0,1,2,0").hover()
    assert lit(layer, "output") == everywhere
    assert lit(layer, "input") == {f"1,{r},{c}" for r in range(2, 5) for c in range(3)}
    cell(layer, "bias", "0").hover()
    assert lit(layer, "output") == everywhere
    assert lit(layer, "input") == lit(layer, "kernel") == set()
    assert written(layer) == "b0 = 1 is added to all 9 cells of output 0"


def test_the_sum_is_written_slice_by_slice(layer: Locator) -> None:
    total, lines = sums(layer)
    assert total == "y0,0,0 = 1 + (−11) + 20 = 10"
    assert lines == [
        "channel 0: 0·1 + 7·0 + 4·(−1) + 5·2 + 2·0 + 9·(−2) + 1·1 + 0·1 + 2·0 = −11",
        "channel 1: 4·(−1) + 1·2 + 8·1 + 9·0 + 6·1 + 3·0 + 2·(−1) + 5·2 + 4·0 = 20",
    ]


def test_sums_marks_and_padding_are_those_of_the_taps(padded: tuple[Locator, Channels]) -> None:
    widget, made = padded
    x, w, b, y = (np.asarray(v) for v in (made.input, made.weight, made.bias, made.output()))
    out, inp, ker = taps(x.shape[1:], w.shape[2:], 2, 2, 2)
    seen = widget.evaluate(STEPS, y.size)
    for (f, *at), shown in zip(np.ndindex(y.shape), seen, strict=True):
        mine = (out == at).all(axis=1)
        over_padding = 2 * (6 - mine.sum())
        channels = (0, 1) if f < 2 else (2, 3)
        pairs = [(tuple(i), tuple(k)) for i, k in zip(inp[mine], ker[mine], strict=True)]
        totals = [sum(x[c][i] * w[f, s][k] for i, k in pairs) for s, c in enumerate(channels)]
        assert numbers(shown["total"])[3:] == [b[f], *totals, y[f][tuple(at)]]
        for line, c, total in zip(shown["lines"], channels, totals, strict=True):
            products = line.split(": ")[1].split(" = ")[0].split(" + ")
            assert sum(np.prod(numbers(p)) for p in products) == total
            assert len(products) == 6
            assert line.startswith(f"channel {c}: ")
            assert numbers(line)[-1] == total
        assert shown["marks"] == {
            f"{c},{i[0]},{i[1]}": f"×{w[f, s][k]}".replace("-", "−")
            for s, c in enumerate(channels)
            for i, k in pairs
        }
        assert shown["pads"] == shown["padded"] == over_padding


def test_a_long_line_of_products_is_shortened_with_dots(opened: Opened) -> None:
    made = Channels(np.full((1, 3, 3), -1234), np.full((1, 1, 3, 3), -1111), name="long")
    total, (line,) = sums(opened(made))
    assert "… + (−1234)·(−1111) = " in line
    assert len(line) < 110
    assert total.endswith(f"= {9 * 1234 * 1111}")


def test_cells_that_no_window_reaches_are_shaded(opened: Opened) -> None:
    widget = opened(Channels(np.ones((2, 4, 4)), np.ones((1, 2, 3, 3)), stride=2, name="left-over"))
    shaded = widget.locator('[data-view="input"][data-state="unused"]').evaluate_all(
        "cells => cells.map(cell => cell.dataset.index)"
    )
    edge = {f"{r},{c}" for r in range(4) for c in range(4) if 3 in (r, c)}
    assert set(shaded) == {f"{channel},{at}" for channel in "01" for at in edge}


def test_parameters_and_multiplications_are_counted_in_the_open(layer: Locator) -> None:
    counts = layer.locator('[data-role="counts"]')
    expect(counts).to_contain_text("parameters 3 × 2 × 3 × 3 + 3 = 57")
    expect(counts).to_contain_text("multiplications 3 × 3 × 3 × 18 = 486")
    layer.locator('[name="preset"]').select_option("depthwise")
    expect(counts).to_contain_text("parameters 3 × 1 × 3 × 3 + 3 = 30")
    layer.locator('[name="preset"]').select_option("1 × 1 filters")
    expect(counts).to_contain_text("parameters 2 × 3 × 1 × 1 + 2 = 8")


def test_a_filter_is_opened_where_the_patch_is(layer: Locator) -> None:
    followed, opened_ = layer.locator('[name="filter"]'), layer.locator("[data-open]")
    layer.locator('[name="step"]').fill("5")
    followed.select_option("2")
    expect(layer.locator(".cv-count")).to_have_text("23 / 27")
    assert sums(layer)[0].startswith("y2,1,1 = ")
    expect(opened_).to_have_count(1)
    expect(opened_.locator('[data-view="kernel"]').first).to_have_attribute("data-index", "2,0,0,0")
    layer.get_by_role("button", name="Follow filter 1").click()
    assert sums(layer)[0].startswith("y1,1,1 = ")
    expect(followed).to_have_value("1")
    expect(layer.get_by_role("button", name="Follow filter 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    cell(layer, "output", "0,2,0").click()
    expect(followed).to_have_value("0")
    expect(layer.locator(".cv-count")).to_have_text("7 / 27")


def test_steps_walk_through_the_maps_of_all_filters(layer: Locator) -> None:
    layer.locator('[name="step"]').fill("9")
    expect(layer.locator('[name="filter"]')).to_have_value("0")
    layer.locator('[name="forward"]').click()
    expect(layer.locator('[name="filter"]')).to_have_value("1")
    expect(cell(layer, "output", "1,0,0")).to_have_text("34")
    expect(cell(layer, "output", "1,0,1")).to_have_text("·")


def test_lines_join_the_patch_the_slice_and_the_output(layer: Locator, page: Page) -> None:
    layer.locator('[name="step"]').fill("5")

    def box(view: str, first: str, last: str) -> list[float]:
        stage = layer.locator(".cv-stage").bounding_box()
        one, other = (cell(layer, view, index).bounding_box() for index in (first, last))
        assert stage
        assert one
        assert other
        left, top = one["x"] - stage["x"], one["y"] - stage["y"]
        right = other["x"] + other["width"] - stage["x"]
        return [left, top, right, other["y"] + other["height"] - stage["y"]]

    def joined() -> None:
        drawn = [bands(layer, name) for name in ("patch", "on", "to")]
        assert [len(shapes) for shapes in drawn] == [2, 2, 2]
        for s, (patch, on, to) in enumerate(zip(*drawn, strict=True)):
            under = box("input", f"{s},1,1", f"{s},3,3")
            lying = box("kernel", f"0,{s},0,0", f"0,{s},2,2")
            fed = box("output", "0,1,1", "0,1,1")
            assert patch == pytest.approx(under, abs=0.6)
            assert [on[0], on[2]] == pytest.approx([under[2], lying[0]], abs=0.6)
            assert [on[1], on[3]] == pytest.approx(
                [min(under[1], lying[1]), max(under[3], lying[3])], abs=0.6
            )
            assert [to[0], to[2]] == pytest.approx([lying[2], fed[0]], abs=0.6)

    joined()
    drawn = layer.locator('[data-join="patch"]')
    before = drawn.get_attribute("d") or ""
    page.set_viewport_size({"width": 700, "height": 800})
    expect(drawn).not_to_have_attribute("d", before)
    joined()
    cell(layer, "input", "0,0,0").hover()
    assert bands(layer, "patch") == []


def test_with_groups_a_filter_lies_on_the_channels_of_its_group(
    padded: tuple[Locator, Channels],
) -> None:
    widget, _ = padded
    widget.locator('[name="filter"]').select_option("3")
    assert {index[0] for index in lit(widget, "input")} == {"2", "3"}
    expect(widget.locator("[data-open]")).to_contain_text("on channel 3")
    for channel, s in ((2, 0), (3, 1)):
        first = cell(widget, "input", f"{channel},0,0").bounding_box()
        last = cell(widget, "input", f"{channel},5,0").bounding_box()
        lying = cell(widget, "kernel", f"3,{s},0,0").bounding_box()
        assert first
        assert last
        assert lying
        assert first["y"] < lying["y"] < last["y"]


def test_groups_divide_both_counts_and_channels_follow_the_groups(
    opened: Opened, page: Page
) -> None:
    widget = opened(Channels(np.ones((4, 3, 3)), np.ones((4, 4, 2, 2)), name="split"))
    widget.locator("summary").click()
    groups = widget.locator('[name="groups"]')
    groups.fill("3")
    expect(widget.get_by_role("status")).to_have_text("groups: needs 1 or 2 or 4; got “3”.")
    groups.blur()
    for expected in ("2", "4", "4"):
        widget.get_by_role("button", name="more groups").click()
        expect(groups).to_have_value(expected)
    assert len(values(widget, "kernel")) == 4 * 1 * 4
    widget.locator('[name="channels"]').fill("3")
    expect(widget.get_by_role("status")).to_contain_text("channels: needs 4, nothing else fits")
    groups.focus()
    page.keyboard.press("ArrowDown")
    expect(groups).to_have_value("2")
    widget.locator('[name="filters"]').fill("2")
    assert len(values(widget, "bias")) == 2
    expect(widget.locator('[name="filter"] option')).to_have_count(2)
    expect(groups).to_have_attribute("aria-valuemax", "2")


def test_an_impossible_setting_is_refused_with_words(layer: Locator) -> None:
    layer.locator("summary").click()
    names = ("stride", "dilation", "groups", "channels", "input-rows", "filter-columns")
    for name, typed in zip(names, ("0", "abc", "3", "", "9", "1.5"), strict=True):
        layer.locator(f'[name="{name}"]').fill(typed)
        expect(layer.get_by_role("status")).to_contain_text(f"{name.replace('-', ' ')}: needs")
    assert values(layer, "output") == Channels.preset(PRESET).output().ravel().tolist()


def test_numbers_of_input_filters_and_bias_are_changed_by_typing(
    layer: Locator, page: Page
) -> None:
    made = Channels.preset(PRESET)
    x, w, b = (np.array(v) for v in (made.input, made.weight, made.bias))
    x[1, 4, 4], w[2, 1, 0, 2], b[1] = 30, -5, 12
    typed = {("input", "1,4,4"): "30", ("kernel", "2,1,0,2"): "-5", ("bias", "1"): "12"}
    for (view, index), text in typed.items():
        cell(layer, view, index).focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(cell(layer, view, index)).to_be_focused()
    assert values(layer, "output") == conv2d(x[None], w, b)[0].ravel().tolist()
    field = cell(layer, "input", "1,0,0").locator("input")
    field.fill("many")
    expect(layer.get_by_role("status")).to_contain_text("Input x, channel 1, row 0, column 0: type")
    page.keyboard.press("Escape")
    expect(layer.get_by_role("status")).to_be_empty()
    cell(layer, "kernel", "1,0,0,0").locator("input").fill("x")
    expect(layer.get_by_role("status")).to_contain_text("Filter 1, slice 0, row 0, column 0")


def test_random_numbers_fill_input_filters_and_bias(layer: Locator) -> None:
    layer.locator("summary").click()
    layer.locator('[name="random"]').click()
    shapes = {"input": (2, 5, 5), "bias": (3,)}
    x, b = (np.reshape(values(layer, view), shape) for view, shape in shapes.items())
    w = array(
        layer.locator('[data-view="kernel"]').evaluate_all(
            "all => all.map(c => [c.dataset.index.split(',').map(Number), Number(c.dataset.value)])"
        )
    )
    assert not np.array_equal(x, Channels.preset(PRESET).input)
    assert values(layer, "output") == conv2d(x[None], w, b)[0].ravel().tolist()


def test_new_channels_and_filters_bring_numbers_of_their_own(layer: Locator) -> None:
    layer.locator("summary").click()
    layer.locator('[name="channels"]').fill("3")
    layer.locator('[name="filters"]').fill("4")
    assert any(values(layer, "input")[50:])
    newest = layer.locator('[data-index^="3,2,"]')
    assert newest.count() == 9 + 3
    assert any(newest.evaluate_all("cells => cells.map(c => Number(c.dataset.value))"))
    assert values(layer, "input")[:50] == np.ravel(Channels.preset(PRESET).input).tolist()


def test_every_cell_says_itself_in_words(padded: tuple[Locator, Channels]) -> None:
    widget, made = padded
    words = {
        ("input", "2,0,2"): f"input channel 2, row 0, column 2: {made.input[2][0][2]}, is used",
        ("kernel", "3,1,0,2"): "kernel filter 3, slice 1, row 0, column 2: ",
        ("bias", "1"): "bias 1: minus 2, is added to all 12 cells of output 1",
        ("output", "1,1,1"): "output channel 1, row 1, column 1: ",
    }
    for (view, index), start in words.items():
        label = cell(widget, view, index).get_attribute("aria-label") or ""
        assert label.startswith(start), label
    label = cell(widget, "output", "1,1,1").get_attribute("aria-label") or ""
    assert label.endswith(" plus the bias minus 2")
    assert widget.get_by_role("grid", name="Filter 2, slice 1").count() == 1


def test_arrow_keys_walk_through_a_slice_and_escape_lets_go(layer: Locator, page: Page) -> None:
    cell(layer, "input", "1,0,0").focus()
    for key in ("ArrowDown", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(cell(layer, "input", "1,1,1")).to_be_focused()
    expect(cell(layer, "input", "1,1,1")).to_have_attribute("data-held", "true")
    page.keyboard.press("Escape")
    expect(layer.locator("[data-held]")).to_have_count(0)
    cell(layer, "bias", "0").click()
    page.mouse.move(1, 1)
    expect(cell(layer, "bias", "0")).to_have_attribute("data-held", "true")
    page.evaluate("document.activeElement.blur()")
    assert len(lit(layer, "output")) == 9


def test_a_click_on_the_sum_holds_on_and_beside_the_cells_lets_go(
    layer: Locator, page: Page
) -> None:
    cell(layer, "kernel", "0,0,1,1").click()
    layer.locator('[data-role="sum"]').click()
    expect(layer.locator("[data-held]")).to_have_count(1)
    layer.locator(".cv-stage").click(position={"x": 3, "y": 3})
    expect(layer.locator("[data-held]")).to_have_count(0)


def test_a_slice_that_goes_away_with_the_focus_leaves_no_error(layer: Locator, page: Page) -> None:
    layer.locator("summary").click()
    layer.locator('[name="channels"]').fill("3")
    cell(layer, "input", "2,0,0").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert len(values(layer, "input")) == 50
    assert values(layer, "output") == Channels.preset(PRESET).output().ravel().tolist()


def test_the_address_keeps_the_whole_layer(layer: Locator, page: Page) -> None:
    layer.locator('[name="preset"]').select_option("2 groups")
    cell(layer, "kernel", "1,0,2,2").locator("input").fill("-7")
    cell(layer, "bias", "1").click()
    page.wait_for_function("location.hash.includes('pin=')")
    shown = values(layer, "kernel"), values(layer, "output"), written(layer)
    page.reload()
    page.locator("conv-widget[data-ready=true]").wait_for()
    assert (values(layer, "kernel"), values(layer, "output"), written(layer)) == shown
    expect(cell(layer, "bias", "1")).to_have_attribute("data-held", "true")


@pytest.mark.parametrize(
    "link",
    ["groups=3", "groups=0", "bias=1", "bias=1,2,x", "input=1,2;3,4", "padding=3", "pin=bias:3",
     "weight=1,2!3,4", "step=0", "input=" + ":".join(["1,2,3;1,2,3;1,2,3"] * 5)],
)  # fmt: skip
def test_a_damaged_link_is_said_and_the_starting_picture_stands(opened: Opened, link: str) -> None:
    widget = opened(Channels.preset(PRESET, name="layer"), link=f"#layer~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    assert values(widget, "output") == Channels.preset(PRESET).output().ravel().tolist()


@pytest.mark.parametrize("width", [390, 1000])
def test_nothing_moves_while_the_reader_steps_and_points(
    opened: Opened, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    widget = opened(Channels.preset(PRESET, padding=1, name="still"))
    heights = set()
    for step in (1, 2, 14, 30, 51, 75):
        widget.locator('[name="step"]').fill(str(step))
        heights.add(widget.evaluate("w => w.offsetHeight"))
    for view, index in (("input", "1,2,2"), ("kernel", "2,0,1,1"), ("bias", "2")):
        cell(widget, view, index).hover()
        heights.add(widget.evaluate("w => w.offsetHeight"))
    assert len(heights) == 1


@pytest.mark.parametrize("width", [390, 768])
def test_no_preset_and_no_largest_layer_is_crowded(opened: Opened, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    big = Channels(np.ones((4, 7, 7)), np.ones((4, 4, 3, 3)), np.ones(4), padding=2, name="big")
    opened(big, *(Channels.preset(name, name=f"p{n}") for n, name in enumerate(LAYERS["presets"])))
    for widget in page.locator("conv-widget").all():
        assert widget.evaluate(CROWDED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def layer_of(**arguments: object) -> Channels:
    """Two channels of four by four under two filters of two by two."""
    return Channels(
        **({"input": np.ones((2, 4, 4), int), "weight": np.ones((2, 2, 2, 2), int)} | arguments)
    )


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"input": np.ones((4, 4))}, ValueError, "input: needs"),
        ({"input": np.ones((2, 8, 4))}, ValueError, "input: needs"),
        ({"input": np.ones((3, 4, 4))}, ValueError, "weight: needs 3 slices a filter"),
        ({"weight": np.ones((2, 2, 4, 2))}, ValueError, "weight: needs"),
        ({"weight": [[["a"]]]}, TypeError, "weight: needs real numbers"),
        ({"weight": 3}, ValueError, "weight: needs"),
        ({"bias": [1]}, ValueError, "bias: needs one number for each of 2 filters"),
        ({"bias": [1, np.nan]}, ValueError, "bias: needs finite numbers"),
        ({"groups": 2}, ValueError, "weight: needs 1 slices a filter, channels / groups"),
        ({"groups": 3}, ValueError, "groups: needs to divide 2 channels and 2 filters; got 3"),
        ({"groups": 0}, ValueError, "groups: needs a whole number of at least 1"),
        ({"padding": 3}, ValueError, "padding: needs at most 2"),
        ({"stride": 1.5}, TypeError, "stride"),
        ({"dilation": 4}, ValueError, "spans 5"),
        ({"pin": "output:18"}, ValueError, "pin"),
        ({"pin": "matrix:0"}, ValueError, "pin"),
        ({"step": 0}, traitlets.TraitError, "step"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        layer_of(**arguments)


def test_an_unknown_preset_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"layer: needs one of .*depthwise.*; got 'photo'"):
        Channels.preset("photo")


def test_python_hears_what_the_layer_gives_and_lets_go_of_a_cell_that_is_gone() -> None:
    widget = layer_of(bias=[10, 20], pin="output:17")
    assert widget.output().tolist() == [[[18] * 3] * 3, [[28] * 3] * 3]
    with pytest.raises(ValueError, match="groups"):
        widget.groups = 2
    assert widget.groups == 1
    widget.stride = 2
    assert widget.pin == ""


def test_the_still_picture_holds_every_map_and_the_sum() -> None:
    page = layer_of(bias=[10, -3], padding=1, step=26).page_html()
    still = page[page.index("<svg") :]
    for words in ("Input, channel 1", "Filter 1, slice 0", "Bias 1", "Output 0", "Output 1"):
        assert f">{words}<" in still
    assert ">y[1, 0, 0] = (−3) + 1 + 1 = −1<" in still
    assert ">channel 0: 1·1 = 1<" in still
    assert still.count("stroke-dasharray") == 2 * (36 - 16)


def test_the_name_of_a_narrow_slice_stays_on_one_line(opened: Opened, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    narrow = opened(Channels(np.ones((2, 4, 4)), np.ones((1, 2, 3, 1)), name="narrow"))
    names = narrow.locator("[data-open] .cv-channels-rows .cv-title strong")
    heights = names.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert len(heights) == 2
    assert max(heights) < 24


def test_in_the_still_picture_the_name_of_a_small_slice_ends_before_the_output(page: Page) -> None:
    one_by_one = Channels.preset("1 × 1 filters", name="small")
    page.set_content(one_by_one.still(**one_by_one.state()))
    boxes = "all => all.map(e => e.getBoundingClientRect())"
    names = page.locator("text", has_text="slice").evaluate_all(boxes)
    outputs = page.locator("text", has_text="Output").evaluate_all(boxes)
    signs = page.locator("text", has_text="=").first.evaluate_all(boxes)
    assert len(names) == 3
    assert max(b["right"] for b in names) < min(b["left"] for b in outputs + signs)
