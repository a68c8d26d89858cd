// The pictures of a pooling: input and output, or input and both gradients.
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { END } from "./model.js";
import { shapeOf, times } from "./numbers.js";
import { gradientAfter, shareMark } from "./poolingModel.js";
import { spokenPooling } from "./poolingWords.js";

const form = (s) => JSON.stringify([shapeOf(s.input), shapeOf(s.upstream), s.padding]);

const ABREAST = 17; // columns that stand beside one another in a page; more stand one under another

const PADDING = {
  max: ["−∞", "padding, minus infinity: it never wins"],
  true: ["0", "padding, 0"],
  false: ["", "padding, not counted"],
};

// `edits(view)` is what an editable grid tells; `linked` is told of the others.
export function createPoolingStage({ linked, edits }) {
  let pads = [];
  let words;
  const grid = (view, role, title, editable) =>
    createGrid({ view, role, title, editable, tell: editable ? edits(view) : linked.tell(view) });
  const grids = {
    input: grid("input", "input", "Input x", true),
    "grad-input": grid("grad-input", "gradient", "Gradient dx", false),
    output: grid("output", "output", "Output y", false),
    "grad-output": grid("grad-output", "gradient", "Gradient dy", true),
  };
  const arrow = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const [first, ...rest] = Object.values(grids).map((one) => one.node);
  const node = h("div", { class: "cv-stage cv-pooling" }, first, rest[0], arrow, ...rest.slice(1));

  function layout({ xShape, yShape }, { padding }) {
    pads = grids.input.layout(xShape, [[padding, padding], [padding, padding]]);
    grids["grad-input"].layout(xShape);
    grids.output.layout(yShape);
    grids["grad-output"].layout(yShape);
    grids.input.table.classList.toggle("cv-dense", xShape[1] + 2 * padding > 8);
    grids["grad-input"].table.classList.toggle("cv-dense", xShape[1] > 8);
    linked.forget();
  }

  function build(model, state, before) {
    if (!before || form(before) !== form(state)) layout(model, state);
    const back = state.view === "backward";
    const { xShape, yShape, max } = model;
    words = spokenPooling(model);
    for (const view of ["grad-input", "grad-output"]) grids[view].node.hidden = !back;
    grids.output.node.hidden = back;
    say(arrow, back ? "←" : "→");
    const widths = [xShape[1] + 2 * state.padding, yShape[1], ...(back ? [xShape[1]] : [])];
    const abreast = widths.reduce((a, b) => a + b);
    node.classList.toggle("cv-tall", abreast > ABREAST);
    node.style.setProperty("--all", abreast > ABREAST ? Math.max(...widths) : abreast);
    grids.input.title(times(xShape) + (state.padding ? `, padding ${state.padding}` : ""));
    grids["grad-input"].title(times(xShape));
    grids.output.title(times(yShape));
    grids["grad-output"].title(times(yShape));
    const [text, name] = PADDING[max ? "max" : state.count_include_pad];
    for (const cell of pads) {
      say(cell, text);
      put(cell, "aria-label", name);
    }
  }

  // `lights` go through all taps of the chosen cell, `fed` through those that carry gradient.
  function paint(model, { step }, { lights, fed }) {
    const { view: chosen, flat: here } = lights.selected;
    const dx = gradientAfter(model, step);
    const faces = (view, values, light, state) =>
      values.map((value, flat) => {
        const face = light.face(view, flat, value);
        const ring = END[view] === END[chosen] && flat === here;
        const said = words[view][flat] ?? words[view](value, flat);
        return { ...face, mark: face.mark || null, state: ring ? "chosen" : state(flat), words: said };
      });
    const first = (i) => model.taps.out[model.by.inp[i][0]] ?? 0;
    const unused = (i) => model.by.inp[i].length === 0 && "unused";
    grids.input.paint(faces("input", model.x, lights, (i) => unused(i) || null));
    grids.output.paint(faces("output", model.y, lights, (o) => (o >= step ? "todo" : null)));
    grids["grad-output"].paint(faces("grad-output", model.dy, fed, (o) => (o >= step ? "waiting" : null)));
    grids["grad-input"].paint(faces("grad-input", dx, fed, (i) => unused(i) || (first(i) >= step ? "todo" : null)));
    const over = END[chosen] === "out" ? model.windows[here] : [];
    paintPads(model, new Set(over.map(({ at }) => at.join())));
    return dx;
  }

  function paintPads({ max, reached, state, wShape: [rows, cols] }, over) {
    const mark = !max && state.count_include_pad ? shareMark(rows * cols) : null;
    for (const cell of pads) {
      const key = cell.dataset.at;
      put(cell, "data-on", over.has(key) ? "true" : null);
      put(cell, "data-mark", over.has(key) ? mark : null);
      put(cell, "data-state", reached.has(key) ? null : "unused");
    }
  }

  return { node, build, paint };
}
