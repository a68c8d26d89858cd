// The pictures of a layer: every channel, every filter with its bias, every output map.
import { createCorners } from "./channels_corners.js";
import { h, put, say } from "./dom.js";
import { windowOf } from "./model.js";
import { show, times } from "./numbers.js";
import { createStack } from "./channels_stack.js";
import { spoken } from "./sum.js";
import { unravel } from "./taps.js";
import { spokenBias, spokenOutput } from "./channels_sum.js";

const form = ({ state: { stride, padding, dilation, groups }, xShape, wShape }) =>
  [xShape, wShape, stride, padding, dilation, groups].join(";");

const box = (name, ...children) => h("div", { class: `cv-channels-${name}` }, ...children);
const sign = (text) => h("span", { class: "cv-operator", "aria-hidden": "true" }, text);

// `open(filter)` asks to follow another filter. `sum`, the written sum, stands below the filter that
// is followed and above the others.
export function createVolumeStage({ linked, open, sum }) {
  const filters = [];
  const size = h("span", { class: "cv-quiet" });
  const inputs = box("rows");
  const title = h("p", { class: "cv-title" }, h("strong", { class: "cv-ink-input" }, "Input x"), " ", size);
  const node = h("div", { class: "cv-stage cv-channels-stage" }, box("volume", title, inputs), sum);
  const corners = createCorners(node);
  node.append(corners.node);
  const stack = (view, role, name, home, tell) =>
    createStack({ view, role, editable: view !== "output", tell, home, ...name });
  const part = (name) => ([f]) => filters[f][name];
  const one = (name) => ({ title: ([f]) => `${name} ${f}` });
  const stacks = {
    input: stack("input", "input", { ...one("Channel"), name: ([c]) => `Input x, channel ${c}` }, () => inputs, linked.edits("input")),
    kernel: stack("kernel", "kernel", { title: ([, s]) => `Slice ${s}`, name: ([f, s]) => `Filter ${f}, slice ${s}` }, part("rows"), linked.edits("weight", "kernel")),
    bias: stack("bias", "kernel", one("Bias"), part("bias"), linked.edits("bias")),
    output: stack("output", "output", one("Output"), part("map"), linked.tell("output")),
  };
  let words;
  let laid = "";

  function makeFilter(filter) {
    const parts = { rows: box("rows"), bias: h("div"), map: h("div") };
    const label = `Follow filter ${filter}`;
    const opener = h("button", { type: "button", name: "open", "aria-label": label, title: label, onclick: () => open(filter) });
    const whole = box("filter", box("volume", opener, parts.rows), box("result", sign("+"), parts.bias, sign("="), parts.map));
    corners.node.before(whole);
    return { ...parts, whole, opener };
  }

  function layout(model) {
    const { state, xShape, wShape, yShape } = model;
    const around = [state.padding, state.padding];
    while (filters.length < wShape[0]) filters.push(makeFilter(filters.length));
    stacks.input.layout(xShape, 2, [around, around]);
    stacks.kernel.layout(wShape);
    stacks.bias.layout([wShape[0], 1], 1);
    stacks.output.layout(yShape);
    while (filters.length > wShape[0]) filters.pop().whole.remove();
    linked.forget();
    say(size, times(xShape));
    filters.forEach(({ opener }, f) => {
      opener.replaceChildren(h("strong", {}, `Filter ${f}`), " ", h("span", { class: "cv-quiet" }, times(wShape.slice(1))));
      put(stacks.bias.slices()[f].grid.table.querySelector("td"), "data-index", f);
    });
    for (const { lead: [f, s], grid } of stacks.kernel.slices()) {
      const channel = model.channelsOf(f)[s];
      grid.node.style.gridRow = channel + 1;
      grid.title(state.groups > 1 ? `on channel ${channel}` : "");
    }
    const columns = xShape[2] + 2 * state.padding;
    const [rows, pair] = [xShape[0] * (xShape[1] + 2 * state.padding), columns + wShape[3]];
    const sizes = { channels: xShape[0], columns, rows, pair, all: pair + yShape[2] + 1 };
    for (const [name, value] of Object.entries(sizes)) node.style.setProperty(`--${name}`, value);
    node.classList.toggle("cv-channels-dense", rows > 15 || pair > 10);
    node.classList.toggle("cv-dense", pair > 8);
    laid = form(model);
  }

  function build(model) {
    const each = (values, speak) => values.map((_, flat) => speak(flat));
    words = {
      input: each(model.x, (flat) => spoken(model, "input", flat)),
      kernel: each(model.w, (flat) => spoken(model, "kernel", flat).replace("channel", "slice")),
      bias: each(model.state.bias, (f) => spokenBias(model, f)),
      output: each(model.y, (flat) => spokenOutput(model, flat)),
    };
    corners.move();
    if (laid !== form(model)) layout(model);
  }

  // Only the filter that is followed stands open; the others are small.
  function unfold(filter) {
    filters.forEach(({ whole, opener }, f) => {
      put(whole, "data-open", f === filter ? "true" : null);
      put(opener, "aria-pressed", String(f === filter));
    });
    for (const name of ["kernel", "bias", "output"]) {
      for (const { lead, grid } of stacks[name].slices()) grid.table.classList.toggle("cv-small", lead[0] !== filter);
    }
  }

  function paint(model, lights) {
    const { state, filterOf, wShape } = model;
    const { selected: { view, flat: at }, held } = lights;
    const filter = view === "output" ? filterOf(at) : view === "bias" ? at : -1;
    const over = view === "output" ? windowOf(model.one, at % model.map) : [];
    const beyond = new Set(over.filter(({ t }) => t === undefined).map(({ k }) => k));
    const weights = wShape[2] * wShape[3];
    const first = filter * wShape[1] * weights; // the filter's first weight
    const faces = (name, values, change) =>
      stacks[name].paint(values.map((value, flat) => {
        const face = { ...lights.face(name, flat, value), words: words[name][flat] };
        return { ...face, ...change(flat, face) };
      }));
    faces("input", model.x, (flat, { state: now }) => ({ state: now ?? (model.by.inp[flat].length ? null : "unused") }));
    faces("kernel", model.w, (flat, { state: now }) => {
      const mine = flat >= first && flat < first + wShape[1] * weights;
      return { state: now ?? (mine && beyond.has(flat % weights) ? "padded" : null) };
    });
    // A bias is added to each cell of its map, and is lit with any of them.
    const added = (f) => filter === f && view === "bias";
    stacks.bias.paint(state.bias.map((value, f) => ({
      value,
      on: filter === f,
      held: held?.view === "bias" && held.flat === f,
      state: added(f) ? "chosen" : null,
      words: words.bias[f],
    })));
    faces("output", model.y, (flat, { on, state: now }) => ({
      on: on || added(filterOf(flat)),
      state: now ?? (flat >= state.step ? "todo" : null),
    }));
    const channels = over.length ? model.channelsOf(filter) : [];
    stacks.input.slices().forEach(({ pads }, channel) => {
      const from = first + channels.indexOf(channel) * weights;
      const marks = new Map(channels.includes(channel) ? over.map(({ at: place, k }) => [place.join(), `×${show(model.w[from + k])}`]) : []);
      for (const pad of pads) {
        put(pad, "data-mark", marks.get(pad.dataset.at));
        const used = pad.dataset.at.split(",").every((n, axis) => model.one.covered[axis][Number(n) + state.padding]);
        put(pad, "data-state", used ? null : "unused");
      }
    });
    const followed = filterOf(Math.min(state.step, model.y.length) - 1);
    unfold(followed);
    corners.draw(followed, over.length && filter === followed ? joins(model, at, over) : []);
  }

  // What the lines of output `o` join: in each slice the ends of the patch, of the slice, and the cell.
  function joins({ state: { padding }, map, yShape, wShape, filterOf, channelsOf }, o, over) {
    const cellAt = (name, slice, [r, c]) => stacks[name].slices()[slice].grid.table.rows[r].cells[c];
    const filter = filterOf(o);
    const cell = cellAt("output", filter, unravel(o % map, yShape.slice(1)));
    const ends = [over[0].at, over.at(-1).at].map((at) => at.map((n) => n + padding));
    return channelsOf(filter).map((channel, s) => ({
      patch: ends.map((at) => cellAt("input", channel, at)),
      slice: [[0, 0], [wShape[2] - 1, wShape[3] - 1]].map((at) => cellAt("kernel", filter * wShape[1] + s, at)),
      cell: [cell, cell],
    }));
  }

  return { node, build, paint, close: corners.close };
}
