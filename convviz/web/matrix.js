// Kind `matrix`: the taps as a sparse matrix, as im2col and as a graph of connections.
import { spokenBack, withGradient, writtenBack } from "./back.js";
import { CONNECTIONS, createConnections } from "./connections.js";
import { createSwitch, createTabs } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { buildModel, cellCounts, checkConvolution, END, limitsOf } from "./model.js";
import { nest, resized, shapeOf, times } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createPresets } from "./presets.js";
import { createProduct } from "./product.js";
import { createSettings } from "./settings.js";
import { createStage } from "./stage.js";
import { writtenSum } from "./sum.js";
import { taps } from "./taps.js";

const hint = "Point at a cell of any picture to see its row, its column or its edges. Click to hold it. Type to change a number.";

const VIEWS = { matrix: "Matrix", im2col: "im2col", graph: "Graph" };
const MOST = { input: LIMITS.matrix_input, kernel: LIMITS.matrix_kernel, padding: LIMITS.matrix_padding };
const MAKES = ["input", "kernel", "upstream", "stride", "padding", "dilation"];

function check(state) {
  checkConvolution(state);
  for (const [name, most] of Object.entries(MOST)) {
    const size = name === "padding" ? state.padding : Math.max(...shapeOf(state[name]));
    if (size > most) throw new Error(`${name}: needs at most ${most} cells.`);
  }
  const upstream = state.upstream.flat();
  if (shapeOf(state.upstream).length !== shapeOf(state.input).length) throw new Error("upstream: needs as many axes as the input.");
  if (!upstream.every((v) => typeof v === "number" && Math.abs(v) <= LIMITS.number)) throw new Error("upstream: needs numbers.");
  if (typeof state.transpose !== "boolean") throw new Error("transpose: needs true or false.");
  for (const [name, names] of Object.entries({ view: VIEWS, connections: CONNECTIONS })) {
    if (!Object.hasOwn(names, state[name])) throw new Error(`${name}: needs one of ${Object.keys(names).join(", ")}.`);
  }
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

function isCell(state) {
  const counts = cellCounts(state);
  const [view, flat] = state.pin.split(":");
  const all = { ...counts, "grad-input": counts.input, "grad-output": counts.output };
  return state.pin === "" || (/^\d{1,6}$/.test(flat) && Number(flat) < (Object.hasOwn(all, view) ? all[view] : 0));
}

// Another size cuts or grows the gradient that comes back, and may take the held cell away.
function settle(state) {
  try {
    const { shape } = taps(shapeOf(state.input), shapeOf(state.kernel), state);
    const fits = String(shapeOf(state.upstream)) === String(shape);
    const upstream = fits ? state.upstream : resized(state.upstream, shape, 1);
    return { ...state, upstream, pin: isCell(state) ? state.pin : "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

function reach(state, name) {
  const [least, most] = limitsOf(state, name);
  return [least, Math.min(most, MOST[name.replace(/\d$/, "")] ?? most)];
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
  const ways = Object.fromEntries(["output", "grad-input"].map((name) => [name, createLinked({ store, change, repaint: () => paint(), main: name })]));
  const way = () => ways[main()];
  const linked = {
    tell: (view) => ({ point: (flat, how) => way().tell(view).point(flat, how), pin: (flat) => way().tell(view).pin(flat) }),
    forget: () => Object.values(ways).forEach((one) => one.forget()),
  };
  const edits = (name, view = name) => ({
    ...linked.tell(view),
    wrong,
    done: store.endEdit,
    edit(flat, value) {
      const values = store.get()[name].flat();
      values[flat] = value;
      change({ [name]: nest(values, shapeOf(store.get()[name])) }, `${name} ${flat}`);
    },
  });
  const stage = createStage({ linked, edits });
  const dy = createGrid({ view: "grad-output", role: "gradient", title: "Gradient dy", editable: true, tell: edits("upstream", "grad-output") });
  const dx = createGrid({ view: "grad-input", role: "gradient", title: "Gradient dx", tell: linked.tell("grad-input") });
  stage.grids.input.node.after(dy.node);
  stage.grids.output.node.after(dx.node);
  const onMode = (connections) => change({ connections, pin: "" });
  const views = {
    matrix: { false: createProduct("matrix", linked), true: createProduct("transposed", linked) },
    im2col: { false: createProduct("im2col", linked) },
    graph: { false: createConnections({ linked, id, onMode }), true: createConnections({ linked, id, onMode, back: true }) },
  };
  const transpose = createSwitch({
    name: "transpose",
    label: "Transpose: the way back",
    off: "y = C x",
    on: "dx = Cᵀ dy",
    onChange: (value) => change({ transpose: value, step: 1, pin: "" }),
  });
  const presets = createPresets({ store, change });
  const settings = createSettings({ store, change, wrong, reach, flips: false });
  settings.nodes[0].append(transpose.node);
  const pick = h("div", { class: "cv-settings cv-matrix-pick" }, presets.node, settings.nodes[1]);
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
    const lights = way().lights(model);
    return lights.selected.view === "grad-input" ? way().lights({ ...model, y: model.dx }) : lights;
  }

  function paintGradients(lights, waiting) {
    for (const [view, grid] of [["grad-output", dy], ["grad-input", dx]]) {
      grid.paint(
        model.views[view].values.map((value, flat) => {
          const face = lights.face(view, flat, value);
          return { ...face, state: face.state ?? (waiting(view, flat) ? "todo" : null), words: spokenBack(model, view, flat) };
        }),
      );
    }
  }

  function paint() {
    const state = store.get();
    const lights = lightsNow();
    const waiting = (view, flat) => view === main() && flat >= state.step;
    stage.paint(model, state, lights);
    if (state.transpose) paintGradients(lights, waiting);
    const shown = views[state.view][state.transpose] ?? views[state.view].false;
    if (panel.firstChild !== shown.node) panel.replaceChildren(shown.node);
    if (state.view === "graph") shown.paint(model, state.connections, lights, waiting);
    else shown.paint(model, lights, waiting);
    put(sum, "aria-live", player.running() || way().byPointer() ? "off" : "polite");
    sum.replaceChildren(...(state.transpose ? writtenBack : writtenSum)(model, lights.selected));
    say(other, whereInMatrix(lights.selected, state.transpose));
  }

  function whereInMatrix({ view, flat }, back) {
    const [own, names] = [END[view], back ? ["Column", "Row", "Cᵀ"] : ["Row", "Column", "C"]];
    if (own === "ker") return `Weight ${String.fromCharCode(97 + flat)} stands ${model.by.ker[flat].length} times in ${names[2]}.`;
    if (own) return `${names[own === "out" ? 0 : 1]} ${flat} of ${names[2]}: ${model.by[own][flat].length} taps.`;
    return "";
  }

  function update(state, before) {
    if (!before || MAKES.some((name) => state[name] !== before[name])) model = withGradient(buildModel(state), state.upstream);
    stage.build(model, state, before);
    stage.node.classList.toggle("cv-matrix-back", state.transpose);
    for (const [name, grid] of Object.entries(stage.grids)) grid.node.hidden = state.transpose && name !== "kernel";
    for (const [view, grid] of [["grad-output", dy], ["grad-input", dx]]) {
      const { shape } = model.views[view];
      grid.node.hidden = !state.transpose;
      if (!before || grid.laid !== String(shape)) grid.layout(shape);
      grid.laid = String(shape);
      grid.title(times(shape));
    }
    settings.update(state);
    presets.update(state);
    transpose.update(state.transpose);
    tabs.update(state.view);
    const last = state.transpose ? model.x.length : model.y.length;
    player.update(Math.min(state.step, last), last);
    paint();
  }

  const bars = [h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, settings.nodes[0], pick)];
  root.append(...bars, stage.node, sum, other);
  return { update, foot: tabs.node, panel, forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
