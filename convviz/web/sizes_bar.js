// The bars: one layer's fields, how they are read, and a line for each layer of a stack.
import { createSelect, createStepper, createSwitch } from "./controls.js";
import { h, say } from "./dom.js";
import { LIMITS } from "./limits.js";
import { times } from "./numbers.js";
import { PADS } from "./sizes_readings.js";

export const FIELDS = ["kernel", "stride", "padding", "dilation"];
// [least, most] of each number.
export const RANGE = Object.fromEntries(FIELDS.map((name) => [name, [Number(name !== "padding"), LIMITS.setting]]));
for (const name of ["n", "image", "channels", "filters"]) RANGE[name] = [1, LIMITS.size];

const QUIZ = { n: [480, 640], kernel: 5, stride: 5, padding: 5, dilation: 1, pads: "side", gaps: false, up: false, channels: 3, filters: 9, ask: true, step: 1 };
const PLAIN = [3, 1, 1, 1]; // a layer that fits any input

// The values about `value` that `good` accepts, which end where they end for good.
function run(good, value, ends) {
  return ends.map((end) => {
    if (good(end)) return end;
    let [inside, outside] = [value, end];
    while (Math.abs(outside - inside) > 1) {
      const middle = Math.trunc((inside + outside) / 2);
      if (good(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  });
}

// `fits(state)` tells whether each kernel of the state fits its input.
export function createSizeBar({ store, change: ask, wrong, fits }) {
  const steppers = [];
  const change = (patch) => ask({ ...patch, pin: "" });
  const button = (name, label, onclick) => h("button", { type: "button", name, class: "cv-plain", onclick }, label);

  // The number at `path` of the state: a field, or a place in its lists.
  function stepper(name, label, field, ...path) {
    const get = (state) => path.reduce((value, i) => value?.[i], state[field]);
    const set = (value, [i, ...rest], n) => (i === undefined ? n : value.map((old, j) => (j === i ? set(old, rest, n) : old)));
    const patch = (n) => ({ [field]: set(store.get()[field], path, n) });
    const [least, most] = RANGE[path.length > 1 ? FIELDS[path[1]] : field];
    const from = () => (field === "dilation" && store.get().gaps ? 0 : least);
    const limits = () => run((n) => fits({ ...store.get(), ...patch(n) }), get(store.get()), [from(), most]);
    const { node, update } = createStepper({ name, label, limits, onWrong: wrong, onChange: (n) => change(patch(n)) });
    steppers.push((state) => get(state) !== undefined && update(get(state)));
    return node;
  }
  const sides = (field, lead = "") => ["rows", "columns"].map((word, axis) => stepper(lead + word, word, field, axis));
  const settings = (...nodes) => h("div", { class: "cv-settings" }, ...nodes);

  const fields = FIELDS.map((name) => stepper(name, name, name));
  const one = settings(...sides("n"), ...fields, button("ask", "ask me", () => change({ ask: true })), button("quiz", "480 × 640 quiz", () => change(QUIZ)));

  // A reading under which nothing fits is refused, and the control goes back.
  const choose = (patch) => {
    change(patch);
    showReading(store.get());
  };
  const reading = createSelect({ name: "pads", label: "padding is", options: PADS, onChange: (pads) => choose({ pads }) });
  const twoWay = (name, label, off, on) => createSwitch({ name, label, off, on, onChange: (value) => choose({ [name]: value }) });
  const gaps = twoWay("gaps", "Dilation counts from 0", "dilation from 1", "from 0");
  const up = twoWay("up", "Round up", "round down", "up");
  function showReading(state) {
    reading.update(state.pads);
    gaps.update(state.gaps);
    up.update(state.up);
    fields[2].classList.toggle("cv-sizes-unread", ["same", "valid"].includes(state.pads));
    up.node.classList.toggle("cv-sizes-unread", state.pads === "same");
  }
  const read = settings(reading.node, gaps.node, up.node, ...["channels", "filters"].map((name) => stepper(name, name, name)));

  const lines = Array.from({ length: LIMITS.layers }, (_, l) => {
    const cells = FIELDS.map((name, f) => stepper(`layer${l + 1}-${name}`, `layer ${l + 1} ${name}`, "layers", l, f));
    const result = h("p", { class: "cv-quiet", "data-role": "layer" });
    return { result, node: h("div", { class: "cv-sizes-layer" }, h("span", {}, `layer ${l + 1}`), ...cells, result) };
  });
  const resize = (by) => () => {
    const layers = [...store.get().layers, PLAIN].slice(0, store.get().layers.length + by);
    if (layers.length && layers.length <= LIMITS.layers) change({ layers });
  };
  const ends = [button("remove", "remove the last", resize(-1)), button("add", "add a layer", resize(1))];
  const head = h("div", { class: "cv-sizes-layer cv-quiet" }, ...["", ...FIELDS, ""].map((text) => h("span", {}, text)));
  const stack = [settings(...sides("image", "image-"), ...ends), h("div", { class: "cv-sizes-layers" }, head, ...lines.map((line) => line.node))];

  function update(state, rows) {
    const { view, layers } = state;
    one.hidden = view === "stack";
    read.hidden = view !== "code";
    for (const node of stack) node.hidden = view !== "stack";
    for (const show of steppers) show(state);
    showReading(state);
    lines.forEach(({ node, result }, l) => {
      node.hidden = l >= layers.length;
      if (view !== "stack" || node.hidden) return;
      const { size, sees, jump } = rows[l + 1];
      say(result, `→ ${times(size)}, sees ${sees}, jump ${jump}`);
    });
    ends.forEach((end, i) => (end.dataset.end = layers.length === [1, LIMITS.layers][i]));
  }
  return { nodes: [one, read, ...stack], update };
}
