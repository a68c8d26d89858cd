// Kind `cnn`: a digit on its way through a trained network, and the gradient on its way back.
import { createStepper, createSwitch } from "./controls.js";
import { createWall } from "./cnnwall.js";
import { createZoom, placeOf } from "./cnnzoom.js";
import { writtenSum } from "./cnnsum.js";
import { h, put } from "./dom.js";
import { LIMITS } from "./limits.js";
import { backward, buildNetwork, forward, STEPS, WEIGHTS } from "./network.js";
import { shapeOf } from "./numbers.js";
import { createPlayer } from "./player.js";
import { same } from "./store.js";
import { sizeOf, unravel } from "./taps.js";

const hint = "Draw on the grid, or pick a digit. Open any map; point at a cell to see the sum that made it, with its numbers rounded.";

const BLANK = Array.from({ length: 8 }, () => Array(8).fill(0));
const THEMES = ["class", "theme", "data-theme", "data-jp-theme-light", "data-vscode-theme-kind"];

const whole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;

const isDigit = (nested) => same(shapeOf(nested), [8, 8]) && nested.every((row) => row.length === 8 && row.every((ink) => whole(ink, 0, LIMITS.ink)));

function check(state) {
  const need = (good, words) => {
    if (!good) throw new Error(words);
  };
  need(isDigit(state.digit), `digit: needs 8 rows of 8 whole numbers from 0 to ${LIMITS.ink}.`);
  need(state.samples.every(isDigit), "samples: needs pictures of 8 rows of 8 shades.");
  need(same(shapeOf(state.labels), [state.samples.length]), "labels: needs one for each sample.");
  need(state.weights.length === WEIGHTS && state.weights.every(Number.isFinite), `weights: needs ${WEIGHTS} numbers.`);
  for (const [name, least, most] of [["target", 0, 9], ["step", 1, STEPS.length], ["map", 0, 31], ["source", 0, 31]]) {
    need(whole(state[name], least, most), `${name}: needs a whole number from ${least} to ${most}.`);
  }
  for (const name of ["gradient", "erase"]) need(typeof state[name] === "boolean", `${name}: needs true or false.`);
  need(isCell(state), "pin: needs a view and a cell that this step has.");
}

// How many cells each large view of a step has.
function isCell({ step, gradient, pin }) {
  const area = (at) => sizeOf([[8, 8], [8, 8], [8, 8], [4, 4], [2, 2], [2, 2], [1, 1]][at]);
  const counts = {
    [gradient && step > 1 ? "grad-input" : "input"]: area(Math.max(step - 2, 0)),
    [gradient ? "grad-output" : "output"]: area(step - 1),
    kernel: { 2: 9, 5: 9, 7: 4 }[step] ?? 0,
  };
  const [view, flat] = String(pin).split(":");
  return pin === "" || (/^\d{1,2}$/.test(flat) && Number(flat) < (counts[view] ?? 0));
}

const settle = (state) => (isCell(state) ? state : { ...state, pin: "" });

function mount({ root, store, change: ask, wrong }) {
  const network = buildNetwork(store.get().weights);
  let computed = {};
  // Play goes on while the reader looks about, but a cell that is held is held.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const zoom = createZoom({ store, change, wrong, repaint: () => paint() });
  const wall = createWall({
    network,
    open: (step, map) => change({ step, map, pin: "" }),
    choose: (target) => change({ target, ...(store.get().gradient ? {} : { step: 7, pin: "" }) }),
  });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const step = () => network[store.get().step - 1];
  const source = createStepper({
    name: "source",
    label: "from map",
    limits: () => (step().weight[1] > 1 ? [0, step().weight[1] - 1] : [placeOf(step(), store.get()).c, placeOf(step(), store.get()).c]),
    onChange: (n) => change({ source: n, pin: "" }),
    onWrong: wrong,
  });
  const gradient = createSwitch({ name: "gradient", label: "Show the gradient", off: "forward", on: "gradient", onChange: (on) => change({ gradient: on, pin: "" }) });
  const erase = createSwitch({ name: "erase", label: "Erase in place of drawing", off: "draw", on: "erase", onChange: (on) => change({ erase: on }) });
  const clear = h("button", { type: "button", name: "clear", class: "cv-plain", onclick: () => change({ digit: BLANK }) }, "clear");
  const samples = h("select", { name: "sample", "aria-label": "A digit from the data", onchange: pick });
  function pick() {
    const digit = store.get().samples[samples.value];
    if (digit) change({ digit });
  }
  samples.append(h("option", { value: "" }, "own drawing"), ...store.get().labels.map((label, i) => h("option", { value: i }, `a ${label}`)));
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });

  function paint() {
    const { lights, model } = zoom.paint();
    const { view, flat } = lights.selected;
    wall.light(computed, lights, model);
    put(sum, "aria-live", player.running() || zoom.byPointer() ? "off" : "polite");
    const name = view in model.shown ? view : view === "input" ? "pad" : "grad-output";
    const { lead, shape, values } = model.shown[name];
    const index = [...lead, ...unravel(flat, shape)];
    const at = lead.length ? lead[0] * values.length + flat : flat;
    sum.replaceChildren(...writtenSum(computed, name === "pad" ? "input" : name, index, at, values[flat], lights.list.length));
  }

  function update(state, before) {
    const moved = !before || state.digit !== before.digit;
    const steps = moved ? forward(network, state.digit.flat()) : computed.steps;
    const gradients = moved || state.target !== before.target ? backward(network, steps, state.target) : computed.gradients;
    const sample = state.samples.findIndex((one) => same(one, state.digit));
    computed = { state, network, steps, gradients, label: state.labels[sample] };
    zoom.build(computed);
    wall.build(computed, !before);
    samples.value = sample < 0 ? "" : sample;
    source.update(placeOf(step(), state).c);
    gradient.update(state.gradient);
    erase.update(state.erase);
    player.update(state.step, STEPS.length);
    paint();
  }

  const themes = new MutationObserver(() => wall.build(computed, true));
  for (const node of [document.documentElement, document.body]) themes.observe(node, { attributeFilter: THEMES });
  const close = () => {
    themes.disconnect();
    player.close();
  };
  const pen = h("div", { class: "cv-settings" }, samples, clear, erase.node);
  const views = h("div", { class: "cv-settings" }, gradient.node, source.node);
  root.classList.add("cv-cnn");
  root.append(h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, pen, views), zoom.node, sum, wall.node);
  return { update, foot: h("span"), panel: "", forget: zoom.forget, stop: player.stop, close };
}

export const kind = { check, settle, mount, hint };
