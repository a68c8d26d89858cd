// Kind `matrix`: the taps as a sparse matrix, as im2col and as a graph of connections.
import { createConnections } from "./matrix_graph.js";
import { createSwitch, createTabs } from "./controls.js";
import { h, say } from "./dom.js";
import { check, MOST, settle, VIEWS } from "./matrix_state.js";
import { buildModel, END } from "./model.js";
import { plural } from "./numbers.js";
import { createExamples } from "./matrix_presets.js";
import { createProduct } from "./matrix_product.js";
import { createSettings } from "./settings.js";
import { createStage, FORWARD } from "./stage.js";
import { writtenSum } from "./sum.js";
import { BACK, renamed, transposed } from "./matrix_transposed.js";
import { createWalk } from "./walk.js";

const hint = "Point at any cell to see its row, column or edges. Click to hold it. Type to change a number.";

const MAKES = ["input", "kernel", "upstream", "stride", "padding", "dilation", "transpose"];

const WAYS = [
  { ends: FORWARD, title: "C", matrix: "y = C x: a row is one window, a column one input cell.", im2col: "y = w · cols: a column is one window, a row has one weight." },
  { ends: BACK, title: "Cᵀ", matrix: "dx = Cᵀ dy: a row is one input cell, a column one window.", im2col: "dx = w · cols: a column is what one input cell gets back." },
];

// Where the chosen cell stands in the matrix that is shown.
function inMatrix({ by }, { view, flat }, name) {
  const end = END[view];
  if (!end) return "";
  const count = by[end][flat].length;
  const line = { ker: "Weight", out: "Row", inp: "Column" }[end];
  return `${line} ${end === "ker" ? String.fromCharCode(97 + flat) : flat} of ${name}: ${plural(count, "tap")}.`;
}

function mount(frame) {
  const { root, store, wrong, id } = frame;
  let model;
  const walk = createWalk(frame, { repaint: () => paint() });
  const { change, linked, sum } = walk;
  const onMode = (connections) => change({ connections, pin: "" });
  const ways = WAYS.map(({ ends, title, matrix, im2col }) => ({
    ends,
    title,
    stage: createStage(linked, ends),
    matrix: createProduct({ name: "matrix", ends, linked, title, meaning: matrix }),
    im2col: createProduct({ name: "im2col", ends, linked, title: "im2col", meaning: im2col }),
    graph: createConnections({ ends, linked, id, onMode }),
  }));
  ways[1].stage.node.classList.add("cv-matrix-back");
  const transpose = createSwitch({
    name: "transpose",
    label: "Transpose: the way back",
    off: "y = C x",
    on: "dx = Cᵀ dy",
    onChange: (value) => change({ transpose: value, step: 1, pin: "" }),
  });
  const presets = createExamples({ store, change });
  const settings = createSettings({ store, change, wrong, most: MOST, own: { nodes: [], update() {} } });
  const panel = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-panel", "data-scrolls": true });
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: panel.id, onChange: (view) => change({ view }) });
  const picture = h("div", {});
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });
  const drawn = ({ transpose }) => ways[Number(transpose)];
  // A gradient has no padding and no stride of its own, so its picture has neither.
  const framed = (state) => (state.transpose ? { ...state, input: state.upstream, padding: 0, stride: 0 } : state);

  // What is taken out of the page takes the reader's focus with it.
  function swap(place, node) {
    if (place.firstChild === node) return;
    linked.forget();
    place.replaceChildren(node);
  }

  function paint() {
    const state = store.get();
    const way = drawn(state);
    const lights = linked.lights(model);
    way.stage.paint(model, framed(state), lights);
    way[state.view].paint(model, state, lights);
    const written = writtenSum(model, lights.selected);
    walk.write(state.transpose ? renamed(written) : written);
    say(other, inMatrix(model, lights.selected, way.title));
  }

  function update(state, before) {
    const way = drawn(state);
    // A step changes no number, and the largest matrix has thousands of them.
    if (!before || MAKES.some((name) => state[name] !== before[name])) {
      const forward = buildModel(state);
      model = state.transpose ? transposed(forward, state.upstream) : forward;
      way.stage.build(model, framed(state));
    }
    swap(picture, way.stage.node);
    swap(panel, way[state.view].node);
    settings.update(state);
    presets.update(state);
    transpose.update(state.transpose);
    tabs.update(state.view);
    walk.steps(model.y.length);
    paint();
  }

  settings.nodes[0].append(transpose.node);
  const pick = h("div", { class: "cv-settings cv-matrix-pick" }, presets.node, settings.nodes[1]);
  root.append(...walk.bars(settings.nodes[0], pick), picture, sum, other);
  return { update, foot: tabs.node, panel, ...walk.view };
}

export const kind = { check, settle, mount, hint };
