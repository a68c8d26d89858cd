// Kind `gradients`: the way back, from the gradient of the output to all that made it.
import { createAlgebra } from "./algebra.js";
import { buildBackward } from "./gradients_model.js";
import { createTabs } from "./controls.js";
import { h } from "./dom.js";
import { createBar } from "./gradients_bar.js";
import { BIAS } from "./gradients_bias.js";
import { createCheck } from "./gradients_check.js";
import { createGather } from "./gradients_gather.js";
import { createBackStage } from "./gradients_stage.js";
import { backwardSum } from "./gradients_sum.js";
import { LIMITS } from "./limits.js";
import { MISTAKES } from "./mistakes.js";
import { cellCounts, checkConvolution, checkNumbers, checkView, END, heldIn } from "./model.js";
import { resized, shapeOf, times } from "./numbers.js";
import { createSettings } from "./settings.js";
import { outputSize } from "./taps.js";
import { createWalk } from "./walk.js";

const hint = "Point at any cell to see its share. Click to hold it. Type to change a number of x, w or dy.";

const VIEWS = { input: "To the input", kernel: "To the kernel", check: "Check" };
const CHOICES = { view: VIEWS, way: { scatter: "", gather: "" }, mistake: MISTAKES };
const MOST = { input: LIMITS.gradients_input, kernel: LIMITS.gradients_kernel, padding: LIMITS.gradients_padding };
const MEANING = { im2col: "one column for each window, one row for each weight: dw = cols · dy" };

const outputShape = ({ input, kernel, stride, padding, dilation }) =>
  shapeOf(input).map((n, axis) => outputSize(n, shapeOf(kernel)[axis], stride, padding, dilation));

// The view whose cells the steps make one by one.
const played = ({ way, view }) => (way === "scatter" ? "grad-output" : view === "kernel" ? "grad-kernel" : "grad-input");

function counts(state) {
  const { input, kernel, output, im2col } = cellCounts(state);
  return { input, kernel, output, im2col, "grad-input": input, "grad-kernel": kernel, "grad-output": output, [BIAS]: 1 };
}

function check(state) {
  checkConvolution(state, MOST);
  checkNumbers("upstream", state.upstream, MOST.input + 2 * MOST.padding);
  const need = outputShape(state);
  if (need.length !== 2) throw new Error("input: needs rows and columns.");
  if (shapeOf(state.upstream).join() !== need.join()) throw new Error(`upstream: needs ${times(need)} numbers, as the output has.`);
  checkView(state, counts(state), CHOICES);
}

// Another shape cuts dy, or fills it up with ones, and may take the held cell away.
const settle = (state) => ({
  ...state,
  upstream: resized(state.upstream, outputShape(state), () => 1),
  pin: heldIn(state, counts(state)),
});

function mount(frame) {
  const { root, store, wrong, id } = frame;
  let model;
  const walk = createWalk(frame, { repaint: () => paint(), main: played });
  const { change, linked, sum } = walk;
  const stage = createBackStage(linked);
  const bar = createBar(change);
  const settings = createSettings({ store, change, wrong, most: MOST, own: bar });
  const gather = createGather(linked);
  const columns = createAlgebra(linked, MEANING);
  const trial = createCheck({ linked, change });
  const panel = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-panel cv-gradients-panel" }, gather.node, columns.node, trial.node);
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: panel.id, onChange: (view) => change({ view, pin: "" }) });

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const runs = state.way === "scatter" && state.view !== "check";
    const done = runs ? Math.min(state.step, model.dy.length) : model.dy.length;
    const shown = stage.paint(model, state, lights, done);
    gather.paint(model, state, lights);
    columns.paint(model, state.view === "kernel" ? "im2col" : "window", lights);
    trial.paint(lights);
    sum.style.setProperty("--terms", Math.min(9, model.w.length));
    walk.write(backwardSum(shown, lights.selected, done));
  }

  function update(state) {
    model = buildBackward(state);
    stage.build(model, state);
    trial.build(model, state);
    settings.update(state);
    tabs.update(state.view);
    const last = model.by[END[played(state)]].length;
    walk.steps(last);
    paint();
  }

  const [row, fold] = settings.nodes;
  root.append(...walk.bars(row, h("div", { class: "cv-settings" }, bar.preset, fold)), stage.node, sum);
  return { update, foot: tabs.node, panel, ...walk.view };
}

export const kind = { check, settle, mount, hint };
