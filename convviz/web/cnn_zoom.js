// The layer of the present step, large: a map that feeds it, the kernel between them, a map of it.
import { spokenCell } from "./cnn_sum.js";
import { h, put } from "./dom.js";
import { createGrid } from "./grid.js";
import { createInkpad } from "./cnn_inkpad.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { group } from "./model.js";
import { area } from "./cnn_model.js";
import { exact, times } from "./numbers.js";
import { unravel } from "./taps.js";

const MAIN = { false: "output", true: "grad-input" }; // by `gradient`: whose sums are written
const GRIDS = [
  ["input", "input", "Input x"],
  ["grad-input", "gradient", "Gradient dx"],
  ["kernel", "kernel", "Kernel w"],
  ["output", "output", "Output y"],
  ["grad-output", "gradient", "Gradient dy"],
];

const short = (value) => exact(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1)));
const greatest = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

// The map that is shown of a layer, and the one that feeds it.
export function placeOf({ weight: [maps, slices], groups }, { step, map, source, target }) {
  const m = step === 7 ? target : Math.min(map, maps - 1);
  return { m, c: slices > 1 ? Math.min(source, slices - 1) : groups > 1 ? m : 0 };
}

// The taps between these two maps alone, with cells counted within each.
function between({ xShape, shape, weight, by, slope, least, ...step }, { m, c }) {
  const [cells, outputs, kernel] = [xShape, shape, weight].map(area);
  const mine = by.out.slice(m * outputs, (m + 1) * outputs).flat().filter((t) => Math.floor(step.inp[t] / cells) === c);
  const taps = { out: mine.map((t) => step.out[t] % outputs), inp: mine.map((t) => step.inp[t] % cells), ker: mine.map((t) => step.ker[t] % kernel) };
  return {
    taps,
    by: { out: group(taps.out, outputs), inp: group(taps.inp, cells), ker: group(taps.ker, kernel) },
    mark: (t) => (least === undefined ? "" : `×${slope[mine[t]]}`),
  };
}

export function createZoom({ store, change, wrong, repaint }) {
  let model;
  let laid = "";
  // A step here is a layer; the cell at rest in it is the strongest.
  const rested = { get: () => ({ pin: store.get().pin, step: model.rest + 1 }) };
  const hold = ({ pin }) => change({ pin });
  const [ahead, back] = Object.values(MAIN).map((main) => createLinked({ store: rested, change: hold, repaint, main }));
  const linked = () => (store.get().gradient ? back : ahead);
  const tell = (view) => ({
    point: (...where) => linked().tell(view).point(...where),
    pin: (flat) => linked().tell(view).pin(flat),
  });
  const forget = () => [ahead, back].forEach((one) => one.forget());
  const grids = GRIDS.map(([view, role, title]) => {
    const lead = [];
    return { view, lead, ...createGrid({ view, role, title, lead, write: short, tell: tell(view) }) };
  });
  grids.unshift({ view: "pad", lead: [], ...createInkpad({ store, change, wrong, point: tell("input").point }) });
  const sign = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const node = h("div", { class: "cv-stage" });

  // The grids of a state: which map of which values each shows.
  function shown(step, { m, c }, { gradient, step: number, digit }) {
    const part = (all, shape, at, lead) => {
      const size = area(shape);
      return { values: [...all.slice(at * size, (at + 1) * size)], shape: shape.slice(-2), lead, first: at * size, most: greatest(all), of: shape[0] };
    };
    const { x, y, dx, dy, w, b, xShape, shape, weight } = step;
    const pad = number === 1 || (number === 2 && !gradient);
    return {
      ...(pad ? { pad: { ...part(digit.flat(), [8, 8], 0, []), most: LIMITS.ink } } : gradient ? { "grad-input": part(dx, xShape, c, [c]) } : { input: part(x, xShape, c, [c]) }),
      ...(w && number > 1 ? { kernel: part(w, weight, weight[1] > 1 ? m * weight[1] + c : m, [m, c]) } : {}),
      ...(gradient ? { "grad-output": part(dy, shape, m, [m]) } : { output: part(y, shape, m, [m]) }),
    };
  }

  function layout(views, state) {
    const key = JSON.stringify([state.step, model.place, state.gradient]);
    if (key === laid) return;
    laid = key;
    forget();
    const now = grids.filter(({ view }) => views[view]);
    node.replaceChildren(now[0].node, sign, ...now.slice(1).map((grid) => grid.node));
    for (const grid of now) {
      const found = views[grid.view];
      grid.lead.splice(0, 2, ...found.lead);
      const pads = grid.layout(found.shape, Array(2).fill(grid.view === "pad" && state.step === 2 ? [1, 1] : [0, 0]));
      grid.title((grid.view === "kernel" || !found.lead.length ? "" : `${found.of === 10 ? "score" : "map"} ${found.lead[0]} of ${found.of}, `) + times(found.shape) + (pads.length ? ", padding 1" : ""));
    }
  }

  // The deeper a cell, the farther its number from 0; which way, the number itself says.
  function shade({ table }, { values, most }) {
    table.querySelectorAll("[data-view]").forEach((cell, i) => {
      cell.style.setProperty("--depth", `${Math.round((50 * Math.abs(values[i])) / (most || 1))}%`);
      put(cell, "data-minus", values[i] < 0);
    });
  }

  function build(state, steps) {
    const step = steps[state.step - 1];
    const place = placeOf(step, state);
    model = { ...between(step, place), place };
    const views = shown(step, place, state);
    layout(views, state);
    model.views = views;
    const { values } = views[MAIN[state.gradient]] ?? views["grad-output"];
    model.y = values; // `linked` keeps the cell at rest within it
    model.rest = values.map(Math.abs).indexOf(greatest(values));
    sign.textContent = state.gradient ? "←" : views.kernel ? "★" : "→";
    for (const grid of grids.filter(({ view }) => views[view])) {
      const found = views[grid.view];
      found.view = grid.view === "pad" ? "input" : grid.view;
      found.cell = (flat) => ({ view: found.view, index: [...found.lead, ...unravel(flat, found.shape)], at: found.first + flat, value: found.values[flat] });
      found.words = found.values.map((_, flat) => spokenCell(step, found.cell(flat)));
      shade(grid, found);
    }
  }

  // Paints, and gives what is lit and the chosen cell.
  function paint() {
    const lights = linked().lights(model);
    const shownGrids = grids.filter(({ view }) => model.views[view]);
    for (const grid of shownGrids) {
      const { view, values, words } = model.views[grid.view];
      grid.paint(values.map((value, flat) => ({ ...lights.face(view, flat, value), words: words[flat] })));
    }
    const { view, flat } = lights.selected;
    const at = Object.values(model.views).find((one) => one.view === view) ?? model.views["grad-output"];
    return { ...lights, ...model, cell: { ...at.cell(flat), uses: lights.list.length } };
  }
  return { node, build, paint, forget, byPointer: () => linked().byPointer() };
}
