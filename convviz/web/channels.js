// Kind `channels`: a layer of many channels and many filters, one patch followed through them all.
import { h, put } from "./dom.js";
import { createLinked } from "./linked.js";
import { nest, shapeOf } from "./numbers.js";
import { createPlayer } from "./player.js";
import { outputSize, sizeOf } from "./taps.js";
import { buildLayer, checkLayer, filterOf } from "./volume.js";
import { createVolumeSettings } from "./volumesettings.js";
import { createVolumeStage } from "./volumestage.js";
import { counts, layerSum } from "./volumesum.js";

const hint = "Point at any cell to see its products. Click to hold it. Type to change a number.";

const MADE_OF = ["input", "weight", "bias", "stride", "padding", "dilation", "groups"];

function check(state) {
  checkLayer(state);
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

function cellCounts({ input, weight, bias, stride, padding, dilation }) {
  const [x, w] = [shapeOf(input), shapeOf(weight)];
  const map = [1, 2].map((axis) => outputSize(x[axis], w[axis + 1], stride, padding, dilation));
  return { input: sizeOf(x), kernel: sizeOf(w), bias: bias.length, output: w[0] * sizeOf(map) };
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

function mount({ root, store, change: ask, wrong }) {
  let model;
  let building = false;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => building || paint() });
  const edits = (name, view = name) => ({
    ...linked.tell(view),
    wrong,
    done: store.endEdit,
    edit(flat, value) {
      const nested = store.get()[name];
      const values = nested.flat(3);
      values[flat] = value;
      change({ [name]: nest(values, shapeOf(nested)) }, `${name} ${flat}`);
    },
  });
  const last = () => Math.min(store.get().step, model.y.length) - 1;
  const open = (filter) => change({ step: filter * model.map + (last() % model.map) + 1, pin: "" });
  // A click on the words is none beside the cells, which would let go.
  const sum = h("p", { class: "cv-sum cv-channels-sum", "data-role": "sum", onclick: (event) => event.stopPropagation() });
  const stage = createVolumeStage({ linked, edits, open, sum });
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
    building = true;
    if (!before || MADE_OF.some((name) => state[name] !== before[name])) {
      model = buildLayer(state);
      stage.build(model);
      sum.style.setProperty("--lines", model.wShape[1]);
      foot.replaceChildren(...counts(model).map((text) => h("span", {}, text)));
    }
    model.state = state;
    building = false;
    settings.update(state, filterOf(model, last()));
    player.update(last() + 1, model.y.length);
    paint();
  }

  const bars = [h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, ...settings.nodes)];
  root.append(...bars, stage.node);
  const close = () => (player.close(), stage.close());
  return { update, foot, panel: "", forget: linked.forget, stop: player.stop, close };
}

export const kind = { check, settle, mount, hint };
