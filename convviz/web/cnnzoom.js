// The layer of the present step, large: a map that feeds it, the kernel between them, a map of it.
import { h, put } from "./dom.js";
import { createGrid } from "./grid.js";
import { createInkpad } from "./inkpad.js";
import { createLinked } from "./linked.js";
import { group } from "./model.js";
import { spokenCell } from "./cnnsum.js";
import { exact } from "./numbers.js";
import { sizeOf, unravel } from "./taps.js";

const short = (value) => exact(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1)));

// The map that is shown of a step, and the one of the step before that feeds it.
export function placeOf({ weight, groups }, { step, map, source, target }) {
  const m = step === 7 ? target : Math.min(map, weight[0] - 1);
  return { m, c: weight[1] > 1 ? Math.min(source, weight[1] - 1) : groups > 1 ? m : 0 };
}

// The taps between these two maps alone, with cells counted within each.
function between(step, { x, y, slope }, { m, c }) {
  const { xShape, shape, weight, by, w, least } = step;
  const [cells, outputs, kernel] = [xShape, shape, weight.slice(1)].map((s) => sizeOf(s.slice(1)));
  const mine = by.out.slice(m * outputs, (m + 1) * outputs).flatMap((list) => list.filter((t) => Math.floor(step.inp[t] / cells) === c));
  const taps = { out: mine.map((t) => step.out[t] - m * outputs), inp: mine.map((t) => step.inp[t] - c * cells), ker: mine.map((t) => step.ker[t] % kernel) };
  const first = (m * weight[1] + (weight[1] > 1 ? c : 0)) * kernel;
  return {
    taps,
    by: { out: group(taps.out, outputs), inp: group(taps.inp, cells), ker: group(taps.ker, kernel) },
    x: x.slice(c * cells, (c + 1) * cells),
    y: y.slice(m * outputs, (m + 1) * outputs),
    w: w?.slice(first, first + kernel) ?? [],
    mark: (t) => (least === undefined ? "" : `×${slope[mine[t]]}`),
  };
}

const largest = (values) => values.reduce((best, v, i) => (Math.abs(v) > Math.abs(values[best]) ? i : best), 0);

// `build` is given what the widget has computed: { state, network, steps, gradients }.
export function createZoom({ store, change, wrong, repaint }) {
  let rest = 0;
  let model;
  let laid = "";
  const asStepped = { get: () => ({ pin: store.get().pin, step: rest + 1 }) };
  const pin = ({ pin: held }) => change({ pin: held });
  const linked = Object.fromEntries(["output", "grad-input"].map((main) => [main, createLinked({ store: asStepped, change: pin, repaint, main })]));
  const main = () => (store.get().gradient ? "grad-input" : "output");
  const tell = (view) => ({
    point: (...where) => linked[main()].tell(view).point(...where),
    pin: (flat) => linked[main()].tell(view).pin(flat),
  });
  const leads = {};
  const grids = Object.fromEntries(
    [["input", "input", "From"], ["kernel", "kernel", "Kernel w"], ["output", "output", "Map"], ["grad-input", "gradient", "Gradient dx"], ["grad-output", "gradient", "Gradient dy"]]
      .map(([view, role, title]) => [view, createGrid({ view, role, title, lead: (leads[view] = []), write: short, tell: tell(view) })]),
  );
  grids.pad = createInkpad({ store, change, wrong, point: tell("input").point });
  grids.pad.node.classList.add("cv-cnn-pad");
  const sign = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const node = h("div", { class: "cv-stage" }, ...["pad", "input", "grad-input"].map((n) => grids[n].node), sign, ...["kernel", "output", "grad-output"].map((n) => grids[n].node));

  // The grids of a state, each with its values, the shape and what leads its indices.
  function shown({ state, network, steps, gradients }) {
    const s = state.step - 1;
    const step = network[s];
    const { m, c } = model.place;
    const part = (values, at, shape) => {
      const size = sizeOf(shape.slice(1));
      return { values: [...values.slice(at * size, (at + 1) * size)], shape: shape.slice(1), lead: [at], most: Math.max(...values.map(Math.abs)) };
    };
    const found = {};
    if (s === 0 || (s === 1 && !state.gradient)) found.pad = { values: state.digit.flat(), shape: [8, 8], lead: [], most: 16 };
    else if (state.gradient) found["grad-input"] = part(gradients[s - 1], c, step.xShape);
    else found.input = part(steps[s].x, c, step.xShape);
    if (step.w && s) found.kernel = { values: model.w, shape: step.weight.slice(2), lead: [m, c], most: Math.max(...step.w.map(Math.abs)) };
    found[state.gradient ? "grad-output" : "output"] = part(state.gradient ? gradients[s] : steps[s].y, m, step.shape);
    return found;
  }

  function layout(found, state) {
    const key = JSON.stringify([state.step, model.place, state.gradient]);
    if (key === laid) return;
    laid = key;
    Object.values(linked).forEach((one) => one.forget());
    for (const [name, { node: shownNode, ...grid }] of Object.entries(grids)) {
      shownNode.hidden = !(name in found);
      if (shownNode.hidden) continue;
      const { shape, lead } = found[name];
      leads[name]?.splice(0, 2, ...lead);
      const pads = grid.layout(shape, shape.map(() => (name === "pad" && state.step === 2 ? [1, 1] : [0, 0])));
      grid.title([...lead.slice(-1).map((n) => `${n}: `), shape.join(" × "), pads.length ? ", padding 1" : ""].join(""));
    }
  }

  // Depth of ink tells size; the number's own minus tells the sign.
  function shade({ table }, { values, most }) {
    table.querySelectorAll("[data-view]").forEach((cell, i) => {
      const depth = Math.round((50 * Math.abs(values[i])) / (most || 1));
      cell.style.setProperty("--depth", `${depth}%`);
      put(cell, "data-minus", values[i] < 0 ? "true" : null);
    });
  }

  function build(computed) {
    const { state, network, steps } = computed;
    const s = state.step - 1;
    const place = placeOf(network[s], state);
    model = { ...between(network[s], steps[s], place), place };
    model.shown = shown(computed);
    layout(model.shown, state);
    const values = (model.shown[main()] ?? model.shown["grad-output"]).values;
    rest = largest(values);
    model.y = values; // `linked` keeps the cell at rest within it
    for (const [name, one] of Object.entries(model.shown)) {
      const view = name === "pad" ? "input" : name;
      shade(grids[name], one);
      one.words = one.values.map((value, flat) => spokenCell(computed, view, [...one.lead, ...unravel(flat, one.shape)], value));
    }
    sign.textContent = state.gradient ? "←" : model.shown.kernel ? "★" : "→";
  }

  function paint() {
    const lights = linked[main()].lights(model);
    for (const [name, { values, words }] of Object.entries(model.shown)) {
      const view = name === "pad" ? "input" : name;
      grids[name].paint(values.map((value, flat) => ({ ...lights.face(view, flat, value), words: words[flat] })));
    }
    return { lights, model };
  }
  const forget = () => Object.values(linked).forEach((one) => one.forget());
  return { node, build, paint, forget, byPointer: () => linked[main()].byPointer() };
}
