// Kind `channels`: a layer of many channels and many filters, one patch followed through them all.
import { h, put } from "./dom.js";
import { createLinked } from "./linked.js";
import { checkView, heldIn } from "./model.js";
import { createPlayer } from "./player.js";
import { buildLayer, checkLayer, countsOf } from "./channels_model.js";
import { createVolumeSettings } from "./channels_settings.js";
import { createVolumeStage } from "./channels_stage.js";
import { counts, layerSum } from "./channels_sum.js";

const hint = "Point at any cell to see its products. Click to hold it. Type to change a number.";

function check(state) {
  checkLayer(state);
  checkView(state, countsOf(state), {});
}

const settle = (state) => ({ ...state, pin: heldIn(state, countsOf(state)) });

function mount({ root, store, change: ask, wrong }) {
  let model;
  let building = false;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  // A slice that goes away while it has the focus asks for paint before all is laid out.
  const linked = createLinked({ store, change, wrong, repaint: () => building || paint() });
  const last = () => Math.min(store.get().step, model.y.length) - 1;
  const open = (filter) => change({ step: filter * model.map + (last() % model.map) + 1, pin: "" });
  // A click on the words is none beside the cells, which would let go.
  const sum = h("p", { class: "cv-sum cv-channels-sum", "data-role": "sum", onclick: (event) => event.stopPropagation() });
  const stage = createVolumeStage({ linked, open, sum });
  const settings = createVolumeSettings({ store, change, wrong, open });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const foot = h("p", { class: "cv-quiet cv-channels-counts", "data-role": "counts" });

  function paint() {
    const lights = linked.lights(model);
    stage.paint(model, lights);
    put(sum, "aria-live", player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...layerSum(model, lights.selected));
  }

  function update(state, before) {
    const moved = before && Object.keys(state).filter((name) => state[name] !== before[name]);
    if (!moved || moved.some((name) => name !== "step" && name !== "pin")) {
      building = true;
      model = buildLayer(state);
      stage.build(model);
      building = false;
      sum.style.setProperty("--lines", model.wShape[1]);
      foot.replaceChildren(...counts(model).map((text) => h("span", {}, text)));
    }
    model.state = state;
    settings.update(state, model.filterOf(last()));
    player.update(last() + 1, model.y.length);
    paint();
  }

  const bars = [h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, ...settings.nodes)];
  root.append(...bars, stage.node);
  const close = () => (player.close(), stage.close());
  return { update, foot, panel: "", forget: linked.forget, stop: player.stop, close };
}

export const kind = { check, settle, mount, hint };
