"""The filters widget: every number and every pixel that it shows, and the reader's own picture."""

import base64
import re
import secrets
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import traitlets
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from convlib import correlate, flip, kernels
from convviz import Filters, front
from convviz.photo import MODES, decoded, filtered, greys
from convviz.presets import PRESETS, for_front, preset
from tests.convviz.conftest import Opened
from tests.convviz.reader import cell, lit, values, written

PIXELS = np.random.default_rng(3).integers(0, 256, (17, 23))

# The greys of a canvas, row by row; −1 where nothing is drawn.
GREYS = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const grey = (_, c) => r => data[4 * (r * width + c) + 3] ? data[4 * (r * width + c)] : -1;
  const columns = Array.from({ length: width }, grey);
  return Array.from({ length: height }, (_, r) => columns.map(at => at(r)));
}"""


def drawn(canvas: Locator) -> np.ndarray:
    """The greys of a canvas."""
    return np.array(canvas.evaluate(GREYS))


def result(widget: Locator) -> Locator:
    return widget.locator(".cv-filters-pad canvas").nth(1)


def framed(pixels: np.ndarray, inset: int) -> np.ndarray:
    """As the result stands in its frame, with nothing around it."""
    return np.pad(pixels.astype(int), inset, constant_values=-1)


def png(pixels: np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    file = BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, kind, **options)
    return file.getvalue()


def upload(
    widget: Locator, content: bytes, name: str = "mine.png", kind: str = "image/png"
) -> None:
    widget.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


@pytest.fixture
def small(opened: Opened) -> Locator:
    """Random pixels under a slope."""
    return opened(Filters(PIXELS, "sobel_x", at=[8, 11], name="small"))


def test_it_shows_the_photograph_and_the_numbers_under_the_lens(opened: Opened) -> None:
    widget = opened(Filters("china", "sobel_x", at=[50, 77]))
    x = decoded(Filters().picture)
    assert x.shape == (107, 160)
    np.testing.assert_array_equal(drawn(widget.locator("canvas").first), x)
    assert values(widget, "input") == x[49:52, 76:79].ravel().tolist()
    assert values(widget, "kernel") == kernels.sobel_x().ravel().tolist()
    assert values(widget, "output") == [640]
    assert cell(widget, "output", "50,77").get_attribute("data-on") == "true"
    assert written(widget).startswith("y50,77 = 57·(−1) + 157·0 + 231·1")
    assert written(widget).endswith("= 640")


# How far the number of each cell, and the weight in its corner, stand out of the cell.
OUTSIDE = """widget => Math.max(...[...widget.querySelectorAll("td[data-view]")].map(cell => {
  const number = document.createRange();
  number.selectNodeContents(cell.querySelector(".cv-number"));
  const corner = getComputedStyle(cell, "::after");
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${corner.fontWeight} ${corner.fontSize} ${corner.fontFamily}`;
  const said = corner.display === "none" ? "" : cell.dataset.mark ?? "";
  const mark = pen.measureText(said).width + (parseFloat(corner.right) || 0);
  const wide = Math.max(number.getBoundingClientRect().width, mark);
  return wide - cell.getBoundingClientRect().width;
}))"""


@pytest.mark.parametrize("name", ["box", "gaussian"])
@pytest.mark.parametrize("width", [390, 1280])
def test_fractions_stay_in_their_cells(opened: Opened, page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    widget = opened(Filters("china", name))
    assert widget.locator('[data-mark*="0."]').count() == 9
    assert widget.evaluate(OUTSIDE) <= 0


# Works the controls as a hand does, and after each tells what the page shows.
WORK = """(widget, tries) => {
  const read = GREYS;
  const find = (selector) => widget.querySelector(selector);
  const told = (field, event) => field.dispatchEvent(new Event(event, { bubbles: true }));
  const cells = (view) => [...widget.querySelectorAll(`[data-view=${view}]`)];
  return tries.map(([what, draw, number]) => {
    const field = {
      mode: () => widget.querySelectorAll("[name=mode]")[Math.floor(draw * 5)],
      weight: () => cells("kernel")[Math.floor(draw * cells("kernel").length)]
        .querySelector("input"),
    }[what]?.() ?? find(`[name=${what}]`);
    if (["mode", "flip", "normalise", "undo"].includes(what)) field.click();
    else if (field.tagName === "SELECT") {
      field.selectedIndex = Math.floor(draw * field.length);
      told(field, "change");
    } else {
      const [least, most] = ["min", "max"].map(e => Number(field.getAttribute(`aria-value${e}`)));
      field.value = what === "weight" ? number : least + Math.floor(draw * (most - least + 1));
      told(field, "input");
    }
    const [output] = cells("output");
    return {
      kernel: cells("kernel").map(cell => Number(cell.dataset.value)),
      mode: find("[name=mode]:checked").value,
      range: find("[name=range]").value,
      flip: find("[name=flip]").checked,
      at: output.dataset.index.split(",").map(Number),
      value: Number(output.dataset.value),
      patch: cells("input").map(cell => Number(cell.dataset.value)),
      greys: read(widget.querySelectorAll(".cv-filters-pad canvas")[1]),
    };
  });
}""".replace("GREYS", GREYS)
HANDS = ["preset", "size", "range", "flip", "mode", "mode", "row", "column", "weight", "weight",
         "weight", "normalise", "undo"]  # fmt: skip


def test_every_reachable_setting_gives_convlibs_numbers(opened: Opened) -> None:
    seed = secrets.randbits(32)
    rng = np.random.default_rng(seed)
    widget = opened(Filters(PIXELS, "box", name="any"))
    tries = [
        [str(rng.choice(HANDS)), float(rng.random()), f"{3 * rng.normal():.3g}"] for _ in range(300)
    ]
    seen = widget.evaluate(WORK, tries)
    for got in seen:
        case = f"seed {seed}: {got['kernel']} {got['mode']} {got['range']} {got['flip']}"
        side = int(len(got["kernel"]) ** 0.5)
        w = np.reshape(got["kernel"], (side, side))
        y = filtered(PIXELS, w, got["mode"], got["flip"])
        assert got["value"] == y[tuple(got["at"])], case
        inset = side // 2 if got["mode"] == "valid" else 0
        np.testing.assert_array_equal(got["greys"], framed(greys(y, got["range"]), inset), case)
        row, column = got["at"]
        modes = {"zeros": "constant", "valid": "constant"}
        around = np.pad(PIXELS, side // 2 - inset, modes.get(got["mode"], got["mode"]))
        patch = around[row : row + side, column : column + side]
        assert got["patch"] == patch.ravel().tolist(), case
    for name, most in {"mode": 5, "range": 3, "flip": 2}.items():
        assert len({got[name] for got in seen}) == most


@pytest.mark.parametrize("mode", ["zeros", "edge", "reflect", "wrap"])
def test_the_sums_are_convlibs_with_the_same_mode(mode: str) -> None:
    w = np.random.default_rng(8).normal(size=(5, 5))
    widget = Filters(PIXELS, w, mode=mode)
    np.testing.assert_array_equal(widget.output(), correlate(PIXELS, w, padding=2, mode=mode))
    widget.flip = True
    np.testing.assert_array_equal(widget.output(), correlate(PIXELS, flip(w), padding=2, mode=mode))
    widget.mode = "valid"
    np.testing.assert_array_equal(widget.output(), correlate(PIXELS, flip(w)))


def test_every_preset_is_convlibs_kernel(small: Locator) -> None:
    for name, (_, sizes) in PRESETS.items():
        small.locator("[name=preset]").select_option(name)
        for size, kernel in sizes.items():
            small.locator("[name=size]").select_option(str(size))
            assert values(small, "kernel") == kernel.ravel().tolist(), name
            expect(small.locator("[name=preset]")).to_have_value(name)
    for name, (_, sizes) in for_front().items():
        for size, (over, whole) in sizes.items():
            np.testing.assert_array_equal(np.array(whole) / over, preset(name, size))


def test_a_preset_becomes_custom_at_the_first_edit_and_back_by_undo(small: Locator) -> None:
    chosen = small.locator("[name=preset]")
    assert "custom" not in chosen.inner_text()
    cell(small, "kernel", "0,0").locator("input").fill("5")
    expect(chosen).to_have_value("custom")
    small.locator("[name=undo]").click()
    expect(chosen).to_have_value("sobel_x")
    assert "custom" not in chosen.inner_text()


def test_another_size_keeps_the_middle_of_a_kernel(opened: Opened) -> None:
    w = np.arange(25).reshape(5, 5)
    widget = opened(Filters(PIXELS, w))
    size = widget.locator("[name=size]")
    size.select_option("3")
    assert values(widget, "kernel") == w[1:4, 1:4].ravel().tolist()
    size.select_option("7")
    assert values(widget, "kernel") == np.pad(w[1:4, 1:4], 2).ravel().tolist()
    size.select_option("1")
    assert values(widget, "kernel") == [12]


def test_normalise_divides_by_the_sum_and_says_when_it_cannot(opened: Opened) -> None:
    widget = opened(Filters(PIXELS, np.arange(9).reshape(3, 3)))
    status, normalise = widget.get_by_role("status"), widget.locator("[name=normalise]")
    normalise.click()
    assert values(widget, "kernel") == [n / 36 for n in range(9)]
    normalise.click()
    expect(status).to_contain_text("add up to 1 already")
    widget.locator("[name=preset]").select_option("laplacian")
    normalise.click()
    expect(status).to_contain_text("add up to 0: there is nothing to divide by")
    assert values(widget, "kernel") == kernels.laplacian().ravel().tolist()


def test_weights_that_would_grow_too_large_are_refused(opened: Opened) -> None:
    widget = opened(Filters(PIXELS, [[9999, -9999, 0], [0, 0.001, 0], [0, 0, 0]]))
    widget.locator("[name=normalise]").click()
    expect(widget.get_by_role("status")).to_contain_text("kernel: needs numbers from −9999 to 9999")
    assert values(widget, "kernel")[0] == 9999


@pytest.mark.parametrize("side", [3, 7])
def test_the_corners_show_all_five_borders_side_by_side(opened: Opened, side: int) -> None:
    w = np.random.default_rng(9).normal(size=(side, side)) / side
    widget = opened(Filters(PIXELS, w, flip=True, range="centred"))
    for mode, tile in zip(MODES, widget.locator(".cv-filters-tile").all(), strict=True):
        before, after = (drawn(tile.locator("canvas").nth(n)) for n in range(2))
        kind = {"zeros": "constant", "valid": "constant"}.get(mode, mode)
        around = {"constant_values": -1} if mode == "valid" else {}
        np.testing.assert_array_equal(before, np.pad(PIXELS, 4, kind, **around)[-12:, :12], mode)
        shown = greys(filtered(PIXELS, w, mode, True), "centred")
        inset = side // 2 if mode == "valid" else 0
        np.testing.assert_array_equal(after, framed(shown, inset)[-12:, :12], mode)


def test_where_the_kernel_stays_inside_the_lens_does_too(small: Locator) -> None:
    small.locator("[name=row]").fill("0")
    small.locator("[name=mode][value=valid]").check(force=True)
    expect(small.locator("[name=row]")).to_have_value("1")
    expect(cell(small, "output", "0,10")).to_be_visible()
    small.locator("[name=size]").select_option("7")
    expect(small.locator("[name=row]")).to_have_value("3")
    small.locator("[name=row]").fill("14")
    expect(small.get_by_role("status")).to_contain_text("row: needs a whole number from 3 to 13")
    small.locator("[name=undo]").click()
    expect(small.locator("[name=row]")).to_have_value("1")


def test_cells_beyond_the_border_are_dashed_and_say_where_they_come_from(small: Locator) -> None:
    small.locator("[name=row]").fill("0")
    beyond = small.locator("[data-view=input][data-state=beyond]")
    assert beyond.evaluate_all("c => c.map(e => e.dataset.index)") == ["0,0", "0,1", "0,2"]
    assert (
        beyond.evaluate_all("c => c.map(e => getComputedStyle(e).borderTopStyle)") == ["dashed"] * 3
    )
    expect(beyond.first).to_have_attribute("aria-label", "beyond the border: 0, times minus 1")
    small.locator("[name=mode][value=wrap]").check(force=True)
    words = f"beyond the border, copied from row 16, column 10: {PIXELS[16, 10]}, times minus 1"
    expect(beyond.first).to_have_attribute("aria-label", words)
    words = f"photograph row 0, column 10: {PIXELS[0, 10]}, times minus 2"
    expect(cell(small, "input", "1,0")).to_have_attribute("aria-label", words)


def test_arrow_keys_move_the_lens_and_stop_at_the_border(small: Locator, page: Page) -> None:
    row, column = (small.locator(f"[name={name}]") for name in ("row", "column"))
    small.locator(".cv-filters-pad").first.focus()
    for keys, place in [
        ("ArrowLeft ArrowUp ArrowUp", (6, 10)),
        ("ArrowRight ArrowDown", (7, 11)),
        ("Shift+ArrowLeft Shift+ArrowLeft", (7, 0)),
        ("End", (7, 22)),
        ("Control+Home ArrowUp", (0, 0)),
        ("Control+End ArrowDown", (16, 22)),
    ]:
        for key in keys.split():
            page.keyboard.press(key)
        expect(row).to_have_value(str(place[0]))
        expect(column).to_have_value(str(place[1]))
        y = filtered(PIXELS, kernels.sobel_x(), "zeros", False)
        assert values(small, "output") == [y[place]]
    assert "at row 16, column 22" in (small.get_by_role("application").first.get_attribute(
        "aria-label"
    ) or "")  # fmt: skip


def test_pointing_shows_a_pixel_for_the_moment_and_a_click_stays(
    small: Locator, page: Page
) -> None:
    for pad in small.locator(".cv-filters-pad").all():
        box = pad.bounding_box()
        assert box

        def spot(row: int, column: int, box: dict[str, float] = box) -> dict[str, float]:
            side = box["width"] / 23
            return {"x": (column + 0.5) * side, "y": (row + 0.5) * side}

        pad.hover(position=spot(4, 5))
        assert values(small, "input")[4] == PIXELS[4, 5]
        page.mouse.move(1, 1)
        assert values(small, "input")[4] == PIXELS[8, 11]
        pad.click(position=spot(12, 20))
        page.mouse.move(1, 1)
        assert values(small, "input")[4] == PIXELS[12, 20]
        small.locator("[name=undo]").click()
    for mark, side in zip(small.locator(".cv-filters-mark").all(), (3, 1), strict=True):
        on, frame = mark.bounding_box(), mark.locator("..").bounding_box()
        assert on
        assert frame
        pitch = frame["width"] / 23
        assert on["width"] == pytest.approx(side * pitch, abs=0.1)
        assert on["x"] + on["width"] / 2 - frame["x"] == pytest.approx(11.5 * pitch, abs=0.1)
        assert on["y"] + on["height"] / 2 - frame["y"] == pytest.approx(8.5 * pitch, abs=0.1)


def test_a_drag_takes_the_lens_along_as_one_step_to_undo(small: Locator, page: Page) -> None:
    box = small.locator(".cv-filters-pad").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] - 3, steps=6)
    page.mouse.up()
    expect(small.locator("[name=column]")).to_have_value("22")
    small.locator("[name=undo]").click()
    expect(small.locator("[name=column]")).to_have_value("11")


def test_a_tap_moves_the_lens(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "touch.html"
    widget = Filters(PIXELS, "box").page_html()
    path.write_text(f"<meta charset=utf-8><style>{front.css()}</style>{widget}", encoding="utf-8")
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(path.as_uri())
    page.add_script_tag(content=front.bundle())
    page.locator(".cv-filters-pad").first.tap(position={"x": 2, "y": 2})
    expect(page.locator("[name=row]")).to_have_value("0")
    context.close()


@pytest.mark.parametrize("turned", [False, True])
def test_a_weight_and_its_pixel_light_up_together(opened: Opened, turned: bool) -> None:
    widget = opened(Filters(PIXELS, "sobel_x", at=[8, 11], flip=turned))
    cell(widget, "kernel", "1,0").hover()
    index = "1,2" if turned else "1,0"
    assert lit(widget, "input") == {index}
    pixel = PIXELS[8, 12 if turned else 10]
    assert written(widget).startswith(f"x8,{12 if turned else 10} · w1,0 = {pixel}·(−2) = ")
    cell(widget, "output", "8,11").hover()
    assert len(lit(widget, "input")) == len(lit(widget, "kernel")) == 9
    marks = widget.locator("[data-view=input]").evaluate_all("c => c.map(e => e.dataset.mark)")
    w = kernels.sobel_x()
    landed = (flip(w) if turned else w).ravel()
    assert marks == [f"×{n}".replace("-", "−") for n in landed]


def test_a_click_holds_a_weight_and_escape_lets_go(small: Locator, page: Page) -> None:
    cell(small, "kernel", "2,2").click()
    page.mouse.move(1, 1)
    assert lit(small, "input") == {"2,2"}
    small.locator("[name=size]").select_option("1")
    assert small.locator("[data-held]").count() == 0
    small.locator("[name=undo]").click()
    assert lit(small, "input") == {"2,2"}
    small.locator("[name=range]").focus()
    page.keyboard.press("Escape")
    assert len(lit(small, "input")) == 9


def test_a_long_sum_is_shortened_and_its_end_is_exact(small: Locator) -> None:
    small.locator("[name=preset]").select_option("gaussian")
    small.locator("[name=size]").select_option("5")
    assert written(small).count("·") == 4
    assert "…" in written(small)
    total = (PIXELS[6:11, 9:14] * kernels.gaussian(5)).sum()
    assert float(written(small).split(" = ")[-1]) == pytest.approx(total, rel=1e-5)


@pytest.mark.parametrize(
    ("tone", "words"),
    [("clip", "255 white"), ("absolute", "without the sign"), ("centred", "0 is mid grey")],
)
def test_how_sums_become_greys_is_said_in_words(small: Locator, tone: str, words: str) -> None:
    small.locator("[name=range]").select_option(tone)
    shown = greys(np.array(values(small, "output")), tone)[0]
    said = small.locator("[data-role=other]")
    expect(said).to_contain_text(f"Shown as grey {shown}: ")
    expect(said).to_contain_text(words)


def test_the_readers_own_picture_is_filtered_and_stays_in_the_page(
    small: Locator, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    colours = np.random.default_rng(4).integers(0, 256, (17, 23, 3))
    upload(small, png(colours))
    expect(small.get_by_role("status")).to_contain_text("stays in this page")
    luma = np.asarray(Image.fromarray(colours.astype(np.uint8)).convert("L")).astype(int)
    mine = drawn(small.locator("canvas").first)
    assert np.abs(mine - luma).max() <= 1  # Pillow rounds in whole numbers
    y = greys(filtered(mine, kernels.sobel_x(), "zeros", False), "clip")
    np.testing.assert_array_equal(drawn(result(small)), y)
    small.locator("[name=row]").fill("3")
    page.wait_for_function("location.hash.includes('at=')")
    assert page.url.split("~")[1] == "at=3,11"
    assert all(url.startswith("blob:") for url in asked)
    small.locator("[name=photograph]").click()
    np.testing.assert_array_equal(drawn(small.locator("canvas").first), PIXELS)
    expect(small.locator("[name=photograph]")).to_be_hidden()


def test_reset_brings_the_photograph_back(small: Locator) -> None:
    upload(small, png(np.zeros((50, 50))))
    expect(small.locator("[name=photograph]")).to_be_visible()
    small.locator("[name=reset]").click()
    np.testing.assert_array_equal(drawn(small.locator("canvas").first), PIXELS)


def test_a_picture_of_another_shape_is_cut_in_the_middle_not_squeezed(small: Locator) -> None:
    wide = np.zeros((34, 200))
    wide[:, 77:123] = 200  # twice the 23 columns, in the middle
    upload(small, png(wide))
    expect(small.get_by_role("status")).to_contain_text("stays in this page")
    assert set(drawn(small.locator("canvas").first)[:, 1:-1].ravel()) == {200}


def test_a_photograph_taken_on_its_side_stands_upright(small: Locator) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned by a quarter to the right
    halves = np.zeros((2300, 1700))
    halves[:, 850:] = 255
    upload(small, png(halves, "JPEG", exif=turned), "phone.jpg", "image/jpeg")
    expect(small.get_by_role("status")).to_contain_text("stays in this page")
    shown = drawn(small.locator("canvas").first)
    assert shown[:7].max() < 40
    assert shown[10:].min() > 215


GIANT = b'<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="6000"/>'


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"no picture at all", "notes.txt", "“notes.txt” is not a picture"),
        (png(np.zeros((9, 9)))[:30], "half.png", "“half.png” is not a picture"),
        (b"", "empty.png", "“empty.png” is not a picture"),
        (GIANT, "giant.svg", "more than 100 million pixels"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_words(
    small: Locator, content: bytes, name: str, words: str
) -> None:
    upload(small, content, name, "image/svg+xml" if name.endswith("svg") else "image/png")
    expect(small.get_by_role("status")).to_contain_text(words)
    np.testing.assert_array_equal(drawn(small.locator("canvas").first), PIXELS)


def test_a_huge_file_is_refused_before_it_is_read(small: Locator) -> None:
    small.evaluate(
        """widget => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(40000001)], "huge.png", { type: "image/png" }));
          const event = new DragEvent("drop", { dataTransfer: data, bubbles: true });
          widget.querySelector(".cv-filters-pad").dispatchEvent(event);
        }"""
    )
    expect(small.get_by_role("status")).to_contain_text("“huge.png” has more than 40 MB")


GIVE = """(widget, [how, file, name]) => {
  const data = new DataTransfer();
  const bytes = file && Uint8Array.from(atob(file), c => c.charCodeAt(0));
  if (file) data.items.add(new File([bytes], name, { type: "image/png" }));
  else data.setData("text/plain", "words");
  const target = widget.querySelector(".cv-filters-pad");
  const event = how === "drop"
    ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  return !target.dispatchEvent(event);
}"""


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_picture_may_be_dropped_or_pasted(small: Locator, how: str) -> None:
    mine = np.full((17, 23), 77)
    assert small.evaluate(GIVE, [how, base64.b64encode(png(mine)).decode(), "mine.png"])
    expect(small.get_by_role("status")).to_contain_text("stays in this page")
    np.testing.assert_array_equal(drawn(small.locator("canvas").first), mine)
    assert small.evaluate(GIVE, [how, None, ""])
    expect(small.get_by_role("status")).to_contain_text("There is no picture in what was")


def test_the_chooser_opens_by_the_button(small: Locator, page: Page) -> None:
    with page.expect_file_chooser() as chosen:
        small.locator("[name=open]").click()
    assert not chosen.value.is_multiple()


def test_another_photograph_by_a_link_takes_the_place_of_the_readers_own(
    small: Locator, page: Page
) -> None:
    upload(small, png(np.zeros((50, 50))))
    expect(small.locator("[name=photograph]")).to_be_visible()
    other = np.arange(80).reshape(8, 10)
    text = Filters(other).picture
    page.evaluate(
        "text => location.hash = `small~at=4,4&picture=${encodeURIComponent(text)}`", text
    )
    expect(small.locator("[name=photograph]")).to_be_hidden()
    np.testing.assert_array_equal(drawn(small.locator("canvas").first), other)


def test_the_address_keeps_the_state_and_restores_it(small: Locator, page: Page) -> None:
    small.locator("[name=preset]").select_option("box")
    small.locator("[name=mode][value=reflect]").check(force=True)
    small.locator("[name=range]").select_option("absolute")
    small.locator("[name=row]").fill("2")
    page.wait_for_function("location.hash.includes('at=')")
    before = values(small, "input"), values(small, "output"), drawn(result(small)).tolist()
    page.reload()
    page.locator("conv-widget[data-ready=true]").wait_for()
    assert before == (
        values(small, "input"), values(small, "output"), drawn(result(small)).tolist()
    )  # fmt: skip
    expect(small.locator("[name=preset]")).to_have_value("box")
    expect(small.locator("[name=mode][value=reflect]")).to_be_checked()


@pytest.mark.parametrize(
    "link",
    ["mode=mirror", "mode=toString", "range=loud", "at=17,0", "at=1", "at=1,2,3", "at=1.5,2",
     "kernel=1,2;3,4", "kernel=1,2,3", "pin=input:9", "pin=output:1", "pin=1",
     "picture=none", "picture=data:image/x-portable-graymap;base64,UDUgOCA4IDI1NQo",
     "mode=valid&at=0,0", "kernel=a,2,3;4,5,6;7,8,9"],
)  # fmt: skip
def test_a_damaged_link_is_said_and_the_first_picture_stands(opened: Opened, link: str) -> None:
    widget = opened(Filters(PIXELS, "sobel_x", name="small"), link=f"#small~{link}")
    expect(widget.get_by_role("status")).to_contain_text("This link is damaged")
    np.testing.assert_array_equal(drawn(widget.locator("canvas").first), PIXELS)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"picture": "moon"}, ValueError, "picture: needs 'china' or 'flower', an array"),
        ({"picture": np.ones((8, 8))}, TypeError, "picture: needs whole numbers from 0 to 255"),
        ({"picture": np.full((8, 8), 256)}, ValueError, "from 0 to 255; got 256"),
        ({"picture": -np.ones((8, 8), int)}, ValueError, "from 0 to 255; got -1"),
        ({"picture": np.ones((7, 8), int)}, ValueError, "columns of 8 to 240 pixels; got shape"),
        ({"picture": np.ones((8, 8, 3), int)}, ValueError, "picture: needs rows and columns"),
        ({"kernel": "blur"}, ValueError, "kernel: needs an array or one of identity, box"),
        ({"kernel": np.ones((2, 2))}, ValueError, "kernel: needs as many rows as columns"),
        ({"kernel": np.ones((3, 5))}, ValueError, "an odd number; got shape (3, 5)"),
        ({"kernel": np.ones((9, 9))}, ValueError, "kernel: needs 1 to 7 cells"),
        ({"mode": "mirror"}, traitlets.TraitError, "mode"),
        ({"range": "loud"}, traitlets.TraitError, "range"),
        ({"at": [17, 0]}, ValueError, "at: needs a row and a column, from [0, 0] to [16, 22]"),
        ({"at": [0, 0], "mode": "valid"}, ValueError, "from [1, 1] to [15, 21]"),
        ({"at": [1.5, 1]}, ValueError, "at: needs a row and a column"),
        ({"at": [1]}, ValueError, "at: needs a row and a column"),
        ({"pin": "kernel:9"}, ValueError, "pin: needs '' or a cell that its view ("),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=re.escape(words)):
        Filters(**({"picture": PIXELS} | arguments))


def test_in_python_too_the_lens_and_the_held_cell_follow_the_other_settings() -> None:
    widget = Filters(PIXELS, np.ones((5, 5)), at=[0, 22], pin="kernel:24")
    widget.mode = "valid"
    assert widget.at == [2, 20]
    widget.kernel = np.ones((3, 3))
    assert widget.pin == ""
    widget.picture = np.zeros((8, 9), int)
    assert widget.at == [2, 7]
    assert widget.output().shape == (6, 7)


def test_the_still_picture_carries_the_same_numbers() -> None:
    widget = Filters(PIXELS, "laplacian", at=[0, 4], mode="reflect", range="absolute")
    page = widget.page_html()
    sums = widget.output()
    assert f"= {sums[0, 4]:d}</text>".replace("-", "−") in page
    found = re.findall(r"data:image/png;base64,([\w+/=]+)", page)
    x, y = (np.asarray(Image.open(BytesIO(base64.b64decode(text)))) for text in found)
    np.testing.assert_array_equal(x, PIXELS)
    np.testing.assert_array_equal(y, greys(sums, "absolute"))
    terms = re.search(r"y\[0, 4\] = (.*?) = ", page)
    assert terms
    patch = np.pad(PIXELS, 1, "reflect")[0:3, 4:7]
    assert [int(term.split("·")[0]) for term in terms[1].split(" + ")] == patch.ravel().tolist()


def test_a_long_sum_does_not_make_the_still_picture_small() -> None:
    thirds = Filters("china", np.full((3, 3), 1 / 9))
    still = thirds.still(**thirds.state())
    assert "·0.111 + … + " in still
    assert float(re.findall(r'viewBox="0 0 ([\d.]+)', still)[0]) < 720
