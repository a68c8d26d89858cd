// Kind `signals`: one signal slides over another; the area of their product is the result.
import { h, put, say } from "./dom.js";
import { LIMITS } from "./limits.js";
import { createLinked } from "./linked.js";
import { checkNumbers, checkView, heldIn } from "./model.js";
import { shapeOf, show } from "./numbers.js";
import { createPlayer } from "./player.js";
import { SAMPLES } from "./samples.js";
import { createFlip } from "./settings.js";
import { buildSignals } from "./signals_model.js";
import { createNumbers } from "./signals_numbers.js";
import { createView } from "./signals_view.js";
import { areas, writtenSum } from "./signals_words.js";
import { same } from "./store.js";
import { outputSize } from "./taps.js";

const hint = "Drag g across f. Draw f or g as you like. Every number stands below, and can be typed.";

const counts = ({ f: { length: n }, g: { length: k } }) => ({ input: n, kernel: k, output: outputSize(n, k, 1, k - 1, 1) });

function check(state) {
  for (const field of ["f", "g"]) {
    if (shapeOf(state[field]).length !== 1) throw new Error(`${field}: needs one row of numbers.`);
    checkNumbers(field, state[field], LIMITS.signal);
  }
  if (!(state.delta > 0 && state.delta <= LIMITS.number)) throw new Error(`delta: needs a number above 0, up to ${LIMITS.number}.`);
  if (typeof state.flip !== "boolean") throw new Error("flip: needs true or false.");
  checkView(state, counts(state), {});
}

const settle = (state) => ({ ...state, pin: heldIn(state, counts(state)) });

// A list of ready signals; "own" stands in it while the reader's own is there.
function createChoice(field, change) {
  const own = h("option", {}, "own");
  const onchange = () => select.value in SAMPLES && change({ [field]: SAMPLES[select.value], pin: "" });
  const names = Object.keys(SAMPLES);
  const options = names.map((name) => h("option", {}, name));
  const select = h("select", { name: `${field}-preset`, "aria-label": `Signal ${field}`, onchange }, ...options);
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
  let dragging = false;
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, repaint: () => paint() });
  const numbers = createNumbers({ store, linked, change, wrong, repaint: () => paint() });
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
  const choices = { f: createChoice("f", change), g: createChoice("g", change) };
  const flip = createFlip(change, "Mirror g (convolution)");
  const sum = h("p", { class: "cv-sum cv-signals-sum", "data-role": "sum" });
  const made = h("p", { class: "cv-other cv-quiet", "data-role": "areas" });
  const reading = h("span", { class: "cv-quiet cv-signals-reading" });

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const { view: at, flat } = lights.selected;
    const shown = at === "output" ? flat : Math.min(state.step, model.y.length) - 1;
    numbers.paint(model, state, lights, shown);
    view.paint(state, shown, lights);
    put(sum, "aria-live", player.running() || dragging || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...writtenSum(model, lights.selected));
    say(made, areas(model, shown));
  }

  function update(state, before) {
    if (["f", "g", "flip", "delta"].some((field) => state[field] !== before?.[field])) {
      const old = model;
      model = buildSignals(state);
      numbers.build(model, old, state);
      for (const [field, { update }] of Object.entries(choices)) update(state[field]);
      say(reading, `Δ = ${show(state.delta)}: each sample is a bar that wide, so the shaded area is exactly the sum.`);
    }
    view.build(model, state);
    flip.update(state.flip);
    player.update(Math.min(state.step, model.y.length), model.y.length);
    paint();
  }

  const settings = h("div", { class: "cv-settings" }, choices.f.node, choices.g.node, flip.node);
  root.append(h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, settings), view.node, sum, made);
  const panel = h("div", { class: "cv-panel" }, numbers.node);
  return { update, foot: reading, panel, forget: linked.forget, stop: player.stop, close: player.close };
}

export const kind = { check, settle, mount, hint };
