// Input, kernel and output over their gradients: each has the shape of what stands above it.
import { sentBack } from "./gradients_model.js";
import { h, put, say } from "./dom.js";
import { BIAS, createBias } from "./gradients_bias.js";
import { spokenBack } from "./gradients_sum.js";
import { createGrid } from "./grid.js";
import { END, formOf, windowOf } from "./model.js";
import { brief, times } from "./numbers.js";
import { spoken } from "./sum.js";

export const operator = (text) => h("span", { class: "cv-operator", "aria-hidden": "true" }, text);

export function createBackStage(linked) {
  const made = (view, letter, role, title, field) => {
    const tell = field ? linked.edits(field, view) : linked.tell(view);
    const grid = createGrid({ view, role, title, editable: Boolean(field), tell });
    return { view, letter, grid, back: role === "gradient", values: role === "gradient" ? `d${letter}` : letter };
  };
  const grids = [
    made("input", "x", "input", "Input x", "input"),
    made("grad-input", "x", "gradient", "Gradient dx"),
    made("kernel", "w", "kernel", "Kernel w", "kernel"),
    made("grad-kernel", "w", "gradient", "Gradient dw"),
    made("output", "y", "output", "Output y"),
    made("grad-output", "y", "gradient", "Gradient dy", "upstream"),
  ];
  const bias = createBias(linked);
  grids[3].grid.node.append(bias.node);
  const [x, w, y] = [0, 2, 4].map((n) => h("div", { class: "cv-gradients-pair" }, grids[n].grid.node, grids[n + 1].grid.node));
  const node = h("div", { class: "cv-stage cv-gradients" }, x, operator("★"), operator(""), w, operator("="), operator("←"), y);
  let pads = [];
  let laid;

  function layout(model, { padding }) {
    pads = [];
    for (const { view, letter, grid, back } of grids) {
      const shape = model[`${letter}Shape`];
      const around = letter === "x" ? [padding, padding] : [0, 0];
      for (const cell of grid.layout(shape, [around, around])) {
        pads.push({ cell, back });
        if (!back) continue;
        say(cell, "");
        put(cell, "aria-label", "padding: what falls here is dropped");
      }
      grid.title(times(shape));
    }
    linked.forget();
    const columns = ["x", "w", "y"].map((letter) => model[`${letter}Shape`][1]);
    const all = columns.reduce((a, b) => a + b) + 2 * padding;
    const tall = all > 16; // too wide to stand side by side: each pair gets a row of its own
    node.classList.toggle("cv-gradients-tall", tall);
    node.style.setProperty("--all", tall ? 2 * Math.max(columns[0] + 2 * padding, columns[2]) : all);
  }

  function build(model, state) {
    for (const one of grids) {
      const words = (flat) => (one.back ? spokenBack(model, one.view, one.letter, flat) : spoken(model, one.view, flat));
      one.words = model[one.values].map((_, flat) => words(flat));
    }
    if (laid !== formOf(model, state)) layout(model, state);
    laid = formOf(model, state);
  }

  // What is still to come: cells of dy that wait, cells of dx and dw that nothing has reached.
  function waits(model, state, done, { view, back }, flat) {
    if (END[view] === "out") return back && flat >= done ? "waiting" : null;
    const [first] = model.by[END[view]][flat];
    if (first === undefined) return "unused";
    const gathers = view === "grad-kernel" && state.way === "gather" && state.view === "kernel";
    return back && (model.taps.out[first] >= done || (gathers && flat >= state.step)) ? "todo" : null;
  }

  function paint(whole, state, lights, done) {
    const running = done < whole.dy.length;
    const model = running ? { ...whole, ...sentBack(whole, done) } : whole;
    for (const one of grids) {
      const { view, letter, grid, back, values, words } = one;
      grid.paint(model[values].map((value, flat) => {
        const face = lights.face(view, flat, value);
        const said = running && back ? spokenBack(model, view, letter, flat, done) : words[flat];
        const on = face.on || (view === "grad-output" && lights.selected.view === BIAS);
        return { ...face, on, state: face.state ?? waits(model, state, done, one, flat), words: said };
      }));
    }
    bias.paint(model, lights, done);
    paintPads(model, lights.selected);
    return model;
  }

  // A window that hangs over the border meets zeros there; what it sends back there is dropped.
  function paintPads(model, { view, flat }) {
    put(node, "data-from", END[view]);
    const over = END[view] === "out" ? windowOf(model, flat).filter(({ t }) => t === undefined) : [];
    const weights = new Map(over.map(({ at, k }) => [at.join(), model.w[k]]));
    for (const { cell, back } of pads) {
      const w = weights.get(cell.dataset.at);
      put(cell, "data-mark", w === undefined ? null : back ? brief(w * model.dy[flat]) : `×${brief(w)}`);
    }
  }

  return { node, build, paint };
}
