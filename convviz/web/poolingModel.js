// What a pooling means: its windows, what each of them yields, and the taps that carry gradient back.
import { LIMITS } from "./limits.js";
import { checkConvolution, group, limitsOf, windowOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";
import { outputSize, sizeOf, span, taps } from "./taps.js";

export const CHOICES = { pool: ["max", "average"], ties: ["first", "all", "split"], view: ["forward", "backward"] };

// The windows are those of a convolution with a kernel of this shape.
const asConvolution = (state) => ({ ...state, kernel: resized([[]], state.kernel_size, 1) });

const spans = ({ kernel_size, dilation }) => kernel_size.map((k) => span(k, dilation));
const half = (state) => Math.min(...spans(state).map((n) => Math.floor(n / 2)));

export const outputShape = ({ input, kernel_size, stride, padding, dilation }) =>
  shapeOf(input).map((n, axis) => outputSize(n, kernel_size[axis], stride, padding, dilation));

export function checkPooling(state) {
  for (const [name, good] of Object.entries(CHOICES)) {
    if (!good.includes(state[name])) throw new Error(`${name}: needs one of ${good.join(", ")}.`);
  }
  const window = state.kernel_size;
  if (window.length !== 2 || window.some((k) => !Number.isInteger(k) || k < 1 || k > LIMITS.window)) {
    throw new Error(`kernel_size: needs two whole numbers from 1 to ${LIMITS.window}.`);
  }
  checkConvolution(asConvolution(state));
  if (state.padding > half(state)) throw new Error(`padding: needs at most half of the window, ${half(state)}.`);
  if (state.pool === "average" && state.dilation > 1) throw new Error("dilation: needs 1 for the average.");
  if (typeof state.count_include_pad !== "boolean") throw new Error("count_include_pad: needs true or false.");
  const [rows, cols] = outputShape(state);
  const good = (row) => row.length === cols && row.every((v) => Math.abs(v) <= LIMITS.number);
  if (state.upstream.length !== rows || !state.upstream.every(good)) {
    throw new Error(`upstream: needs ${rows} × ${cols} numbers from −${LIMITS.number} to ${LIMITS.number}.`);
  }
}

// An average has no dilation; the gradient that comes from above has the output's shape.
export function settlePooling(state) {
  const next = { ...state };
  if (next.pool === "average" && next.dilation !== 1) {
    next.dilation = 1;
    next.padding = Math.min(next.padding, half(next));
  }
  const shape = outputShape(next);
  if (`${shape}` !== `${shapeOf(next.upstream)}` && shape.every((n) => n > 0)) next.upstream = resized(next.upstream, shape, 1);
  return next;
}

// What rounding leaves of a sum whose terms cancel is no number to show.
function total(terms) {
  const [sum, size] = terms.reduce(([s, a], v) => [s + v, a + Math.abs(v)], [0, 0]);
  return Math.abs(sum) < 1e-14 * size ? 0 : sum;
}

const listed = ({ out, inp, ker }, sizes) => ({ out: group(out, sizes.out), inp: group(inp, sizes.inp), ker: group(ker, sizes.ker) });

export const shareMark = (parts) => (parts === 1 ? "×1" : `÷${parts}`);

// `parts[t]`: into how many the gradient of a window is divided for its tap t; 0 where none of it goes.
// `carried` is the list of the taps where some does, for the linked views.
export function buildPooling(state) {
  const [xShape, wShape] = [shapeOf(state.input), state.kernel_size];
  const [x, dy] = [state.input.flat(), state.upstream.flat()];
  const list = taps(xShape, wShape, state);
  const sizes = { out: sizeOf(list.shape), inp: x.length, ker: sizeOf(wShape) };
  const by = listed(list, sizes);
  const max = state.pool === "max";
  const over = (ts) => (state.count_include_pad ? sizes.ker : ts.length);
  const values = by.out.map((ts) => ts.map((t) => x[list.inp[t]]));
  const y = values.map((v, o) => (max ? Math.max(...v) : total(v) / over(by.out[o])));
  const parts = list.out.map(() => 0);
  const best = by.out.map((ts, o) => ts.filter((t) => x[list.inp[t]] === y[o]));
  by.out.forEach((ts, o) => {
    const fed = !max ? ts : state.ties === "first" ? best[o].slice(0, 1) : best[o];
    for (const t of fed) parts[t] = !max ? over(ts) : state.ties === "split" ? fed.length : 1;
  });
  const fed = [...parts.keys()].filter((t) => parts[t]);
  const some = Object.fromEntries(["out", "inp", "ker"].map((end) => [end, fed.map((t) => list[end][t])]));
  const carried = { y, taps: some, by: listed(some, sizes), parts: fed.map((t) => parts[t]) };
  carried.mark = (t) => shareMark(carried.parts[t]);
  const wins = (t) => (parts[t] ? "max" : x[list.inp[t]] === y[list.out[t]] ? "tie" : "");
  const mark = max ? wins : (t) => shareMark(parts[t]);
  const model = { state, x, y, dy, xShape, wShape, yShape: list.shape, taps: list, by, max, best, carried, mark };
  model.windows = y.map((_, o) => windowOf(model, o));
  model.reached = new Set(model.windows.flat().map(({ at }) => at.join()));
  return model;
}

// dx when so many windows have sent back their gradient.
export const gradientAfter = ({ carried: { by, taps: { out }, parts }, dy }, steps) =>
  by.inp.map((ts) => total(ts.filter((t) => out[t] < steps).map((t) => dy[out[t]] / parts[t])));

// How far each setting may go while the others stay: [least, most].
export function poolingLimits(state, name) {
  const [least, most] = limitsOf(asConvolution(state), name);
  const twice = 2 * state.padding - 1; // a window spans at least twice the padding
  if (name === "padding") return [least, Math.min(most, LIMITS.padding, half(state))];
  if (name === "dilation") {
    if (state.pool === "average") return [1, 1];
    return [Math.max(1, ...state.kernel_size.filter((k) => k > 1).map((k) => Math.ceil(twice / (k - 1)))), most];
  }
  if (!name.startsWith("kernel")) return [least, most];
  return [Math.max(1, Math.ceil(twice / state.dilation) + 1), Math.min(most, LIMITS.window)];
}
