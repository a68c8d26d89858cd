// The bar of `filters`: which kernel, which operation, which greys, where the lens is.
import { createSelect, createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { brief, nest } from "./numbers.js";
import { createButton } from "./player.js";
import { PRESETS } from "./presets.js";
import { same } from "./store.js";

const SIZES = [1, 3, 5, 7];
const RANGES = { clip: "clipped", absolute: "absolute", centred: "centred" };

// The kernel of a name, at the size nearest to the wished one.
function preset(name, wished) {
  const sizes = PRESETS[name][1];
  const [over, kernel] = sizes[wished] ?? sizes[3];
  return kernel.map((row) => row.map((weight) => weight / over));
}

const nameOf = (kernel) => {
  const known = (name) => kernel.length in PRESETS[name][1] && same(preset(name, kernel.length), kernel);
  return Object.keys(PRESETS).find(known) ?? "custom";
};

// Cut or grown around its middle.
function resized(kernel, size) {
  const shift = (kernel.length - size) / 2;
  const cells = Array.from({ length: size * size }, (_, i) => kernel[Math.floor(i / size) + shift]?.[(i % size) + shift] ?? 0);
  return nest(cells, [size, size]);
}

const total = (kernel) => kernel.flat().reduce((sum, weight) => sum + weight, 0);

export function createFilterBar({ store, change, wrong, limits, onReset }) {
  const names = Object.fromEntries(Object.entries(PRESETS).map(([name, [words]]) => [name, words]));
  const kernel = createSelect({
    name: "preset",
    label: "kernel",
    options: names,
    onChange: (name) => name in PRESETS && change({ kernel: preset(name, store.get().kernel.length), pin: "" }),
  });
  const size = createSelect({
    name: "size",
    label: "size",
    options: Object.fromEntries(SIZES.map((n) => [n, `${n} × ${n}`])),
    onChange(text) {
      const [old, n] = [store.get().kernel, Number(text)];
      const grows = PRESETS[nameOf(old)]?.[1][n];
      change({ kernel: grows ? preset(nameOf(old), n) : resized(old, n), pin: "" });
    },
  });
  const divide = () => {
    const weights = store.get().kernel;
    const sum = total(weights);
    if (Math.abs(sum) < 1e-9) return wrong("The weights add up to 0, so there is nothing to divide by: flat parts of the picture give 0.");
    if (Math.abs(sum - 1) < 1e-9) return wrong("The weights add up to 1 already: flat parts of the picture keep their grey.");
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
