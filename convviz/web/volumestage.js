// The pictures of a layer: every channel, every filter with its bias, every output map.
import { createCorners } from "./corners.js";
import { h, put } from "./dom.js";
import { windowOf } from "./model.js";
import { show, times } from "./numbers.js";
import { createStack } from "./stack.js";
import { spoken } from "./sum.js";
import { unravel } from "./taps.js";
import { channelsOf, filterOf } from "./volume.js";
import { spokenBias, spokenOutput } from "./volumesum.js";

const form = ({ state: { stride, padding, dilation, groups }, xShape, wShape }) =>
  JSON.stringify([xShape, wShape, stride, padding, dilation, groups]);

const sign = (text) => h("span", { class: "cv-operator", "aria-hidden": "true" }, text);

// `edits(name)` is what an editable grid tells; `open(filter)` asks to follow another filter. `sum`,
// the written sum, stands below the filter that is followed and above the others.
export function createVolumeStage({ linked, edits, open, sum }) {
  const filters = [];
  const head = h("span", { class: "cv-quiet" });
  const inputs = h("div", { class: "cv-channels-rows" });
  const volume = h("div", { class: "cv-channels-volume" }, h("p", { class: "cv-title" }, h("strong", { class: "cv-ink-input" }, "Input x"), " ", head), inputs);
  const node = h("div", { class: "cv-stage cv-channels-stage" }, volume, sum);
  const corners = createCorners(node);
  node.append(corners.node);
  const home = (name) => ([filter]) => filters[filter][name];
  const look = (role, title) => ({ view: role, role, title });
  const input = createStack({ ...look("input", ([c]) => `Channel ${c}`), name: ([c]) => `Input x, channel ${c}`, editable: true, home: () => inputs, tell: edits("input") });
  const kernel = createStack({ ...look("kernel", ([, s]) => `Slice ${s}`), name: ([f, s]) => `Filter ${f}, slice ${s}`, editable: true, home: home("rows"), tell: edits("weight", "kernel") });
  const bias = createStack({ view: "bias", role: "kernel", title: ([f]) => `Bias ${f}`, editable: true, home: home("bias"), tell: edits("bias") });
  const output = createStack({ ...look("output", ([f]) => `Output ${f}`), home: home("map"), tell: linked.tell("output") });
  let words;
  let laid = "";

  function makeFilter(filter) {
    const parts = { rows: h("div", { class: "cv-channels-rows" }), bias: h("div"), map: h("div") };
    const name = h("strong", {}, `Filter ${filter}`);
    const note = h("span", { class: "cv-quiet" });
    const label = `Follow filter ${filter}`;
    const opener = h("button", { type: "button", name: "open", "aria-label": label, title: label, onclick: () => open(filter) }, name, " ", note);
    const slices = h("div", { class: "cv-channels-volume" }, opener, parts.rows);
    const result = h("div", { class: "cv-channels-result" }, sign("+"), parts.bias, sign("="), parts.map);
    const whole = h("div", { class: "cv-channels-filter" }, slices, result);
    corners.node.before(whole);
    return { ...parts, node: whole, opener, note };
  }

  function layout(model) {
    const { state, xShape, wShape, yShape } = model;
    while (filters.length < wShape[0]) filters.push(makeFilter(filters.length));
    input.layout(xShape, 2, [[state.padding, state.padding], [state.padding, state.padding]]);
    kernel.layout(wShape);
    bias.layout([wShape[0], 1], 1);
    output.layout(yShape);
    while (filters.length > wShape[0]) filters.pop().node.remove();
    bias.slices().forEach(({ grid }, f) => put(grid.table.querySelector("td"), "data-index", f));
    linked.forget();
    head.textContent = times(xShape) + (state.padding ? `, padding ${state.padding}` : "");
    for (const { note } of filters) note.textContent = times(wShape.slice(1));
    for (const { lead: [f, s], grid } of kernel.slices()) {
      const channel = channelsOf(model, f)[s];
      grid.node.style.gridRow = channel + 1;
      grid.title(state.groups > 1 ? `on channel ${channel}` : "");
    }
    const [rows, columns] = [1, 2].map((axis) => xShape[axis] + 2 * state.padding);
    const sizes = { channels: xShape[0], columns, rows: xShape[0] * rows, pair: columns + wShape[3], all: columns + wShape[3] + yShape[2] + 1 };
    for (const [name, value] of Object.entries(sizes)) node.style.setProperty(`--${name}`, value);
    node.classList.toggle("cv-channels-dense", sizes.rows > 15 || sizes.pair > 10);
    node.classList.toggle("cv-dense", sizes.pair > 8);
    laid = form(model);
  }

  function build(model) {
    words = {
      input: model.x.map((_, flat) => spoken(model, "input", flat)),
      kernel: model.w.map((_, flat) => spoken(model, "kernel", flat)),
      output: model.y.map((_, flat) => spokenOutput(model, flat)),
    };
    if (laid !== form(model)) layout(model);
  }

  // Only the filter that is followed stands open; the others are small.
  function unfold(filter) {
    filters.forEach(({ node: whole, opener }, f) => {
      put(whole, "data-open", f === filter ? "true" : null);
      put(opener, "aria-pressed", String(f === filter));
    });
    for (const stack of [kernel, bias, output]) {
      for (const { lead, grid } of stack.slices()) grid.table.classList.toggle("cv-small", lead[0] !== filter);
    }
  }

  function paint(model, lights) {
    const { state, map } = model;
    const { selected, held } = lights;
    const on = selected.view === "output" ? filterOf(model, selected.flat) : selected.view === "bias" ? selected.flat : -1;
    const over = selected.view === "output" ? windowOf(model.one, selected.flat % map) : [];
    const beyond = new Set(over.filter(({ t }) => t === undefined).map(({ k }) => k));
    const cells = model.wShape[2] * model.wShape[3];
    const slices = model.wShape[1] * cells;
    const faces = (view, values, stateOf) =>
      values.map((value, flat) => {
        const face = lights.face(view, flat, value);
        return { ...face, state: face.state ?? stateOf(flat), words: words[view][flat] };
      });
    input.paint(faces("input", model.x, (flat) => (model.by.inp[flat].length ? null : "unused")));
    kernel.paint(faces("kernel", model.w, (flat) => (Math.floor(flat / slices) === on && beyond.has(flat % cells) ? "padded" : null)));
    bias.paint(state.bias.map((value, f) => ({
      value,
      on: f === on,
      held: held?.view === "bias" && held.flat === f,
      state: selected.view === "bias" && f === on ? "chosen" : null,
      words: spokenBias(model, f),
    })));
    const added = (flat, face) => (selected.view === "bias" && filterOf(model, flat) === on ? { ...face, on: true } : face);
    output.paint(faces("output", model.y, (flat) => (flat >= state.step ? "todo" : null)).map((face, flat) => added(flat, face)));
    paintPads(model, over, on);
    const followed = filterOf(model, Math.min(state.step, model.y.length) - 1);
    unfold(followed);
    join(model, over, on === followed ? selected.flat : null);
  }

  function paintPads(model, over, on) {
    const used = (at) => at.every((n, axis) => model.one.covered[axis][n + model.state.padding]);
    const under = over.length ? channelsOf(model, on) : [];
    const [, slices, ...window] = model.wShape;
    const cells = window[0] * window[1];
    input.slices().forEach(({ pads }, channel) => {
      const slice = under.indexOf(channel);
      const weights = new Map(slice < 0 ? [] : over.map(({ at, k }) => [at.join(), `×${show(model.w[(on * slices + slice) * cells + k])}`]));
      for (const pad of pads) {
        put(pad, "data-mark", weights.get(pad.dataset.at));
        put(pad, "data-state", used(pad.dataset.at.split(",").map(Number)) ? null : "unused");
      }
    });
  }

  // The corner lines of output `o`, or none.
  function join(model, over, o) {
    if (o === null || !over.length) return corners.draw([]);
    const filter = filterOf(model, o);
    const [r, c] = unravel(o % model.map, model.yShape.slice(1));
    const cell = output.slices()[filter].grid.table.rows[r].cells[c];
    const ends = [over[0].at, over.at(-1).at].map((at) => at.map((n) => n + model.state.padding));
    corners.draw(channelsOf(model, filter).map((channel, s) => {
      const [{ rows }, slice] = [input.slices()[channel].grid.table, kernel.slices()[filter * model.wShape[1] + s].grid.table];
      const last = slice.rows[slice.rows.length - 1];
      return { patch: ends.map(([row, column]) => rows[row].cells[column]), slice: [slice.rows[0].cells[0], last.cells[last.cells.length - 1]], cell };
    }));
  }

  return { node, build, paint, close: corners.close };
}
