// Kind `signals`: one signal slides over another; the area of their product is the result.
import { createStepper, createSwitch } from "./controls.js";
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { buildModel, cellCounts, checkNumbers } from "./model.js";
import { brief, resized, shapeOf, show } from "./numbers.js";
import { createPlayer } from "./player.js";
import { SAMPLES } from "./samples.js";
import { areas, spoken, writtenSum } from "./signals_words.js";
import { createView } from "./signals_view.js";
import { same } from "./store.js";

const hint = "Drag g across f. Draw f or g as you like. Every number stands below, and can be typed.";

const FIELDS = { f: "input", g: "kernel" };

// The layer that a state means: g slides over f until it has left it.
const layer = ({ f, g, flip }) => ({ input: f, kernel: g, stride: 1, padding: g.length - 1, dilation: 1, flip });

function check(state) {
  for (const field of Object.keys(FIELDS)) {
    if (shapeOf(state[field]).length !== 1) throw new Error(`${field}: needs one row of numbers.`);
    checkNumbers(field, state[field], LIMITS.signal);
  }
  if (!(state.delta > 0 && state.delta <= LIMITS.number)) throw new Error(`delta: needs a number above 0, up to ${LIMITS.number}.`);
  if (typeof state.flip !== "boolean") throw new Error("flip: needs true or false.");
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

function isCell(state) {
  const [view, flat] = state.pin.split(":");
  const counts = { ...cellCounts(layer(state)), matrix: 0, im2col: 0 };
  return state.pin === "" || (/^\d{1,6}$/.test(flat) && Number(flat) < (counts[view] ?? 0));
}

// A shorter signal may have taken the held cell away.
function settle(state) {
  try {
    return isCell(state) ? state : { ...state, pin: "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

// A list of ready signals; "own" stands in it while the reader's own is there.
function createChoice(field, change) {
  const names = Object.keys(SAMPLES).map((name) => h("option", {}, name));
  const own = h("option", {}, "own");
  const select = h("select", { name: `${field}-preset`, "aria-label": `Signal ${field}` }, ...names);
  select.addEventListener("change", () => select.value in SAMPLES && change({ [field]: SAMPLES[select.value], pin: "" }));
  function update(values) {
    const known = Object.keys(SAMPLES).find((name) => same(SAMPLES[name], values));
    if (known) own.remove();
    else select.append(own);
    select.value = known ?? "own";
  }
  return { node: h("label", { class: "cv-control" }, field, select), update };
}

function createLength(field, { store, change, wrong }) {
  let kept = null; // while 12 is typed there is a 1 first: what it cuts off comes back
  const onChange = (n) => change({ [field]: resized(kept ?? store.get()[field], [n]), pin: "" });
  return createStepper({
    name: `${field}-samples`,
    label: `${field} samples`,
    limits: () => [1, LIMITS.signal],
    onWrong: wrong,
    onChange,
    onFocus: () => (kept = store.get()[field]),
    onLeave: () => (kept = null),
  });
}

function mount({ root, store, change: ask, wrong }) {
  let model;
  let words;
  let drawing = false;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint() });
  const edits = (field) => ({
    ...linked.tell(FIELDS[field]),
    wrong,
    done: store.endEdit,
    edit: (flat, value) => change({ [field]: store.get()[field].with(flat, value) }, `${field} ${flat}`),
  });
  const grids = {
    input: createGrid({ view: "input", role: "input", title: "f", editable: true, tell: edits("f") }),
    kernel: createGrid({ view: "kernel", role: "kernel", title: "g", editable: true, tell: edits("g") }),
    output: createGrid({ view: "output", role: "output", title: "result", tell: linked.tell("output") }),
  };
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const view = createView({
    store,
    drawn(field, values) {
      drawing = true;
      change({ [field]: values, pin: "" }, `draw ${field}`);
    },
    moved(o, start) {
      player.stop();
      drawing = true;
      if (start) root.querySelector("[name=step]").focus({ preventScroll: true });
      change({ step: o + 1, pin: "" }, "step");
    },
    done() {
      drawing = false;
      store.endEdit();
      update(store.get(), store.get());
    },
  });
  const choices = Object.fromEntries(Object.keys(FIELDS).map((field) => [field, createChoice(field, change)]));
  const lengths = Object.fromEntries(Object.keys(FIELDS).map((field) => [field, createLength(field, { store, change, wrong })]));
  const flip = createSwitch({
    name: "flip",
    label: "Mirror g (convolution)",
    off: "correlation",
    on: "convolution",
    onChange: (value) => change({ flip: value, pin: "" }),
  });
  const sum = h("p", { class: "cv-sum cv-signals-sum", "data-role": "sum" });
  const made = h("p", { class: "cv-other cv-quiet", "data-role": "areas" });
  const rule = h("span", { class: "cv-quiet cv-signals-rule" });
  const rows = Object.values(grids).map((grid) => h("div", { class: "cv-signals-row", "data-scrolls": true }, grid.node));
  const sizes = h("div", { class: "cv-settings" }, ...Object.values(lengths).map((length) => length.node));
  const panel = h("div", { class: "cv-panel" }, h("details", { class: "cv-fold" }, h("summary", {}, "numbers and sizes"), sizes, ...rows));

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const { view: at, flat } = lights.selected;
    const shown = at === "output" ? flat : Math.min(state.step, model.y.length) - 1;
    const values = { input: model.x, kernel: model.w, output: model.y };
    for (const [name, grid] of Object.entries(grids)) {
      grid.paint(values[name].map((value, n) => {
        const face = lights.face(name, n, name === "output" ? value * state.delta : value);
        const todo = name === "output" && n >= state.step ? "todo" : null;
        return { ...face, state: face.state ?? todo, words: words[name][n] };
      }));
    }
    view.paint(state, shown, lights);
    put(sum, "aria-live", player.running() || drawing || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...writtenSum(model, lights.selected, state));
    say(made, areas(model, shown, state));
  }

  function update(state, before) {
    if (!before || state.f !== before.f || state.g !== before.g || state.flip !== before.flip || state.delta !== before.delta) {
      model = { ...buildModel(layer(state)), mark: undefined };
      model.mark = (t) => `×${brief(model.w[model.taps.ker[t]])}`;
      const counts = { input: model.x, kernel: model.w, output: model.y };
      words = Object.fromEntries(Object.entries(counts).map(([name, all]) => [name, all.map((_, n) => spoken(model, name, n, state))]));
      for (const [name, all] of Object.entries(counts)) {
        if (grids[name].table.querySelectorAll("td").length === all.length) continue;
        grids[name].layout([all.length]);
        linked.forget();
      }
    }
    view.build(model, state);
    for (const field of Object.keys(FIELDS)) {
      choices[field].update(state[field]);
      lengths[field].update(state[field].length);
    }
    grids.output.title(`f ${state.flip ? "∗" : "⋆"} g`);
    flip.update(state.flip);
    player.update(Math.min(state.step, model.y.length), model.y.length);
    say(rule, `Δ = ${show(state.delta)}: each sample is a bar that wide, so the shaded area is exactly the sum.`);
    paint();
  }

  const settings = h("div", { class: "cv-settings" }, ...Object.values(choices).map((choice) => choice.node), flip.node);
  root.append(h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, settings), view.node, sum, made);
  return { update, foot: rule, panel, forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
