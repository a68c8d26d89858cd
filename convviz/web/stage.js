// The pictures of a kernel that slides: input, kernel (and flipped), output, on one or two axes.
import { h, put } from "./dom.js";
import { createGrid } from "./grid.js";
import { formOf, windowOf } from "./model.js";
import { show, times } from "./numbers.js";
import { spoken } from "./sum.js";
import { span, unravel } from "./taps.js";

export const FORWARD = {
  input: { view: "input", role: "input", title: "Input x", called: "input" },
  kernel: { view: "kernel", role: "kernel", title: "Kernel w", called: "kernel" },
  output: { view: "output", role: "output", title: "Output y", called: "output" },
};

// `ends` names the grids: on the way back gradients stand at both ends of the taps, and the first of
// them holds another field of the state.
export function createStage(linked, ends = FORWARD) {
  let words;
  let pads = [];
  let laid;
  let under = 0;
  let count = 0;
  // The flipped picture shows cell K−1−m of the kernel at m, so it points at that one.
  const turned = ({ point, pin }) => {
    const turn = (flat) => (flat === null ? null : count - 1 - flat);
    return { point: (flat, how) => point(turn(flat), how), pin: (flat) => pin(turn(flat)) };
  };
  const input = createGrid({ ...ends.input, editable: true, tell: linked.edits(ends.input.field ?? "input", "input") });
  const kernel = createGrid({ ...ends.kernel, editable: true, tell: linked.edits("kernel") });
  const flipped = createGrid({ view: "flipped", role: "kernel", title: "As it slides, flipped", small: true, tell: turned(linked.tell("kernel")) });
  const output = createGrid({ ...ends.output, tell: linked.tell("output") });
  const operator = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const equals = h("span", { class: "cv-operator", "aria-hidden": "true" }, "=");
  const kernels = h("div", { class: "cv-stack" }, kernel.node, flipped.node);
  const result = h("div", { class: "cv-result" }, equals, output.node);
  const node = h("div", { class: "cv-stage" }, input.node, operator, kernels, result);

  function layout(model, state) {
    const border = model.xShape.map(() => [state.padding, state.padding]);
    pads = input.layout(model.xShape, border).map((cell) => {
      const key = cell.dataset.at;
      return { cell, key, at: key.split(",").map(Number).slice(-model.xShape.length) };
    });
    kernel.layout(model.wShape);
    flipped.layout(model.wShape);
    output.layout(model.yShape);
    linked.forget();
    const one = model.xShape.length === 1;
    const columns = [model.xShape, model.wShape, model.yShape].map((shape) => shape.at(-1));
    const all = (one ? columns[0] : columns.reduce((a, b) => a + b)) + 2 * state.padding;
    node.classList.toggle("cv-one", one);
    for (const [name, value] of Object.entries({ all, stride: state.stride, dilation: state.dilation })) {
      node.style.setProperty(`--${name}`, value);
    }
    input.title(times(model.xShape) + (state.padding ? `, padding ${state.padding}` : ""));
    kernel.title(times(model.wShape) + (state.dilation > 1 ? `, spans ${times(model.wShape.map((k) => span(k, state.dilation)))}` : ""));
    output.title(times(model.yShape));
  }

  function build(model, state) {
    count = model.w.length;
    const values = { input: model.x, kernel: model.w, output: model.y };
    words = Object.fromEntries(
      Object.entries(values).map(([view, all]) => [view, all.map((_, flat) => spoken(model, view, flat).replace(view, ends[view].called))]),
    );
    operator.textContent = state.flip ? "∗" : "★";
    if (laid !== formOf(model, state)) layout(model, state);
    laid = formOf(model, state);
  }

  function paint(model, state, lights) {
    const used = (at) => at.every((n, axis) => model.covered[axis][n + state.padding]);
    const faces = (view, values, stateOf) =>
      values.map((value, flat) => {
        const face = lights.face(view, flat, value);
        return { ...face, state: face.state ?? stateOf(flat), words: words[view][flat] };
      });
    const over = lights.selected.view === "output" ? windowOf(model, lights.selected.flat) : [];
    const onPadding = new Set(over.filter(({ t }) => t === undefined).map(({ k }) => k));
    const kernelFaces = faces("kernel", model.w, (flat) => (onPadding.has(flat) ? "padded" : null));
    input.paint(faces("input", model.x, (flat) => (used(unravel(flat, model.xShape)) ? null : "unused")));
    kernel.paint(kernelFaces);
    flipped.node.hidden = !state.flip;
    kernel.node.classList.toggle("cv-moving", !state.flip);
    if (state.flip) flipped.paint([...kernelFaces].reverse());
    output.paint(faces("output", model.y, (flat) => (flat >= state.step ? "todo" : null)));
    paintPads(model, over, used);
    slide(model, state, lights);
  }

  function paintPads(model, over, used) {
    const weights = new Map(over.map(({ at, k }) => [at.join(), `×${show(model.w[k])}`]));
    for (const { cell, at, key } of pads) {
      put(cell, "data-mark", weights.get(key));
      put(cell, "data-state", used(at) ? null : "unused");
    }
  }

  // On one axis the kernel lies under its window, and the output under both. It stays where it is
  // while the reader points at the kernel itself.
  function slide(model, state, { selected: { view, flat }, list }) {
    if (view === "output") under = flat;
    if (view === "input" && list.length) under = model.taps.out[list[0]];
    under = Math.min(under, model.y.length - 1);
    node.style.setProperty("--shift", under * state.stride);
  }

  return { node, build, paint };
}
