// What the bar of the way back has of its own: which way is played, and pictures to start from.
import { createSwitch } from "./controls.js";
import { createPresets } from "./presets.js";

const plain = { stride: 1, padding: 0, dilation: 1 };
const PRESETS = {
  "3 × 3 under 2 × 2": { ...plain, input: [[0, 1, 2], [3, 4, 5], [6, 7, 8]], kernel: [[0, 1], [2, 3]], upstream: [[1, 2], [-1, 3]] },
  "a picture of ones": { ...plain, input: [[1, 1, 0], [1, 1, 0], [1, 0, 0]], kernel: [[1, 2], [3, 4]], upstream: [[1, 1], [1, 1]] },
  "stride 2": { ...plain, stride: 2, padding: 1, input: [[1, 2, 0, 1, 3], [0, 1, 2, 2, 1], [3, 0, 1, 1, 0], [1, 2, 2, 0, 1], [0, 1, 0, 3, 2]], kernel: [[1, 0, -1], [2, 1, -2], [0, 1, 3]], upstream: [[1, 2, -1], [0, 3, 1], [2, -2, 1]] },
  "no overlap": { ...plain, stride: 2, input: [[1, 2, 0, 1], [0, 1, 2, 2], [3, 0, 1, 1], [1, 2, 2, 0]], kernel: [[1, 2], [3, 4]], upstream: [[1, 2], [-1, 3]] },
};

export function createBar(change) {
  const way = createSwitch({
    name: "way",
    label: "Gather each gradient cell by cell",
    off: "scatter",
    on: "gather",
    onChange: (on) => change({ way: on ? "gather" : "scatter", pin: "" }),
  });
  const preset = createPresets({
    name: "preset",
    label: "Numbers to start from",
    shown: "",
    states: PRESETS,
    onChange: (found) => change({ ...found, step: 1, pin: "" }),
  });
  function update(state) {
    way.update(state.way === "gather");
    preset.update(state);
  }
  return { nodes: [way.node], preset: preset.node, update };
}
