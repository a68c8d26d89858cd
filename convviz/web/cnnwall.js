// All maps of all layers as small pictures, and the scores as bars.
import { h, put, say } from "./dom.js";
import { brief, speak } from "./numbers.js";
import { STEPS } from "./network.js";
import { unravel } from "./taps.js";

const LAYERS = STEPS.slice(0, -1);

// One picture, a pixel a cell: deeper farther from 0, in `inks`[0], or in `inks`[1] below it.
function draw(canvas, values, most, inks) {
  const pen = canvas.getContext("2d");
  const side = canvas.width;
  pen.clearRect(0, 0, side, side);
  values.forEach((value, i) => {
    if (!value) return;
    pen.globalAlpha = Math.abs(value) / most;
    pen.fillStyle = inks[value < 0 ? 1 : 0];
    pen.fillRect(i % side, Math.floor(i / side), 1, 1);
  });
}

// The smallest box around some cells of a map, as an `inset`.
function boxAround(flats, [, rows, cols]) {
  const at = flats.map((flat) => unravel(flat, [rows, cols]));
  const [r, c] = [0, 1].map((axis) => at.map((index) => index[axis]));
  const edges = [Math.min(...r) / rows, 1 - (Math.max(...c) + 1) / cols, 1 - (Math.max(...r) + 1) / rows, Math.min(...c) / cols];
  return edges.map((edge) => `${edge * 100}%`).join(" ");
}

// One Tab stop for a row of buttons; arrow keys walk along it.
function walked(row, buttons) {
  buttons.forEach((button, i) => (button.tabIndex = i ? -1 : 0));
  row.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = by && buttons[buttons.indexOf(document.activeElement) + by];
    if (!by) return;
    event.preventDefault();
    next?.focus();
  });
  row.addEventListener("focusin", ({ target }) => buttons.forEach((button) => (button.tabIndex = button === target ? 0 : -1)));
  return row;
}

// `open({ step, map })` shows a map large; `choose(target)` explains the score of a digit.
export function createWall({ network, open, choose }) {
  const picture = (side) => h("canvas", { width: side, height: side, "aria-hidden": "true" });
  const layers = LAYERS.map(({ name }, s) => {
    const [maps, side] = network[s].shape;
    const thumbs = Array.from({ length: maps }, (_, m) => {
      const map = h("span", { class: "cv-cnn-map" }, picture(side));
      const button = h("button", { type: "button", "data-map": `${s + 1}:${m}`, onclick: () => open(s + 1, m) }, ...(s === 1 ? [picture(3)] : []), map);
      const what = s ? `${name}, map ${m}${s === 1 ? " and its filter" : ""}` : "the digit";
      put(button, "aria-label", `Open ${what}`);
      return button;
    });
    const size = `${maps > 1 ? `${maps} maps of ` : ""}${side} × ${side}`;
    const label = h("p", {}, h("strong", {}, name), " ", h("span", { class: "cv-quiet" }, size));
    const row = walked(h("div", { class: "cv-cnn-row", "data-maps": maps, role: "group", "aria-label": `${name}: ${size}` }, ...thumbs), thumbs);
    return { node: h("div", { class: "cv-cnn-layer" }, label, row), row, thumbs };
  });
  const bars = Array.from({ length: 10 }, (_, k) => {
    const [bar, share, score] = [h("span", { class: "cv-cnn-bar" }), h("span", {}), h("span", {})];
    const button = h("button", { type: "button", "data-class": k, onclick: () => choose(k) }, h("strong", {}, String(k)), bar, share, score);
    return { button, bar, share, score };
  });
  const buttons = bars.map(({ button }) => button);
  const reads = h("p", { "data-role": "reads" });
  const scores = h("div", { class: "cv-cnn-scores" }, reads, walked(h("div", { role: "group", "aria-label": "scores" }, ...buttons), buttons));
  const node = h("div", { class: "cv-cnn-wall" }, h("div", {}, ...layers.map((layer) => layer.node)), scores);
  let drawn = [];

  // Everything that a digit, a target or the colours change; `again` redraws what stayed the same.
  function build({ state, steps, gradients, label }, again) {
    const style = getComputedStyle(node);
    const [input, kernel, output, gradient, quiet] = ["input", "kernel", "output", "gradient", "quiet"].map((role) => style.getPropertyValue(`--cv-${role}`));
    const values = LAYERS.map((_, s) => (state.gradient ? gradients[s] : steps[s].y));
    values.forEach((all, s) => {
      if (all === drawn[s] && !again) return;
      const most = all.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
      const size = all.length / layers[s].thumbs.length;
      layers[s].thumbs.forEach((button, m) => {
        draw(button.querySelector(".cv-cnn-map canvas"), all.slice(m * size, (m + 1) * size), most, [state.gradient ? gradient : s ? output : input, quiet]);
      });
    });
    drawn = values;
    if (again) {
      const most = Math.max(...network[1].w.map(Math.abs));
      layers[1].thumbs.forEach((button, m) => draw(button.firstChild, network[1].w.slice(m * 9, (m + 1) * 9), most, [kernel, quiet]));
    }
    const y = [...steps.at(-1).y];
    const powers = y.map((score) => Math.exp(score - Math.max(...y)));
    const total = powers.reduce((sum, power) => sum + power);
    bars.forEach(({ button, bar, share, score }, k) => {
      const part = powers[k] / total;
      bar.style.setProperty("--part", part);
      say(share, `${(100 * part).toFixed(1)} %`);
      say(score, brief(Number(y[k].toFixed(1))));
      put(button, "data-value", y[k]);
      put(button, "aria-pressed", String(k === state.target));
      put(button, "aria-label", `score of ${k}: ${speak(Number(y[k].toFixed(2)))}, softmax ${(100 * part).toFixed(1)} per cent`);
    });
    const read = y.indexOf(Math.max(...y));
    say(reads, `The network reads ${read}${label === undefined ? "." : label === read ? ", and that is right." : `, but this is ${label}.`}`);
  }

  // Where the present step and the chosen cell stand: which maps feed it, and which of their cells.
  function light({ state }, { list, selected }, { taps, place }) {
    const s = state.step - 1;
    const { groups, weight, xShape, shape } = network[s];
    const all = groups === 1 && s > 0;
    const sums = selected.view === (state.gradient ? "grad-input" : "output");
    const lit = (at, maps, one, flats, size) => {
      const some = flats.length > 0;
      if (some) layers[at].row.style.setProperty("--box", boxAround(flats, size));
      return (m) => some && (maps || m === one);
    };
    const on = LAYERS.map(() => () => false);
    if (s > 0) on[s - 1] = lit(s - 1, sums && !state.gradient && all && weight[1] > 1, place.c, list.map((t) => taps.inp[t]), xShape);
    if (s < 6) on[s] = lit(s, sums && state.gradient && all, place.m, list.map((t) => taps.out[t]), shape);
    layers.forEach(({ node: row, thumbs }, at) => {
      put(row, "data-here", at === s ? "true" : null);
      thumbs.forEach((button, m) => {
        put(button, "data-on", on[at](m) ? "true" : null);
        put(button, "aria-current", at === s && m === place.m ? "true" : null);
      });
    });
    put(scores, "data-here", s === 6 ? "true" : null);
  }
  return { node, build, light };
}
