"""The signals widget, as a reader uses it and as Python sees it."""

import re
from itertools import pairwise

import numpy as np
import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from convlib import convolve, correlate
from convviz import Signals
from convviz.limits import LIMITS
from convviz.samples import SAMPLES
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

SMALL = [0.5, 1, -0.5, 0, 1], [1, 0.5, -1]


def result(f: list[float], g: list[float], flip: bool, delta: float = 0.1) -> np.ndarray:
    """What the widget has to show, by another way than the widget's."""
    kernel = g[::-1] if flip else g
    padded = np.pad(np.asarray(f, float), len(g) - 1)
    return (
        np.array([w @ kernel for w in np.lib.stride_tricks.sliding_window_view(padded, len(g))])
        * delta
    )


def shape(widget: Locator, plot: str, name: str) -> list[tuple[float, float]]:
    """The corners of a shape in a plot, as (sample, height), in the numbers along the axes."""
    path = widget.locator(f".cv-signals-{plot} .cv-signals-{name}").get_attribute("d") or ""
    zero = widget.locator(f".cv-signals-{plot} .cv-signals-y").evaluate_all(
        "marks => marks.map(m => [m.textContent.replace('−', '-'), parseFloat(m.style.top)])"
    )
    (_, origin), (mark, top) = [(float(text), at) for text, at in zero[:2]]
    corners, x, y = [], 0.0, 0.0
    for letter, numbers in re.findall(r"([MLVHzh])([^MLVHzh]*)", path):
        read = [float(number) for number in numbers.split()]
        x = read[0] if letter in "MLH" else x
        y = read[-1] if letter in "MLV" else y
        corners.append((x, (origin - y) / (origin - top) * mark))
    return corners


def tops(corners: list[tuple[float, float]]) -> dict[float, float]:
    """The height of each bar of a shape by the middle of its top."""
    sides = pairwise(corners)
    return {(a + b) / 2: top for (a, top), (b, same) in sides if top == same and top and a != b}


def drag(widget: Locator, page: Page, plot: str, points: list[tuple[float, float]]) -> None:
    """Press at the first of the points, given as parts of the plot's width and height; let go at
    the last."""
    svg = widget.locator(f".cv-live .cv-signals-{plot} svg").first
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box
    for n, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
        if n == 0:
            page.mouse.down()
    page.mouse.up()


def shown(widget: Locator) -> tuple[list[list[str]], str]:
    """All that can be seen of the pictures and the cells, and the written sum."""
    seen = widget.locator(".cv-live :is(path, td)").evaluate_all(
        "all => all.map(e => [e.getAttribute('d'), e.textContent,"
        " ...Object.entries(e.dataset).map(String).sort()])"
    )
    return seen, written(widget)


@pytest.fixture
def boxes(opened: Opened) -> Locator:
    """A box with itself."""
    return opened(Signals("box", "box", name="boxes"))


@pytest.fixture
def small(opened: Opened) -> Locator:
    """Two short signals with negative samples, their numbers in sight."""
    widget = opened(Signals(*SMALL, delta=0.5, name="small"))
    widget.locator("summary").click()
    return widget


def test_a_box_with_itself_is_a_triangle(boxes: Locator) -> None:
    rise = [n / 10 for n in range(1, 11)]
    np.testing.assert_allclose(values(boxes, "output"), [*rise, *rise[-2::-1]])
    assert written(boxes) == "(f ∗ g)(0) = Σ f[i]·g[0−i]·Δ = (1·1)·0.1 = 0.1"
    boxes.locator('[name="step"]').fill("10")
    assert written(boxes).endswith("= (1·1 + 1·1 + 1·1 + 1·1 + … + 1·1)·0.1 = 1")


# Does each thing to a control or a cell, as a hand would, and reads all cells after each.
HANDS = """(widget, deeds) => deeds.map(([where, value]) => {
  const field = widget.querySelector(where);
  if (field.type === "checkbox") field.click();
  else {
    field.focus();
    field.value = value;
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    field.blur();
  }
  const numbers = view => [...widget.querySelectorAll(`[data-view=${view}]`)].map(c => +c.dataset.value);
  return ["input", "kernel", "output"].map(numbers);
})"""  # noqa: E501


