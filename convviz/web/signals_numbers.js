// The samples of kind `signals` as grids of numbers: to read, to type, to walk through by key.
import { h, reveal } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { createSize } from "./settings.js";
import { spoken } from "./signals_words.js";

export function createNumbers({ store, linked, change, wrong, repaint }) {
  let words = {};
  const samples = (view, field) => createGrid({ view, role: view, title: field, editable: true, tell: linked.edits(field, view) });
  const result = createGrid({ view: "output", role: "output", title: "result", tell: linked.tell("output") });
  const grids = { input: samples("input", "f"), kernel: samples("kernel", "g"), output: result };
  const length = (what) => createSize({ store, change, wrong, what, axis: 0, name: "samples", limits: () => [1, LIMITS.signal] });
  const lengths = { f: length("f"), g: length("g") };
  const sizes = h("div", { class: "cv-settings" }, lengths.f.node, lengths.g.node);
  const rows = Object.values(grids).map(({ node }) => h("div", { class: "cv-signals-row", "data-scrolls": true }, node));
  const node = h("details", { class: "cv-fold", ontoggle: repaint }, h("summary", {}, "numbers and sizes"), sizes, ...rows);

  function build(model, before, state) {
    for (const [name, values] of Object.entries(model.values)) {
      words[name] = values.map((_, n) => spoken(model, name, n));
      if (before?.values[name].length === values.length) continue;
      grids[name].layout([values.length]);
      linked.forget();
    }
    grids.output.title(`f ${state.flip ? "∗" : "⋆"} g`);
    for (const [field, { update }] of Object.entries(lengths)) update(state[field].length);
  }

  function paint(model, { step }, lights, shown) {
    for (const [name, { paint }] of Object.entries(grids)) {
      paint(model.values[name].map((value, n) => {
        const face = lights.face(name, n, value);
        const todo = name === "output" && n >= step ? "todo" : null;
        return { ...face, state: face.state ?? todo, words: words[name][n] };
      }));
    }
    const chosen = grids.output.table.rows[0].cells[shown];
    if (node.open && chosen && !linked.byPointer()) reveal(chosen);
  }

  return { node, build, paint };
}
