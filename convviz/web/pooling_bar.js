// The bar of a pooling: which one, which way, its windows, and the examples to begin with.
import { createSelect, createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { LIMITS } from "./limits.js";
import { nest, resized, shapeOf } from "./numbers.js";
import { CHOICES, checkSettings, outputShape } from "./pooling_model.js";
import { createPresets } from "./presets.js";
import { sizeOf } from "./taps.js";

// Input, window, stride, padding.
const EXAMPLES = {
  "edges a filter found": [[[3, 1, 0, 3], [3, 2, 1, 3], [3, 1, 1, 3], [3, 1, 1, 3]], 2, 1, 0],
  "side by side": [[[1, 3, 2, 4], [5, 6, 1, 2], [7, 2, 9, 1], [3, 4, 0, 8]], 2, 2, 0],
  overlapping: [[[1, 8, 2, 3, 1], [4, 2, 1, 0, 2], [0, 1, 6, 2, 3], [2, 5, 0, 1, 4], [1, 3, 2, 7, 0]], 3, 2, 0],
  ties: [[[5, 5, 1, 0], [2, 5, 1, 0], [0, 0, 4, 7], [0, 0, 7, 2]], 2, 2, 0],
  "below zero": [[[-4, -1, -3], [-2, -5, -6], [-7, -3, -2]], 3, 1, 1],
};

function example(name) {
  const [input, window, stride, padding] = EXAMPLES[name];
  const state = { input, kernel_size: [window, window], stride, padding, dilation: 1 };
  const shape = outputShape(state);
  return { ...state, upstream: nest([...Array(sizeOf(shape)).keys()].map((n) => n + 1), shape) };
}

export function createPoolingBar({ store, change, wrong }) {
  // While 12 is typed there is a 1 first: what it cuts off comes back from what stood before.
  let kept = null;
  const from = () => kept ?? store.get();
  // `read(state)` is the setting's value, `patch(n, state)` the state with another one.
  const stepper = (read, patch, name, label = name, shown = label) => {
    const fits = (n) => {
      try {
        checkSettings({ ...store.get(), ...patch(n, store.get()) });
        return n <= LIMITS.input;
      } catch {
        return false;
      }
    };
    // The limits follow from one another: whatever the check lets pass, from here on.
    const limits = () => {
      let [least, most] = Array(2).fill(read(store.get()));
      while (fits(least - 1)) least--;
      while (fits(most + 1)) most++;
      return [least, most];
    };
    const onChange = (n) => change({ upstream: from().upstream, ...patch(n, from()), pin: "" });
    const typing = { onFocus: () => (kept = store.get()), onLeave: () => (kept = null) };
    const made = createStepper({ name, label, shown, limits, onChange, onWrong: wrong, ...typing });
    return { node: made.node, update: (state) => made.update(read(state)) };
  };
  const one = (name) => stepper((state) => state[name], (n) => ({ [name]: n }), name);
  const two = (name, read, patch) => {
    const made = ["rows", "columns"].map((axis, a) =>
      stepper((state) => read(state)[a], (n, state) => patch(Object.assign([...read(state)], { [a]: n }), state), `${name}-${axis}`, `${name} ${axis}`, a ? "×" : name),
    );
    return { node: h("span", { class: "cv-pooling-pair" }, ...made.map(({ node }) => node)), update: (state) => made.forEach((m) => m.update(state)) };
  };
  const either = (name, label, words, values = words) => {
    const made = createSwitch({ name, label, off: words[0], on: words[1], onChange: (on) => change({ [name]: values[Number(on)] }) });
    return { node: made.node, update: (state) => made.update(state[name] === values[1]) };
  };
  const view = either("view", "Backward: the gradients", CHOICES.view);
  const pool = either("pool", "Average in place of the maximum", CHOICES.pool);
  const count = either("count_include_pad", "Count the padding", ["padding left out", "padding counts"], [false, true]);
  const tied = createSelect({ name: "ties", label: "ties", options: Object.fromEntries(CHOICES.ties.map((rule) => [rule, rule])), onChange: (value) => change({ ties: value }) });
  const ties = { node: tied.node, update: (state) => tied.update(state.ties) };
  const window = two("window", (state) => state.kernel_size, (kernel_size) => ({ kernel_size }));
  const input = two("input", (state) => shapeOf(state.input), (shape, state) => ({ input: resized(state.input, shape) }));
  const [stride, padding, dilation] = ["stride", "padding", "dilation"].map(one);
  const states = Object.fromEntries(Object.keys(EXAMPLES).map((name) => [name, example(name)]));
  const examples = createPresets({ name: "example", label: "example", states, onChange: (found) => change({ ...found, step: 1, pin: "" }) });

  const row = (...parts) => h("div", { class: "cv-settings" }, ...parts.map(({ node }) => node));
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "more settings"), row(input, dilation));
  function update(state) {
    for (const part of [view, pool, count, ties, window, input, stride, padding, dilation, examples]) part.update(state);
    for (const part of [ties, dilation]) part.node.hidden = state.pool !== "max";
    count.node.hidden = state.pool === "max";
  }
  return { what: row(view, pool, ties, count), nodes: [row(window, stride, padding), fold], foot: examples.node, update };
}
