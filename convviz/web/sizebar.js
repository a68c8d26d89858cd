// The bars of the two tabs: one layer's fields and how they are read, and a line for each layer.
import { plainLayer, sizesOf } from "./chain.js";
import { createStepper, createSwitch } from "./controls.js";
import { h, say } from "./dom.js";
import { LIMITS } from "./limits.js";
import { times } from "./numbers.js";
import { PADS, readLayer } from "./readings.js";

export const FIELDS = ["kernel", "stride", "padding", "dilation"];
export const LEAST = { kernel: 1, stride: 1, padding: 0, dilation: 1, channels: 1, filters: 1 };
const QUIZ = { n: [480, 640], kernel: 5, stride: 5, padding: 5, dilation: 1, pads: "side", gaps: false, up: false, channels: 3, filters: 9 };
const NEXT = [3, 1, 1, 1]; // a layer that is added: it fits any input

const replaced = (list, i, n) => list.map((old, j) => (j === i ? n : old));

const fits = (state) => {
  try {
    sizesOf(state.n, [readLayer(state)]);
    sizesOf(state.image, state.layers.map(plainLayer));
    return true;
  } catch {
    return false;
  }
};

// The values about `value` that `good` accepts; whatever bounds them, it does so on one side only.
function run(good, value, least, most) {
  const bound = (inside, outside) => {
    if (good(outside)) return outside;
    while (Math.abs(outside - inside) > 1) {
      const middle = Math.trunc((inside + outside) / 2);
      if (good(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [bound(value, least), bound(value, most)];
}

export function createSizeBar({ store, change, wrong }) {
  const steppers = [];
  // `get(state)` reads a field, `put(state, n)` is the change that sets it.
  function stepper(name, label, get, put, least, most) {
    const limits = () => {
      const state = store.get();
      return run((n) => fits({ ...state, ...put(state, n) }), get(state), typeof least === "function" ? least() : least, most);
    };
    const made = createStepper({ name, label, limits, onWrong: wrong, onChange: (n) => change({ ...put(store.get(), n), pin: "" }) });
    steppers.push({ update: made.update, get });
    return made.node;
  }
  const plain = (name, most) => {
    const least = name === "dilation" ? () => Number(!store.get().gaps) : LEAST[name];
    return stepper(name, name, (state) => state[name], (_, n) => ({ [name]: n }), least, most);
  };
  const sides = (field, lead) =>
    ["rows", "columns"].map((word, axis) =>
      stepper(lead + word, word, (s) => s[field][axis], (s, n) => ({ [field]: replaced(s[field], axis, n) }), 1, LIMITS.size),
    );

  const nodes = Object.fromEntries(FIELDS.map((name) => [name, plain(name, LIMITS.setting)]));
  const ask = h("button", { type: "button", name: "ask", class: "cv-plain", onclick: () => change({ ask: true }) }, "ask me");
  const quiz = h("button", { type: "button", name: "quiz", class: "cv-plain", onclick: () => change({ ...QUIZ, ask: true, step: 1, pin: "" }) }, "480 × 640 quiz");
  const reading = h("select", { name: "pads" }, ...Object.entries(PADS).map(([value, text]) => h("option", { value }, text)));
  reading.addEventListener("change", () => choose({ pads: reading.value }));
  const twoWay = (name, label, off, on) => createSwitch({ name, label, off, on, onChange: (value) => choose({ [name]: value }) });
  const gaps = twoWay("gaps", "Dilation counted from 0", "dilation from 1", "from 0");
  const up = twoWay("up", "Round up", "round down", "round up");
  // A reading under which nothing fits is refused, and the control goes back.
  function choose(patch) {
    change({ ...patch, pin: "" });
    showReading(store.get());
  }
  function showReading(state) {
    reading.value = state.pads;
    gaps.update(state.gaps);
    up.update(state.up);
    nodes.padding.classList.toggle("cv-sizes-unread", !["side", "total"].includes(state.pads));
    up.node.classList.toggle("cv-sizes-unread", state.pads === "same");
  }
  const counted = h("label", { class: "cv-control" }, "padding counted", reading);
  const more = h("div", { class: "cv-settings" }, counted, gaps.node, up.node, plain("channels", LIMITS.size), plain("filters", LIMITS.size));
  const one = [
    h("div", { class: "cv-settings" }, ...sides("n", ""), ...Object.values(nodes), ask, quiz),
    h("details", { class: "cv-fold" }, h("summary", {}, "conventions and channels"), more),
  ];

  const lines = Array.from({ length: LIMITS.layers }, (_, l) => {
    const set = (s, f, n) => ({ layers: replaced(s.layers, l, replaced(s.layers[l], f, n)) });
    const fields = FIELDS.map((name, f) =>
      stepper(`layer${l + 1}-${name}`, `layer ${l + 1} ${name}`, (s) => s.layers[l]?.[f], (s, n) => set(s, f, n), LEAST[name], LIMITS.setting),
    );
    const result = h("p", { class: "cv-quiet" });
    return { result, node: h("div", { class: "cv-sizes-layer" }, h("span", {}, `layer ${l + 1}`), ...fields, result) };
  });
  const add = h("button", { type: "button", name: "add", class: "cv-plain", onclick: () => resize(1) }, "add a layer");
  const remove = h("button", { type: "button", name: "remove", class: "cv-plain", onclick: () => resize(-1) }, "remove the last");
  function resize(by) {
    const { layers } = store.get();
    const count = layers.length + by;
    if (count >= 1 && count <= LIMITS.layers) change({ layers: [...layers, NEXT].slice(0, count), pin: "" });
  }
  const head = h("div", { class: "cv-sizes-layer cv-quiet", "aria-hidden": "true" }, ...["", ...FIELDS, ""].map((text) => h("span", {}, text)));
  const stack = [
    h("div", { class: "cv-settings" }, ...sides("image", "image-"), add, remove),
    h("div", { class: "cv-sizes-layers" }, head, ...lines.map((line) => line.node)),
  ];

  function update(state, { sizes, rows }) {
    for (const node of one) node.hidden = state.view !== "one";
    for (const node of stack) node.hidden = state.view === "one";
    for (const { update: show, get } of steppers) if (get(state) !== undefined) show(get(state));
    showReading(state);
    lines.forEach(({ node, result }, l) => {
      node.hidden = l >= state.layers.length;
      if (state.view === "stack" && !node.hidden) say(result, `→ ${times(sizes[l + 1])}, sees ${rows[l + 1].sees}, jump ${rows[l + 1].jump}`);
    });
    add.dataset.end = state.layers.length === LIMITS.layers;
    remove.dataset.end = state.layers.length === 1;
  }
  return { nodes: [...one, ...stack], update };
}
