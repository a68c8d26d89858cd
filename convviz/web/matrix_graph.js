// Inputs and outputs as two columns of nodes, joined by edges: full, local or shared weights.
import { createTabs } from "./controls.js";
import { h, put, s, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { CONNECTIONS } from "./matrix_state.js";
import { END } from "./model.js";
import { plural } from "./numbers.js";
import { createVector } from "./matrix_vector.js";

const WIDTH = 240;
const LABELS = 40; // lit edges that still carry the names of their weights
const DASHES = ["", "7 3", "2 3", "9 3 2 3", "1 4", "12 3", "5 2 1 2 1 2", "4 6"];

// For each edge its output, its input and its weight, as the taps have them.
function edgesOf({ taps: { out, inp, ker }, x, y }, mode) {
  if (mode === "full") return y.flatMap((_, o) => x.map((_, i) => ({ out: o, inp: i, at: o * x.length + i, weight: o * x.length + i })));
  return out.map((o, t) => ({ out: o, inp: inp[t], at: o * x.length + inp[t], weight: mode === "local" ? t : ker[t] }));
}

const MEANING = {
  full: "Every input reaches every output, each with a weight of its own",
  local: "Only its window reaches an output, each edge has its own weight",
  shared: "The same edges, but all windows share the kernel",
};

export function createConnections({ ends, linked, id, onMode }) {
  const nodes = ["input", "output"].map((view) => createVector(view, ends[view], linked));
  const middles = {}; // for each end of an edge, how high it is
  let [model, mode, edges, laid] = [];
  const name = ({ weight }) => (mode === "shared" ? String.fromCharCode(97 + weight) : String(weight + 1));
  // Where weights are shared, an entry of the table stands for its kernel cell.
  const to = (flat, does) => {
    const edge = mode === "shared" && edges.find(({ at }) => at === flat);
    return edge ? does(linked.tell("kernel"), edge.weight) : does(linked.tell("matrix"), flat);
  };
  const tell = { point: (flat, how) => to(flat, (of, own) => of.point(own, how)), pin: (flat) => to(flat, (of, own) => of.pin(own)) };
  const table = createGrid({ view: "weights", role: "kernel", title: "Weights", small: true, tell });
  const tabs = createTabs({ label: "Connections", names: CONNECTIONS, panel: `${id}-graph`, onChange: onMode });
  const [head, told] = ["head", "told"].map((part) => h("p", { class: `cv-quiet cv-matrix-${part}` }));
  const [base, over] = ["base", "lit"].map((part) => s("g", { class: `cv-matrix-${part}` }));
  const svg = s("svg", { class: "cv-matrix-edges", role: "img", width: WIDTH });
  svg.append(base, over);
  const graph = h("div", { class: "cv-matrix-nodes" }, nodes[0].node, svg, nodes[1].node);
  const body = h("div", { id: `${id}-graph`, role: "tabpanel", class: "cv-matrix-graph" }, graph, table.node);
  const node = h("div", {}, tabs.node, head, body, told);

  // One path for each dash: a handful of elements, however many edges.
  function paths(list) {
    const lines = {};
    for (const { inp, out, weight } of list) {
      const dash = DASHES[mode === "shared" ? weight % DASHES.length : 0];
      lines[dash] = `${lines[dash] ?? ""}M0 ${middles.inp(inp)}L${WIDTH} ${middles.out(out)}`;
    }
    return Object.entries(lines).map(([dash, d]) => s("path", { d, "stroke-dasharray": dash }));
  }

  function label(edge, part) {
    const [from, to] = [middles.inp(edge.inp), middles.out(edge.out)];
    return s("text", { x: WIDTH * part, y: from + (to - from) * part }, name(edge));
  }

  function layout(n, m) {
    const most = Math.max(n, m);
    const side = most <= 16 ? 26 : most <= 25 ? 18 : 7;
    const high = most * (side + 4);
    put(svg, "height", high);
    graph.classList.toggle("cv-matrix-dense", side < 18);
    for (const [end, { table: cells }, count] of [["inp", nodes[0], n], ["out", nodes[1], m]]) {
      const space = Math.floor(high / count) - side; // browsers space a table by whole pixels
      const over = (high - count * (space + side)) / 2;
      middles[end] = (flat) => over + (flat + 0.5) * (space + side);
      cells.style.cssText += `--side: ${side}px; --space: ${space}px; --over: ${over}px`;
    }
    table.node.hidden = n * m > LIMITS.matrix_weights;
    if (laid !== `${[m, n]}` && !table.node.hidden) table.layout([m, n]);
    laid = `${[m, n]}`;
  }

  function build() {
    edges = edgesOf(model, mode);
    layout(model.x.length, model.y.length);
    const count = mode === "shared" ? model.w.length : edges.length;
    say(head, `${MEANING[mode]}: ${edges.length} edges, ${plural(count, "weight")}.`);
    put(svg, "aria-label", head.textContent);
    base.replaceChildren(...paths(edges));
    base.style.opacity = Math.max(0.15, Math.min(1, 100 / edges.length));
    tabs.update(mode);
  }

  function paint(next, state, lights) {
    const { view, flat } = lights.selected;
    const end = END[view];
    if (next !== model || state.connections !== mode) {
      [model, mode] = [next, state.connections];
      build();
    }
    for (const column of nodes) column.paint(model, state, lights);
    // A node has its edges; any other cell has those of its weights, and no others stay.
    const whole = end === "out" || end === "inp";
    const taps = new Set(view === "matrix" ? [flat] : lights.list.map((t) => model.taps.out[t] * model.x.length + model.taps.inp[t]));
    const lit = edges.filter((edge) => (whole ? edge[end] === flat : taps.has(edge.at)));
    base.classList.toggle("cv-matrix-gone", !whole);
    // Lit edges lie furthest apart at the end where they part.
    const part = table.node.hidden ? 0.06 : 0.25;
    const named = lit.length > LABELS ? [] : lit.map((edge) => label(edge, end === "inp" ? 1 - part : part));
    over.replaceChildren(...paths(lit), ...named);
    const who = whole ? "The chosen cell" : `Weight ${[...new Set(lit.map(name))].join(", ") || "0"}`;
    say(told, `${who}: ${lit.length} of ${edges.length} edges.`);
    if (!table.node.hidden) table.paint(weights(lit));
  }

  function weights(lit) {
    const faces = model.y.flatMap((_, o) => model.x.map((_, i) => ({ value: 0, blank: true, words: `input ${i}, output ${o}: no edge` })));
    for (const edge of edges) {
      const words = `input ${edge.inp}, output ${edge.out}: weight ${name(edge)}`;
      faces[edge.at] = { value: edge.weight + 1, text: name(edge), words };
    }
    for (const { at } of lit) faces[at].on = true;
    return faces;
  }
  return { node, paint };
}
