// The bars of a layer: a preset, the filter followed, its settings, and the sizes behind a fold.
import { createSelect, createStepper } from "./controls.js";
import { h } from "./dom.js";
import { LAYERS } from "./layers.js";
import { LIMITS } from "./limits.js";
import { resized, shapeOf } from "./numbers.js";
import { createNumbers, drawn } from "./settings.js";
import { createPresets } from "./presets.js";
import { groupings, limitsOfLayer, upTo } from "./channels_model.js";

// Numbers to fill new cells with, in C order.
const pool = (name) => {
  let next = 0;
  return () => LAYERS.numbers[name][next++ % LAYERS.numbers[name].length];
};

// Each size of a layer: its words, and the name of its limits or the most there may be of it.
const SIZES = {
  channels: ["channels", LIMITS.channels],
  filters: ["filters", LIMITS.filters],
  rows: ["input rows", "input0"],
  columns: ["input columns", "input1"],
  high: ["filter rows", "kernel0"],
  wide: ["filter columns", "kernel1"],
};

function sizesOf({ input, weight, groups }) {
  const [[channels, rows, columns], [filters, , high, wide]] = [shapeOf(input), shapeOf(weight)];
  return { channels, filters, rows, columns, high, wide, groups };
}

// The arrays of a layer cut or grown to other sizes.
function shaped({ input = [], weight = [], bias = [] }, { channels, filters, rows, columns, high, wide, groups }) {
  return {
    input: resized(input, [channels, rows, columns], pool("input")),
    weight: resized(weight, [filters, channels / groups, high, wide], pool("weight")),
    bias: resized(bias, [filters], pool("bias")),
    groups,
  };
}

const preset = ({ channels, filters, input, kernel, groups, ...settings }) => ({
  ...shaped({}, { channels, filters, rows: input, columns: input, high: kernel, wide: kernel, groups }),
  ...settings,
});

export function createVolumeSettings({ store, change, wrong, open }) {
  const states = Object.fromEntries(Object.entries(LAYERS.presets).map(([name, layer]) => [name, preset(layer)]));
  const chosen = createPresets({
    name: "preset",
    label: "Layer to start from",
    shown: "layer",
    own: "own",
    states,
    onChange: (found) => change({ ...found, step: 1, pin: "" }),
  });
  const followed = createSelect({ name: "filter", label: "Filter to follow", shown: "filter", options: {}, onChange: (filter) => open(Number(filter)) });

  const resizer = (name, label, rule) => {
    const onChange = (n) => change({ ...shaped(store.get(), { ...sizesOf(store.get()), [name]: n }), pin: "" });
    return createStepper({ name: label.replace(" ", "-"), label, onWrong: wrong, onChange, ...rule });
  };
  const size = ([name, [label, most]]) => {
    const some = { choices: () => upTo(most, (n) => n % store.get().groups === 0) };
    return [name, resizer(name, label, Number.isInteger(most) ? some : { limits: () => limitsOfLayer(store.get(), most) })];
  };
  const sizes = Object.fromEntries(Object.entries(SIZES).map(size));
  const numbers = {
    ...createNumbers({ store, change, wrong, reach: limitsOfLayer }),
    groups: resizer("groups", "groups", { choices: () => groupings(store.get()) }),
  };
  const shuffle = () => {
    const { input, weight, bias } = store.get();
    change({ input: drawn(input, 0, 9), weight: drawn(weight, -3, 3), bias: drawn(bias, -3, 3), pin: "" });
  };
  const random = h("button", { type: "button", name: "random", class: "cv-plain", onclick: shuffle }, "random numbers");

  const bar = (...nodes) => h("div", { class: "cv-settings" }, ...nodes);
  const steppers = (table) => Object.values(table).map(({ node }) => node);
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "sizes and numbers"), bar(...steppers(sizes), random));
  const nodes = [bar(chosen.node, followed.node), bar(...steppers(numbers)), fold];

  function update(state, filter) {
    chosen.update(state);
    followed.offer({ ...Object.keys(state.weight) });
    followed.update(filter);
    const now = { ...state, ...sizesOf(state) };
    for (const [name, stepper] of Object.entries({ ...numbers, ...sizes })) stepper.update(now[name]);
  }
  return { nodes, update };
}
