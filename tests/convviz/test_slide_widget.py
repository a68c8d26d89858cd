"""The slide widget, as a reader without a kernel uses it."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from convlib import convolve, correlate, output_size, taps
from convviz import Slide, front, panel
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

NINE = np.arange(9).reshape(3, 3)
KERNEL = np.array([[0, 1], [2, 3]])


def picture(widget: Locator) -> list[list[str]]:
    """All that can be seen of all cells, padding too."""
    return widget.locator(".cv-stage td").evaluate_all(
        "cells => cells.filter(c => c.offsetParent).map(c => [c.innerText,"
        " ...['view', 'index', 'value', 'on', 'mark', 'state'].map(name => c.dataset[name] ?? '')])"
    )


@pytest.fixture
def nine(opened: Opened) -> Locator:
    """The worked example: 0 to 8 under a kernel of two by two."""
    return opened(Slide(NINE, KERNEL, name="nine"))


def test_it_shows_the_worked_example(nine: Locator) -> None:
    assert values(nine, "input") == NINE.ravel().tolist()
    assert values(nine, "kernel") == KERNEL.ravel().tolist()
    assert values(nine, "output") == [19, 25, 37, 43]
    assert written(nine) == "y0,0 = 0·0 + 1·1 + 3·2 + 4·3 = 19"


def test_pointing_at_an_output_lights_its_taps_in_every_view(nine: Locator) -> None:
    nine.locator('[data-tab="matrix"]').click()
    cell(nine, "output", "1,0").hover()
    assert lit(nine, "input") == {"1,0", "1,1", "2,0", "2,1"}
    assert lit(nine, "kernel") == {"0,0", "0,1", "1,0", "1,1"}
    assert lit(nine, "output") == {"1,0"}
    assert lit(nine, "matrix") == {"2,3", "2,4", "2,6", "2,7"}
    assert written(nine).endswith("= 37")
    nine.locator('[data-tab="im2col"]').click()
    cell(nine, "output", "1,0").hover()
    assert lit(nine, "im2col") == {"0,2", "1,2", "2,2", "3,2"}


def test_pointing_at_an_input_or_a_weight_lights_where_it_is_used(nine: Locator) -> None:
    cell(nine, "input", "0,1").hover()
    assert lit(nine, "output") == {"0,0", "0,1"}
    assert lit(nine, "kernel") == {"0,0", "0,1"}
    cell(nine, "kernel", "1,1").hover()
    assert lit(nine, "input") == {"1,1", "1,2", "2,1", "2,2"}
    assert len(lit(nine, "output")) == 4
    assert "used 4 times" in written(nine)


def test_a_click_holds_a_cell_when_the_pointer_leaves_and_escape_lets_go(
    nine: Locator, page: Page
) -> None:
    cell(nine, "kernel", "0,1").click()
    page.mouse.move(1, 1)
    assert lit(nine, "kernel") == {"0,1"}
    page.keyboard.press("Escape")
    assert lit(nine, "kernel") == {"0,0", "0,1", "1,0", "1,1"}


def test_a_number_is_changed_by_a_click_and_typing(nine: Locator, page: Page) -> None:
    cell(nine, "input", "1,1").click()
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    changed = NINE.copy()
    changed[1, 1] = 10
    assert values(nine, "output") == correlate(changed, KERNEL).ravel().tolist()


@pytest.mark.parametrize(("typed", "value"), [("-2", -2), ("−2", -2), (".5", 0.5), ("1/4", 0.25)])
def test_a_weight_may_be_negative_or_a_fraction(nine: Locator, typed: str, value: float) -> None:
    cell(nine, "kernel", "0,0").locator("input").fill(typed)
    kernel = KERNEL.astype(float)
    kernel[0, 0] = value
    assert values(nine, "output") == correlate(NINE, kernel).ravel().tolist()


@pytest.mark.parametrize("typed", ["abc", "", "1e999", "--1", "1,5", "99999", "1/0", "0/0"])
def test_what_is_no_number_is_answered_and_the_picture_stays(
    nine: Locator, page: Page, typed: str
) -> None:
    field = cell(nine, "input", "0,0").locator("input")
    field.fill(typed)
    expect(nine.get_by_role("status")).to_contain_text("Input x, row 0, column 0: type a number")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert values(nine, "output") == [19, 25, 37, 43]
    page.keyboard.press("Enter")
    expect(field).to_have_value("0")


def test_an_edit_is_undone_and_escape_takes_typing_back(nine: Locator, page: Page) -> None:
    cell(nine, "input", "0,0").click()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    assert values(nine, "input")[0] == 0
    page.keyboard.type("123")
    page.keyboard.press("Enter")
    assert values(nine, "input")[0] == 123
    page.keyboard.press("Control+z")
    assert values(nine, "input")[0] == 0


def test_arrow_keys_walk_through_a_grid_and_tab_leaves_it(nine: Locator, page: Page) -> None:
    cell(nine, "input", "0,0").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    expect(cell(nine, "input", "2,0")).to_be_focused()
    page.keyboard.press("Control+End")
    expect(cell(nine, "input", "2,2")).to_be_focused()
    assert lit(nine, "output") == {"1,1"}
    page.keyboard.press("Tab")
    expect(cell(nine, "kernel", "0,0")).to_be_focused()
    assert nine.locator('[data-view="input"][tabindex="0"]').count() == 1


def test_every_cell_says_itself_in_words(nine: Locator) -> None:
    expect(cell(nine, "output", "0,1")).to_have_attribute(
        "aria-label",
        "output row 0, column 1: 25 = 1 times 0 plus 2 times 1 plus 4 times 2 plus 5 times 3",
    )
    expect(cell(nine, "input", "1,1")).to_have_attribute(
        "aria-label", "input row 1, column 1: 4, is used 4 times"
    )


def test_steps_go_to_the_end_and_back_to_the_start(nine: Locator) -> None:
    start = picture(nine)
    for _ in range(6):
        nine.locator('[name="forward"]').click()
    expect(nine.locator(".cv-count")).to_have_text("4 / 4")
    for _ in range(6):
        nine.locator('[name="back"]').click()
    assert picture(nine) == start


def test_cells_to_come_show_a_dot_until_they_are_reached(nine: Locator) -> None:
    expect(cell(nine, "output", "1,1")).to_have_text("·")
    nine.locator('[name="step"]').fill("4")
    expect(cell(nine, "output", "1,1")).to_have_text("43")
    assert written(nine).endswith("= 43")


def test_the_slider_is_dragged(nine: Locator, page: Page) -> None:
    box = nine.locator('[name="step"]').bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    expect(nine.locator(".cv-count")).to_have_text("4 / 4")


def test_play_runs_to_the_end_and_stops(nine: Locator) -> None:
    nine.locator('[name="speed"]').select_option("fast")
    nine.locator('[name="play"]').click()
    expect(nine.get_by_role("button", name="Pause")).to_be_visible()
    expect(nine.locator(".cv-count")).to_have_text("4 / 4")
    expect(nine.get_by_role("button", name="Play")).to_be_visible()


def test_play_stops_when_the_widget_is_out_of_sight(opened: Opened, page: Page) -> None:
    widget = opened(Slide(np.ones((12, 12)), [[1]], name="long"))
    page.add_style_tag(content="main { padding-bottom: 5000px }")
    widget.locator('[name="play"]').click()
    page.mouse.wheel(0, 4000)
    expect(widget.locator('[name="play"]')).to_have_attribute("data-face", "play")


def test_play_is_one_step_where_less_motion_is_asked_for(page: Page, opened: Opened) -> None:
    page.emulate_media(reduced_motion="reduce")
    widget = opened(Slide(NINE, KERNEL, name="calm"))
    widget.locator('[name="play"]').click()
    page.wait_for_timeout(1000)
    expect(widget.locator(".cv-count")).to_have_text("2 / 4")


def test_the_flip_turns_correlation_into_convolution(nine: Locator) -> None:
    nine.locator('[name="flip"]').check()
    assert values(nine, "output") == convolve(NINE, KERNEL).ravel().tolist()
    assert values(nine, "flipped") == KERNEL[::-1, ::-1].ravel().tolist()
    assert nine.locator('[data-role="other"]').inner_text().endswith("19.")
    cell(nine, "flipped", "0,0").hover()
    assert lit(nine, "kernel") == {"1,1"}


def test_every_reachable_setting_gives_convlibs_numbers(opened: Opened) -> None:
    rng = np.random.default_rng(5)
    x, w = rng.integers(-9, 10, (6, 5)), rng.integers(-9, 10, (3, 2))
    widget = opened(Slide(x, w, name="any"))
    state = {"stride": 1, "padding": 0, "dilation": 1}
    for _ in range(60):
        name = str(rng.choice(list(state)))
        field = widget.locator(f'[name="{name}"]')
        least, most = (int(field.get_attribute(f"aria-value{end}") or "") for end in ("min", "max"))
        state[name] = int(rng.integers(least, most + 1))
        field.fill(str(state[name]))
        assert values(widget, "output") == correlate(x, w, **state).ravel().tolist(), state


@pytest.mark.parametrize("typed", ["0", "-1", "abc", "", "1e999", "1.5", "99"])
def test_an_impossible_setting_is_refused_with_words(nine: Locator, typed: str) -> None:
    nine.locator('[name="stride"]').fill(typed)
    expect(nine.get_by_role("status")).to_contain_text("stride: needs")
    assert values(nine, "output") == [19, 25, 37, 43]
    nine.locator('[name="padding"]').fill("1")
    expect(nine.get_by_role("status")).to_be_empty()
    expect(nine.locator('[name="stride"]')).to_have_value("1")


def test_a_kernel_cannot_outgrow_the_input(nine: Locator) -> None:
    nine.locator("summary").click()
    rows = nine.locator('[name="kernel-rows"]')
    rows.fill("4")
    expect(nine.get_by_role("status")).to_contain_text("from 1 to 3")
    rows.fill("3")
    assert len(values(nine, "kernel")) == 6
    assert len(values(nine, "output")) == 2
    expect(nine.locator('[name="input-rows"]')).to_have_attribute("aria-valuemin", "3")


def test_columns_that_no_window_reaches_are_shaded(opened: Opened) -> None:
    widget = opened(Slide(np.zeros((6, 6)), np.zeros((3, 3)), stride=2, name="left-over"))
    shaded = widget.locator('[data-view="input"][data-state="unused"]').evaluate_all(
        "cells => cells.map(cell => cell.dataset.index)"
    )
    assert set(shaded) == {f"{r},{c}" for r in range(6) for c in range(6) if 5 in (r, c)}


def test_the_address_keeps_the_state_and_restores_it(nine: Locator, page: Page) -> None:
    nine.locator('[name="padding"]').fill("1")
    nine.locator('[name="flip"]').check()
    cell(nine, "kernel", "0,1").locator("input").fill("-3")
    page.keyboard.press("Enter")
    cell(nine, "output", "1,2").click()
    page.wait_for_function("location.hash.includes('pin=')")
    page.mouse.move(1, 1)
    before = picture(nine), written(nine)
    page.reload()
    page.locator("conv-widget[data-ready=true]").wait_for()
    assert (picture(nine), written(nine)) == before
    assert values(nine, "kernel")[1] == -3
    assert lit(nine, "output") == {"1,2"}


def test_two_widgets_share_one_address(opened: Opened, page: Page) -> None:
    opened(Slide(NINE, KERNEL, name="one"), Slide([1, 2, 3], [1, 1], name="two"))
    page.locator('#one [name="padding"]').fill("1")
    page.wait_for_function("location.hash.includes('one~')")
    page.locator('#two [name="padding"]').fill("1")
    page.wait_for_function("location.hash.includes('two~')")
    page.reload()
    page.locator("conv-widget[data-ready=true]").nth(1).wait_for()
    expect(page.locator('#one [name="padding"]')).to_have_value("1")
    expect(page.locator('#two [name="padding"]')).to_have_value("1")


@pytest.mark.parametrize(
    "link",
    ["stride=0", "stride=abc", "kernel=1,2,3,4;1,2,3,4;1,2,3,4;1,2,3,4", "input=1,,3", "nothing=1",
     "view=%E0%A4%A", "input=" + ";".join(["1,2,3"] * 40), "pin=__proto__:0", "kernel=1,2;3",
     "pin=output:99", "pin=kernel:4", "pin=matrix:9999"],
)  # fmt: skip
def test_a_damaged_link_is_said_and_the_starting_picture_stands(opened: Opened, link: str) -> None:
    widget = opened(Slide(NINE, KERNEL, name="nine"), link=f"#nine~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    assert values(widget, "output") == [19, 25, 37, 43]


def test_start_again_returns_to_the_first_picture(nine: Locator, page: Page) -> None:
    start = picture(nine)
    nine.locator('[name="padding"]').fill("1")
    cell(nine, "input", "0,0").locator("input").fill("5")
    nine.locator('[name="forward"]').click()
    nine.locator('[name="reset"]').click()
    page.mouse.move(1, 1)
    assert picture(nine) == start


def test_random_numbers_fill_both_grids(nine: Locator) -> None:
    nine.locator("summary").click()
    nine.locator('[name="random"]').click()
    x, w = (
        np.reshape(values(nine, view), s) for view, s in [("input", (3, 3)), ("kernel", (2, 2))]
    )
    assert not np.array_equal(x, NINE)
    assert values(nine, "output") == correlate(x, w).ravel().tolist()


def test_one_axis_works_as_two_do(opened: Opened) -> None:
    widget = opened(Slide([3, 1, 4, 2], [1, 2], padding=1, name="row"))
    expected = correlate(np.array([3, 1, 4, 2]), np.array([1, 2]), padding=1).tolist()
    assert values(widget, "output") == expected
    assert widget.locator(".cv-pad").count() == 2
    cell(widget, "input", "0").hover()
    assert lit(widget, "output") == {"0", "1"}
    assert re.match(r"x0 = 3 is used 2 times", written(widget))


def test_fast_random_actions_leave_no_error(nine: Locator, page: Page) -> None:
    nine.locator("summary").click()
    rng = np.random.default_rng(6)
    names = ["forward", "back", "play", "random", "reset"]
    for _ in range(60):
        nine.locator(f'[name="{rng.choice(names)}"]').click()
        nine.locator(f'[data-tab="{rng.choice(["window", "matrix", "im2col"])}"]').click()
    nine.locator('[name="reset"]').click()
    page.mouse.move(1, 1)
    assert values(nine, "output") == [19, 25, 37, 43]


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("shape", [(12, 12), (3, 3), (12,)])
def test_nothing_scrolls_sideways(
    opened: Opened, page: Page, width: int, shape: tuple[int, ...]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    widget = opened(Slide(np.ones(shape), np.ones((2,) * len(shape)), padding=2, name="wide"))
    widget.locator('[data-tab="matrix"]').click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_the_still_picture_in_place_of_the_widget(nine: Locator, page: Page) -> None:
    page.emulate_media(media="print")
    expect(nine.locator("figure svg")).to_be_visible()
    expect(nine.locator(".cv-live")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(nine.locator("figure svg")).to_be_hidden()


def test_keys_move_on_even_where_the_pointer_still_lies(nine: Locator, page: Page) -> None:
    cell(nine, "input", "0,0").click()
    page.keyboard.press("ArrowRight")
    assert lit(nine, "input") == {"0,1"}
    cell(nine, "input", "2,2").hover()
    assert lit(nine, "input") == {"2,2"}


def test_undo_takes_back_a_switch_a_stepper_and_an_edit(nine: Locator, page: Page) -> None:
    start = picture(nine)
    nine.locator('[name="flip"]').check()
    page.keyboard.press("Control+z")
    assert picture(nine) == start
    nine.get_by_role("button", name="more padding").click()
    nine.locator('[name="undo"]').click()
    cell(nine, "kernel", "0,0").locator("input").fill("8")
    nine.locator('[name="undo"]').click()
    page.mouse.move(1, 1)
    assert picture(nine) == start


def test_a_click_beside_the_cells_lets_go(nine: Locator, page: Page) -> None:
    cell(nine, "kernel", "0,1").click()
    nine.locator(".cv-stage").click(position={"x": 4, "y": 4})
    page.mouse.move(1, 1)
    assert lit(nine, "kernel") == {"0,0", "0,1", "1,0", "1,1"}


def test_a_link_followed_in_the_open_page_is_obeyed(nine: Locator, page: Page) -> None:
    page.evaluate("location.hash = '#nine~padding=1&step=7'")
    expect(nine.locator('[name="padding"]')).to_have_value("1")
    page.evaluate("location.hash = '#nine~padding=99'")
    expect(nine.get_by_role("status")).to_contain_text("This link is damaged")
    expect(nine.locator('[name="padding"]')).to_have_value("1")


def test_a_link_followed_while_it_plays_stops_the_play(nine: Locator, page: Page) -> None:
    nine.locator('[name="play"]').click()
    page.evaluate("location.hash = '#nine~step=2'")
    expect(nine.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(nine.locator(".cv-count")).to_have_text("2 / 4")


def test_on_one_axis_the_kernel_lies_under_its_window(opened: Opened, page: Page) -> None:
    widget = opened(Slide([1, 2, 3, 4, 5, 6], [1, 2], stride=2, dilation=2, padding=1, name="row"))

    def left(view: str, index: int) -> float:
        box = cell(widget, view, str(index)).bounding_box()
        assert box
        return box["x"]

    page.emulate_media(reduced_motion="reduce")
    for step, inputs in ((2, (1, 3)), (3, (3, 5))):
        widget.locator('[name="step"]').fill(str(step))
        for k, i in enumerate(inputs):
            assert left("kernel", k) == pytest.approx(left("input", i), abs=0.5)
        assert left("output", step - 1) == pytest.approx(left("input", inputs[0]), abs=0.5)


def test_kernel_cells_over_padding_are_told_apart(opened: Opened) -> None:
    widget = opened(Slide(NINE, KERNEL, padding=1, name="edge"))
    padded = widget.locator('[data-view="kernel"][data-state="padded"]')
    assert padded.evaluate_all("cells => cells.map(c => c.dataset.index)") == ["0,0", "0,1", "1,0"]
    assert lit(widget, "kernel") == {"1,1"}


CASES = [
    ((5, 6), (3, 2), {"padding": 1}),
    ((5, 6), (2, 3), {"padding": 2, "flip": True}),
    ((6, 6), (2, 2), {"stride": 2, "dilation": 2, "flip": True}),
    ((7,), (3,), {"padding": 2, "flip": True}),
    ((9,), (2,), {"stride": 3, "dilation": 2, "padding": 1}),
]


@pytest.mark.parametrize(("x_shape", "w_shape", "settings"), CASES)
def test_marks_lights_shades_and_sums_are_those_of_the_taps(
    opened: Opened, x_shape: tuple[int, ...], w_shape: tuple[int, ...], settings: dict[str, int]
) -> None:
    rng = np.random.default_rng(7)
    x, w = rng.integers(1, 10, x_shape), rng.integers(10, 99, w_shape)
    widget = opened(Slide(x, w, name="any", **settings))
    out, inp, ker = taps(x_shape, w_shape, **settings)
    shape = output_size(x_shape, w_shape, **{k: v for k, v in settings.items() if k != "flip"})
    reached = {",".join(map(str, i)) for i in inp}
    for flat, at in enumerate(np.ndindex(shape)):
        widget.locator('[name="step"]').fill(str(flat + 1))
        mine = (out == at).all(axis=1)
        mine_at = inp[mine], ker[mine]
        marks = {",".join(map(str, i)): f"×{w[tuple(k)]}" for i, k in zip(*mine_at, strict=True)}
        shown = widget.locator('[data-view="input"]').evaluate_all(
            "cells => cells.map(c => [c.dataset.index, c.dataset.mark, c.dataset.state])"
        )
        assert {i: mark for i, mark, _ in shown if mark} == marks
        assert {i for i, _, state in shown if state != "unused"} == reached
        assert lit(widget, "kernel") == {",".join(map(str, k)) for k in ker[mine]}
        terms = [term.split("·") for term in written(widget).split(" = ")[1].split(" + ")]
        over = [int(weight) for value, weight in terms if value == "0"]
        real = [(int(value), int(weight)) for value, weight in terms if value != "0"]
        assert real == [(x[tuple(i)], w[tuple(k)]) for i, k in zip(*mine_at, strict=True)]
        assert sorted([*over, *(weight for _, weight in real)]) == sorted(w.ravel())
        pads = widget.locator(".cv-pad[data-mark]").evaluate_all("c => c.map(p => p.dataset.mark)")
        assert sorted(pads) == sorted(f"×{weight}" for weight in over)


def test_every_control_answers_the_keyboard(nine: Locator, page: Page) -> None:
    nine.locator('[name="padding"]').focus()
    page.keyboard.press("ArrowUp")
    expect(nine.locator('[name="padding"]')).to_have_value("1")
    page.keyboard.press("ArrowDown")
    expect(nine.locator('[name="padding"]')).to_have_value("0")
    nine.locator('[data-tab="window"]').focus()
    page.keyboard.press("ArrowRight")
    expect(nine.locator('[data-tab="matrix"]')).to_be_focused()
    assert len(values(nine, "matrix")) == 36
    page.keyboard.press("ArrowLeft")
    expect(nine.locator('[data-tab="window"]')).to_have_attribute("aria-selected", "true")
    nine.locator('[name="step"]').focus()
    page.keyboard.press("ArrowRight")
    expect(nine.locator(".cv-count")).to_have_text("2 / 4")
    nine.locator('[name="flip"]').focus()
    page.keyboard.press("Space")
    assert values(nine, "output") == convolve(NINE, KERNEL).ravel().tolist()


def test_the_copied_link_opens_this_very_picture(nine: Locator, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    nine.locator('[name="padding"]').fill("1")
    nine.locator('[name="link"]').click()
    expect(nine.get_by_role("status")).to_contain_text("The link is")
    assert "nine~padding=1" in page.evaluate("navigator.clipboard.readText()")


def test_reset_leads_from_a_link_to_the_authors_picture(opened: Opened) -> None:
    widget = opened(Slide(NINE, KERNEL, name="nine"), link="#nine~padding=1&step=3")
    expect(widget.locator('[name="padding"]')).to_have_value("1")
    widget.locator('[name="reset"]').click()
    expect(widget.locator('[name="padding"]')).to_have_value("0")
    assert values(widget, "output") == [19, 25, 37, 43]


def test_undo_over_a_change_of_size_keeps_the_focus(nine: Locator, page: Page) -> None:
    nine.locator("summary").click()
    nine.locator('[name="kernel-rows"]').fill("3")
    cell(nine, "output", "0,1").click()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert values(nine, "output") == [19, 25, 37, 43]
    expect(cell(nine, "output", "0,1")).to_be_focused()


def test_a_size_typed_in_two_digits_keeps_the_numbers(nine: Locator, page: Page) -> None:
    nine.locator("summary").click()
    nine.locator('[name="padding"]').fill("1")
    nine.locator('[name="input-rows"]').focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    assert values(nine, "input") == [*range(9), *([0] * 21)]


def test_escape_gives_back_the_exact_number(opened: Opened, page: Page) -> None:
    widget = opened(Slide([1 / 3, 1e-7], [1], name="thirds"))
    for index, value in (("0", 1 / 3), ("1", 1e-7)):
        cell(widget, "input", index).focus()
        page.keyboard.press("Enter")
        page.keyboard.type("5")
        page.keyboard.press("Escape")
        assert values(widget, "input")[int(index)] == value
    expect(widget.get_by_role("status")).to_be_empty()


def test_two_edits_of_one_cell_are_undone_one_by_one(nine: Locator, page: Page) -> None:
    cell(nine, "input", "0,0").focus()
    for digit in "78":
        page.keyboard.type(digit)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+z")
    assert values(nine, "input")[0] == 7


def test_a_cell_held_during_play_stays_held(nine: Locator, page: Page) -> None:
    nine.locator('[name="speed"]').select_option("fast")
    nine.locator('[name="play"]').click()
    cell(nine, "kernel", "0,1").click()
    page.wait_for_timeout(700)
    expect(cell(nine, "kernel", "0,1")).to_have_attribute("data-held", "true")


def test_cells_never_round_before_the_point(opened: Opened) -> None:
    widget = opened(Slide([1234.5, 123.45, 12.345, 0.3333], [1], step=4, name="digits"))
    shown = widget.locator('[data-view="output"]').all_inner_texts()
    assert shown == ["1234.5", "123.5", "12.3", "0.333"]
    assert shown == [panel.number(v) for v in (1234.5, 123.45, 12.345, 0.3333)]


def test_a_widget_that_cannot_be_drawn_leaves_its_still_picture(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "broken.html"
    broken = Slide(NINE, KERNEL, name="x").page_html().replace('"stride": 1', '"stride": 0')
    path.write_text(f"<style>{front.css()}</style>{broken}", encoding="utf-8")
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(path.as_uri())
    with tab.expect_event("pageerror") as failed:
        tab.add_script_tag(content=front.bundle())
    assert "stride: needs" in str(failed.value)
    expect(tab.locator("figure svg")).to_be_visible()
    context.close()


def test_on_one_axis_the_kernel_stays_inside_when_the_outputs_become_fewer(
    opened: Opened,
) -> None:
    widget = opened(Slide([1, 2, 3, 4, 5, 6], [1, 2], step=5, pin="kernel:0", name="row"))
    cell(widget, "output", "4").hover()
    cell(widget, "kernel", "0").hover()
    widget.locator("summary").click()
    widget.locator('[name="kernel-cells"]').fill("4")
    cell(widget, "kernel", "0").hover()
    last, end = (cell(widget, *c).bounding_box() for c in (("kernel", "3"), ("input", "5")))
    assert last
    assert end
    assert last["x"] <= end["x"] + 1
