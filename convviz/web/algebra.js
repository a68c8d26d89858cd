// The same taps as a matrix and as im2col: two ends of a tap say where its third stands.
import { h } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { END } from "./model.js";
import { place, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

const ENDS = { matrix: ["out", "inp", "ker"], im2col: ["ker", "out", "inp"] };

const MEANING = {
  matrix: "one row for each output, one column for each input: y = C x",
  im2col: "one column for each window, one row for each weight: y = w · cols",
};

const valuesAt = ({ x, y, w }) => ({ inp: x, out: y, ker: w });

export const shapeOfTable = (model, name) => ENDS[name].slice(0, 2).map((end) => valuesAt(model)[end].length);

// The faces of a table at rest; what the reader chooses replaces only some of them.
export function atRest(model, name) {
  const [down, across, third] = ENDS[name].map((end) => model.taps[end]);
  const [rows, cols] = shapeOfTable(model, name);
  const where = (flat) => `${name} ${place(unravel(flat, [rows, cols]))}`;
  const faces = Array.from({ length: rows * cols }, (_, flat) => ({ value: 0, blank: true, words: `${where(flat)}: 0, no tap` }));
  const flats = down.map((row, t) => row * cols + across[t]);
  flats.forEach((flat, t) => {
    const value = valuesAt(model)[ENDS[name][2]][third[t]];
    faces[flat] = { value, blank: false, words: `${where(flat)}: ${speak(value)}` };
  });
  return { model, name, faces, flats, shape: [rows, cols] };
}

// The same faces with the chosen cell's taps lit; `lines` shades its whole row or column as well.
export function litFaces({ name, faces, flats, shape: [rows, cols] }, { selected, held, list }, lines = false) {
  const now = [...faces];
  const change = (flat, more) => (now[flat] = { ...now[flat], ...more });
  const [down, across] = ENDS[name].map((end) => lines && END[selected.view] === end);
  if (down) for (let c = 0; c < cols; c++) change(selected.flat * cols + c, { state: "along" });
  if (across) for (let r = 0; r < rows; r++) change(r * cols + selected.flat, { state: "along" });
  for (const t of list) change(flats[t], { on: true });
  if (held?.view === name) change(held.flat, { held: true });
  if (selected.view === name) change(selected.flat, { state: "chosen" });
  return now;
}

export function createAlgebra(linked, meaning = MEANING) {
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
    grids[name].title(`${times([rows, cols])}, ${meaning[name]}`);
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
