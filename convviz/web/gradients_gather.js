// The same dx gathered: the flipped kernel slides over dy, spread by the stride and padded in full.
import { agree } from "./backward.js";
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { END } from "./model.js";
import { brief, place, speak, times } from "./numbers.js";
import { unravel } from "./taps.js";

// A grid whose cells stand for those of another: `to(flat)` says for which, or null.
export const through = ({ point, pin }, to) => ({
  point: (flat, how) => point(flat === null ? null : to(flat), how),
  pin: (flat) => to(flat) !== null && pin(to(flat)),
});

export function createGather(linked) {
  let model;
  let laid = "";
  const grid = (view, role, title, tell) => createGrid({ view, role, title, tell });
  const source = (flat) => model.gathered.source[flat];
  const spread = grid("spread", "gradient", "dy, spread and padded", through(linked.tell("grad-output"), source));
  const flipped = grid("flipped", "kernel", "w, flipped", through(linked.tell("kernel"), (flat) => model.w.length - 1 - flat));
  const dx = grid("gathered", "gradient", "dx, gathered", linked.tell("grad-input"));
  const operator = (text) => h("span", { class: "cv-operator", "aria-hidden": "true" }, text);
  const row = h("div", { class: "cv-stage" }, spread.node, operator("★"), flipped.node, operator("="), dx.node);
  const verdict = h("p", { class: "cv-quiet", "data-role": "agree" });
  const node = h("div", { class: "cv-gradients-gather" }, row, verdict);

  function layout({ gathered: { shape, list } }) {
    if (laid === `${shape} ${list.shape}`) return;
    laid = `${shape} ${list.shape}`;
    const wShape = shape.map((n, a) => n - list.shape[a] + 1);
    for (const [one, size] of [[spread, shape], [flipped, model.wShape], [dx, list.shape]]) {
      one.layout(size);
      one.title(times(size));
    }
    row.style.setProperty("--all", shape[1] + wShape[1] + list.shape[1]);
  }

  function paint(newModel, state, lights) {
    put(node, "hidden", state.view !== "input");
    model = newModel;
    if (node.hidden) return;
    layout(model);
    const { source, between, shape, list, windows, dx: sums } = model.gathered;
    const { view, flat } = lights.selected;
    const window = END[view] === "inp" ? windows[flat] : [];
    const under = new Map(window.map((t) => [list.inp[t], model.w[list.ker[t]]]));
    spread.paint(source.map((o, s) => {
      const kind = between(s) ? "hole" : "pad";
      const face = o === null ? { value: 0, state: kind } : lights.face("grad-output", o, model.dy[o]);
      const called = `dy spread, ${place(unravel(s, shape))}: ${speak(face.value)}${o === null ? `, ${kind === "hole" ? "between two cells" : "padding"}` : ""}`;
      return { ...face, on: face.on || under.has(s), mark: under.has(s) ? `×${brief(under.get(s))}` : null, words: called };
    }));
    const kernel = model.w.map((w, k) => ({ ...lights.face("kernel", k, w), words: `kernel ${place(unravel(k, model.wShape))}: ${speak(w)}` }));
    flipped.paint(kernel.reverse());
    dx.paint(sums.map((value, i) => {
      const face = lights.face("grad-input", i, value);
      const todo = state.way === "gather" && i >= state.step ? "todo" : null;
      return { ...face, mark: null, state: face.state ?? todo, words: `gathered, ${place(unravel(i, list.shape))}: ${speak(value)}` };
    }));
    const equal = agree(sums, model.dx).filter(Boolean).length;
    const cells = equal === sums.length ? `all ${equal}` : `${equal} of ${sums.length}`;
    say(verdict, `Scattered above, gathered here: the same number in ${cells} cells of dx.`);
  }
  return { node, paint };
}
