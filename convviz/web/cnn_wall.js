// All maps of all layers as small pictures, and the scores as bars.
import { h, put, say } from "./dom.js";
import { area, layers } from "./cnn_model.js";
import { brief, show } from "./numbers.js";
import { unravel } from "./taps.js";

// One picture, a pixel a cell: deeper farther from 0, in one ink above it and in another below.
function draw(canvas, values, most, [above, below]) {
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, 8, 8);
  values.forEach((value, i) => {
    pen.globalAlpha = Math.abs(value) / (most || 1);
    pen.fillStyle = value < 0 ? below : above;
    if (value) pen.fillRect(i % canvas.width, Math.floor(i / canvas.width), 1, 1);
  });
}

// Maps that share one scale, on canvases in their order.
function drawAll(canvases, values, inks) {
  const most = values.reduce((top, v) => Math.max(top, Math.abs(v)), 0);
  const size = values.length / canvases.length;
  canvases.forEach((canvas, m) => draw(canvas, values.slice(m * size, (m + 1) * size), most, inks));
}

// The smallest box around some cells of a map, as CSS's `inset`.
function boxAround(flats, shape) {
  const [rows, cols] = shape.slice(-2);
  const [r, c] = [0, 1].map((axis) => flats.map((flat) => unravel(flat, [rows, cols])[axis]));
  const edges = [Math.min(...r) / rows, 1 - (Math.max(...c) + 1) / cols, 1 - (Math.max(...r) + 1) / rows, Math.min(...c) / cols];
  return edges.map((edge) => `${100 * edge}%`).join(" ");
}

// Buttons with one Tab stop; arrow keys walk along them.
function createRow(label, buttons, data = {}) {
  const stop = (one) => buttons.forEach((button) => put(button, "tabindex", button === one ? 0 : -1));
  const row = h("div", { role: "group", "aria-label": label, ...data }, ...buttons);
  row.addEventListener("focusin", ({ target }) => stop(target));
  row.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons[buttons.indexOf(event.target) + step]?.focus();
  });
  stop(buttons[0]);
  return row;
}

// `open(step, map)` shows a map large; `choose(digit)` takes up its score.
export function createWall({ open, choose }) {
  const picture = (side) => h("canvas", { width: side, height: side });
  const rows = layers().slice(0, -1).map(({ name, shape: [maps, side] }, s) => {
    const pictures = Array.from({ length: maps }, () => picture(side));
    const filters = s === 1 ? pictures.map(() => picture(3)) : [];
    const buttons = pictures.map((canvas, m) => {
      const label = `${name}, ${s === 1 ? "filter and " : ""}map ${m}`;
      return h("button", { type: "button", "aria-label": label, "data-map": `${s + 1}:${m}`, onclick: () => open(s + 1, m) }, ...filters.slice(m, m + 1), h("span", {}, canvas));
    });
    const size = `${maps > 1 ? `${maps} of ` : ""}${side} × ${side}`;
    const row = createRow(`${name}, ${size}`, buttons, { "data-maps": maps });
    const title = h("p", {}, h("b", {}, name), " ", h("span", { class: "cv-quiet" }, size));
    return { node: h("div", { class: "cv-cnn-layer" }, title, row), row, buttons, pictures, filters };
  });
  const bars = Array.from({ length: 10 }, (_, k) => {
    const spans = [0, 1, 2].map(() => h("span"));
    return { spans, button: h("button", { type: "button", "data-class": k, onclick: () => choose(k) }, h("b", {}, k), ...spans) };
  });
  const told = h("p", { "data-role": "reads" });
  const head = h("div", { class: "cv-cnn-head cv-quiet", "aria-hidden": "true" }, h("span", {}, "softmax"), h("span", {}, "score"));
  const scores = h("div", { class: "cv-cnn-scores" }, told, head, createRow("scores", bars.map(({ button }) => button)));
  const node = h("div", { class: "cv-cnn-wall" }, h("div", {}, ...rows.map((row) => row.node)), scores);
  let drawn = [];
  const ink = {};

  function paintScores({ target, gradient }, y, label) {
    const most = Math.max(...y);
    const powers = y.map((score) => Math.exp(score - most));
    const sum = powers.reduce((a, b) => a + b);
    bars.forEach(({ button, spans: [bar, share, score] }, k) => {
      const percent = `${((100 * powers[k]) / sum).toFixed(1)}%`;
      bar.style.setProperty("--part", powers[k] / sum);
      say(share, percent);
      say(score, brief(Number(y[k].toFixed(1))));
      put(button, "data-value", y[k]);
      put(button, "aria-pressed", String(k === target));
      put(button, "aria-label", `${k}: score ${show(y[k])}, softmax ${percent}`);
    });
    const read = y.indexOf(most);
    const judged = label === undefined ? "" : read === label ? ", and that is right" : `; a person wrote ${label}`;
    const legend = gradient ? `Purple cells raise the score of ${target} where they grow, grey ones lower it.` : "Grey cells are below 0.";
    say(told, `The network reads ${read}${judged}. ${legend}`);
  }

  // What a digit, a target or the colours of the page change; `again` draws all anew.
  function build(state, steps, label, again) {
    if (again) {
      const style = getComputedStyle(node);
      for (const role of ["input", "kernel", "output", "gradient"]) ink[role] = [role, "quiet"].map((name) => style.getPropertyValue(`--cv-${name}`));
    }
    const values = rows.map((_, s) => (state.gradient ? steps[s].dy : steps[s].y));
    rows.forEach(({ pictures, filters }, s) => {
      if (again) drawAll(filters, steps[s].w ?? [], ink.kernel);
      if (again || values[s] !== drawn[s]) drawAll(pictures, values[s], ink[state.gradient ? "gradient" : s ? "output" : "input"]);
    });
    drawn = values;
    paintScores(state, [...steps.at(-1).y], label);
  }

  // Frames round the chosen cell and those that make it, in every map that they stand in.
  function light({ step, gradient }, steps, { list, taps, place, cell }) {
    const { groups, weight, xShape, shape } = steps[step - 1];
    const sums = cell.view === (gradient ? "grad-input" : "output");
    const wide = { back: sums && !gradient && weight[1] > 1, ahead: sums && gradient && groups === 1 };
    rows.forEach(({ row, buttons }, at) => {
      const before = at === step - 2;
      const here = at === step - 1;
      const flats = before ? list.map((t) => taps.inp[t]) : here ? list.map((t) => taps.out[t]) : [];
      if (flats.length) row.style.setProperty("--box", boxAround(flats, before ? xShape : shape));
      buttons.forEach((button, m) => {
        const one = m === (before ? place.c : place.m) || (before ? wide.back : wide.ahead);
        put(button, "data-on", flats.length > 0 && one);
        put(button, "aria-current", here && m === place.m);
      });
    });
  }
  return { node, build, light };
}
