// A product drawn as one: a table, the vector along its rows, the vector across its columns.
import { along, atRest, crossed, litFaces, shapeOfTable } from "./algebra.js";
import { h } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { times } from "./numbers.js";
import { createVector } from "./vector.js";

const COLUMN = 16; // entries of a vector that is drawn as a column; a longer one lies over the table
const READABLE = 24; // columns of a table that still shows its numbers

const PRODUCTS = {
  matrix: { view: "matrix", title: "C", role: "kernel", side: "output", cross: "input" },
  transposed: { view: "matrix", title: "Cᵀ", role: "kernel", side: "grad-input", cross: "grad-output" },
  im2col: { view: "im2col", title: "im2col", role: "input", side: "kernel", cross: "output" },
};

const MEANING = {
  matrix: "y = C x: each row of C is one window, and each column is one input cell",
  transposed: "dx = Cᵀ dy: each row of Cᵀ is one input cell, and each column is one window",
  im2col: "y = w · cols: each column is one window, each row is weighed by one weight",
};

const filled = (model, rows, cols) =>
  `${rows} × ${cols}: ${model.taps.out.length} of ${rows * cols} entries are taps`;

export function createProduct(name, linked) {
  const { view, title, role, side, cross } = PRODUCTS[name];
  const { point, pin } = linked.tell(view);
  let shape = [0, 0];
  let rest;
  // A pin names an entry of C, whichever way it is drawn.
  const own = (flat) => (name === "transposed" && flat !== null ? crossed(flat, shape) : flat);
  const tell = { point: (flat, how) => point(own(flat), how), pin: (flat) => pin(own(flat)) };
  const table = createGrid({ view, role, title, small: true, tell });
  table.node.classList.add("cv-matrix-table");
  const [down, over] = [createVector(side, linked), createVector(cross, linked)];
  const sign = (text) => h("span", { class: "cv-operator", "aria-hidden": "true" }, text);
  const equals = sign("=");
  const parts = h("div", { class: "cv-matrix-product" }, down.node, equals, table.node, over.node);
  const head = h("p", { class: "cv-quiet cv-matrix-head" });
  const node = h("div", {}, head, parts);

  function layout(model) {
    const next = shapeOfTable(model, name);
    const fits = next[0] * next[1] <= LIMITS.matrix_entries;
    parts.hidden = !fits;
    if (!fits) {
      head.textContent = `${times(next)} is too large to read here: choose a smaller input or less padding.`;
      return false;
    }
    head.textContent = `${MEANING[name]}. ${filled(model, ...next)}.`;
    if (`${next}` === `${shape}` && rest) return true;
    shape = next;
    const column = name !== "im2col" && shape[1] <= COLUMN;
    parts.dataset.laid = column ? "beside" : name === "im2col" ? "under" : "over";
    parts.classList.toggle("cv-matrix-dense", shape[1] > READABLE);
    parts.style.setProperty("--across", shape[1] + 1 + Number(column));
    equals.hidden = !column;
    table.layout(shape);
    return true;
  }

  function paint(model, _state, lights, waiting) {
    if (!layout(model)) return;
    if (rest?.model !== model) rest = atRest(model, name);
    table.paint(litFaces(rest, lights, along(rest, lights.selected)));
    down.paint(model, lights, waiting);
    over.paint(model, lights, waiting, parts.dataset.laid !== "beside");
  }
  return { node, paint };
}