def test_every_reachable_setting_gives_convlibs_numbers(opened: Opened) -> None:
    widget = opened(Signals(name="any"))
    widget.locator("summary").click()
    rng = np.random.default_rng(5)
    state, flip = {"f": SAMPLES["spiky"], "g": SAMPLES["box"]}, True
    deeds, states = [], []
    for n in range(240):
        name = str(rng.choice(["f", "g"]))
        old = state[name]
        if n % 4 == 0:
            preset = str(rng.choice(list(SAMPLES)))
            deeds.append((f'[name="{name}-preset"]', preset))
            state[name] = SAMPLES[preset]
        elif n % 4 == 1:
            size = int(rng.integers(1, LIMITS["signal"] + 1))
            deeds.append((f'[name="{name}-samples"]', str(size)))
            state[name] = [*old, *[0] * size][:size]
        elif n % 4 == 2:
            at, value = int(rng.integers(len(old))), round(float(rng.normal()), 2)
            view = {"f": "input", "g": "kernel"}[name]
            deeds.append((f'[data-view="{view}"][data-index="{at}"] input', str(value)))
            state[name] = [*old[:at], value, *old[at + 1 :]]
        else:
            flip = not flip
            deeds.append(('[name="flip"]', ""))
        states.append((np.array(state["f"], float), np.array(state["g"], float), flip))
    seen = widget.evaluate(HANDS, deeds)
    for (f, g, turned), (x, w, y) in zip(states, seen, strict=True):
        np.testing.assert_array_equal(x, f)
        np.testing.assert_array_equal(w, g)
        expected = (convolve if turned else correlate)(f, g, padding=len(g) - 1) * 0.1
        np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("flip", [True, False])
def test_the_shaded_area_is_the_sum_at_every_shift(opened: Opened, flip: bool) -> None:
    f, g = SMALL
    widget = opened(Signals(f, g, delta=0.5, flip=flip, name="area"))
    first = 0 if flip else 1 - len(g)
    for n, value in enumerate(result(f, g, flip, 0.5)):
        widget.locator('[name="step"]').fill(str(n + 1))
        bars = [tops(shape(widget, "slide", name)) for name in ("plus", "minus")]
        assert min(bars[0].values(), default=0) >= 0 >= max(bars[1].values(), default=0)
        area = sum(height * 0.5 for which in bars for height in which.values())
        assert area == pytest.approx(value, abs=1e-3), n
        assert shape(widget, "result", "dot")[0] == (first + n, pytest.approx(value, abs=1e-3))


@pytest.mark.parametrize(("flip", "places"), [(True, [3, 2, 1]), (False, [1, 2, 3])])
def test_g_is_drawn_mirrored_or_not_with_its_origin_at_t(
    opened: Opened, flip: bool, places: list[int]
) -> None:
    widget = opened(Signals([1, 1, 1, 1], [1, 0.5, 0.25], flip=flip, step=4, name="origin"))
    drawn = tops(shape(widget, "slide", "kernel"))
    assert [drawn[place] for place in places] == pytest.approx([1, 0.5, 0.25], abs=1e-3)
    assert shape(widget, "slide", "now")[0][0] == places[0]


def test_the_result_is_drawn_up_to_the_present_shift(boxes: Locator) -> None:
    boxes.locator('[name="step"]').fill("5")
    assert [x for x, _ in shape(boxes, "result", "run")] == [-1, 0, 1, 2, 3, 4]
    expect(cell(boxes, "output", "4")).to_have_text("0.5")
    expect(cell(boxes, "output", "5")).to_have_text("·")
    boxes.locator('[name="step"]').fill("19")
    assert [x for x, _ in shape(boxes, "result", "run")] == list(range(-1, 20))


def test_negative_area_is_hatched_and_said(small: Locator) -> None:
    small.locator('[name="step"]').fill("3")
    # f[0]·g[2] = −0.5, f[1]·g[1] = 0.5, f[2]·g[0] = −0.5
    assert written(small).endswith("(0.5·(−1) + 1·0.5 + (−0.5)·1)·0.5 = −0.25")
    expect(small.locator('[data-role="areas"]')).to_have_text(
        "Area above the axis 0.25, below it 0.5."
    )
    lines = {name: len(shape(small, "slide", name)) for name in ("plus", "minus")}
    assert lines["minus"] / 2 > lines["plus"]  # two bars with a stroke in each, one without


