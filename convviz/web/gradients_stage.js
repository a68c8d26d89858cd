// Input, kernel and output over their gradients: each has the shape of what stands above it.
import { h, put, say } from "./dom.js";
import { sentBack } from "./backward.js";
import { spokenBack } from "./gradients_sum.js";
import { createGrid } from "./grid.js";
import { END, windowOf } from "./model.js";
import { brief, shapeOf, show, times } from "./numbers.js";
import { spoken } from "./sum.js";

// view: [role, title, where its numbers stand in the model, the state's field if they can be edited]
const GRIDS = {
  input: ["input", "Input x", "x", "input"],
  "grad-input": ["gradient", "Gradient dx", "dx"],
  kernel: ["kernel", "Kernel w", "w", "kernel"],
  "grad-kernel": ["gradient", "Gradient dw", "dw"],
  output: ["output", "Output y", "y"],
  "grad-output": ["gradient", "Gradient dy", "dy", "upstream"],
};
const SHAPES = { inp: "xShape", ker: "wShape", out: "yShape" };

const form = (s) => JSON.stringify([shapeOf(s.input), shapeOf(s.kernel), s.stride, s.padding, s.dilation]);

// How many output cells have sent their share back.
export const doneOf = ({ dy }, { way, view, step }) =>
  way === "scatter" && view !== "check" ? Math.min(step, dy.length) : dy.length;

export function createBackStage({ linked, edits }) {
  const views = Object.keys(GRIDS);
  const grids = {};
  for (const [view, [role, title, , field]] of Object.entries(GRIDS)) {
    const tell = field ? edits(view, field) : linked.tell(view);
    grids[view] = createGrid({ view, role, title, editable: Boolean(field), tell });
  }
  const bias = h("p", { class: "cv-ink-gradient cv-gradients-bias", "data-role": "bias" });
  grids["grad-kernel"].node.append(bias);
  const operator = (text) => h("span", { class: "cv-operator", "aria-hidden": "true" }, text);
  const pair = (upper) => h("div", { class: "cv-gradients-pair" }, grids[upper].node, grids[`grad-${upper}`].node);
  const node = h("div", { class: "cv-stage cv-gradients" }, pair("input"), operator("★"), operator(""), pair("kernel"), operator("="), operator("←"), pair("output"));
  let pads = [];
  let words = {};

  function layout(model, { padding }) {
    const border = model.xShape.map(() => [padding, padding]);
    pads = [];
    for (const view of views) {
      const shape = model[SHAPES[END[view]]];
      const cells = grids[view].layout(shape, END[view] === "inp" ? border : undefined);
      for (const cell of cells) pads.push({ cell, key: cell.dataset.at, back: view === "grad-input" });
      grids[view].title(times(shape));
      if (END[view] === "inp") grids[view].table.classList.toggle("cv-dense", shape[1] + 2 * padding > 8);
    }
    for (const { cell, back } of pads) {
      if (!back) continue;
      say(cell, "");
      put(cell, "aria-label", "padding: what falls here is dropped");
    }
    linked.forget();
    const columns = [model.xShape, model.wShape, model.yShape].map((shape) => shape[1]);
    node.style.setProperty("--all", columns.reduce((a, b) => a + b) + 2 * padding);
  }

  function build(model, state, before) {
    for (const view of views) {
      const say = view.startsWith("grad-") ? spokenBack : spoken;
      words[view] = model[GRIDS[view][2]].map((_, flat) => say(model, view, flat, Infinity));
    }
    if (!before || form(before) !== form(state)) layout(model, state);
  }

  // What is still to come shows so: cells of dy that wait, and those of dx or dw that nothing has reached.
  function stateOf(model, state, done, view, flat) {
    const end = END[view];
    if (view === "grad-output") return flat >= done ? "waiting" : null;
    const list = model.by[end][flat];
    if (end !== "out" && !list.length) return "unused";
    if (view === "grad-kernel" && state.way === "gather" && state.view === "kernel") return flat >= state.step ? "todo" : null;
    return view.startsWith("grad-") && model.taps.out[list[0]] >= done ? "todo" : null;
  }

  // `model` holds the sums as they stand after `done` outputs.
  function paint(model, state, lights, done) {
    const running = done < model.dy.length;
    for (const view of views) {
      const faces = model[GRIDS[view][2]].map((value, flat) => {
        const face = lights.face(view, flat, value);
        const said = running && view.startsWith("grad-") ? spokenBack(model, view, flat, done) : words[view][flat];
        return { ...face, state: face.state ?? stateOf(model, state, done, view, flat), words: said };
      });
      grids[view].paint(faces);
    }
    say(bias, `db = ${show(model.db)}`);
    put(bias, "data-value", model.db);
    const { view, flat } = lights.selected;
    put(node, "data-from", END[view]);
    const over = END[view] === "out" ? windowOf(model, flat).filter(({ t }) => t === undefined) : [];
    const weights = new Map(over.map(({ at, k }) => [at.join(), model.w[k]]));
    for (const { cell, key, back } of pads) {
      const w = weights.get(key);
      put(cell, "data-mark", w === undefined ? null : back ? brief(w * model.dy[flat]) : `×${brief(w)}`);
    }
  }

  return { node, build, paint, after: (model, done) => (done < model.dy.length ? { ...model, ...sentBack(model, done) } : model) };
}
