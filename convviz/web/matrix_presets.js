// Pictures to begin with: sizes and settings that show one thing each.
import { nest, shapeOf } from "./numbers.js";
import { createPresets } from "./presets.js";
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
  "Toeplitz, padded": [[6], [3], 1, 2, 1],
  "Toeplitz, stride 2": [[8], [3], 2, 1, 1],
};

const counted = (shape, first) => nest(Array.from({ length: sizeOf(shape) }, (_, n) => (n + first) % 10), shape);

export function createExamples({ store, change }) {
  const states = {};
  for (const [name, [input, kernel, stride, padding, dilation]] of Object.entries(PRESETS)) {
    if (input.length !== shapeOf(store.get().input).length) continue;
    states[name] = { input: counted(input, 0), kernel: counted(kernel, 1), stride, padding, dilation };
  }
  const onChange = (found) => change({ ...found, upstream: [], step: 1, pin: "" });
  return createPresets({ name: "preset", label: "Example", shown: "", states, onChange });
}