def test_the_picture_is_pulled_by_the_pointer(boxes: Locator, page: Page) -> None:
    # 10 and 10 samples: the pictures are 29 samples wide.
    drag(boxes, page, "slide", [(0.5, 0.3), (0.5 + 7.2 / 29, 0.6)])
    expect(boxes.locator(".cv-count")).to_have_text("8 / 19")
    drag(boxes, page, "slide", [(0.5, 0.3), (0.1, 0.3)])
    expect(boxes.locator(".cv-count")).to_have_text("1 / 19")
    drag(boxes, page, "result", [((10 + 9) / 29, 0.3)])
    expect(boxes.locator(".cv-count")).to_have_text("10 / 19")
    page.keyboard.press("ArrowRight")
    expect(boxes.locator(".cv-count")).to_have_text("11 / 19")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(boxes.locator(".cv-count")).to_have_text("1 / 19")


def test_a_drag_never_leaves_the_shifts_there_are(boxes: Locator, page: Page) -> None:
    drag(boxes, page, "result", [(0.5, 0.5), (1.4, 0.5)])
    expect(boxes.locator(".cv-count")).to_have_text("19 / 19")
    drag(boxes, page, "result", [(0.5, 0.5), (-0.4, 0.5)])
    expect(boxes.locator(".cv-count")).to_have_text("1 / 19")


