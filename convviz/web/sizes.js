// Kind `sizes`: how large the output is, and how far a cell of a stack of layers sees.
import { chainOf, extents, joined, plainLayer, trace } from "./sizes_chain.js";
import { createCone } from "./sizes_cone.js";
import { createTabs } from "./controls.js";
import { h, say } from "./dom.js";
import { createCode } from "./sizes_libraries.js";
import { LIMITS } from "./limits.js";
import { createQuestion, judged } from "./sizes_question.js";
import { PADS, readLayer } from "./sizes_readings.js";
import { createSizeBar, FIELDS, RANGE } from "./sizes_bar.js";
import { leftOver, seenBy, spoken, written } from "./sizes_lines.js";
import { createWalk } from "./walk.js";

const hint = "Point at any cell to see what feeds it and what it feeds. Click to hold it.";

const VIEWS = { one: "Layer", code: "Conventions", stack: "Stack" };

const oneOf = (state) => [state.n, [readLayer(state)]];
const stackOf = (state) => [state.image, state.layers.map(plainLayer)];
const chains = (state) => [oneOf(state), stackOf(state)].map((parts) => chainOf(...parts));
const shown = (state) => (state.view === "stack" ? stackOf(state) : oneOf(state));

function need(good, words) {
  if (!good) throw new Error(`${words}.`);
}

function whole(name, list, [least, most], count = list.length) {
  const good = (n) => Number.isInteger(n) && n >= least && n <= most;
  need(list.length === count && list.every(good), `${name}: needs ${count} whole from ${least} to ${most}`);
}

function check(state) {
  for (const name of ["n", "image"]) whole(name, state[name], RANGE[name], 2);
  for (const name of [...FIELDS, "channels", "filters"]) {
    const [least, most] = RANGE[name];
    whole(name, [state[name]], [name === "dilation" && state.gaps ? 0 : least, most]);
  }
  whole("step", [state.step], [1, Infinity]);
  whole("layers", [state.layers.length], [1, LIMITS.layers]);
  for (const layer of state.layers) FIELDS.forEach((name, f) => whole(`layers, ${name}`, layer.slice(f, f + 1), RANGE[name], 1));
  for (const name of ["gaps", "up", "ask"]) need(typeof state[name] === "boolean", `${name}: needs true or false`);
  for (const [name, words] of Object.entries({ view: VIEWS, pads: PADS })) {
    need(Object.hasOwn(words, state[name]), `${name}: needs one of ${Object.keys(words).join(", ")}`);
  }
  chains(state);
  need(isCell(state), "pin: needs a row of cells and a cell that it has");
}

// Whether every kernel of the state fits its input.
function fits(state) {
  try {
    return chains(state).length > 0;
  } catch {
    return false;
  }
}

function isCell(state) {
  const [view, flat] = state.pin.split(":");
  const row = chainOf(...shown(state)).find((one) => one.view === view);
  return state.pin === "" || (/^\d{1,4}$/.test(flat) && Number(flat) < (row?.size[1] ?? 0));
}

// A smaller row may have taken the held cell away; counted from 1, no dilation is 1.
function settle(state) {
  const next = state.gaps || state.dilation ? state : { ...state, dilation: 1 };
  return isCell(next) ? next : { ...next, pin: "" };
}

const form = (state) => JSON.stringify({ ...state, step: 0, pin: "" });

function mount(frame) {
  const { root, store, wrong, id } = frame;
  let chain;
  let left;
  const walk = createWalk(frame, { repaint: () => paint() });
  const { change, linked, sum } = walk;
  const bar = createSizeBar({ store, change, wrong, fits });
  const question = createQuestion({
    judge: (given) => judged(store.get(), chain.rows[1].size, chain.layers[0], given),
    show: () => change({ ask: false }),
    wrong,
  });
  const cone = createCone(linked);
  const code = createCode(wrong);
  const formula = h("div", { class: "cv-sizes-formula" });
  sum.classList.add("cv-sizes-sum");
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "left-over" });
  const answer = h("div", {}, formula, cone.node, sum, other);
  const stage = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-sizes" }, question.node, answer);
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: stage.id, onChange: (view) => change({ view }) });

  function paint() {
    const { rows, layers, drawn } = chain;
    const last = rows.length - 1;
    const { selected: chosen, held } = linked.chosen(rows[last].size[1]);
    // A bar shows no single cell: of a cell held within one, what the output of the step sees.
    const atRest = { view: "output", flat: Math.min(store.get().step, rows[last].size[1]) - 1 };
    const selected = drawn || chosen.view === "output" ? chosen : atRest;
    const level = rows.findIndex(({ view }) => view === selected.view);
    const spans = extents(layers, level, selected.flat);
    const traced = drawn && trace(chain, level, selected.flat);
    cone.paint({ selected, held, spans, traced, todo: last > 1 ? Infinity : store.get().step });
    walk.write(seenBy(chain, level, selected.flat, spans, traced));
    say(other, left);
  }

  function update(state, before) {
    const asked = state.ask && state.view !== "stack";
    if (!before || form(before) !== form(state)) {
      const [n, layers] = shown(state);
      chain = joined(chainOf(n, layers), layers);
      left = leftOver(chain);
      bar.update(state, chain.rows);
      cone.build(chain, (level, index) => spoken(chain, level, index));
      formula.replaceChildren(...written(state, chain));
      code.update(state, layers[0]);
      question.update(state, !before?.ask);
      question.node.hidden = !asked;
      answer.hidden = asked;
      code.node.hidden = asked || state.view !== "code";
      tabs.update(state.view);
    }
    const count = asked ? 1 : chain.rows.at(-1).size[1];
    walk.steps(count);
    paint();
  }

  root.append(...walk.bars(...bar.nodes), stage);
  return { update, foot: tabs.node, panel: h("div", { class: "cv-panel" }, code.node), ...walk.view };
}

export const kind = { check, settle, mount, hint };
