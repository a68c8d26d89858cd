// The same taps as a matrix and as im2col.
import { h } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { place, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

const MEANING = {
  matrix: "one row for each output, one column for each input: y = C x",
  im2col: "one column for each window, one row for each weight: y = w · cols",
};

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

  const shapeFor = (model, name) =>
    name === "matrix" ? [model.y.length, model.x.length] : [model.w.length, model.y.length];

  function layout(model, name) {
    const [rows, cols] = shapeFor(model, name);
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

  // The faces of a model's view at rest; a step replaces only those that light up.
  function atRest(model, name) {
    const [rows, cols] = shapeFor(model, name);
    const where = (flat) => `${name} ${place(unravel(flat, [rows, cols]))}`;
    const faces = Array.from({ length: rows * cols }, (_, flat) => ({ value: 0, blank: true, words: `${where(flat)}: 0, no tap` }));
    const { out, inp, ker } = model.taps;
    const flats = out.map((o, t) => (name === "matrix" ? o * cols + inp[t] : ker[t] * cols + o));
    flats.forEach((flat, t) => {
      const value = name === "matrix" ? model.w[ker[t]] : model.x[inp[t]];
      faces[flat] = { value, blank: false, words: `${where(flat)}: ${speak(value)}` };
    });
    return { model, name, faces, flats };
  }

  function paint(model, name, lights) {
    node.hidden = name === "window";
    if (node.hidden || !layout(model, name)) return;
    if (rest?.model !== model || rest.name !== name) rest = atRest(model, name);
    const faces = [...rest.faces];
    for (const t of lights.list) faces[rest.flats[t]] = { ...faces[rest.flats[t]], on: true };
    for (const [mark, cell] of [["held", lights.held], ["state", lights.selected]]) {
      if (cell?.view !== name || !faces[cell.flat]) continue;
      faces[cell.flat] = { ...faces[cell.flat], [mark]: mark === "held" ? true : "chosen" };
    }
    grids[name].paint(faces);
  }
  return { node, paint };
}
