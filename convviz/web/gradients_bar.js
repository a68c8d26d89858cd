// What the bar of the way back has of its own: which way is played, and pictures to start from.
import { createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { same } from "./store.js";

const plain = { stride: 1, padding: 0, dilation: 1 };
const PRESETS = {
  nine: ["3 × 3 under 2 × 2", { ...plain, input: [[0, 1, 2], [3, 4, 5], [6, 7, 8]], kernel: [[0, 1], [2, 3]], upstream: [[1, 2], [-1, 3]] }],
  ones: ["a picture of ones", { ...plain, input: [[1, 1, 0], [1, 1, 0], [1, 0, 0]], kernel: [[1, 2], [3, 4]], upstream: [[1, 1], [1, 1]] }],
  stride: ["stride 2", { ...plain, stride: 2, padding: 1, input: [[1, 2, 0, 1, 3], [0, 1, 2, 2, 1], [3, 0, 1, 1, 0], [1, 2, 2, 0, 1], [0, 1, 0, 3, 2]], kernel: [[1, 0, -1], [2, 1, -2], [0, 1, 3]], upstream: [[1, 2, -1], [0, 3, 1], [2, -2, 1]] }],
  apart: ["no overlap", { ...plain, stride: 2, input: [[1, 2, 0, 1], [0, 1, 2, 2], [3, 0, 1, 1], [1, 2, 2, 0]], kernel: [[1, 2], [3, 4]], upstream: [[1, 2], [-1, 3]] }],
};

export function createBar(change) {
  const way = createSwitch({
    name: "way",
    label: "Gather each gradient cell by cell",
    off: "scatter",
    on: "gather",
    onChange: (on) => change({ way: on ? "gather" : "scatter", pin: "" }),
  });
  const options = Object.entries(PRESETS).map(([value, [words]]) => h("option", { value }, words));
  const own = h("option", { value: "own" }, "own numbers");
  const select = h("select", { name: "preset", "aria-label": "Numbers to start from", onchange: choose }, ...options, own);
  function choose() {
    const chosen = PRESETS[select.value];
    if (chosen) change({ ...chosen[1], step: 1, pin: "" });
    else select.value = "own";
  }

  // The first number that differs from a preset's makes the numbers the reader's own.
  function update(state) {
    way.update(state.way === "gather");
    const match = ([, [, wanted]]) => Object.keys(wanted).every((key) => same(wanted[key], state[key]));
    select.value = Object.entries(PRESETS).find(match)?.[0] ?? "own";
  }
  return { nodes: [way.node], preset: select, update };
}
