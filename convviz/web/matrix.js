// Kind `matrix`: the taps as a sparse matrix, as im2col and as a graph of connections.
import { withGradient, writtenBack } from "./back.js";
import { createBackstage } from "./backstage.js";
import { createConnections } from "./connections.js";
import { createSwitch, createTabs } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createLinked } from "./linked.js";
import { check, reach, settle, VIEWS } from "./matrixstate.js";
import { buildModel, END } from "./model.js";
import { nest, shapeOf } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createPresets } from "./presets.js";
import { createProduct } from "./product.js";
import { createSettings } from "./settings.js";
import { createStage } from "./stage.js";
import { writtenSum } from "./sum.js";

const hint = "Point at any cell to see its row, column or edges. Click to hold it. Type to change a number.";

const MAKES = ["input", "kernel", "upstream", "stride", "padding", "dilation"];

// Where the chosen cell stands in the matrix that is shown.
function inMatrix(model, { view, flat }, back) {
  const own = END[view];
  if (!own) return "";
  const list = model.by[own][flat];
  const name = back ? "Cᵀ" : "C";
  const times = list.length === 1 ? "once" : `${list.length} times`;
  if (own === "ker") return `Weight ${String.fromCharCode(97 + flat)} stands ${times} in ${name}.`;
  const line = (own === "out") === back ? "Column" : "Row";
  return `${line} ${flat} of ${name} has ${list.length} ${list.length === 1 ? "tap" : "taps"}.`;
}

function mount({ root, store, change: ask, wrong, id }) {
  let model;
  const main = () => (store.get().transpose ? "grad-input" : "output");
  // The steps walk through the rows of the matrix that is shown, and a held row is a step.
  const change = (patch, tag) => {
    if (patch.pin) {
      player.stop();
      const [view, flat] = patch.pin.split(":");
      patch = { ...patch, step: view === main() ? Number(flat) + 1 : store.get().step };
    }
    ask(patch, tag);
  };
  const way = (name) => createLinked({ store, change, repaint: () => paint(), main: name });
  const ways = { output: way("output"), "grad-input": way("grad-input") };
  const linked = {
    tell: (view) => ({
      point: (flat, how) => ways[main()].tell(view).point(flat, how),
      pin: (flat) => ways[main()].tell(view).pin(flat),
    }),
    forget: () => Object.values(ways).forEach((one) => one.forget()),
  };
  const edits = (name, view = name) => ({
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
  const stage = createStage({ linked, edits });
  const backstage = createBackstage({ stage, linked, edits: edits("upstream", "grad-output") });
  const graph = (back) => createConnections({ linked, id, back, onMode: (connections) => change({ connections, pin: "" }) });
  const [columns, forward, back] = ["im2col", "matrix", "transposed"].map((name) => createProduct(name, linked));
  const views = { matrix: [forward, back], im2col: [columns, columns], graph: [graph(false), graph(true)] };

  const transpose = createSwitch({
    name: "transpose",
    label: "Transpose: the way back",
    off: "y = C x",
    on: "dx = Cᵀ dy",
    onChange: (value) => change({ transpose: value, step: 1, pin: "" }),
  });
  const presets = createPresets({ store, change });
  const settings = createSettings({ store, change, wrong, reach, flips: false });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const panel = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-panel" });
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: panel.id, onChange: (view) => change({ view }) });
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });

  // The step counts inputs on the way back, of which there may be more than outputs.
  function lightsNow() {
    const lights = ways[main()].lights(model);
    return lights.selected.view === "grad-input" ? ways[main()].lights({ ...model, y: model.dx }) : lights;
  }

  function paint() {
    const state = store.get();
    const lights = lightsNow();
    const waiting = (view, flat) => view === main() && flat >= state.step;
    stage.paint(model, state, lights);
    if (state.transpose) backstage.paint(model, lights, waiting);
    const shown = views[state.view][Number(state.transpose)];
    if (panel.firstChild !== shown.node) panel.replaceChildren(shown.node);
    shown.paint(model, state, lights, waiting);
    put(sum, "aria-live", player.running() || ways[main()].byPointer() ? "off" : "polite");
    sum.replaceChildren(...(state.transpose ? writtenBack : writtenSum)(model, lights.selected));
    say(other, inMatrix(model, lights.selected, state.transpose));
  }

  function update(state, before) {
    // A step changes no number, and the largest matrix has thousands of them.
    if (!before || MAKES.some((name) => state[name] !== before[name])) model = withGradient(buildModel(state), state.upstream);
    stage.build(model, state, before);
    backstage.build(model, state.transpose);
    settings.update(state);
    presets.update(state);
    transpose.update(state.transpose);
    tabs.update(state.view);
    const last = state.transpose ? model.x.length : model.y.length;
    player.update(Math.min(state.step, last), last);
    paint();
  }

  settings.nodes[0].append(transpose.node);
  const pick = h("div", { class: "cv-settings cv-matrix-pick" }, presets.node, settings.nodes[1]);
  const bars = [h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, settings.nodes[0], pick)];
  root.append(...bars, stage.node, sum, other);
  return { update, foot: tabs.node, panel, forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
