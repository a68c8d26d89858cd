// The way back: every gradient as a sum over the taps, and dx once more from a list of its own.
import { buildModel, END, group } from "./model.js";
import { brief } from "./numbers.js";
import { sizeOf, span, taps, unravel } from "./taps.js";

export const flatOf = (at, shape) => at.reduce((flat, n, axis) => flat * shape[axis] + n, 0);
export const total = (values) => values.reduce((sum, value) => sum + value, 0);

// Whether two lists agree, entry by entry, up to the rounding of fractions.
export function agree(got, need) {
  const allowed = 1e-9 * Math.max(1, ...need.map(Math.abs));
  return got.map((value, n) => Math.abs(value - need[n]) <= allowed);
}

// What the first `count` output cells send back.
export function sentBack({ taps: { out, inp, ker }, x, w, dy }, count) {
  const [dx, dw] = [x, w].map((values) => Array(values.length).fill(0));
  out.forEach((o, t) => {
    if (o >= count) return;
    dx[inp[t]] += w[ker[t]] * dy[o];
    dw[ker[t]] += dy[o] * x[inp[t]];
  });
  return { dx, dw, db: total(dy.slice(0, count)) };
}

// dy as a gather reads it: its cells `stride` apart, zeros between, and so many around that the
// flipped kernel stands once over each cell of x. `source` says which cell of dy lies where.
function gather({ stride, padding, dilation }, { xShape, wShape, yShape, w, dy }) {
  const reach = wShape.map((k) => span(k, dilation) - 1);
  const shape = xShape.map((n, axis) => n + reach[axis]);
  const source = Array(sizeOf(shape)).fill(null);
  dy.forEach((_, o) => {
    const at = unravel(o, yShape).map((n, axis) => n * stride + reach[axis] - padding);
    if (at.every((n, axis) => n >= 0 && n < shape[axis])) source[flatOf(at, shape)] = o;
  });
  const list = taps(shape, wShape, { dilation, flip: true });
  const dx = Array(sizeOf(list.shape)).fill(0);
  list.out.forEach((i, t) => (dx[i] += w[list.ker[t]] * (dy[source[list.inp[t]]] ?? 0)));
  const between = (s) =>
    unravel(s, shape).every((n, a) => n >= reach[a] - padding && n <= reach[a] - padding + (yShape[a] - 1) * stride);
  return { shape, source, dx, list, windows: group(list.out, dx.length), between };
}

// A number to be added, as the corner of a cell has room for it.
export function signed(value) {
  const text = value < 0 ? brief(value) : `+${brief(value)}`;
  return text.length < 7 ? text : "+…";
}

export function buildBackward(state) {
  const forward = buildModel(state);
  const model = { ...forward, dy: state.upstream.flat() };
  const { x, w, dy, taps: { out, inp, ker } } = model;
  // In the corner of a lit cell: what multiplies it, or what is added to it.
  const marks = (t, view, { view: chosen }) => {
    const from = END[chosen];
    const to = END[view];
    if (from === "out" && view === "grad-input") return signed(w[ker[t]] * dy[out[t]]);
    if (from === "out" && view === "grad-kernel") return signed(dy[out[t]] * x[inp[t]]);
    if ((from === "out" && view === "input") || (from === "inp" && to === "out")) return `×${brief(w[ker[t]])}`;
    return from === "ker" && view === "input" ? `×${brief(dy[out[t]])}` : null;
  };
  return { ...model, ...sentBack(model, dy.length), marks, gathered: gather(state, model) };
}
