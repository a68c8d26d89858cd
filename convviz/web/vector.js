// A grid of cells laid out flat, in C order, as one column or one row.
import { createGrid } from "./grid.js";
import { place, speak } from "./numbers.js";
import { unravel } from "./taps.js";

const NAMES = {
  input: ["x", "input"],
  output: ["y", "output"],
  kernel: ["w", "kernel"],
  "grad-input": ["dx", "gradient"],
  "grad-output": ["dy", "gradient"],
};

// A flat view has a name of its own in data-view, since the same cell stands in its picture too.
export function createVector(view, linked) {
  const [title, role] = NAMES[view];
  const grid = createGrid({ view: `flat-${view}`, role, title, small: true, tell: linked.tell(view) });
  let laid = "";
  grid.node.classList.add("cv-matrix-vector");

  // `waiting(view, flat)` tells which cells are still to come.
  function paint(model, lights, waiting, across = false) {
    const { values, shape } = model.views[view];
    const size = across ? [1, values.length] : [values.length, 1];
    if (laid !== `${size}`) grid.layout(size);
    laid = `${size}`;
    grid.node.classList.toggle("cv-matrix-row", across);
    grid.paint(
      values.map((value, flat) => {
        const face = lights.face(view, flat, value);
        const words = `${title} ${flat}, ${place(unravel(flat, shape))}: ${speak(value)}`;
        return { ...face, mark: null, state: face.state ?? (waiting(view, flat) ? "todo" : null), words };
      }),
    );
  }
  return { node: grid.node, table: grid.table, paint };
}
