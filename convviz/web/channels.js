// Kind `channels`: a layer of many channels and many filters, one patch followed through them all.
import { h } from "./dom.js";
import { checkView, heldIn } from "./model.js";
import { buildLayer, checkLayer, countsOf } from "./channels_model.js";
import { createVolumeSettings } from "./channels_settings.js";
import { createVolumeStage } from "./channels_stage.js";
import { counts, layerSum } from "./channels_sum.js";
import { createWalk } from "./walk.js";

const hint = "Point at any cell to see its products. Click to hold it. Type to change a number.";

function check(state) {
  checkLayer(state);
  checkView(state, countsOf(state), {});
}

const settle = (state) => ({ ...state, pin: heldIn(state, countsOf(state)) });

function mount(frame) {
  const { root, store, wrong } = frame;
  let model;
  const walk = createWalk(frame, { repaint: () => paint() });
  const { change, linked, sum } = walk;
  const last = () => Math.min(store.get().step, model.y.length) - 1;
  const open = (filter) => change({ step: filter * model.map + (last() % model.map) + 1, pin: "" });
  // A click on the words is none beside the cells, which would let go.
  sum.classList.add("cv-channels-sum");
  sum.addEventListener("click", (event) => event.stopPropagation());
  const stage = createVolumeStage({ linked, open, sum });
  const settings = createVolumeSettings({ store, change, wrong, open });
  const foot = h("p", { class: "cv-quiet cv-channels-counts", "data-role": "counts" });

  function paint() {
    const lights = linked.lights(model);
    stage.paint(model, lights);
    walk.write(layerSum(model, lights.selected));
  }

  function update(state, before) {
    const moved = before && Object.keys(state).filter((name) => state[name] !== before[name]);
    if (!moved || moved.some((name) => name !== "step" && name !== "pin")) {
      model = buildLayer(state);
      stage.build(model);
      sum.style.setProperty("--lines", model.wShape[1]);
      foot.replaceChildren(...counts(model).map((text) => h("span", {}, text)));
    }
    model.state = state;
    settings.update(state, model.filterOf(last()));
    walk.steps(model.y.length);
    paint();
  }

  root.append(...walk.bars(...settings.nodes), stage.node);
  const close = () => (walk.view.close(), stage.close());
  return { update, foot, panel: "", ...walk.view, close };
}

export const kind = { check, settle, mount, hint };
