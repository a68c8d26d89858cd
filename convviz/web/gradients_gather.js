// The same dx gathered: the flipped kernel slides over dy, spread by the stride and padded in full.
import { agree } from "./gradients_model.js";
import { h, put, say } from "./dom.js";
import { operator } from "./gradients_stage.js";
import { createGrid } from "./grid.js";
import { END } from "./model.js";
import { brief, place, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

// What a grid tells whose cells stand for others: `to(flat)` says for which, or null.
export const through = ({ point, pin }, to) => ({
  point: (flat, how) => point(flat === null ? null : to(flat), how),
  pin: (flat) => to(flat) !== null && pin(to(flat)),
});

export function createGather(linked) {
  let model;
  let laid = "";
  const grid = (view, role, title, tell) => createGrid({ view, role, title, tell });
  const grids = [
    grid("spread", "gradient", "dy, spread and padded", through(linked.tell("grad-output"), (s) => model.gathered.source[s])),
    grid("flipped", "kernel", "w, flipped", through(linked.tell("kernel"), (k) => model.w.length - 1 - k)),
    grid("gathered", "gradient", "dx, gathered", linked.tell("grad-input")),
  ];
  const [spread, flipped, dx] = grids;
  const row = h("div", { class: "cv-stage" }, spread.node, operator("★"), flipped.node, h("div", { class: "cv-result" }, operator("="), dx.node));
  const verdict = h("p", { class: "cv-quiet", "data-role": "agree" });
  const node = h("div", {}, row, verdict);

  function layout() {
    const shapes = [model.gathered.shape, model.wShape, model.xShape];
    if (laid === shapes.join()) return;
    laid = shapes.join();
    grids.forEach((one, n) => {
      one.layout(shapes[n]);
      one.title(times(shapes[n]));
    });
    row.style.setProperty("--all", shapes.reduce((sum, [, columns]) => sum + columns, 0));
  }

  function paint(newModel, state, lights) {
    put(node, "hidden", state.view !== "input");
    if (node.hidden) return;
    model = newModel;
    layout();
    const { source, between, shape, list, windows, dx: sums } = model.gathered;
    const words = (name, flat, shape, value) => `${name}, ${place(unravel(flat, shape))}: ${speak(value)}`;
    const { view, flat } = lights.selected;
    const under = new Map((END[view] === "inp" ? windows[flat] : []).map((t) => [list.inp[t], `×${brief(model.w[list.ker[t]])}`]));
    spread.paint(source.map((o, s) => {
      const kind = between(s) ? "hole" : "pad";
      const face = o === null ? { value: 0, state: kind } : lights.face("grad-output", o, model.dy[o]);
      const called = words(o === null ? kind.replace("pad", "padding") : "dy spread", s, shape, face.value);
      return { ...face, on: face.on || under.has(s), mark: under.get(s), words: called };
    }));
    flipped.paint(model.w.map((w, k) => ({ ...lights.face("kernel", k, w), words: words("kernel", k, model.wShape, w) })).reverse());
    dx.paint(sums.map((value, i) => {
      const face = lights.face("grad-input", i, value);
      const todo = state.way === "gather" && i >= state.step ? "todo" : null;
      return { ...face, mark: null, state: face.state ?? todo, words: words("dx gathered", i, model.xShape, value) };
    }));
    const equal = agree(sums, model.dx).filter(Boolean).length;
    say(verdict, `Scatter, at its last step, and gather have the same number in ${equal} of ${sums.length} cells of dx.`);
  }
  return { node, paint };
}
