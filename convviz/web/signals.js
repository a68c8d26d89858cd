// Kind `signals`: one signal slides over another; the area of their product is the result.
import { h, put, say } from "./dom.js";
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { checkNumbers } from "./model.js";
import { shapeOf, show } from "./numbers.js";
import { createPlayer } from "./player.js";
import { createRules } from "./rules.js";
import { SAMPLES } from "./samples.js";
import { createFlip, createSize } from "./settings.js";
import { buildSignals } from "./signals_model.js";
import { createView } from "./signals_view.js";
import { areas, spoken, writtenSum } from "./signals_words.js";
import { same } from "./store.js";
import { outputSize } from "./taps.js";

const hint = "Drag g across f. Draw f or g as you like. Every number stands below, and can be typed.";

const FIELDS = { f: "input", g: "kernel" };

const rules = createRules(({ f, g }) => ({ input: f.length, kernel: g.length, output: outputSize(f.length, g.length, 1, g.length - 1, 1) }));

function check(state) {
  for (const field of Object.keys(FIELDS)) {
    if (shapeOf(state[field]).length !== 1) throw new Error(`${field}: needs one row of numbers.`);
    checkNumbers(field, state[field], LIMITS.signal);
  }
  if (!(state.delta > 0 && state.delta <= LIMITS.number)) throw new Error(`delta: needs a number above 0, up to ${LIMITS.number}.`);
  rules.check(state);
}

// A list of ready signals; "own" stands in it while the reader's own is there.
function createChoice(field, change) {
  const own = h("option", {}, "own");
  const onchange = () => select.value in SAMPLES && change({ [field]: SAMPLES[select.value], pin: "" });
  const names = Object.keys(SAMPLES);
  const select = h("select", { name: `${field}-preset`, "aria-label": `Signal ${field}`, onchange }, ...names.map((name) => h("option", {}, name)));
  function update(values) {
    const known = names.find((name) => same(SAMPLES[name], values));
    if (known) own.remove();
    else select.append(own);
    select.value = known ?? "own";
  }
  return { node: h("label", { class: "cv-control" }, field, select), update };
}

function mount({ root, store, change: ask, wrong }) {
  let model;
  let words;
  let dragging = false;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint() });
  const grid = (view, title, editable) => createGrid({ view, role: view, title, editable, tell: tell(view, title) });
  const tell = (view, field) => ({
    ...linked.tell(view),
    wrong,
    done: store.endEdit,
    edit: (flat, value) => change({ [field]: store.get()[field].map((old, n) => (n === flat ? value : old)) }, `${field} ${flat}`),
  });
  const grids = { input: grid("input", "f", true), kernel: grid("kernel", "g", true), output: grid("output", "result") };
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  // While one drags, every move is an update: only its end is read aloud, and undone as one.
  function dragged(patch, tag) {
    player.stop();
    dragging = true;
    change({ ...patch, pin: "" }, tag);
  }
  const view = createView({
    store,
    drawn: (field, values) => dragged({ [field]: values }, `draw ${field}`),
    moved: (o) => dragged({ step: o + 1 }, "drag"),
    done(sketched) {
      dragging = false;
      // The arrow keys go on from where the pointer has let go.
      if (!sketched) root.querySelector("[name=step]").focus({ preventScroll: true });
      store.endEdit();
      update(store.get(), store.get());
    },
  });
  const parts = Object.keys(FIELDS).map((field) => {
    const size = { what: field, axis: 0, name: "samples", limits: () => [1, LIMITS.signal] };
    return { field, choice: createChoice(field, change), length: createSize({ store, change, wrong, ...size }) };
  });
  const flip = createFlip(change, "Mirror g (convolution)");
  const sum = h("p", { class: "cv-sum cv-signals-sum", "data-role": "sum" });
  const made = h("p", { class: "cv-other cv-quiet", "data-role": "areas" });
  const reading = h("span", { class: "cv-quiet cv-signals-reading" });
  const lengths = h("div", { class: "cv-settings" }, ...parts.map(({ length }) => length.node));
  const rows = Object.values(grids).map(({ node }) => h("div", { class: "cv-signals-row", "data-scrolls": true }, node));
  const fold = h("details", { class: "cv-fold", ontoggle: () => paint() }, h("summary", {}, "numbers and sizes"), lengths, ...rows);

  // Where the row of a long result is cut, the chosen cell is brought into sight: with the next
  // frame, as asking for places earlier would make the browser lay out the page twice.
  function reveal({ table }, flat) {
    if (!fold.open || linked.byPointer()) return;
    requestAnimationFrame(() => {
      const [row, cell] = [table.closest("[data-scrolls]"), table.rows[0].cells[flat]];
      if (cell) row.scrollLeft = cell.offsetLeft - row.clientWidth / 2;
    });
  }

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const { view: at, flat } = lights.selected;
    const shown = at === "output" ? flat : Math.min(state.step, model.y.length) - 1;
    for (const [name, { paint }] of Object.entries(grids)) {
      paint(model.values[name].map((value, n) => {
        const face = lights.face(name, n, value);
        const todo = name === "output" && n >= state.step ? "todo" : null;
        return { ...face, state: face.state ?? todo, words: words[name][n] };
      }));
    }
    reveal(grids.output, shown);
    view.paint(state, shown, lights);
    put(sum, "aria-live", player.running() || dragging || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...writtenSum(model, lights.selected));
    say(made, areas(model, shown));
  }

  function update(state, before) {
    const old = model?.values;
    if (["f", "g", "flip", "delta"].some((field) => state[field] !== before?.[field])) {
      model = buildSignals(state);
      words = {};
      for (const [name, values] of Object.entries(model.values)) {
        words[name] = values.map((_, n) => spoken(model, name, n));
        if (old?.[name].length === values.length) continue;
        grids[name].layout([values.length]);
        linked.forget();
      }
      grids.output.title(`f ${state.flip ? "∗" : "⋆"} g`);
      say(reading, `Δ = ${show(state.delta)}: each sample is a bar that wide, so the shaded area is exactly the sum.`);
    }
    view.build(model, state);
    for (const { field, choice, length } of parts) {
      choice.update(state[field]);
      length.update(state[field].length);
    }
    flip.update(state.flip);
    player.update(Math.min(state.step, model.y.length), model.y.length);
    paint();
  }

  const settings = h("div", { class: "cv-settings" }, ...parts.map(({ choice }) => choice.node), flip.node);
  root.append(h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, settings), view.node, sum, made);
  return { update, foot: reading, panel: h("div", { class: "cv-panel" }, fold), forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle: rules.settle, mount, hint };
