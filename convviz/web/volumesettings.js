// The bars of a layer: a preset, the filter followed, its settings, and the sizes behind a fold.
import { createStepper } from "./controls.js";
import { h, put } from "./dom.js";
import { LIMITS } from "./limits.js";
import { resized, shapeOf } from "./numbers.js";
import { LAYERS } from "./layers.js";
import { drawn } from "./settings.js";
import { same } from "./store.js";
import { groupings, limitsOfLayer, multiples } from "./volume.js";

// Numbers to fill new cells with, in C order.
const pool = (name) => {
  let next = 0;
  return () => LAYERS.numbers[name][next++ % LAYERS.numbers[name].length];
};

// The arrays of a layer cut or grown to other sizes.
function shaped({ input, weight, bias }, { channels, filters, rows, columns, high, wide, groups }) {
  return {
    input: resized(input, [channels, rows, columns], pool("input")),
    weight: resized(weight, [filters, channels / groups, high, wide], pool("weight")),
    bias: resized(bias, [filters], pool("bias")),
    groups,
  };
}

function sizesOf({ input, weight, groups }) {
  const [[channels, rows, columns], [filters, , high, wide]] = [shapeOf(input), shapeOf(weight)];
  return { channels, filters, rows, columns, high, wide, groups };
}

const preset = ({ channels, filters, input, kernel, groups, ...settings }) => ({
  ...shaped({ input: [], weight: [], bias: [] }, { channels, filters, rows: input, columns: input, high: kernel, wide: kernel, groups }),
  ...settings,
});

const SIZES = {
  channels: "channels",
  filters: "filters",
  rows: "input rows",
  columns: "input columns",
  high: "filter rows",
  wide: "filter columns",
};
const LIMITED = { rows: "input0", columns: "input1", high: "kernel0", wide: "kernel1" };

export function createVolumeSettings({ store, change, wrong, open }) {
  const presets = Object.fromEntries(Object.entries(LAYERS.presets).map(([name, layer]) => [name, preset(layer)]));
  const option = (value) => h("option", { value }, value);
  const choose = () => {
    const layer = presets[chosen.value];
    if (layer) change({ ...layer, step: 1, pin: "" });
    else update(store.get(), followed.value); // "own" names what is there, when that is no preset
  };
  const chosen = h("select", { name: "preset", "aria-label": "Preset", onchange: choose }, ...Object.keys(presets).map(option), option("own"));
  const followed = h("select", { name: "filter", "aria-label": "Filter followed", onchange: () => open(Number(followed.value)) });

  const resize = (patch) => change({ ...shaped(store.get(), { ...sizesOf(store.get()), ...patch }), pin: "" });
  const around = (value, [least, most]) => [Math.min(least, value), Math.max(most, value)];
  const number = (name) => {
    const limits = () => around(store.get()[name], limitsOfLayer(store.get(), name));
    return [name, createStepper({ name, label: name, limits, onWrong: wrong, onChange: (n) => change({ [name]: n, pin: "" }) })];
  };
  const some = (name, choices) =>
    [name, createStepper({ name, label: name, choices, onWrong: wrong, onChange: (n) => resize({ [name]: n }) })];
  const size = ([key, label]) => {
    const limits = () => limitsOfLayer(store.get(), LIMITED[key]);
    return [key, createStepper({ name: label.replace(" ", "-"), label, limits, onWrong: wrong, onChange: (n) => resize({ [key]: n }) })];
  };
  const [, , ...lengths] = Object.entries(SIZES);
  const numbers = Object.fromEntries([...["stride", "padding", "dilation"].map(number), some("groups", () => groupings(store.get()))]);
  const sizes = Object.fromEntries([
    ...["channels", "filters"].map((name) => some(name, () => multiples(store.get(), LIMITS[name]))),
    ...lengths.map(size),
  ]);
  const shuffle = () => {
    const { input, weight, bias } = store.get();
    change({ input: drawn(input, 0, 9), weight: drawn(weight, -3, 3), bias: drawn(bias, -3, 3), pin: "" });
  };
  const random = h("button", { type: "button", name: "random", class: "cv-plain", onclick: shuffle }, "random numbers");

  const bar = (...nodes) => h("div", { class: "cv-settings" }, ...nodes);
  const labelled = (text, node) => h("span", { class: "cv-control" }, h("span", { "aria-hidden": "true" }, text), node);
  const steppers = (table) => Object.values(table).map((stepper) => stepper.node);
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "sizes and numbers"), bar(...steppers(sizes), random));
  const nodes = [bar(labelled("layer", chosen), labelled("filter", followed)), bar(...steppers(numbers)), fold];

  function update(state, filter) {
    const found = Object.keys(presets).find((name) => Object.entries(presets[name]).every(([key, value]) => same(state[key], value)));
    chosen.value = found ?? "own";
    const count = state.weight.length;
    if (followed.length !== count) followed.replaceChildren(...state.weight.map((_, f) => option(f)));
    followed.value = filter;
    const now = { ...state, ...sizesOf(state) };
    for (const [name, stepper] of Object.entries({ ...numbers, ...sizes })) stepper.update(now[name]);
  }
  return { nodes, update };
}
