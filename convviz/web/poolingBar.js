// The bar of a pooling: which one, which way, its windows, and the examples to begin with.
import { createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { nest, resized, shapeOf } from "./numbers.js";
import { CHOICES, outputShape, poolingLimits } from "./poolingModel.js";
import { same } from "./store.js";
import { sizeOf } from "./taps.js";

const EXAMPLES = {
  "edges a filter found": { input: [[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]], kernel_size: [2, 2], stride: 1 },
  "side by side": { input: [[1, 3, 2, 4], [5, 6, 1, 2], [7, 2, 9, 1], [3, 4, 0, 8]], kernel_size: [2, 2], stride: 2 },
  overlapping: {
    input: [[1, 8, 2, 3, 1], [4, 2, 1, 0, 2], [0, 1, 6, 2, 3], [2, 5, 0, 1, 4], [1, 3, 2, 7, 0]],
    kernel_size: [3, 3],
    stride: 2,
  },
  ties: { input: [[5, 5, 1, 0], [2, 5, 1, 0], [0, 0, 4, 7], [0, 0, 7, 2]], kernel_size: [2, 2], stride: 2 },
  "below zero": { input: [[-4, -1, -3], [-2, -5, -6], [-7, -3, -2]], kernel_size: [3, 3], stride: 1, padding: 1 },
};
const OWN = "own";

function whole(name) {
  const state = { padding: 0, dilation: 1, ...EXAMPLES[name] };
  const shape = outputShape(state);
  return { ...state, upstream: nest([...Array(sizeOf(shape)).keys()].map((n) => n + 1), shape) };
}

export function createPoolingBar({ store, change, wrong }) {
  // While 12 is typed there is a 1 first: what it cuts off comes back from what stood before.
  let kept = null;
  const set = (patch) => change({ upstream: (kept ?? store.get()).upstream, ...patch, pin: "" });
  const stepper = (key, { name = key, label = name, shown }, read, patch) => {
    // Another setting, or Python, may have left a good value beyond the limits of this one.
    const limits = () => {
      const [value, [least, most]] = [read(store.get()), poolingLimits(store.get(), key)];
      return [Math.min(least, value), Math.max(most, value)];
    };
    const onFocus = () => (kept = store.get());
    const onLeave = () => (kept = null);
    const made = createStepper({ name, label, shown, limits, onChange: (n) => set(patch(n)), onWrong: wrong, onFocus, onLeave });
    return { ...made, update: (state) => made.update(read(state)) };
  };
  const number = (name) => stepper(name, {}, (s) => s[name], (n) => ({ [name]: n }));
  const pair = (key, what, seen, read, patch) =>
    ["rows", "columns"].map((end, a) => {
      const names = { name: `${what}-${end}`, label: `${what} ${end}`, shown: seen[a] };
      return stepper(`${key}${a}`, names, (s) => read(s)[a], (n) => patch(read(kept ?? store.get()).with(a, n)));
    });
  const windows = pair("kernel", "window", ["window", "×"], (s) => s.kernel_size, (kernel_size) => ({ kernel_size }));
  const inputs = pair("input", "input", ["input", "×"], (s) => shapeOf(s.input), (shape) => ({
    input: resized((kept ?? store.get()).input, shape),
  }));
  const two = (name, label, words, read, write) => {
    const made = createSwitch({ name, label, off: words[0], on: words[1], onChange: (on) => change({ [name]: write(on) }) });
    return { ...made, update: (state) => made.update(read(state[name])) };
  };
  const either = (name, label) => two(name, label, CHOICES[name], (value) => value === CHOICES[name][1], (on) => CHOICES[name][Number(on)]);
  const [pool, view] = [either("pool", "Average in place of the maximum"), either("view", "Backward: the gradients")];
  const count = two("count_include_pad", "Count the padding", ["padding left out", "padding counts"], Boolean, Boolean);
  const [stride, padding, dilation] = ["stride", "padding", "dilation"].map(number);

  const select = (name, label, words, onChange) => {
    const field = h("select", { name, "aria-label": label }, ...words.map((word) => h("option", {}, word)));
    field.addEventListener("change", () => onChange(field.value));
    return { field, node: h("label", { class: "cv-control" }, h("span", { "aria-hidden": "true" }, label), field) };
  };
  const ties = select("ties", "ties", CHOICES.ties, (value) => change({ ties: value }));
  const example = select("example", "example", [...Object.keys(EXAMPLES), OWN], (name) => {
    if (name === OWN) update(store.get());
    else change({ ...whole(name), step: 1, pin: "" });
  });
  const drawn = (nested) => nested.map((row) => row.map(() => Math.floor(Math.random() * 10)));
  const shuffle = () => change({ input: drawn(store.get().input), upstream: drawn(store.get().upstream), pin: "" });
  const random = h("button", { type: "button", name: "random", class: "cv-plain", onclick: shuffle }, "random numbers");

  const all = [pool, view, ...windows, stride, padding, dilation, count, ...inputs];
  const nodes = (...some) => some.map((one) => one.node);
  const what = h("div", { class: "cv-settings" }, ...nodes(view, pool, ties, count));
  const how = h("div", { class: "cv-settings" }, h("span", { class: "cv-pair" }, ...nodes(...windows)), ...nodes(stride, padding));
  const pairs = h("span", { class: "cv-pair" }, ...nodes(...inputs));
  const more = h("div", { class: "cv-settings" }, pairs, dilation.node, random);
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "more settings"), more);

  function update(state) {
    for (const one of all) one.update(state);
    ties.field.value = state.ties;
    for (const one of [dilation, ties]) one.node.hidden = state.pool !== "max";
    count.node.hidden = state.pool === "max";
    const fits = (name) => Object.entries(whole(name)).every(([key, value]) => same(value, state[key]));
    example.field.value = Object.keys(EXAMPLES).find(fits) ?? OWN;
  }
  return { what, nodes: [how, fold], foot: example.node, update };
}
