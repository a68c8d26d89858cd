// What a state means: its taps, grouped by each end, and the sums that run over them.
import { LIMITS } from "./limits.js";
import { shapeOf } from "./numbers.js";
import { outputSize, sizeOf, span, taps, unravel } from "./taps.js";

// Which end of a tap the cells of a view are: a gradient stands at the end that it belongs to.
export const END = {
  input: "inp",
  kernel: "ker",
  output: "out",
  "grad-input": "inp",
  "grad-kernel": "ker",
  "grad-output": "out",
};

const whole = (value, least) => Number.isInteger(value) && value >= least;

// Throws unless `nested` has numbers on so many `axes`, at most `most` on each: one number or a list.
export function checkNumbers(name, nested, most, axes = [1, 2]) {
  const shape = shapeOf(nested);
  if (!axes.includes(shape.length) || shape.some((n, a) => !whole(n, 1) || n > (most[a] ?? most))) {
    throw new Error(`${name}: needs 1 to ${[most].flat().join(" × ")} cells on each axis.`);
  }
  const walk = (part, [n, ...rest]) => {
    if (n === undefined && !(typeof part === "number" && Math.abs(part) <= LIMITS.number)) {
      throw new Error(`${name}: needs numbers from −${LIMITS.number} to ${LIMITS.number}.`);
    }
    if (n === undefined) return;
    if (part.length !== n) throw new Error(`${name}: its rows need one length.`);
    part.forEach((inner) => walk(inner, rest));
  };
  walk(nested, shape);
}

// Throws, in words, on a state that cannot be drawn; the shapes' axes agree afterwards. `most` is how
// far a kind lets its input, kernel and padding grow.
export function checkConvolution({ input, kernel, stride, padding, dilation }, most = LIMITS) {
  checkNumbers("input", input, most.input);
  checkNumbers("kernel", kernel, most.kernel);
  if (!whole(stride, 1)) throw new Error("stride: needs a whole number of at least 1.");
  if (!whole(dilation, 1)) throw new Error("dilation: needs a whole number of at least 1.");
  if (!whole(padding, 0) || padding > most.padding) {
    throw new Error(`padding: needs a whole number from 0 to ${most.padding}.`);
  }
  const [x, w] = [shapeOf(input), shapeOf(kernel)];
  if (x.length !== w.length) throw new Error("input and kernel: need the same number of axes.");
  x.forEach((n, axis) => {
    const [need, have] = [span(w[axis], dilation), n + 2 * padding];
    if (need > have) throw new Error(`kernel: spans ${need} cells, but the padded input has only ${have}.`);
  });
}

// Whether the held cell, if there is one, is among the cells of the views, counted in `counts`.
function isCell({ pin }, counts) {
  const [view, flat] = pin.split(":");
  return pin === "" || (/^\d{1,6}$/.test(flat) && Object.hasOwn(counts, view) && Number(flat) < counts[view]);
}

// The held cell, if it is still there: a smaller shape may have taken it away.
export const heldIn = (state, counts) => (isCell(state, counts) ? state.pin : "");

// Throws on a step, a held cell or a choice that there is not. `choices` has the words for each field.
export function checkView(state, counts, choices) {
  for (const [field, known] of Object.entries(choices)) {
    if (!Object.hasOwn(known, state[field])) throw new Error(`${field}: needs one of ${Object.keys(known).join(", ")}.`);
  }
  if (!whole(state.step, 1)) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state, counts)) throw new Error("pin: needs a view and a cell that it has.");
}

// For each of `count` cells the numbers of the taps that end there.
export function group(ends, count) {
  const lists = Array.from({ length: count }, () => []);
  ends.forEach((end, t) => lists[end].push(t));
  return lists;
}

export function buildModel(state) {
  const [xShape, wShape] = [shapeOf(state.input), shapeOf(state.kernel)];
  const [x, w] = [state.input.flat(), state.kernel.flat()];
  const list = taps(xShape, wShape, state);
  const count = sizeOf(list.shape);
  const y = Array(count).fill(0);
  const turned = Array(count).fill(0); // the output with the kernel the other way round
  list.out.forEach((o, t) => {
    y[o] += w[list.ker[t]] * x[list.inp[t]];
    turned[o] += w[w.length - 1 - list.ker[t]] * x[list.inp[t]];
  });
  const by = { out: group(list.out, count), inp: group(list.inp, x.length), ker: group(list.ker, w.length) };
  const sizes = { xShape, wShape, yShape: list.shape };
  return { state, x, w, y, turned, ...sizes, covered: covered(state, sizes), taps: list, by };
}

