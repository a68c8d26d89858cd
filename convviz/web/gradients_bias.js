// The gradient of the bias: one cell, to which every cell of dy adds its number.
import { signed } from "./gradients_model.js";
import { createGrid } from "./grid.js";
import { END } from "./model.js";
import { speak } from "./numbers.js";

export const BIAS = "grad-bias";

export function createBias(linked) {
  const { node, layout, paint: fill } = createGrid({ view: BIAS, role: "gradient", title: "db = Σ dy =", name: "gradient of the bias", tell: linked.tell(BIAS) });
  layout([1]);
  node.classList.add("cv-gradients-bias");

  // `done` cells of dy have added their share.
  function paint({ db, dy }, { selected: { view, flat }, held }, done) {
    const adds = END[view] === "out";
    const so = done < dy.length ? " so far" : "";
    fill([{
      value: db,
      on: adds || view === BIAS,
      mark: adds ? signed(dy[flat]) : null,
      held: held?.view === BIAS,
      state: view === BIAS ? "chosen" : null,
      words: `gradient of the bias: ${speak(db)}${so}, the sum over ${dy.length} cells of dy`,
    }]);
  }
  return { node, paint };
}
