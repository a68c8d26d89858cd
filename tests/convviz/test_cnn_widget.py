"""The cnn widget, as a reader without a kernel uses it, and as Python sees it."""

import re
from typing import Any

import numpy as np
import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from convviz import Cnn
from convviz.cnn import STEPS
from convviz.cnn_network import DECIMALS, learned, network, passes
from convviz.digits import accuracy, digits
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

# Opens every map of every layer by its button, and reads it where it stands large.
EVERY_MAP = """widget => {
  const read = {};
  const view = widget.querySelector("[name=gradient]").checked ? "grad-output" : "output";
  for (const button of widget.querySelectorAll("[data-map]")) {
    button.click();
    for (const cell of widget.querySelectorAll(`[data-view="${view}"]`)) {
      const step = button.dataset.map.split(":")[0];
      read[`${step}|${cell.dataset.index}`] = Number(cell.dataset.value);
    }
  }
  return read;
}"""
TYPED = """(widget, shades) => {
  widget.querySelector('[data-map="1:0"]').click();
  const fields = widget.querySelectorAll('[data-view="input"] input');
  fields.forEach((field, i) => {
    field.value = shades[i];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}"""
SCORES = "widget => [...widget.querySelectorAll('[data-class]')].map(b => Number(b.dataset.value))"


@pytest.fixture
def zero(opened: Opened) -> Locator:
    """A nought from the data, as the book shows it."""
    return opened(Cnn(name="zero"))


def shown(widget: Locator) -> np.ndarray[Any, Any]:
    """The digit on the grid."""
    widget.locator('[data-map="1:0"]').click()
    return np.reshape(values(widget, "input"), (8, 8)).astype(int)


def agrees(widget: Locator, digit: Any, target: int) -> None:
    """Hold every map, gradient and score of the page to convlib's."""
    widget.locator(f'[data-class="{target}"]').click()
    found = passes(learned().weights, digit, target)
    np.testing.assert_allclose(widget.evaluate(SCORES), found[0][-1].ravel(), atol=1e-9)
    for gradient, expected in zip((False, True), found, strict=True):
        widget.locator('[name="gradient"]').set_checked(gradient)
        read = widget.evaluate(EVERY_MAP)
        wanted = {
            f"{step}|{','.join(map(str, at))}": values[at]
            for step, values in enumerate(expected[:-1], start=1)
            for at in np.ndindex(values.shape)
        }
        assert read.keys() == wanted.keys()
        for where, value in wanted.items():
            assert read[where] == pytest.approx(value, abs=1e-9), (gradient, where)
    widget.locator('[name="gradient"]').uncheck()


@pytest.mark.parametrize("sample", [0, 8, 11, 13])
def test_every_map_and_gradient_of_a_sample_is_convlibs(zero: Locator, sample: int) -> None:
    zero.locator('[name="sample"]').select_option(str(sample))
    agrees(zero, learned().samples[sample], sample % 10)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_map_and_gradient_of_a_random_picture_is_convlibs(zero: Locator, seed: int) -> None:
    rng = np.random.default_rng(seed)
    digit = rng.integers(0, 17, (8, 8)) * rng.integers(0, 2, (8, 8))
    zero.evaluate(TYPED, digit.ravel().tolist())
    agrees(zero, digit, int(rng.integers(10)))


def test_a_blank_page_is_no_trouble(zero: Locator) -> None:
    zero.locator('[name="clear"]').click()
    agrees(zero, np.zeros((8, 8), int), 4)


