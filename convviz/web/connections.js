// Inputs and outputs as two columns of nodes, joined by edges: full, local or shared weights.
import { createTabs } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { CONNECTIONS } from "./matrixstate.js";
import { END } from "./model.js";
import { createVector } from "./vector.js";

const WIDTH = 240;
const LABELS = 40; // lit edges that still carry the names of their weights
const DASHES = ["", "7 3", "2 3", "9 3 2 3", "1 4", "12 3", "5 2 1 2 1 2", "4 6"];

const s = (tag, attributes, text = "") => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return node;
};

// Edges as three lists, like the taps: the output, the input and the weight of each.
function edgesOf({ taps: { out, inp, ker }, x, y }, mode) {
  if (mode === "shared") return { out, inp, weight: ker };
  if (mode === "local") return { out, inp, weight: out.map((_, t) => t) };
  const all = Array.from({ length: x.length * y.length }, (_, n) => n);
  return { out: all.map((n) => Math.floor(n / x.length)), inp: all.map((n) => n % x.length), weight: all };
}

// The numbers of the edges that the chosen cell has, and whether it is a weight that chose them.
function chosenEdges(edges, model, { selected: { view, flat }, list }) {
  const end = END[view];
  const all = edges.out.map((_, e) => e);
  if (end === "out" || end === "inp") return { only: false, lit: all.filter((e) => edges[end][e] === flat) };
  const pair = (ends, e) => ends.out[e] * model.x.length + ends.inp[e];
  const pairs = new Set(view === "matrix" ? [flat] : list.map((t) => pair(model.taps, t)));
  return { only: true, lit: all.filter((e) => pairs.has(pair(edges, e))) };
}

function meaning(mode, edges, model) {
  const [count, n, m, k] = [edges.out.length, model.x.length, model.y.length, model.w.length];
  if (mode === "full") return `Every input reaches every output, each pair with a weight of its own: ${n} × ${m} = ${count} weights.`;
  if (mode === "local") return `Only its window reaches an output, each edge with a weight of its own: ${count} weights.`;
  return `The same ${count} edges, but all windows share the kernel: ${k} ${k === 1 ? "weight" : "weights"}.`;
}

