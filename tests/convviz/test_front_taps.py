"""The front's one piece of mathematics is convlib's."""

import json
import secrets

import numpy as np
from playwright.sync_api import Page

from convlib import conv2d, output_size, taps
from convviz import front

COUNT = 2400

COMPARE = """(cases) => cases.map(({x, w, settings}) => {
  const { shape, out, inp, ker } = front.taps.taps(x, w, settings);
  return { shape, out, inp, ker };
})"""


def random_case(rng: np.random.Generator) -> dict[str, object]:
    """One to three axes; a setting is a number for all axes or one for each."""
    axes = int(rng.integers(1, 4))
    most = {1: 14, 2: 7, 3: 4}[axes]
    while True:
        x, w = (rng.integers(1, high, axes).tolist() for high in (most + 1, 5))
        alike = rng.random() < 0.5
        stride, dilation = (rng.integers(1, 4, axes).tolist() for _ in range(2))
        padding: list[object] = [rng.integers(0, 4, 2).tolist() for _ in range(axes)]
        if alike:
            stride, dilation = [stride[0]] * axes, [dilation[0]] * axes
            padding = [[int(rng.integers(0, 4))] * 2] * axes
        try:
            output_size(
                tuple(x), tuple(w), tuple(stride), tuple(map(tuple, padding)), tuple(dilation)
            )
        except ValueError:
            continue
        return {
            "x": x,
            "w": w,
            "settings": {
                "stride": stride[0] if alike else stride,
                "dilation": dilation[0] if alike else dilation,
                "padding": padding[0][0] if alike else padding,
                "flip": bool(rng.random() < 0.5),
            },
        }


def test_the_fronts_taps_are_convlibs_taps_in_the_same_order(page: Page) -> None:
    seed = secrets.randbits(32)
    rng = np.random.default_rng(seed)
    cases = [random_case(rng) for _ in range(COUNT)]
    page.goto("about:blank")
    page.add_script_tag(content=f"{front.modules()}\nglobalThis.front = modules;")
    for case, got in zip(cases, page.evaluate(COMPARE, cases), strict=True):
        x, w, settings = tuple(case["x"]), tuple(case["w"]), dict(case["settings"])
        for name in ("stride", "dilation", "padding"):
            if isinstance(settings[name], list):
                settings[name] = tuple(
                    tuple(n) if isinstance(n, list) else n for n in settings[name]
                )
        out, inp, ker = taps(x, w, **settings)
        shape = output_size(x, w, settings["stride"], settings["padding"], settings["dilation"])
        expected = {
            "shape": list(shape),
            "out": np.ravel_multi_index(tuple(out.T), shape).tolist(),
            "inp": np.ravel_multi_index(tuple(inp.T), x).tolist(),
            "ker": np.ravel_multi_index(tuple(ker.T), w).tolist(),
        }
        assert got == expected, f"seed {seed}: {json.dumps(case)}"


LAYER = """(cases) => cases.map(({x, w, settings, groups}) =>
  front.layer.layerTaps(x, w, settings, groups))"""


def test_the_taps_of_a_layer_give_convlibs_layer(page: Page) -> None:
    seed = secrets.randbits(32)
    rng = np.random.default_rng(seed)
    cases = []
    while len(cases) < 300:
        groups, slices, share = (int(rng.integers(1, 4)) for _ in range(3))
        sizes = [int(rng.integers(1, 6)) for _ in range(2)] + [
            int(rng.integers(1, 4)) for _ in "hw"
        ]
        stride, dilation, padding = (int(rng.integers(low, 3)) for low in (1, 1, 0))
        settings = {"stride": stride, "dilation": dilation, "padding": padding}
        x, w = [groups * slices, *sizes[:2]], [groups * share, slices, *sizes[2:]]
        if all(dilation * (k - 1) < n + 2 * padding for n, k in zip(x[1:], w[2:], strict=True)):
            cases.append({"x": x, "w": w, "settings": settings, "groups": groups})
    page.goto("about:blank")
    page.add_script_tag(content=f"{front.modules()}\nglobalThis.front = modules;")
    for case, got in zip(cases, page.evaluate(LAYER, cases), strict=True):
        x, w = (rng.integers(-9, 10, case[name]) for name in "xw")
        y = np.zeros(got["shape"], int)
        np.add.at(y.reshape(-1), got["out"], w.ravel()[got["ker"]] * x.ravel()[got["inp"]])
        expected = conv2d(x[None], w, groups=case["groups"], **case["settings"])[0]
        assert y.tolist() == expected.tolist(), f"seed {seed}: {json.dumps(case)}"
        assert got["out"] == sorted(got["out"])
