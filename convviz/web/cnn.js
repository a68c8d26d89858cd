// Kind `cnn`: a digit on its way through a trained network, and the gradient on its way back.
import { writtenSum } from "./cnn_sum.js";
import { createWall } from "./cnn_wall.js";
import { createZoom, placeOf } from "./cnn_zoom.js";
import { createStepper, createSwitch } from "./controls.js";
import { h, put } from "./dom.js";
import { LIMITS } from "./limits.js";
import { area, backward, buildNetwork, forward, layers, WEIGHTS } from "./cnn_model.js";
import { nest, shapeOf } from "./numbers.js";
import { createPlayer } from "./player.js";
import { same } from "./store.js";

const hint = "Draw on the digit, where a click leaves ink, or pick one. Open any map; point at a cell to see what made it, click to hold it. Numbers are rounded.";

const THEMES = ["class", "theme", "data-theme", "data-jp-theme-light", "data-vscode-theme-kind"];
const MOST = { target: 9, map: 31, source: 31, step: 7 };

const whole = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;

function check(state) {
  const need = (good, words) => {
    if (!good) throw new Error(words);
  };
  const { digit, samples, weights, step } = state;
  const isDigit = (one) => same(shapeOf(one), [8, 8]) && one.flat().length === 64 && one.flat().every((ink) => whole(ink, LIMITS.ink));
  need([digit, ...samples].every(isDigit), `digit: needs 8 rows of 8 whole numbers from 0 to ${LIMITS.ink}.`);
  need(weights.length === WEIGHTS && weights.every(Number.isFinite), `weights: needs ${WEIGHTS} numbers.`);
  for (const name of Object.keys(MOST)) need(whole(state[name], MOST[name]), `${name}: needs a whole number, ${MOST[name]} at most.`);
  need(step > 0, "step: needs a whole number of at least 1.");
  for (const name of ["gradient", "erase"]) need(typeof state[name] === "boolean", `${name}: needs true or false.`);
  need(isCell(state), "pin: needs a view and a cell that this step has.");
}

function isCell({ step, gradient, pin }) {
  const { xShape, shape, weight, least } = layers()[step - 1];
  const counts = {
    [gradient && step > 1 ? "grad-input" : "input"]: area(xShape),
    [gradient ? "grad-output" : "output"]: area(shape),
    kernel: step > 1 && least === undefined ? area(weight) : 0,
  };
  const [view, flat] = pin.split(":");
  return pin === "" || (/^\d{1,2}$/.test(flat) && Number(flat) < (counts[view] ?? 0));
}

const settle = (state) => (layers()[state.step - 1] && !isCell(state) ? { ...state, pin: "" } : state);

function mount({ root, store, change: ask, wrong, settled }) {
  let network = buildNetwork(store.get().weights);
  let steps = [];
  let label;
  // A play that runs would let go of a cell that is held.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const go = (patch, tag) => change({ ...patch, pin: "" }, tag);
  const zoom = createZoom({ store, change, wrong, repaint: settled(() => paint()) });
  const wall = createWall({
    open: (step, map) => go({ step, map }),
    choose: (target) => (store.get().gradient ? change({ target }) : go({ target, step: 7 })),
  });
  const player = createPlayer({ watched: root, onStep: (step) => go({ step }, "step"), onUndo: store.undo, onReset: () => change(store.first) });
  const { labels, samples } = store.get();
  const hard = (i) => labels[i] !== reading(forward(network, samples[i].flat()));
  const options = labels.map((is, i) => h("option", { value: i }, `a ${is}${hard(i) ? " (hard)" : ""}`));
  const sample = h("select", { name: "sample", "aria-label": "Digit from the data", onchange: pick }, h("option", { value: "" }, "own digit"), ...options);
  function pick() {
    if (sample.value) change({ digit: samples[sample.value] });
    else update(store.get(), store.get());
  }
  const clear = h("button", { type: "button", name: "clear", class: "cv-plain", onclick: () => change({ digit: nest(Array(64).fill(0), [8, 8]) }) }, "clear");
  const erase = createSwitch({ name: "erase", label: "Erase", off: "draw", on: "erase", onChange: (on) => change({ erase: on }) });
  const gradient = createSwitch({ name: "gradient", label: "Gradient", off: "forward", on: "gradient", onChange: (on) => go({ gradient: on }) });
  const layer = () => network[store.get().step - 1];
  const source = createStepper({
    name: "source",
    label: "from map",
    limits: () => (layer().weight[1] > 1 ? [0, layer().weight[1] - 1] : Array(2).fill(placeOf(layer(), store.get()).c)),
    onChange: (n) => go({ source: n }),
    onWrong: wrong,
  });
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });

  function paint() {
    const state = store.get();
    const lit = zoom.paint();
    wall.light(state, steps, lit);
    put(sum, "aria-live", player.running() || zoom.byPointer() ? "off" : "polite");
    sum.replaceChildren(...writtenSum(steps[state.step - 1], { ...lit.cell, target: state.target }));
  }

  function update(state, before) {
    const taught = before && state.weights !== before.weights;
    if (taught) network = buildNetwork(state.weights);
    const moved = taught || state.digit !== before?.digit;
    if (moved) steps = forward(network, state.digit.flat());
    if (moved || state.target !== before.target) steps = backward(steps, state.target);
    const known = samples.findIndex((one) => same(one, state.digit));
    label = labels[known];
    sample.value = known < 0 ? "" : known;
    zoom.build(state, steps);
    wall.build(state, steps, label, taught || !before);
    source.update(placeOf(layer(), state).c);
    gradient.update(state.gradient);
    erase.update(state.erase);
    player.update(state.step, network.length);
    paint();
  }

  const themes = new MutationObserver(() => wall.build(store.get(), steps, label, true));
  for (const node of [document.documentElement, document.body]) themes.observe(node, { attributeFilter: THEMES });
  function close() {
    themes.disconnect();
    player.close();
  }
  root.classList.add("cv-cnn");
  const settings = h("div", { class: "cv-settings" }, sample, clear, erase.node, gradient.node, source.node);
  root.append(h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, settings), zoom.node, sum, wall.node);
  return { update, foot: h("span"), panel: "", forget: zoom.forget, stop: player.stop, close };
}

// The digit whose score is the highest.
function reading(steps) {
  const { y } = steps.at(-1);
  return y.indexOf(Math.max(...y));
}

export const kind = { check, settle, mount, hint };
