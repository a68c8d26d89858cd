// The bar of `filters`: which kernel, which operation, which greys, where the lens is.
import { createSelect, createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { brief, nest } from "./numbers.js";
import { createButton } from "./player.js";
import { PRESETS } from "./kernels.js";
import { same } from "./store.js";

const SIZES = [1, 3, 5, 7];
const RANGES = { clip: "clipped", absolute: "absolute", centred: "centred" };

const ZERO = 1e-9; // what rounding may leave of a sum

// Cut or grown around its middle.
function resized(kernel, size) {
  const shift = (kernel.length - size) / 2;
  const cells = Array.from({ length: size * size }, (_, i) => kernel[Math.floor(i / size) + shift]?.[(i % size) + shift] ?? 0);
  return nest(cells, [size, size]);
}

// The kernel of a name; at a size that it lacks, the one of 3 × 3 with zeros around.
function preset(name, size) {
  const sizes = PRESETS[name][1];
  const [over, kernel] = sizes[size] ?? sizes[3];
  return resized(kernel.map((row) => row.map((weight) => weight / over)), size);
}

const nameOf = (kernel) =>
  Object.keys(PRESETS).find((name) => kernel.length > 1 && same(preset(name, kernel.length), kernel)) ?? "custom";

const total = (kernel) => kernel.flat().reduce((sum, weight) => sum + weight, 0);

export function createFilterBar({ store, change, wrong, limits, onReset }) {
  const names = Object.fromEntries(Object.entries(PRESETS).map(([name, [words]]) => [name, words]));
  const kernel = createSelect({
    name: "preset",
    label: "kernel",
    options: names,
    onChange(name) {
      const { length } = store.get().kernel;
      if (name in PRESETS) change({ kernel: preset(name, length in PRESETS[name][1] ? length : 3), pin: "" });
    },
  });
  const size = createSelect({
    name: "size",
    label: "size",
    options: Object.fromEntries(SIZES.map((n) => [n, `${n} × ${n}`])),
    onChange(text) {
      const [old, n] = [store.get().kernel, Number(text)];
      const name = nameOf(old);
      change({ kernel: name in PRESETS && n > 1 ? preset(name, n) : resized(old, n), pin: "" });
    },
  });
  const divide = () => {
    const weights = store.get().kernel;
    const sum = total(weights);
    if (Math.abs(sum) < ZERO) return wrong("The weights add up to 0: there is nothing to divide by, and flat parts of the picture give 0.");
    if (Math.abs(sum - 1) < ZERO) return wrong("The weights add up to 1 already: flat parts of the picture keep their grey.");
    change({ kernel: weights.map((row) => row.map((weight) => weight / sum)) });
  };
  const normalise = h("button", { type: "button", name: "normalise", class: "cv-plain", onclick: divide }, "normalise");
  const flip = createSwitch({
    name: "flip",
    label: "Flip the kernel (convolution)",
    off: "correlation",
    on: "convolution",
    onChange: (value) => change({ flip: value }),
  });
  const range = createSelect({ name: "range", label: "shown", options: RANGES, onChange: (value) => change({ range: value }) });
  const line = (name, axis) => {
    const onChange = (n) => change({ at: store.get().at.map((old, a) => (a === axis ? n : old)) }, "lens");
    return createStepper({ name, label: name, limits: () => limits(axis), onChange, onWrong: wrong });
  };
  const lines = [line("row", 0), line("column", 1)];
  const buttons = h(
    "div",
    { class: "cv-player" },
    createButton("undo", "Undo", store.undo),
    createButton("reset", "Reset everything", onReset),
  );

  function update(state) {
    const name = nameOf(state.kernel);
    kernel.offer(name === "custom" ? { ...names, custom: "custom" } : names);
    kernel.update(name);
    size.update(state.kernel.length);
    range.update(state.range);
    flip.update(state.flip);
    lines.forEach((stepper, axis) => stepper.update(state.at[axis]));
  }
  const first = h("div", { class: "cv-settings cv-filters-first" }, kernel.node, size.node, normalise, buttons);
  const second = h("div", { class: "cv-settings" }, flip.node, range.node, ...lines.map((stepper) => stepper.node));
  return { nodes: [first, second], update };
}

export const sumWords = (kernel) => `adds up to ${brief(total(kernel))}`;
