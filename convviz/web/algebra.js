// The same taps as a table: C, its transpose, im2col. Two ends of a tap say where its third stands.
import { h } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { END } from "./model.js";
import { place, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

const ENDS = {
  matrix: ["out", "inp", "ker"],
  transposed: ["inp", "out", "ker"],
  im2col: ["ker", "out", "inp"],
};

const MEANING = {
  matrix: "one row for each output, one column for each input: y = C x",
  im2col: "one column for each window, one row for each weight: y = w · cols",
};

const atEnd = (model) => ({ out: model.y, inp: model.x, ker: model.w });

export const shapeOfTable = (model, name) => ENDS[name].slice(0, 2).map((end) => atEnd(model)[end].length);

// Where the entry `flat` of a table stands in its transpose of `rows` columns.
export const crossed = (flat, [rows, cols]) => (flat % cols) * rows + Math.floor(flat / cols);

// The faces of a table at rest; what the reader chooses replaces only some of them.
export function atRest(model, name) {
  const [down, across, third] = ENDS[name];
  const [rows, cols] = shapeOfTable(model, name);
  const where = (flat) => `${name} ${place(unravel(flat, [rows, cols]))}`;
  const faces = Array.from({ length: rows * cols }, (_, flat) => ({ value: 0, blank: true, words: `${where(flat)}: 0, no tap` }));
  const flats = model.taps.out.map((_, t) => model.taps[down][t] * cols + model.taps[across][t]);
  flats.forEach((flat, t) => {
    const value = atEnd(model)[third][model.taps[third][t]];
    faces[flat] = { value, blank: false, words: `${where(flat)}: ${speak(value)}` };
  });
  return { model, name, faces, flats, shape: [rows, cols] };
}

// The entries in the row or the column of the chosen cell.
export function along({ name, shape: [rows, cols] }, { view, flat }) {
  const [down, across] = ENDS[name];
  if (END[view] === down) return Array.from({ length: cols }, (_, c) => flat * cols + c);
  return END[view] === across ? Array.from({ length: rows }, (_, r) => r * cols + flat) : [];
}

// The same faces with the chosen taps lit. `near` are entries to shade.
export function litFaces(rest, lights, near = []) {
  const faces = [...rest.faces];
  const change = (flat, more) => (faces[flat] = { ...faces[flat], ...more });
  for (const flat of near) change(flat, { state: "along" });
  for (const t of lights.list) change(rest.flats[t], { on: true });
  const [view, own] = rest.name === "transposed" ? ["matrix", (flat) => crossed(flat, [...rest.shape].reverse())] : [rest.name, (flat) => flat];
  for (const [mark, cell] of [["held", lights.held], ["state", lights.selected]]) {
    if (cell?.view === view && faces[own(cell.flat)]) change(own(cell.flat), { [mark]: mark === "held" ? true : "chosen" });
  }
  return faces;
}

export function createAlgebra(linked) {
  const view = (name, role, title) => createGrid({ view: name, role, title, small: true, tell: linked.tell(name) });
  const grids = {
    matrix: view("matrix", "kernel", "Matrix C"),
    im2col: view("im2col", "input", "im2col"),
  };
  const tooLarge = h("p", { class: "cv-quiet" });
  const node = h("div", { class: "cv-algebra" }, grids.matrix.node, grids.im2col.node, tooLarge);
  let laid = "";
  let rest;

  function layout(model, name) {
    const [rows, cols] = shapeOfTable(model, name);
    const key = `${name} ${rows} ${cols}`;
    const fits = rows * cols <= LIMITS.cells;
    for (const other of Object.keys(grids)) grids[other].node.hidden = other !== name || !fits;
    tooLarge.hidden = fits || name === "window";
    tooLarge.textContent = `${rows} × ${cols} is too large to read here: choose a smaller input.`;
    if (fits && key !== laid) grids[name].layout([rows, cols]);
    laid = fits ? key : "";
    grids[name].title(`${times([rows, cols])}, ${MEANING[name]}`);
    return fits;
  }

  function paint(model, name, lights) {
    node.hidden = name === "window";
    if (node.hidden || !layout(model, name)) return;
    if (rest?.model !== model || rest.name !== name) rest = atRest(model, name);
    grids[name].paint(litFaces(rest, lights));
  }
  return { node, paint };
}
