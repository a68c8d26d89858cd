// Kind `pooling`: the maximum or the mean of each window, and the way of the gradient back.
import { h, put, say } from "./dom.js";
import { createLinked } from "./linked.js";
import { nest, shapeOf } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createPoolingBar } from "./pooling_bar.js";
import { buildPooling, check, gradientAfter, settle } from "./pooling_model.js";
import { createPoolingStage } from "./pooling_stage.js";
import { remark, written } from "./pooling_words.js";

const hint = "Point at any cell to see its window. Click to hold it. Type to change a number.";

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
      change({ [name]: nest(Object.assign(nested.flat(), { [flat]: value }), shapeOf(nested)) }, `${name} ${flat}`);
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
    const { step } = store.get();
    const soFar = gradientAfter(model, step);
    const lights = linked.lights(model);
    stage.paint(model, step, soFar, lights, linked.lights(model.back));
    put(sum, "aria-live", player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...written(model, lights.selected));
    say(other, remark(model, step, soFar, lights.selected));
  }

  function update(state, before) {
    // A step, or another cell held, leaves all that is costly as it is.
    if (!before || Object.keys(state).some((name) => !["step", "pin"].includes(name) && state[name] !== before[name])) {
      model = buildPooling(state);
      stage.build(model);
      bar.update(state);
    }
    player.update(Math.min(state.step, model.y.length), model.y.length);
    paint();
  }

  const bars = [h("div", { class: "cv-bar" }, player.node, bar.what), h("div", { class: "cv-bar cv-set" }, ...bar.nodes)];
  root.append(...bars, stage.node, sum, other);
  return { update, foot: bar.foot, panel: "", forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
