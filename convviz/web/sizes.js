// Kind `sizes`: how large the output is, and how far a cell of a stack of layers sees.
import { buildChain, extents, plainLayer, sizesOf, trace, viewOf } from "./chain.js";
import { createCone } from "./cone.js";
import { createTabs } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createCode } from "./libraries.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { createPlayer } from "./player.js";
import { createQuestion } from "./question.js";
import { PADS, readLayer } from "./readings.js";
import { createSizeBar, FIELDS, LEAST } from "./sizebar.js";
import { leftOver, seenBy, spoken, written } from "./sizelines.js";

const hint = "Point at any cell to see what feeds it and what it feeds. Click to hold it.";

const VIEWS = { one: "One layer", stack: "Stack of layers" };

const need = (good, words) => {
  if (!good) throw new Error(`${words}.`);
};
const whole = (name, n, least, most) =>
  need(Number.isInteger(n) && n >= least && n <= most, `${name}: needs a whole number from ${least} to ${most}`);

const partsOf = (state) =>
  state.view === "one" ? [state.n, [readLayer(state)]] : [state.image, state.layers.map(plainLayer)];

function check(state) {
  for (const name of ["n", "image"]) {
    need(state[name].length === 2, `${name}: needs rows and columns`);
    for (const cells of state[name]) whole(name, cells, 1, LIMITS.size);
  }
  for (const name of FIELDS) whole(name, state[name], name === "dilation" && state.gaps ? 0 : LEAST[name], LIMITS.setting);
  for (const name of ["channels", "filters", "step"]) whole(name, state[name], 1, name === "step" ? Infinity : LIMITS.size);
  for (const name of ["gaps", "up", "ask"]) need(typeof state[name] === "boolean", `${name}: needs true or false`);
  for (const [name, table] of [["view", VIEWS], ["pads", PADS]]) {
    need(Object.hasOwn(table, state[name]), `${name}: needs one of ${Object.keys(table).join(", ")}`);
  }
  whole("layers", state.layers.length, 1, LIMITS.layers);
  for (const layer of state.layers) {
    need(layer.length === FIELDS.length, `layers: each needs ${FIELDS.join(", ")}`);
    FIELDS.forEach((name, f) => whole(`layers, ${name}`, layer[f], LEAST[name], LIMITS.setting));
  }
  sizesOf(state.n, [readLayer(state)]);
  sizesOf(state.image, state.layers.map(plainLayer));
  need(isCell(state), "pin: needs a row of cells and a cell that it has");
}

function isCell(state) {
  const [n, layers] = partsOf(state);
  const [view, flat] = state.pin.split(":");
  const level = layers.findIndex((_, l) => viewOf(l, layers.length) === view);
  const size = view === "output" ? sizesOf(n, layers).at(-1) : sizesOf(n, layers)[level];
  return state.pin === "" || (/^\d{1,4}$/.test(flat) && Number(flat) < (size?.[1] ?? 0));
}

// A smaller row may have taken the held cell away; a dilation of 0 means none only from 0.
function settle(state) {
  try {
    const next = state.gaps || state.dilation !== 0 ? state : { ...state, dilation: 1 };
    return isCell(next) ? next : { ...next, pin: "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

const shapeOfState = (state) => JSON.stringify({ ...state, step: 0, pin: "" });

function mount({ root, store, change: ask, wrong, id }) {
  let chain;
  let left;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint() });
  const bar = createSizeBar({ store, change, wrong });
  const question = createQuestion({ store, change, wrong });
  const cone = createCone(linked);
  const code = createCode(wrong);
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const formula = h("div", { class: "cv-sizes-formula" });
  const sum = h("p", { class: "cv-sum cv-sizes-sum", "data-role": "sum" });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "left-over" });
  const answer = h("div", {}, formula, cone.node, sum, other);
  const stage = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-sizes" }, question.node, answer);
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: stage.id, onChange: (view) => change({ view, pin: "" }) });

  function paint() {
    const { rows, drawn } = chain;
    const last = rows.length - 1;
    const state = store.get();
    const { selected, held } = linked.chosen(rows[last].count);
    const level = rows.findIndex(({ view }) => view === selected.view);
    const spans = extents(chain, level, selected.flat);
    const traced = drawn && trace(chain, level, selected.flat);
    cone.paint({ selected, held, spans, traced, todo: last === 1 ? state.step : Infinity });
    put(sum, "aria-live", player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...seenBy(chain, level, selected.flat, spans, traced));
    say(other, drawn ? left : `${left} Too long to draw cell by cell: these bars are to scale.`);
  }

  function update(state, before) {
    const asked = state.ask && state.view === "one";
    if (!before || shapeOfState(before) !== shapeOfState(state)) {
      const [n, layers] = partsOf(state);
      chain = buildChain(n, layers);
      left = leftOver(chain);
      bar.update(state, chain);
      cone.build(chain, (level, index) => spoken(chain, level, index));
      formula.replaceChildren(...written(state, chain));
      code.update(state, layers[0]);
      question.update(state, before);
    }
    answer.hidden = asked;
    code.node.hidden = asked || state.view !== "one";
    tabs.update(state.view);
    const count = asked ? 1 : chain.rows.at(-1).count;
    player.update(Math.min(state.step, count), count);
    paint();
  }

  root.append(h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, ...bar.nodes), stage);
  return { update, foot: tabs.node, panel: h("div", { class: "cv-panel" }, code.node), forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
