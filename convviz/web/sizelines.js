// The formulas with the reader's numbers: how large the output is, and how far a cell sees.
import { extents } from "./chain.js";
import { h } from "./dom.js";
import { times } from "./numbers.js";
import { ink, quiet } from "./sum.js";
import { span } from "./taps.js";

const x = (text) => ink("input", text);
const w = (text) => ink("kernel", text);
const y = (text) => h("strong", { class: "cv-ink-output" }, text);
const line = (...parts) => h("p", {}, ...parts.flat());

const padTerm = { side: (p) => [" + ", x(`2·${p}`)], total: (p) => [" + ", x(p)], valid: () => [], same: () => [] };
const spanTerm = (k, d, gaps) => (gaps ? [w(`(${d} + 1)`), "·(", w(k), " − 1)"] : [w(d), "·(", w(k), " − 1)"]);
const round = (up, parts, s) => [up ? "⌈ " : "⌊ ", ...parts, s === undefined ? "" : " / ", s ?? "", up ? " ⌉" : " ⌋"];

function numerator({ pads, gaps }, n, k, p, d) {
  return ["(", x(n), ...padTerm[pads](p), " − ", ...spanTerm(k, d, gaps), " − 1)"];
}

function generalLine(state) {
  if (state.pads === "same") return ["size = ", ...round(true, [x("N")], "S")];
  const spelled = numerator(state, "N", "K", "P", "D").map((part) => (part.textContent === "2·P" ? x("2P") : part));
  return ["size = ", ...round(state.up, spelled, "S"), " + 1"];
}

// Three digits of a quotient are enough to see which way it is rounded.
const quotient = (top, s) => String(Number((top / s).toFixed(2))).replace("-", "−");

const signed = (n) => String(n).replace("-", "−");

// The lines for one axis of size `n`, which gives `size`; `pair` is its padding as it is read.
function axisLines(state, layer, n, size, pair) {
  const { stride: s, padding, dilation, pads } = state;
  if (pads === "same") {
    const need = pair[0] + pair[1];
    const why = `padded by ${need}: ${pair[0]} before, ${pair[1]} after`;
    return [line(round(true, [x(n)], s)), line("= ", round(true, [quotient(n, s)])), line("= ", y(size)), line(quiet(why))];
  }
  const top = n + { side: 2 * padding, total: padding, valid: 0 }[pads] - span(layer.k, layer.d);
  const whole = (state.up ? Math.ceil : Math.floor)(top / s);
  const dropped = whole + 1 - size; // 1 where the last window would begin past the input
  const rest = top - Math.floor(top / s) * s;
  const result = ["= ", signed(whole), " + 1", dropped ? " − 1" : "", " = ", y(size)];
  const note = rest ? `${quotient(top, s)} → ${signed(whole)}, remainder ${rest}` : `${quotient(top, s)} exactly, remainder 0`;
  const late = dropped ? "; − 1: a window would begin past the input" : "";
  return [
    line(round(state.up, numerator(state, n, layer.k, padding, dilation), s), " + 1"),
    line("= ", round(state.up, [signed(top)], s), " + 1 = ", round(state.up, [quotient(top, s)]), " + 1"),
    line(result),
    line(quiet(note + late)),
  ];
}

// How far a cell of the last row sees, a term for each layer.
function fieldLines({ layers, rows }) {
  const last = rows.at(-1);
  const terms = layers.flatMap(({ k, d }, l) => [" + ", ...spanTerm(k, d, false), `·${rows[l].jump}`]);
  const strides = layers.flatMap(({ s }, l) => [l ? "·" : "", String(s)]);
  return [
    line("sees ", "1", terms, " = ", h("strong", { class: "cv-ink-input", "data-role": "receptive-field" }, String(last.sees)), " input cells"),
    line("jump ", strides, " = ", h("strong", { "data-role": "jump" }, String(last.jump)), quiet(" input cells from one output to the next")),
  ];
}

// All that is written above the picture.
export function written(state, chain) {
  const size = h("strong", { class: "cv-ink-output", "data-role": "output-size" }, times(chain.sizes.at(-1)));
  if (state.view === "stack") return [line("output ", size), ...fieldLines(chain)];
  const axes = ["rows", "columns"].map((word, axis) =>
    h("div", {}, line(quiet(word)), ...axisLines(state, chain.layers[0], state.n[axis], chain.sizes[1][axis], chain.layers[0].pads[axis])),
  );
  return [line(generalLine(state)), h("div", { class: "cv-sizes-axes" }, ...axes), line("output ", size, quiet(`, channels: ${state.filters}`))];
}

const some = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

// What the windows of the first layer leave at the end.
export function leftOver({ rows }) {
  const [down, across] = rows[0].over;
  if (!down && !across) return "Nothing is left over at the end.";
  return `Left over at the end: ${some(down, "row")}, ${some(across, "column")}.`;
}

const range = (list) => (list[0] === list.at(-1) ? String(list[0]) : `${list[0]} to ${list.at(-1)}`).replaceAll("-", "−");

const outside = ([first, last], count) => Math.max(0, -first) + Math.max(0, last - count + 1);

// What the chosen cell sees of the input, and which outputs it reaches.
export function seenBy({ rows, layers }, level, index, spans, traced) {
  const last = rows.length - 1;
  const words = [ink(level ? "output" : "input", `${rows[level].view.replace("layer", "layer ")} ${index}`)];
  if (level) {
    const [{ s, pads }] = layers;
    const start = last === 1 ? [quiet(" begins at "), `${index}·${s} − ${pads[1][0]}`, quiet(" and")] : [];
    words.push(...start, quiet(" sees input "), ink("input", range(spans[0])));
    const padding = outside(spans[0], rows[0].count);
    if (padding) words.push(quiet(`, ${padding} in the padding`));
    const holes = traced ? spans[0][1] - spans[0][0] + 1 - traced.cells[0].size : 0;
    if (last === 1 && holes) words.push(quiet(`, ${holes} skipped`));
  }
  if (level < last) {
    const outputs = [...traced.cells[last]].sort((a, b) => a - b);
    words.push(...(outputs.length ? [quiet(" reaches output "), ink("output", range(outputs))] : [quiet(" reaches no output")]));
  }
  return words;
}

export function spoken(chain, level, index) {
  const { view, count } = chain.rows[level];
  const start = `${view.replace("layer", "layer ")} cell ${index} of ${count}`;
  if (!level) return start;
  return `${start}, sees input ${range(extents(chain, level, index)[0]).replaceAll("−", "minus ")}`;
}
