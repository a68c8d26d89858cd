// Pictures to begin with: sizes and settings that show one thing each.
import { h } from "./dom.js";
import { nest, shapeOf } from "./numbers.js";
import { same } from "./store.js";
import { sizeOf } from "./taps.js";

// name: input shape, kernel shape, stride, padding, dilation
const PRESETS = {
  "3 × 3 image": [[3, 3], [2, 2], 1, 0, 1],
  "padding 1": [[3, 3], [2, 2], 1, 1, 1],
  "stride 2": [[4, 4], [3, 3], 2, 1, 1],
  "dilation 2": [[4, 4], [2, 2], 1, 0, 2],
  "1 × 1 kernel": [[3, 3], [1, 1], 1, 0, 1],
  "largest image": [[8, 8], [3, 3], 1, 1, 1],
  Toeplitz: [[8], [3], 1, 0, 1],
  "Toeplitz, padding 2": [[6], [3], 1, 2, 1],
  "each second row": [[8], [3], 2, 1, 1],
};
const OWN = "own numbers";

const counted = (shape, first) => nest(Array.from({ length: sizeOf(shape) }, (_, n) => (n + first) % 10), shape);

const stateOf = ([input, kernel, stride, padding, dilation]) =>
  ({ input: counted(input, 0), kernel: counted(kernel, 1), stride, padding, dilation });

export function createPresets({ store, change }) {
  const axes = shapeOf(store.get().input).length;
  const fitting = Object.entries(PRESETS).filter(([, [shape]]) => shape.length === axes);
  const states = Object.fromEntries(fitting.map(([name, preset]) => [name, stateOf(preset)]));
  const field = h("select", { name: "preset", "aria-label": "Example" }, ...[OWN, ...Object.keys(states)].map((name) => h("option", {}, name)));
  field.addEventListener("change", () => {
    if (field.value in states) change({ ...states[field.value], upstream: [], step: 1, pin: "" });
  });
  function update(state) {
    const found = Object.entries(states).find(([, preset]) => Object.keys(preset).every((name) => same(preset[name], state[name])));
    field.value = found?.[0] ?? OWN;
  }
  return { node: field, update };
}
