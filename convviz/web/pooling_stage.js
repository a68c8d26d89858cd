// The pictures of a pooling: input and output, or input and both gradients.
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { END } from "./model.js";
import { times } from "./numbers.js";
import { shareMark } from "./pooling_model.js";
import { spoken } from "./pooling_words.js";
import { sizeOf } from "./taps.js";

const ABREAST = 17; // columns that stand beside one another in a page; more stand one under another

export function createPoolingStage(linked) {
  let pads;
  let laid;
  let reached;
  let words;
  const grid = (view, role, title, field) =>
    createGrid({ view, role, title, editable: Boolean(field), tell: field ? linked.edits(field, view) : linked.tell(view) });
  const grids = {
    input: grid("input", "input", "Input x", "input"),
    "grad-input": grid("grad-input", "gradient", "Gradient dx"),
    output: grid("output", "output", "Output y"),
    "grad-output": grid("grad-output", "gradient", "Gradient dy", "upstream"),
  };
  const arrow = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const node = h("div", { class: "cv-stage cv-pooling" }, ...Object.values(grids).map((one) => one.node));
  node.children[2].before(arrow);

  function build(model) {
    const { xShape, yShape, state: { padding, view }, windows, max } = model;
    const key = JSON.stringify([xShape, yShape, padding]);
    const shapes = { inp: xShape, out: yShape };
    for (const name in grids) {
      const shape = shapes[END[name]];
      if (key !== laid) {
        const border = Array(2).fill(Array(2).fill(name === "input" ? padding : 0));
        const cells = grids[name].layout(shape, border);
        if (name === "input") pads = cells;
        grids[name].table.classList.toggle("cv-dense", shape[1] + 2 * border[0][0] > 8);
        grids[name].title(times(shape) + (border[0][0] ? `, padding ${padding}` : ""));
      }
      grids[name].node.hidden = name !== "input" && name.startsWith("grad") !== (view === "backward");
    }
    if (key !== laid) linked.forget();
    laid = key;
    say(arrow, view === "backward" ? "←" : "→");
    const widths = [xShape[1] + 2 * padding, yShape[1], view === "backward" ? xShape[1] : 0];
    const abreast = widths.reduce((a, b) => a + b);
    node.classList.toggle("cv-pooling-tall", abreast > ABREAST);
    node.style.setProperty("--all", abreast > ABREAST ? Math.max(...widths) : abreast);
    reached = new Set(windows.flat().map(({ at }) => at.join()));
    const [text, name] = max ? ["−∞", "padding, minus infinity"] : model.state.count_include_pad ? ["0", "padding, 0"] : ["", "padding, left out"];
    for (const cell of pads) {
      say(cell, text);
      put(cell, "aria-label", name);
      put(cell, "data-state", reached.has(cell.dataset.at) ? null : "unused");
    }
    words = Object.fromEntries(Object.keys(grids).map((view) => [view, []]));
  }

  // `lights` go through all taps of the chosen cell, `fed` through those that carry gradient.
  function paint(model, step, soFar, lights, fed) {
    const { x, y, dy, by, taps, windows } = model;
    const { view: chosen, flat: here } = lights.selected;
    const first = (i) => taps.out[by.inp[i][0]];
    const waits = {
      input: (i) => (by.inp[i].length ? null : "unused"),
      output: (o) => (o < step ? null : "todo"),
      "grad-output": (o) => (o < step ? null : "waiting"),
      "grad-input": (i) => (first(i) < step ? null : by.inp[i].length ? "todo" : "unused"),
    };
    const values = { input: x, output: y, "grad-output": dy, "grad-input": soFar };
    for (const view in grids) {
      const faces = values[view].map((value, flat) => {
        const face = (view.startsWith("grad") ? fed : lights).face(view, flat, value);
        const ring = END[view] === END[chosen] && flat === here;
        const said = (words[view][flat] ??= spoken(model, view, flat));
        return { ...face, mark: face.mark || null, state: ring ? "chosen" : waits[view](flat), words: said };
      });
      grids[view].paint(faces);
    }
    const over = new Set(END[chosen] === "out" ? windows[here].map(({ at }) => at.join()) : []);
    const mark = model.max || !model.state.count_include_pad ? null : shareMark(sizeOf(model.wShape));
    for (const cell of pads) {
      const on = over.has(cell.dataset.at);
      put(cell, "data-on", on ? "true" : null);
      put(cell, "data-mark", on ? mark : null);
    }
  }

  return { node, build, paint };
}