def test_every_score_and_slope_of_many_settings_is_convlibs(zero: Locator) -> None:
    """Digits, targets, layers, maps and sources by the controls; what stands large is compared."""
    rng = np.random.default_rng(3)
    weights = learned().weights
    for _ in range(60):
        sample, target, step = int(rng.integers(14)), int(rng.integers(10)), int(rng.integers(1, 8))
        zero.locator('[name="sample"]').select_option(str(sample))
        zero.locator(f'[data-class="{target}"]').click()
        zero.locator('[name="step"]').fill(str(step))
        field = zero.locator('[name="source"]')
        least, most = (int(field.get_attribute(f"aria-value{end}") or "") for end in ("min", "max"))
        field.fill(str(source := int(rng.integers(least, most + 1))))
        found, slopes = passes(weights, learned().samples[sample], target)
        zero.locator('[name="gradient"]').set_checked(bool(gradient := rng.integers(2)))
        view, expected = ("grad-output", slopes) if gradient else ("output", found)
        at = target if step == 7 else 0
        assert values(zero, view) == pytest.approx(expected[step - 1][at].ravel().tolist())
        if step > (1 if gradient else 2):
            view = "grad-input" if gradient else "input"
            assert values(zero, view) == pytest.approx(expected[step - 2][source].ravel().tolist())
        layer = {2: 0, 5: 3, 7: 6}.get(step)
        if layer is not None:
            kernel = np.asarray(network(weights).layers[layer].parameters["weight"])[at]
            sources = kernel.reshape(STEPS[step - 2][0], -1)
            assert values(zero, "kernel") == sources[source].tolist()


def numbers(text: str) -> list[float]:
    """What a written sum adds, products multiplied out, and what it says they give."""
    middle, total = text.replace("−", "-").split(" = ", 1)[1].rsplit(" = ", 1)
    terms = []
    for words in middle.split(" + "):
        factors = re.sub(r"[()]", "", re.sub(r" (bias|map \d+|from \d+ more)", "", words))
        terms.append(float(np.prod([float(factor) for factor in factors.split("·")])))
    return [*terms, float(total)]


def test_a_cell_of_conv_1_lights_its_nine_cells_and_says_its_nine_products(zero: Locator) -> None:
    zero.locator('[data-map="2:3"]').click()
    cell(zero, "output", "3,4,4").hover()
    assert lit(zero, "input") == {f"{r},{c}" for r in (3, 4, 5) for c in (3, 4, 5)}
    assert len(lit(zero, "kernel")) == 9
    assert lit(zero, "output") == {"3,4,4"}
    bias, *products, total = numbers(written(zero))
    assert len(products) == 9
    assert bias + sum(products) == pytest.approx(total, abs=0.02)
    cell(zero, "output", "3,0,0").hover()
    assert len(lit(zero, "input")) == 4
    assert zero.locator(".cv-pad").count() == 36


def test_a_cell_of_conv_2_lights_a_window_in_all_eight_maps(zero: Locator) -> None:
    zero.locator('[data-map="5:20"]').click()
    zero.locator('[name="source"]').fill("6")
    cell(zero, "output", "20,1,0").hover()
    assert lit(zero, "input") == {f"6,{r},{c}" for r in (1, 2, 3) for c in (0, 1, 2)}
    assert zero.locator('[data-map^="4:"][data-on="true"]').count() == 8
    assert zero.locator('[data-map^="5:"][data-on="true"]').count() == 1
    *shares, total = numbers(written(zero))
    assert "bias" in written(zero)
    assert sum(shares) == pytest.approx(total, abs=0.02)


def test_pooling_and_relu_say_what_they_choose_from(zero: Locator) -> None:
    found = passes(learned().weights, learned().samples[0], 0)[0]
    zero.locator('[data-map="4:2"]').click()
    cell(zero, "output", "2,1,2").hover()
    assert lit(zero, "input") == {f"2,{r},{c}" for r in (2, 3) for c in (4, 5)}
    marks = zero.locator('[data-view="input"][data-mark]').evaluate_all(
        "cells => Object.fromEntries(cells.map(c => [c.dataset.index, c.dataset.mark]))"
    )
    r, c = np.unravel_index(found[2][2, 2:4, 4:6].argmax(), (2, 2))
    assert [at for at, mark in marks.items() if mark == "×1"] == [f"2,{r + 2},{c + 4}"]
    assert written(zero).startswith("y2,1,2 = max(")
    assert written(zero).count(",") == 5
    zero.locator('[data-map="3:1"]').click()
    cell(zero, "output", "1,0,0").hover()
    assert written(zero).startswith("y1,0,0 = max(0, ")
    assert lit(zero, "input") == {"1,0,0"}


def test_a_score_is_said_by_the_maps_that_weigh_most(zero: Locator) -> None:
    zero.locator('[data-class="3"]').click()
    expect(zero.locator(".cv-count")).to_have_text("7 / 7")
    bias, *shares, total = numbers(written(zero))
    assert len(shares) == 6
    assert bias + sum(shares) == pytest.approx(total, abs=0.03)
    assert total == pytest.approx(Cnn().scores()[3], abs=0.01)
    assert zero.locator('[data-map^="6:"][data-on="true"]').count() == 32


