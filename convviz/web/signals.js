// Kind `signals`: one signal slides over another; the area of their product is the result.
import { h, say } from "./dom.js";
import { LIMITS } from "./limits.js";
import { checkNumbers, checkView, heldIn } from "./model.js";
import { shapeOf, show } from "./numbers.js";
import { createPresets } from "./presets.js";
import { SAMPLES } from "./samples.js";
import { createFlip } from "./settings.js";
import { buildSignals } from "./signals_model.js";
import { createNumbers } from "./signals_numbers.js";
import { createView } from "./signals_view.js";
import { areas, writtenSum } from "./signals_words.js";
import { outputSize } from "./taps.js";
import { createWalk } from "./walk.js";

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

function createChoice(field, change) {
  const states = Object.fromEntries(Object.entries(SAMPLES).map(([name, values]) => [name, { [field]: values }]));
  const onChange = (found) => change({ ...found, pin: "" });
  return createPresets({ name: `${field}-preset`, label: `Signal ${field}`, shown: field, own: "own", states, onChange });
}

function mount(frame) {
  const { root, store, wrong } = frame;
  let model;
  let dragging = false;
  const walk = createWalk(frame, { repaint: () => paint() });
  const { change, linked, sum } = walk;
  const numbers = createNumbers({ store, linked, change, wrong, repaint: () => paint() });
  // While one drags, every move is an update: only its end is read aloud, and undone as one.
  function dragged(patch, tag) {
    walk.view.stop();
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
  sum.classList.add("cv-signals-sum");
  const made = h("p", { class: "cv-other cv-quiet", "data-role": "areas" });
  const reading = h("span", { class: "cv-quiet cv-signals-reading" });

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    const { view: at, flat } = lights.selected;
    const shown = at === "output" ? flat : Math.min(state.step, model.y.length) - 1;
    numbers.paint(model, state, lights, shown);
    view.paint(state, shown, lights);
    walk.write(writtenSum(model, lights.selected), dragging);
    say(made, areas(model, shown));
  }

  function update(state, before) {
    if (["f", "g", "flip", "delta"].some((field) => state[field] !== before?.[field])) {
      const old = model;
      model = buildSignals(state);
      numbers.build(model, old, state);
      for (const { update } of Object.values(choices)) update(state);
      say(reading, `Δ = ${show(state.delta)}: each sample is a bar that wide, so the shaded area is exactly the sum.`);
    }
    view.build(model, state);
    flip.update(state.flip);
    walk.steps(model.y.length);
    paint();
  }

  const settings = h("div", { class: "cv-settings" }, choices.f.node, choices.g.node, flip.node);
  root.append(...walk.bars(settings), view.node, sum, made);
  const panel = h("div", { class: "cv-panel" }, numbers.node);
  return { update, foot: reading, panel, ...walk.view };
}

export const kind = { check, settle, mount, hint };
