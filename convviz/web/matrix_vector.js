// The cells of a view laid out flat, in C order, as one column or one row.
import { createGrid } from "./grid.js";
import { place, speak } from "./numbers.js";
import { unravel } from "./taps.js";

const PLACES = { input: ["x", "xShape"], output: ["y", "yShape"], kernel: ["w", "wShape"] };

// `names` are those of the view's picture; data-view gets another, as each cell stands there too.
export function createVector(view, { role, title }, linked) {
  const letter = title.split(" ").at(-1);
  const [values, shape] = PLACES[view];
  const grid = createGrid({ view: `flat-${letter}`, role, title: letter, small: true, tell: linked.tell(view) });
  let laid = "";
  grid.node.classList.add("cv-matrix-vector");

  function paint(model, { step }, lights, across = false) {
    const size = across ? [1, model[values].length] : [model[values].length, 1];
    if (laid !== `${size}`) grid.layout(size);
    laid = `${size}`;
    grid.node.classList.toggle("cv-matrix-row", across);
    grid.paint(
      model[values].map((value, flat) => {
        const face = lights.face(view, flat, value);
        const words = `${letter} ${flat}, ${place(unravel(flat, model[shape]))}: ${speak(value)}`;
        return { ...face, mark: null, state: face.state ?? (view === "output" && flat >= step ? "todo" : null), words };
      }),
    );
  }
  return { node: grid.node, table: grid.table, paint };
}
