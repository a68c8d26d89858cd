// A product drawn as one: a table, the vector along its rows, the vector across its columns.
import { atRest, litFaces, shapeOfTable } from "./algebra.js";
import { h, reveal, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { times } from "./numbers.js";
import { createVector } from "./matrix_vector.js";

const COLUMN = 16; // entries of a vector that is drawn as a column; a longer one lies over the table
const READABLE = 28; // columns of a table that still shows its numbers

const PRODUCTS = {
  matrix: { role: "kernel", side: "output", cross: "input" },
  im2col: { role: "input", side: "kernel", cross: "output" },
};

export function createProduct({ name, ends, linked, title, meaning }) {
  const { role, side, cross } = PRODUCTS[name];
  const table = createGrid({ view: name, role: role === "input" ? ends.input.role : role, title, small: true, tell: linked.tell(name) });
  table.node.classList.add("cv-matrix-table");
  const [down, over] = [side, cross].map((view) => createVector(view, ends[view], linked));
  const equals = h("span", { class: "cv-operator", "aria-hidden": "true" }, "=");
  const parts = h("div", { class: "cv-matrix-product" }, down.node, equals, table.node, over.node);
  const head = h("p", { class: "cv-quiet cv-matrix-head" });
  const node = h("div", {}, head, parts);
  let rest;
  let shown;

  // What is chosen elsewhere may stand where a narrow screen cuts the table: its middle tap is shown.
  function seek({ selected: { view, flat }, list }) {
    const key = `${view} ${flat}`;
    if (key === shown) return;
    shown = key;
    const flats = list.map((t) => rest.flats[t]).sort((a, b) => (a % rest.shape[1]) - (b % rest.shape[1]));
    const cells = table.table.querySelectorAll("[data-view]");
    if (view !== name && flats.length && !linked.byPointer()) reveal(cells[flats[flats.length >> 1]]);
  }

  function build(model) {
    const [rows, cols] = shapeOfTable(model, name);
    const size = times([rows, cols]);
    parts.hidden = rows * cols > LIMITS.matrix_entries;
    say(head, parts.hidden ? `${size} is too large to read here: choose a smaller input or less padding.` : `${meaning} ${size}: ${model.taps.out.length} of ${rows * cols} entries are taps.`);
    if (parts.hidden) return;
    const column = name === "matrix" && cols <= COLUMN;
    parts.dataset.laid = column ? "beside" : name === "matrix" ? "over" : "under";
    parts.classList.toggle("cv-matrix-dense", cols > READABLE);
    parts.style.setProperty("--across", cols + 1 + column);
    equals.hidden = !column;
    if (`${rest?.shape}` !== `${[rows, cols]}`) table.layout([rows, cols]);
    rest = atRest(model, name);
  }

  function paint(model, state, lights) {
    if (rest?.model !== model) build(model);
    if (parts.hidden) return;
    table.paint(litFaces(rest, lights, true));
    down.paint(model, state, lights);
    over.paint(model, state, lights, parts.dataset.laid !== "beside");
    seek(lights);
  }
  return { node, paint };
}
