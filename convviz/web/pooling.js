// Kind `pooling`: the maximum or the mean of each window, and the way of the gradient back.
import { h, put, say } from "./dom.js";
import { createLinked } from "./linked.js";
import { nest, shapeOf } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createPoolingBar } from "./poolingBar.js";
import { buildPooling, checkPooling, gradientAfter, outputShape, settlePooling } from "./poolingModel.js";
import { createPoolingStage } from "./poolingStage.js";
import { remark, writtenPooling } from "./poolingWords.js";
import { sizeOf } from "./taps.js";

const hint = "Point at any cell to see its window. Click to hold it. Type to change a number.";

const IN_SIGHT = { forward: ["input", "output"], backward: ["input", "grad-output", "grad-input"] };

function isCell(state) {
  const [view, flat] = state.pin.split(":");
  const shape = view.endsWith("input") ? shapeOf(state.input) : outputShape(state);
  return state.pin === "" || (IN_SIGHT[state.view].includes(view) && /^\d{1,6}$/.test(flat) && Number(flat) < sizeOf(shape));
}

function check(state) {
  checkPooling(state);
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a cell of a view in sight.");
}

// Another view, or a smaller shape, may have taken the held cell away.
function settle(state) {
  try {
    const next = settlePooling(state);
    return isCell(next) ? next : { ...next, pin: "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

const MEANING = ["input", "upstream", "pool", "kernel_size", "stride", "padding", "dilation", "count_include_pad", "ties", "view"];

function mount({ root, store, change: ask, wrong }) {
  let model;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint() });
  const edits = (view) => {
    const name = view === "input" ? "input" : "upstream";
    const edit = (flat, value) => {
      const nested = store.get()[name];
      change({ [name]: nest(nested.flat().with(flat, value), shapeOf(nested)) }, `${name} ${flat}`);
    };
    return { ...linked.tell(view), wrong, done: store.endEdit, edit };
  };
  const stage = createPoolingStage({ linked, edits });
  const bar = createPoolingBar({ store, change, wrong });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const dx = stage.paint(model, state, { lights, fed: linked.lights(model.carried) });
    put(sum, "aria-live", player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...writtenPooling(model, model.dx, lights.selected));
    say(other, remark({ ...model, state }, dx, lights.selected));
  }

  function update(state, before) {
    if (!before || MEANING.some((name) => state[name] !== before[name])) {
      model = buildPooling(state);
      model.dx = gradientAfter(model, model.y.length);
      stage.build(model, state, before);
    }
    bar.update(state);
    player.update(Math.min(state.step, model.y.length), model.y.length);
    paint();
  }

  const bars = [h("div", { class: "cv-bar" }, player.node, bar.what), h("div", { class: "cv-bar cv-set" }, ...bar.nodes)];
  root.append(...bars, stage.node, sum, other);
  return { update, foot: bar.foot, panel: "", forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