def test_a_finger_pulls_too_and_its_first_touch_moves_nothing(boxes: Locator, page: Page) -> None:
    svg = boxes.locator(".cv-signals-result svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box
    session = page.context.new_cdp_session(page)

    def touch(kind: str, x: float | None = None) -> None:
        places = [] if x is None else [{"x": box["x"] + x * box["width"], "y": box["y"] + 40}]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": places})

    touch("Start", 0.8)
    touch("End")
    expect(boxes.locator(".cv-count")).to_have_text("1 / 19")
    touch("Start", 0.3)
    for x in (0.35, 0.4, 0.3 + 5 / 29):
        touch("Move", x)
    touch("End")
    expect(boxes.locator(".cv-count")).to_have_text("6 / 19")


def test_a_signal_is_drawn_with_the_pointer_and_becomes_the_readers_own(
    boxes: Locator, page: Page
) -> None:
    preset = boxes.locator('[name="f-preset"]')
    # Ten samples; the height reaches 1.24 up and down from the middle.
    drag(boxes, page, "sketch", [(0.25, 0.5), (0.65, 0.5 - 0.8 / 2.48)])
    drawn = [1, 1, 0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1]
    np.testing.assert_allclose(values(boxes, "input"), drawn, atol=0.051)
    assert values(boxes, "input")[2] == 0
    assert values(boxes, "input")[6] == 0.8
    expect(preset).to_have_value("own")
    expected = result(values(boxes, "input"), [1] * 10, True)
    np.testing.assert_allclose(values(boxes, "output"), expected)
    page.keyboard.press("Control+z")
    boxes.locator('[name="undo"]').click()
    assert values(boxes, "input") == [1] * 10
    expect(preset).to_have_value("box")
    assert preset.locator("option").all_inner_texts() == list(SAMPLES)


def test_a_stroke_stays_within_what_the_plot_shows(boxes: Locator, page: Page) -> None:
    drag(boxes, page, "sketch", [(0.25, 0.5), (0.55, -2), (1.5, 4)])
    drawn = values(boxes, "input")
    assert len(drawn) == 10
    assert max(drawn) == 1
    assert drawn[-1] == -1


def test_a_stroke_beyond_the_end_of_a_short_signal_makes_it_longer(
    opened: Opened, page: Page
) -> None:
    widget = opened(Signals([1, 1], [1] * 10, name="short"))
    drag(widget, page, "sketch", [(0.45, 0.5 - 0.5 / 2.48)])
    assert values(widget, "input") == [1, 1, 0, 0, 0.5]
    assert len(values(widget, "output")) == 14


def test_a_tall_signal_keeps_its_height_while_one_draws(opened: Opened, page: Page) -> None:
    widget = opened(Signals([50, 0, 0, 0], [1, 1], name="tall"))
    drag(widget, page, "sketch", [(0.12, 0.5), (0.6, 0.5 - 25 / 124)])
    drawn = values(widget, "input")
    assert abs(drawn[0]) <= 10
    assert drawn[2] == 25


def test_every_sample_is_changed_from_the_keyboard_alone(small: Locator, page: Page) -> None:
    cell(small, "kernel", "0").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("-2")
    page.keyboard.press("Enter")
    expect(cell(small, "kernel", "1")).to_be_focused()
    expected = result(SMALL[0], [1, -2, -1], True, 0.5)
    np.testing.assert_allclose(values(small, "output"), expected)


def test_what_is_no_number_is_answered_and_the_picture_stays(small: Locator) -> None:
    field = cell(small, "input", "0").locator("input")
    field.fill("ten")
    expect(small.get_by_role("status")).to_contain_text("f, cell 0: type a number")
    np.testing.assert_allclose(values(small, "output"), result(*SMALL, True, 0.5))
    small.locator('[name="g-samples"]').fill("33")
    expect(small.get_by_role("status")).to_contain_text("from 1 to 32")
    assert len(values(small, "kernel")) == 3


def test_pointing_at_a_result_shows_its_shift_in_every_picture(small: Locator) -> None:
    cell(small, "output", "4").hover()
    assert lit(small, "input") == {"2", "3", "4"}
    assert lit(small, "kernel") == {"0", "1", "2"}
    assert [shape(small, plot, "now")[0][0] for plot in ("slide", "result")] == [4, 4]
    assert written(small).startswith("(f ∗ g)(2)")


def test_pointing_at_a_sample_shows_where_it_is_used(small: Locator) -> None:
    cell(small, "input", "1").hover()
    assert lit(small, "output") == {"1", "2", "3"}
    assert [x for x, _ in shape(small, "result", "reach")] == [1, 2, 3]
    assert written(small) == "f[1] = 1 adds to the result from t = 0.5 to t = 1.5"
    cell(small, "kernel", "2").hover()
    assert lit(small, "output") == {"2", "3", "4", "5", "6"}


def test_a_click_holds_a_cell_and_escape_lets_go(small: Locator, page: Page) -> None:
    cell(small, "output", "3").click()
    page.mouse.move(1, 1)
    assert lit(small, "output") == {"3"}
    expect(small.locator(".cv-count")).to_have_text("4 / 7")
    cell(small, "kernel", "1").click()
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur()")
    assert lit(small, "kernel") == {"1"}
    page.keyboard.press("Escape")
    small.locator('[name="step"]').focus()
    page.keyboard.press("Escape")
    assert lit(small, "output") == {"3"}


def test_pictures_and_cells_say_themselves_in_words(small: Locator) -> None:
    small.locator('[name="step"]').fill("3")
    words = [
        svg.get_attribute("aria-label") for svg in small.locator(".cv-live svg[role=img]").all()
    ]
    assert words == [
        "f: 5 samples. Draw here, or type under “numbers and sizes”.",
        "g: 3 samples. Draw here, or type under “numbers and sizes”.",
        "f, and g moved to t = 1. The area of their product is minus 0.25.",
        "The result so far, step 3 of 7. At t = 1 it is minus 0.25.",
    ]
    label = cell(small, "output", "2").get_attribute("aria-label")
    assert label == "result at t = 1: minus 0.25, products added: 3"
    expect(cell(small, "input", "2")).to_have_attribute("aria-label", "f, sample 2: minus 0.5")


def test_the_address_keeps_what_was_drawn_and_restores_it(boxes: Locator, page: Page) -> None:
    drag(boxes, page, "sketch", [(0.25, 0.4), (0.65, 0.8)])
    boxes.locator('[name="flip"]').uncheck()
    drag(boxes, page, "result", [(0.5, 0.3)])
    page.wait_for_function("/f=.*flip=false.*step=/.test(location.hash)")
    page.mouse.move(1, 1)
    before = shown(boxes)
    page.reload()
    page.locator("conv-widget[data-ready=true]").wait_for()
    assert shown(boxes) == before


def test_a_damaged_link_is_said_and_the_picture_stands(boxes: Locator, page: Page) -> None:
    wrong = ["f=", "f=1,,2", "g=1,2;3,4", "f=" + ",".join("1" * 33), "delta=0", "delta=-1",
             "delta=x", "step=0", "step=1.5", "pin=output:19", "pin=matrix:0", "f=99999",
             "nothing=1"]  # fmt: skip
    for n, link in enumerate(wrong):
        page.evaluate(f"location.hash = '#boxes~step={n + 2}'")
        expect(boxes.get_by_role("status")).to_be_empty()
        page.evaluate(f"location.hash = '#boxes~{link}'")
        expect(boxes.get_by_role("status")).to_contain_text("This link is damaged")
        assert len(values(boxes, "output")) == 19


def test_reset_brings_back_the_first_picture(boxes: Locator, page: Page) -> None:
    first = shown(boxes)
    drag(boxes, page, "sketch", [(0.25, 0.4), (0.65, 0.8)])
    boxes.locator('[name="g-preset"]').select_option("decay")
    boxes.locator('[name="flip"]').uncheck()
    drag(boxes, page, "result", [(0.7, 0.3)])
    assert shown(boxes) != first
    boxes.locator('[name="reset"]').click()
    assert shown(boxes) == first


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_the_steps_run(opened: Opened, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    widget = opened(Signals("spiky", "decay", name="still"))
    heights = widget.evaluate(
        "widget => Array.from({ length: 39 }, () =>"
        " (widget.querySelector('[name=forward]').click(), widget.offsetHeight))"
    )
    assert len(set(heights)) == 1
    expect(widget.locator(".cv-count")).to_have_text("39 / 39")


def test_the_cell_of_the_step_is_brought_into_sight(opened: Opened, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 1800})
    widget = opened(Signals(step=20, name="long"))
    widget.locator("summary").click()
    expect(cell(widget, "output", "19")).to_be_in_viewport(ratio=1)
    for step in (25, 2):
        widget.locator('[name="step"]').fill(str(step))
        expect(cell(widget, "output", str(step - 1))).to_be_in_viewport(ratio=1)


def test_what_rounding_leaves_is_shown_as_zero(opened: Opened) -> None:
    f, g = SAMPLES["box"], SAMPLES["spiky"]
    widget = opened(Signals("box", "spiky", name="rest"))
    expected = result(f, g, True)
    assert any(0 < abs(value) < 1e-15 for value in Signals("box", "spiky").output())
    assert not any(0 < abs(value) < 1e-9 for value in values(widget, "output"))
    np.testing.assert_allclose(values(widget, "output"), expected, atol=1e-15)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"f": "sine"}, ValueError, "f: needs numbers or one of spiky, box, decay, ramp"),
        ({"g": []}, ValueError, "g: needs 1 to 32 cells on an axis, 1 axes; got shape (0,)"),
        ({"f": [[1, 2]]}, ValueError, "got shape (1, 2)"),
        ({"f": np.ones(33)}, ValueError, "got shape (33,)"),
        ({"g": [np.nan]}, ValueError, "g: needs finite numbers"),
        ({"g": [True]}, TypeError, "g: needs real numbers"),
        ({"delta": 0}, ValueError, "delta: needs a number above 0, up to 9999; got 0"),
        ({"delta": float("nan")}, ValueError, "delta: needs a number above 0"),
        ({"delta": "1"}, TypeError, "delta: needs a number above 0, up to 9999; got '1'"),
        ({"delta": True}, TypeError, "delta: needs a number above 0"),
        ({"step": 0}, ValueError, "step: needs a whole number of at least 1"),
        ({"flip": "yes"}, traitlets.TraitError, "flip"),
        ({"pin": "output:19"}, ValueError, "pin: needs '' or a cell that its view ("),
        ({"pin": "matrix:0"}, ValueError, "pin: needs '' or a cell that its view ("),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Signals(**({"f": "box", "g": "box"} | arguments))