def test_a_gradient_is_gathered_from_all_maps_that_use_the_cell(zero: Locator) -> None:
    zero.locator('[name="gradient"]').check()
    zero.locator('[data-map="2:5"]').click()
    cell(zero, "grad-input", "0,3,4").hover()
    assert lit(zero, "grad-output") == {f"5,{r},{c}" for r in (2, 3, 4) for c in (3, 4, 5)}
    assert zero.locator('[data-map^="2:"][data-on="true"]').count() == 8
    *shares, total = numbers(written(zero))
    expected = passes(learned().weights, learned().samples[0], 0)[1][0][0, 3, 4]
    assert sum(shares) == pytest.approx(total, abs=0.02)
    assert total == pytest.approx(expected, rel=0.01)
    cell(zero, "grad-output", "5,3,4").hover()
    assert "this cell grows a little, the score of 0 grows so many times as much" in written(zero)


def test_a_click_holds_a_cell_and_escape_lets_go(zero: Locator, page: Page) -> None:
    zero.locator('[data-map="4:2"]').click()
    for view, index in (("output", "2,3,3"), ("input", "2,0,1")):
        cell(zero, view, index).click()
        page.mouse.move(1, 1)
        expect(cell(zero, view, index)).to_have_attribute("data-held", "true")
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        expect(cell(zero, view, index)).not_to_have_attribute("data-held", "true")


def drag(page: Page, widget: Locator, path: list[str]) -> None:
    """Draw a stroke through some cells, as a hand does."""
    for n, index in enumerate(path):
        box = cell(widget, "input", index).bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        if n == 0:
            page.mouse.down()
    page.mouse.up()


def test_a_one_is_drawn_and_read(zero: Locator, page: Page) -> None:
    zero.locator('[name="clear"]').click()
    drag(page, zero, ["0,4", "7,4"])
    ink = shown(zero)
    assert (ink[:, 4] == 16).all()
    assert (ink[:, [3, 5]] > 0).all()
    assert not ink[:, [0, 1, 7]].any()
    expect(zero.locator('[data-role="reads"]')).to_contain_text("reads 1")
    assert zero.locator('[name="sample"]').input_value() == ""
    agrees(zero, ink, 1)


def test_a_stroke_is_undone_as_one_and_the_rubber_takes_ink_away(zero: Locator, page: Page) -> None:
    before = shown(zero)
    drag(page, zero, ["0,0", "0,7", "7,7"])
    assert (shown(zero) != before).any()
    zero.locator('[name="undo"]').click()
    assert (shown(zero) == before).all()
    zero.locator('[name="erase"]').check()
    drag(page, zero, ["1,0", "1,7"])
    assert not shown(zero)[1].any()
    assert (shown(zero) <= before).all()


def test_a_finger_draws_and_the_page_stays_where_it_is(zero: Locator) -> None:
    zero.locator('[name="clear"]').click()
    table = zero.locator('table:has([data-view="input"])')
    assert table.evaluate("table => getComputedStyle(table).touchAction") == "none"
    here = cell(zero, "input", "2,2")
    box = here.bounding_box()
    assert box
    touch = {"pointerType": "touch", "button": 0, "buttons": 1, "bubbles": True}
    for kind, across in (("pointerdown", 0.5), ("pointermove", 2.5)):
        at = {"clientX": box["x"] + across * box["width"], "clientY": box["y"] + box["height"] / 2}
        here.dispatch_event(kind, touch | at)
    assert (shown(zero)[2, 2:5] > 8).all()


def test_ink_is_typed_and_the_space_bar_inks_a_cell(zero: Locator, page: Page) -> None:
    cell(zero, "input", "0,0").focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert shown(zero)[0, :2].tolist() == [12, 16]
    cell(zero, "input", "0,1").focus()
    page.keyboard.press("Space")
    assert shown(zero)[0, 1] == 0


@pytest.mark.parametrize("typed", ["17", "-1", "1.5", "abc", ""])
def test_what_is_no_ink_is_answered_and_the_picture_stays(zero: Locator, typed: str) -> None:
    before = shown(zero)
    cell(zero, "input", "3,3").locator("input").fill(typed)
    expect(zero.get_by_role("status")).to_contain_text("from 0 to 16")
    assert (shown(zero) == before).all()


