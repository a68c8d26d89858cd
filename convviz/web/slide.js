// Kind `slide`: a kernel slides over an input and writes an output.
import { createAlgebra } from "./algebra.js";
import { createTabs } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { createLinked } from "./linked.js";
import { buildModel, cellCounts, checkConvolution, windowOf } from "./model.js";
import { nest, shapeOf, show, times } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createSettings } from "./settings.js";
import { spoken, writtenSum } from "./sum.js";
import { sizeOf, span, unravel } from "./taps.js";

const VIEWS = { window: "Window", matrix: "Matrix", im2col: "im2col" };

function check(state) {
  checkConvolution(state);
  if (typeof state.flip !== "boolean") throw new Error("flip: needs true or false.");
  if (!Object.hasOwn(VIEWS, state.view)) throw new Error(`view: needs one of ${Object.keys(VIEWS).join(", ")}.`);
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

function isCell(state) {
  const [view, flat] = state.pin.split(":");
  return state.pin === "" || (/^\d{1,6}$/.test(flat) && Number(flat) < (cellCounts(state)[view] ?? 0));
}

// A smaller shape may have taken the held cell away.
function settle(state) {
  try {
    return isCell(state) ? state : { ...state, pin: "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

function mount({ root, store, change: ask, wrong, id }) {
  let model;
  let words;
  let pads = [];
  let under = 0;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint() });
  const edits = (name) => ({
    ...linked.tell(name),
    wrong,
    done: store.endEdit,
    edit(flat, value) {
      const nested = store.get()[name];
      const values = nested.flat();
      values[flat] = value;
      change({ [name]: nest(values, shapeOf(nested)) }, `${name} ${flat}`);
    },
  });
  const input = createGrid({ view: "input", role: "input", title: "Input x", editable: true, tell: edits("input") });
  const kernel = createGrid({ view: "kernel", role: "kernel", title: "Kernel w", editable: true, tell: edits("kernel") });
  const flipped = createGrid({ view: "flipped", role: "kernel", title: "As it slides, flipped", small: true, tell: turned(linked.tell("kernel")) });
  const output = createGrid({ view: "output", role: "output", title: "Output y", tell: linked.tell("output") });
  const algebra = createAlgebra(linked);
  const settings = createSettings({ store, change, wrong });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const panel = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-panel" }, algebra.node);
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: panel.id, onChange: (view) => change({ view }) });
  const operator = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const equals = h("span", { class: "cv-operator", "aria-hidden": "true" }, "=");
  const kernels = h("div", { class: "cv-stack" }, kernel.node, flipped.node);
  const result = h("div", { class: "cv-result" }, equals, output.node);
  const stage = h("div", { class: "cv-stage" }, input.node, operator, kernels, result);
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });

  // The flipped picture shows cell K−1−m of the kernel at m, so it points at that one.
  function turned(tell) {
    const turn = (flat) => (flat === null ? null : model.w.length - 1 - flat);
    return { point: (flat, how) => tell.point(turn(flat), how), pin: (flat) => tell.pin(turn(flat)) };
  }

  function rebuild(state, before) {
    model = buildModel(state);
    words = Object.fromEntries(
      ["input", "kernel", "output"].map((view) => {
        const values = { input: model.x, kernel: model.w, output: model.y }[view];
        return [view, values.map((_, flat) => spoken(model, view, flat))];
      }),
    );
    const form = (s) => JSON.stringify([shapeOf(s.input), shapeOf(s.kernel), s.stride, s.padding, s.dilation]);
    if (before && form(before) === form(state)) return;
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
    const all = one ? columns[0] : columns.reduce((a, b) => a + b);
    stage.classList.toggle("cv-one", one);
    input.table.classList.toggle("cv-dense", columns[0] + 2 * state.padding > 8);
    for (const [name, value] of Object.entries({ all: all + 2 * state.padding, stride: state.stride, dilation: state.dilation })) {
      stage.style.setProperty(`--${name}`, value);
    }
    input.title(times(model.xShape) + (state.padding ? `, padding ${state.padding}` : ""));
    kernel.title(times(model.wShape) + (state.dilation > 1 ? `, spans ${times(model.wShape.map((k) => span(k, state.dilation)))}` : ""));
    output.title(times(model.yShape));
  }

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const used = (at) => at.every((n, axis) => model.covered[axis][n + state.padding]);
    const inputState = (flat) => (used(unravel(flat, model.xShape)) ? null : "unused");
    const outputState = (flat) => (flat >= state.step ? "todo" : null);
    const faces = (view, values, stateOf = () => null) =>
      values.map((value, flat) => {
        const face = lights.face(view, flat, value);
        return { ...face, state: face.state ?? stateOf(flat), words: words[view][flat] };
      });
    const over = lights.selected.view === "output" ? windowOf(model, lights.selected.flat) : [];
    const onPadding = new Set(over.filter(({ t }) => t === undefined).map(({ k }) => k));
    const kernelFaces = faces("kernel", model.w, (flat) => (onPadding.has(flat) ? "padded" : null));
    input.paint(faces("input", model.x, inputState));
    kernel.paint(kernelFaces);
    flipped.node.hidden = !state.flip;
    kernel.node.classList.toggle("cv-moving", !state.flip);
    if (state.flip) flipped.paint([...kernelFaces].reverse());
    output.paint(faces("output", model.y, outputState));
    paintPads(over, used);
    // On one axis the kernel that slides lies under its window, and the output under both.
    // It stays where it is while the reader points at the kernel itself.
    const { view, flat } = lights.selected;
    if (view === "output") under = flat;
    if (view === "input" && lights.list.length) under = model.taps.out[lights.list[0]];
    under = Math.min(under, model.y.length - 1);
    stage.style.setProperty("--shift", under * state.stride);
    algebra.paint(model, state.view, lights);
    put(sum, "aria-live", player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...writtenSum(model, lights.selected));
    say(other, compared(state, lights.selected));
  }

  function paintPads(over, used) {
    const weights = new Map(over.map(({ at, k }) => [at.join(), `×${show(model.w[k])}`]));
    for (const { cell, at, key } of pads) {
      put(cell, "data-mark", weights.get(key));
      put(cell, "data-state", used(at) ? null : "unused");
    }
  }

  function compared(state, { view, flat }) {
    if (view !== "output") return "";
    const name = state.flip ? "Without the flip (correlation)" : "With the kernel flipped (convolution)";
    return `${name} this cell would be ${show(model.turned[flat])}.`;
  }

  function update(state, before) {
    rebuild(state, before);
    operator.textContent = state.flip ? "∗" : "★";
    settings.update(state);
    tabs.update(state.view);
    player.update(Math.min(state.step, sizeOf(model.yShape)), sizeOf(model.yShape));
    paint();
  }

  root.append(
    h("div", { class: "cv-bar" }, player.node),
    h("div", { class: "cv-bar cv-set" }, ...settings.nodes),
    stage,
    sum,
    other,
  );
  return { update, foot: tabs.node, panel, forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount };
