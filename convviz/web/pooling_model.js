// What a pooling means: its windows, what each yields, and how gradient goes back through it.
import { LIMITS } from "./limits.js";
import { checkConvolution, END, group, windowOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";
import { outputSize, sizeOf, span, taps } from "./taps.js";

export const CHOICES = { pool: ["max", "average"], ties: ["first", "all", "split"], view: ["forward", "backward"] };

const half = ({ kernel_size, dilation }) => Math.floor(span(Math.min(...kernel_size), dilation) / 2);

export const outputShape = ({ input, kernel_size, stride, padding, dilation }) =>
  shapeOf(input).map((n, axis) => outputSize(n, kernel_size[axis], stride, padding, dilation));

// Throws, in words, on settings under which nothing can be drawn.
export function checkSettings(state) {
  const need = (good, words) => {
    if (!good) throw new Error(words);
  };
  for (const name in CHOICES) need(CHOICES[name].includes(state[name]), `${name}: needs one of ${CHOICES[name].join(", ")}.`);
  const good = state.kernel_size.every((k) => Number.isInteger(k) && k > 0 && k <= LIMITS.window);
  need(good && state.kernel_size.length === 2, `kernel_size: needs two whole numbers from 1 to ${LIMITS.window}.`);
  // The windows are those of a convolution with a kernel of this shape.
  checkConvolution({ ...state, kernel: resized([[]], state.kernel_size) });
  need(state.padding <= half(state), `padding: needs at most half of the window, ${half(state)}.`);
  need(state.pool === "max" || state.dilation === 1, "dilation: needs 1 for the average.");
}

export function check(state) {
  checkSettings(state);
  const [rows, cols] = outputShape(state);
  const good = (row) => row.length === cols && row.every((v) => Math.abs(v) <= LIMITS.number);
  if (state.upstream.length !== rows || !state.upstream.every(good)) throw new Error(`upstream: needs ${rows} × ${cols} numbers.`);
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a cell in sight.");
}

function isCell(state) {
  const [view, flat] = state.pin.split(":");
  const seen = view === "input" || view.startsWith("grad") === (state.view === "backward");
  const count = { inp: shapeOf(state.input), out: outputShape(state) }[END[view]];
  return state.pin === "" || (seen && /^\d{1,6}$/.test(flat) && count && Number(flat) < sizeOf(count));
}

// An average has no dilation; the gradient from above takes the output's shape; a held cell may go.
export function settle(state) {
  const next = { ...state };
  if (next.pool === "average" && next.dilation !== 1) {
    next.dilation = 1;
    next.padding = Math.min(next.padding, half(next));
  }
  checkSettings(next);
  const shape = outputShape(next);
  if (`${shape}` !== `${shapeOf(next.upstream)}`) next.upstream = resized(next.upstream, shape, () => 1);
  return isCell(next) ? next : { ...next, pin: "" };
}

// What rounding leaves of terms that cancel is no number to show.
function total(terms) {
  const [sum, size] = terms.reduce(([s, a], v) => [s + v, a + Math.abs(v)], [0, 0]);
  return Math.abs(sum) < 1e-14 * size ? 0 : sum;
}

export const shareMark = (parts) => (parts === 1 ? "×1" : `÷${parts}`);

// `parts[t]`: into how many the gradient of a window is divided for its tap t; none where nothing
// goes. `back` holds the taps where something does, for the linked views.
export function buildPooling(state) {
  const { input, kernel_size: wShape, ties } = state;
  const list = taps(shapeOf(input), wShape, state);
  const { out, inp, shape: yShape } = list;
  const [x, dy] = [input.flat(), state.upstream.flat()];
  const by = { out: group(out, dy.length), inp: group(inp, x.length) };
  const max = state.pool === "max";
  const count = by.out.map((ts) => (state.count_include_pad ? sizeOf(wShape) : ts.length));
  const y = by.out.map((ts, o) => {
    const values = ts.map((t) => x[inp[t]]);
    return max ? Math.max(...values) : total(values) / count[o];
  });
  const best = by.out.map((ts, o) => (max ? ts.filter((t) => x[inp[t]] === y[o]) : ts));
  const parts = [];
  best.forEach((ts, o) => {
    for (const t of max && ties === "first" ? ts.slice(0, 1) : ts) parts[t] = max ? (ties === "split" ? ts.length : 1) : count[o];
  });
  const [fedOut, fedInp] = [by.out, by.inp].map((lists) => lists.map((ts) => ts.filter((t) => parts[t])));
  const back = { y, taps: list, by: { out: fedOut, inp: fedInp }, mark: (t) => shareMark(parts[t]) };
  const won = (t) => (parts[t] ? "max" : best[out[t]].includes(t) ? "tie" : "");
  const model = { state, max, x, y, dy, wShape, yShape, xShape: shapeOf(input), taps: list, by, back, best, count, parts };
  model.mark = max ? won : back.mark;
  model.windows = y.map((_, o) => windowOf(model, o));
  model.dx = gradientAfter(model, dy.length);
  return model;
}

// dx when so many windows have sent back their gradient.
export const gradientAfter = ({ back, parts, dy, taps: { out } }, steps) =>
  back.by.inp.map((ts) => total(ts.filter((t) => out[t] < steps).map((t) => dy[out[t]] / parts[t])));