def test_the_hard_digits_are_told_and_misread(zero: Locator) -> None:
    options = zero.locator('[name="sample"] option').all_inner_texts()
    assert [text for text in options if "hard" in text] == options[-4:]
    zero.locator('[name="sample"]').select_option("10")
    expect(zero.locator('[data-role="reads"]')).to_contain_text("reads 1; a person wrote 8")


def test_bars_are_the_softmax_of_the_scores(zero: Locator) -> None:
    zero.locator('[name="sample"]').select_option("11")
    scores = Cnn(11).scores()
    shares = np.exp(scores) / np.exp(scores).sum()
    buttons = zero.locator("[data-class]")
    for button, score, share in zip(buttons.all(), scores, shares, strict=True):
        assert f"{100 * share:.1f}%" in button.inner_text()
        assert f"{score:.1f}".removesuffix(".0").replace("-", "−") in button.inner_text()
    assert buttons.and_(zero.locator('[aria-pressed="true"]')).count() == 1


def test_the_player_walks_through_the_layers(zero: Locator) -> None:
    expect(zero.locator('[aria-current="true"]')).to_have_attribute("data-map", "1:0")
    for step in range(2, 7):
        zero.locator('[name="forward"]').click()
        expect(zero.locator('[aria-current="true"]')).to_have_attribute("data-map", f"{step}:0")
    zero.locator('[name="forward"]').click()
    assert values(zero, "output") == [pytest.approx(Cnn().scores()[0])]