export function createConnections({ linked, id, back, onMode }) {
  const [left, right] = (back ? ["grad-input", "grad-output"] : ["input", "output"]).map((view) => createVector(view, linked));
  let model;
  let mode;
  let edges;
  const name = (weight) => (mode === "shared" ? String.fromCharCode(97 + weight) : String(weight + 1));
  // Where weights are shared, an entry of the table stands for its kernel cell.
  const target = (flat) => {
    const e = edges.out.findIndex((o, n) => o * model.x.length + edges.inp[n] === flat);
    return mode === "shared" && e >= 0 ? ["kernel", edges.weight[e]] : ["matrix", flat];
  };
  const at = (flat, does) => {
    const [view, own] = flat === null ? ["matrix", null] : target(flat);
    does(linked.tell(view), own);
  };
  const tell = { point: (flat, how) => at(flat, (to, own) => to.point(own, how)), pin: (flat) => at(flat, (to, own) => to.pin(own)) };
  const table = createGrid({ view: "weights", role: "kernel", title: "Weights", small: true, tell });
  const tabs = createTabs({ label: "Connections", names: CONNECTIONS, panel: `${id}-graph`, onChange: onMode });
  const head = h("p", { class: "cv-quiet cv-matrix-head" });
  const told = h("p", { class: "cv-quiet cv-matrix-told" });
  const [base, over] = [s("g", { class: "cv-matrix-base" }), s("g", { class: "cv-matrix-lit" })];
  right.node.classList.add("cv-matrix-right");
  const svg = s("svg", { class: "cv-matrix-edges", role: "img", width: WIDTH });
  svg.append(base, over);
  const nodes = h("div", { class: "cv-matrix-nodes" }, left.node, svg, right.node);
  const body = h("div", { id: `${id}-graph`, role: "tabpanel", class: "cv-matrix-graph" }, nodes, table.node);
  const node = h("div", {}, tabs.node, head, body, told);
  let laid = "";
  const middles = {}; // for each end, where the middle of a cell lies

  const ends = (e) => [middles.inp(edges.inp[e]), middles.out(edges.out[e])];
  const line = (e) => ends(e).map((y, n) => `${n ? "L" : "M"}${n * WIDTH} ${y.toFixed(1)}`).join("");

  // One path for each dash: a handful of elements, however many edges.
  function paths(list) {
    const groups = new Map();
    for (const e of list) {
      const group = mode === "shared" ? edges.weight[e] : 0;
      groups.set(group, (groups.get(group) ?? "") + line(e));
    }
    return [...groups].map(([group, d]) => s("path", { d, "stroke-dasharray": DASHES[group % DASHES.length] }));
  }

  function label(e, part) {
    const [from, to] = ends(e);
    return s("text", { x: WIDTH * part, y: from + (to - from) * part }, name(edges.weight[e]));
  }

  function layout() {
    const [n, m] = [model.x.length, model.y.length];
    const pitch = Math.max(n, m) <= 16 ? 30 : Math.max(n, m) <= 25 ? 22 : 11; // a cell and 4 px
    const high = Math.max(n, m) * pitch;
    put(svg, "height", high);
    put(svg, "viewBox", `0 0 ${WIDTH} ${high}`);
    nodes.classList.toggle("cv-matrix-dense", pitch < 20);
    for (const [end, { table: cells }, count] of [["inp", left, n], ["out", right, m]]) {
      const space = Math.floor(high / count) - pitch + 4; // browsers space a table by whole pixels
      const over = (high - count * (space + pitch - 4)) / 2;
      middles[end] = (flat) => over + (flat + 0.5) * (space + pitch - 4);
      for (const [name, size] of Object.entries({ side: pitch - 4, space, over })) cells.style.setProperty(`--${name}`, `${size}px`);
    }
    table.node.hidden = n * m > LIMITS.matrix_weights;
    if (!table.node.hidden && laid !== `${[m, n]}`) table.layout([m, n]);
    laid = table.node.hidden ? "" : `${[m, n]}`;
  }

  function build(nextModel, nextMode) {
    [model, mode] = [nextModel, nextMode];
    edges = edgesOf(model, mode);
    layout();
    tabs.update(mode);
    say(head, meaning(mode, edges, model));
    put(svg, "aria-label", head.textContent);
    base.replaceChildren(...paths(edges.out.keys()));
    base.style.opacity = Math.max(0.15, Math.min(1, 100 / edges.out.length));
    table.title(`${new Set(edges.weight).size} different`);
  }

  function paint(nextModel, { connections }, lights, waiting) {
    if (nextModel !== model || connections !== mode) build(nextModel, connections);
    left.paint(model, lights, waiting);
    right.paint(model, lights, waiting);
    const { only, lit } = chosenEdges(edges, model, lights);
    const part = END[lights.selected.view] === "inp" ? 0.75 : 0.25;
    base.classList.toggle("cv-matrix-gone", only);
    over.replaceChildren(...paths(lit), ...(lit.length <= LABELS ? lit.map((e) => label(e, part)) : []));
    say(told, describe(only, lit));
    if (!table.node.hidden) table.paint(weights(new Set(lit)));
  }

  function describe(only, lit) {
    const names = [...new Set(lit.map((e) => name(edges.weight[e])))];
    const some = `${lit.length} of ${edges.out.length} edges`;
    if (!only) return `The chosen cell has ${some}.`;
    if (!lit.length) return "No edge joins these two.";
    if (names.length === 1) return `Weight ${names[0]} stands on ${some}. The others are hidden.`;
    return `Not shared, this kernel cell would be ${names.length} different weights.`;
  }

  function weights(lit) {
    const n = model.x.length;
    const faces = Array.from({ length: n * model.y.length }, (_, flat) => ({ value: 0, blank: true, words: `no edge from input ${flat % n} to output ${Math.floor(flat / n)}` }));
    edges.out.forEach((o, e) => {
      const words = `weight ${name(edges.weight[e])}, from input ${edges.inp[e]} to output ${o}`;
      faces[o * n + edges.inp[e]] = { value: edges.weight[e] + 1, text: name(edges.weight[e]), on: lit.has(e), words };
    });
    return faces;
  }
  return { node, paint };
}
