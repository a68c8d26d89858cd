// Kind `pooling`: the maximum or the mean of each window, and the way of the gradient back.
import { h, say } from "./dom.js";
import { createPoolingBar } from "./pooling_bar.js";
import { buildPooling, check, gradientAfter, settle } from "./pooling_model.js";
import { createPoolingStage } from "./pooling_stage.js";
import { remark, written } from "./pooling_words.js";
import { createWalk } from "./walk.js";

const hint = "Point at any cell to see its window. Click to hold it. Type to change a number.";

function mount(frame) {
  const { root, store, wrong } = frame;
  let model;
  const walk = createWalk(frame, { repaint: () => paint() });
  const { change, linked, sum } = walk;
  const stage = createPoolingStage(linked);
  const bar = createPoolingBar({ store, change, wrong });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });

  function paint() {
    const { step } = store.get();
    const soFar = gradientAfter(model, step);
    const lights = linked.lights(model);
    stage.paint(model, step, soFar, lights, linked.lights(model.back));
    walk.write(written(model, lights.selected));
    say(other, remark(model, step, soFar, lights.selected));
  }

  function update(state, before) {
    // A step, or another cell held, leaves all that is costly as it is.
    if (!before || Object.keys(state).some((name) => !["step", "pin"].includes(name) && state[name] !== before[name])) {
      model = buildPooling(state);
      stage.build(model);
      bar.update(state);
    }
    walk.steps(model.y.length);
    paint();
  }

  const bars = walk.bars(...bar.nodes);
  bars[0].append(bar.what);
  root.append(...bars, stage.node, sum, other);
  return { update, foot: bar.foot, panel: "", ...walk.view };
}

export const kind = { check, settle, mount, hint };