def test_a_row_of_maps_is_one_tab_stop_and_arrow_keys_walk_it(zero: Locator, page: Page) -> None:
    zero.locator('[data-map="2:0"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(zero.locator('[data-map="2:2"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(zero.locator('[data-map="2:2"]')).to_have_attribute("aria-current", "true")
    page.keyboard.press("Tab")
    expect(zero.locator('[data-map="3:0"]')).to_be_focused()
    assert zero.locator('[data-map][tabindex="0"]').count() == 6


def test_small_maps_are_drawn_in_the_colours_of_the_page(zero: Locator, page: Page) -> None:
    canvas = zero.locator('[data-map="2:3"] span canvas')
    light = canvas.evaluate("canvas => canvas.toDataURL()")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(
        "light => document.querySelector('[data-map=\"2:3\"] span canvas').toDataURL() !== light",
        arg=light,
    )


def test_the_address_keeps_the_drawing_but_not_the_weights(zero: Locator, page: Page) -> None:
    drag(page, zero, ["0,0", "3,0"])
    ink = shown(zero)
    zero.locator('[data-map="5:9"]').click()
    zero.locator('[name="gradient"]').check()
    cell(zero, "grad-output", "9,1,1").click()
    page.wait_for_function("location.hash.includes('pin=')")
    assert "weights" not in page.url
    assert len(page.url) < 400
    page.reload()
    page.locator("conv-widget[data-ready=true]").wait_for()
    expect(cell(zero, "grad-output", "9,1,1")).to_have_attribute("data-held", "true")
    assert (shown(zero) == ink).all()


@pytest.mark.parametrize(
    "link",
    ["target=10", "step=0", "step=8", "map=32", "source=-1", "digit=1,2;3,4", "weights=1,2",
     "digit=" + ";".join(["17,0,0,0,0,0,0,0"] * 8), "pin=output:64", "pin=kernel:0", "pin=x",
     "step=1.5", "samples=1"],
)  # fmt: skip
def test_a_damaged_link_is_said_and_the_starting_picture_stands(opened: Opened, link: str) -> None:
    widget = opened(Cnn(name="zero"), link=f"#zero~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    assert values(widget, "input") == np.ravel(learned().samples[0]).tolist()


def test_reset_leads_back_to_the_first_picture(zero: Locator, page: Page) -> None:
    first = zero.locator(".cv-live").inner_text()
    drag(page, zero, ["0,0", "7,7"])
    zero.locator('[name="erase"]').check()
    zero.locator('[data-map="6:31"]').click()
    zero.locator('[data-class="5"]').click()
    zero.locator('[name="gradient"]').check()
    zero.locator('[name="reset"]').click()
    page.mouse.move(1, 1)
    assert zero.locator(".cv-live").inner_text() == first


def test_python_reads_a_sample_and_explains_what_it_reads() -> None:
    for sample, label in enumerate(learned().labels):
        widget = Cnn(sample)
        assert widget.target == widget.scores().argmax()
        assert (widget.target == label) == (sample < 10)
    assert Cnn(3, target=8).target == 8
    assert Cnn(np.zeros((8, 8))).digit == [[0] * 8] * 8


def test_rounded_weights_read_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    data = digits(0)
    weights = learned().weights
    assert accuracy(network(weights), data.held_out_x, data.held_out_labels) >= 0.97
    assert weights == np.round(weights, DECIMALS).tolist()
    monkeypatch.setattr("convviz.digits.train", None)
    assert learned().weights is weights


def test_the_gradient_is_the_slope_of_the_score() -> None:
    rng = np.random.default_rng(4)
    weights, digit = learned().weights, rng.integers(0, 17, (8, 8)).astype(float)
    slope = passes(weights, digit, 6)[1][0][0]
    for at in [(0, 0), (3, 4), (7, 2)]:
        nudge = np.zeros((8, 8))
        nudge[at] = 16e-6
        high, low = (passes(weights, digit + s * nudge, 6)[0][-1][6, 0, 0] for s in (1, -1))
        assert slope[at] == pytest.approx((high - low) / 2e-6, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"digit": 14}, ValueError, "digit: needs a picture or the number of a sample, 0 to 13"),
        ({"digit": -1}, ValueError, "got -1"),
        ({"digit": np.ones((7, 8))}, ValueError, "digit: needs 8 rows of 8 cells; got shape (7"),
        ({"digit": np.full((8, 8), 17)}, ValueError, "digit: needs whole numbers from 0 to 16"),
        ({"digit": np.full((8, 8), 0.5)}, ValueError, "got 0.5"),
        ({"digit": "seven"}, TypeError, "digit: needs real numbers"),
        ({"target": 10}, ValueError, "target: needs at most 9; got 10"),
        ({"target": 1.5}, TypeError, "target: needs a whole number"),
        ({"step": 8}, ValueError, "step: needs at most 7"),
        ({"map": -1}, ValueError, "map: needs a whole number of at least 0"),
        ({"source": 32}, ValueError, "source: needs at most 31"),
        ({"gradient": "yes"}, traitlets.TraitError, "gradient"),
        ({"weights": [1.0, 2.0]}, ValueError, "weights: needs the network's 3,706 numbers"),
        ({"labels": [1]}, ValueError, "labels: needs a digit from 0 to 9 for each sample"),
        ({"pin": "kernel:0"}, ValueError, "pin: needs '' or a cell that its view ("),
        ({"pin": "grad-output:0"}, ValueError, "got 'grad-output:0'"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Cnn(**arguments)


def test_the_network_and_its_samples_are_fixed() -> None:
    widget = Cnn()
    for name in ("weights", "samples", "labels"):
        with pytest.raises(traitlets.TraitError, match="read-only"):
            setattr(widget, name, getattr(widget, name))


def test_a_pin_goes_when_its_step_does() -> None:
    widget = Cnn(step=2, pin="kernel:8")
    widget.step = 3
    assert widget.pin == ""
    with pytest.raises(ValueError, match="pin"):
        widget.pin = "output:64"
    assert widget.pin == ""


def test_python_and_the_page_count_the_same_cells(opened: Opened, page: Page) -> None:
    found = passes(learned().weights, learned().samples[0], 0)[0]
    assert [(len(v), v[0].size) for v in found] == [step[:2] for step in STEPS]
    for step, (_, _, kernel) in enumerate(STEPS, start=1):
        opened(Cnn(step=step, name=f"step{step}"))
        assert page.locator('[data-view="kernel"]').count() == kernel


def test_the_still_picture_shows_what_the_widget_shows() -> None:
    forward, gradient = Cnn(3).page_html(), Cnn(3, gradient=True).page_html()
    for page in (forward, gradient):
        assert "The network reads a 3." in page
        assert "Filters of conv 1" in page
    assert "Gradient of score 3 after conv 2" in gradient
    assert "var(--cv-gradient)" not in forward
    assert len(gradient) < 90_000
