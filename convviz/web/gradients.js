// Kind `gradients`: the way back, from the gradient of the output to all that made it.
import { createAlgebra } from "./algebra.js";
import { buildBackward } from "./backward.js";
import { createTabs } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createBar } from "./gradients_bar.js";
import { createCheck } from "./gradients_check.js";
import { createGather } from "./gradients_gather.js";
import { createBackStage, doneOf } from "./gradients_stage.js";
import { backwardSum } from "./gradients_sum.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { MISTAKES } from "./mistakes.js";
import { cellCounts, checkConvolution, checkNumbers, END } from "./model.js";
import { factor, nest, resized, shapeOf, show } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createSettings } from "./settings.js";
import { outputSize } from "./taps.js";

const hint = "Point at any cell to see its share. Click to hold it. Type to change a number of x, w or dy.";

const VIEWS = { input: "To the input", kernel: "To the kernel", check: "Check" };
const WAYS = { scatter: 1, gather: 1 };
const MOST = { input: LIMITS["gradients-input"], kernel: LIMITS["gradients-kernel"], padding: LIMITS["gradients-padding"] };

const outputShape = ({ input, kernel, stride, padding, dilation }) =>
  shapeOf(input).map((n, axis) => outputSize(n, shapeOf(kernel)[axis], stride, padding, dilation));

// The view whose cells the steps make one by one.
const played = ({ way, view }) =>
  way === "scatter" ? "grad-output" : view === "kernel" ? "grad-kernel" : "grad-input";

function isCell(state) {
  const [view, flat] = state.pin.split(":");
  const counts = cellCounts(state);
  const count = view === "im2col" ? counts.im2col : { inp: counts.input, ker: counts.kernel, out: counts.output }[END[view]];
  return state.pin === "" || (/^\d{1,6}$/.test(flat) && Number(flat) < (count ?? 0));
}

function check(state) {
  checkConvolution(state, MOST);
  if (shapeOf(state.input).length !== 2) throw new Error("input: needs rows and columns.");
  checkNumbers("upstream", state.upstream, MOST.input + 2 * MOST.padding);
  const need = outputShape(state).join(" × ");
  if (shapeOf(state.upstream).join(" × ") !== need) throw new Error(`upstream: needs the output's shape, ${need}.`);
  for (const [name, known] of Object.entries({ way: WAYS, view: VIEWS, mistake: MISTAKES })) {
    if (!Object.hasOwn(known, state[name])) throw new Error(`${name}: needs one of ${Object.keys(known).join(", ")}.`);
  }
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

// Another shape cuts dy, or fills it up with ones, and may take the held cell away.
function settle(state) {
  try {
    const shape = outputShape(state);
    const fits = String(shape) === String(shapeOf(state.upstream));
    const next = fits ? state : { ...state, upstream: resized(state.upstream, shape, 1) };
    return isCell(next) ? next : { ...next, pin: "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

function mount({ root, store, change: ask, wrong, id }) {
  let model;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint(), main: played });
  const edits = (view, name) => ({
    ...linked.tell(view),
    wrong,
    done: store.endEdit,
    edit(flat, value) {
      const nested = store.get()[name];
      const values = nested.flat();
      values[flat] = value;
      change({ [name]: nest(values, shapeOf(nested)) }, `${name} ${flat}`);
    },
  });
  const stage = createBackStage({ linked, edits });
  const settings = createSettings({ store, change, wrong, most: MOST, own: createBar(change) });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const gather = createGather(linked);
  const columns = createAlgebra(linked, { im2col: "one column for each window, one row for each weight: dw = cols · dy" });
  const bias = h("p", { class: "cv-sum cv-gradients-db" });
  const kernel = h("div", {}, columns.node, bias);
  const trial = createCheck({ linked, change });
  const panel = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-panel" }, gather.node, kernel, trial.node);
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: panel.id, onChange: (view) => change({ view, pin: "" }) });
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const done = doneOf(model, state);
    const shown = stage.after(model, done);
    stage.paint(shown, state, lights, done);
    gather.paint(model, state, lights);
    put(kernel, "hidden", state.view !== "kernel");
    columns.paint(model, state.view === "kernel" ? "im2col" : "window", lights);
    trial.paint(lights);
    put(sum, "aria-live", player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...backwardSum(shown, lights.selected, done));
  }

  function update(state, before) {
    model = buildBackward(state);
    stage.build(model, state, before);
    trial.build(model, state);
    settings.update(state);
    tabs.update(state.view);
    const last = model.by[END[played(state)]].length;
    player.update(Math.min(state.step, last), last);
    const terms = model.dy.length > 16 ? "all cells of dy" : model.dy.map(factor).join(" + ");
    say(bias, `db = ${terms} = ${show(model.db)}`);
    paint();
  }

  const bars = [h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, ...settings.nodes)];
  root.append(...bars, stage.node, sum);
  return { update, foot: tabs.node, panel, forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