// What the cells of a picture and their places follow from: while it stays, the cells do.
export const formOf = ({ xShape, wShape, yShape }, { stride, padding, dilation }) =>
  [xShape, wShape, yShape, stride, padding, dilation].join(";");

// The cells under output `o`'s window, in window order, padding too: { at, k, t } with t the tap's
// number, or undefined over padding. On the way `back` no window slides, and there are taps alone.
export function windowOf({ state, xShape, wShape, yShape, taps: list, by, back }, o) {
  if (back) return by.out[o].map((t) => ({ at: unravel(list.inp[t], xShape), k: list.ker[t], t })).sort((one, other) => one.k - other.k);
  const at = unravel(o, yShape);
  const byKernel = new Map(by.out[o].map((t) => [list.ker[t], t]));
  const size = sizeOf(wShape);
  return Array.from({ length: size }, (_, m) => {
    const k = state.flip ? size - 1 - m : m;
    const place = unravel(m, wShape).map((c, axis) => at[axis] * state.stride + c * state.dilation - state.padding);
    return { at: xShape.length === 1 ? [0, ...place] : place, k, t: byKernel.get(k) };
  });
}

// For each axis, which positions (padding included) some window covers.
function covered(state, { xShape, wShape, yShape }) {
  return xShape.map((n, axis) => {
    const seen = Array(n + 2 * state.padding).fill(false);
    for (let o = 0; o < yShape[axis]; o++) {
      for (let m = 0; m < wShape[axis]; m++) seen[o * state.stride + m * state.dilation] = true;
    }
    return seen;
  });
}

// The taps through one cell of any view; a view that is none of taps, such as a bias, has none.
export function tapsThrough({ by, x, y, taps: list }, { view, flat }) {
  if (view in END) return by[END[view]][flat] ?? [];
  if (view === "matrix") return by.out[Math.floor(flat / x.length)].filter((t) => list.inp[t] === flat % x.length);
  if (view !== "im2col") return [];
  return by.out[flat % y.length].filter((t) => list.ker[t] === Math.floor(flat / y.length));
}

// How many cells each view of a state has.
export function cellCounts(state) {
  const [xShape, wShape] = [shapeOf(state.input), shapeOf(state.kernel)];
  const [input, kernel] = [sizeOf(xShape), sizeOf(wShape)];
  const sizes = xShape.map((n, a) => outputSize(n, wShape[a], state.stride, state.padding, state.dilation));
  const output = sizeOf(sizes);
  return { input, kernel, output, matrix: output * input, im2col: kernel * output };
}

// How far each setting may go while the others stay: [least, greatest].
export function limitsOf(state, name, most = LIMITS) {
  const [xShape, wShape] = [shapeOf(state.input), shapeOf(state.kernel)];
  const room = xShape.map((n) => n + 2 * state.padding);
  const spans = wShape.map((k) => span(k, state.dilation));
  const least = (values) => Math.min(...values);
  if (name === "stride") return [1, Math.max(...room.map((n, a) => n - spans[a] + 1))];
  if (name === "padding") {
    const need = Math.max(0, ...xShape.map((n, a) => Math.ceil((spans[a] - n) / 2)));
    return [need, Math.max(need, Math.min(most.padding, Math.max(...spans) - 1))];
  }
  const reach = room.map((n, a) => (wShape[a] > 1 ? Math.floor((n - 1) / (wShape[a] - 1)) : Infinity));
  if (name === "dilation") return [1, Math.max(1, Math.min(most.input, least(reach)))];
  const [what, axis] = [name.slice(0, -1), Number(name.at(-1))];
  if (what === "input") return [Math.max(1, spans[axis] - 2 * state.padding), most.input];
  return [1, Math.min(most.kernel, Math.floor((room[axis] - 1) / state.dilation) + 1)];
}