def test_in_python_a_widget_gives_its_result_and_its_times() -> None:
    widget = Signals(*SMALL, delta=np.float32(0.5))
    np.testing.assert_allclose(widget.output(), result(*SMALL, True, 0.5))
    np.testing.assert_allclose(widget.times(), np.arange(7) / 2)
    widget.flip = False
    np.testing.assert_allclose(widget.output(), result(*SMALL, False, 0.5))
    np.testing.assert_allclose(widget.times(), np.arange(-2, 5) / 2)
    assert type(widget.delta) is float


def test_finer_samples_come_closer_to_the_integral() -> None:
    def error(n: int) -> float:
        """Of a box of length 1 with e^−t, sampled n times, against 1 − e^−t."""
        widget = Signals(np.ones(n), np.exp(-np.arange(n) / n), delta=1 / n)
        t = widget.times()[:n]
        return float(np.abs(widget.output()[:n] - (1 - np.exp(-t))).max())

    assert error(32) < 0.55 * error(16) < 0.3 * error(8)


def test_a_shorter_signal_lets_go_of_a_cell_that_is_gone() -> None:
    widget = Signals("box", "box", pin="output:18")
    widget.g = [1, 1]
    assert widget.pin == ""


@pytest.mark.parametrize("flip", [True, False])
def test_the_still_picture_holds_the_number_of_its_step(flip: bool) -> None:
    widget = Signals(*SMALL, delta=0.5, flip=flip, step=5)
    value = f"{result(*SMALL, flip, 0.5)[4]:g}".replace("-", "−")
    drawing = type(widget).still(**widget.state())
    assert f"t = {2 if flip else 1}: {value}<" in drawing
    assert ("(f ∗ g)(t)" if flip else "(f ⋆ g)(t)") in drawing
