// What lies under the kernel at one pixel: the numbers, their taps, the written sum.
import { along, inset } from "./filters_border.js";
import { h } from "./dom.js";
import { group } from "./model.js";
import { brief, factor, place, show, speak } from "./numbers.js";
import { ink, joined, product, quiet, symbol } from "./sum.js";
import { taps, unravel } from "./taps.js";

const LONGEST = 9;

// The model of one output cell, as the linked views want it. `from[i]` is the pixel [row, column]
// whose value window cell i has, or null; `outside[i]` tells that it stands beyond the border.
export function lensModel(picture, result, state, at) {
  const { kernel, mode, flip } = state;
  const k = kernel.length;
  const first = at.map((n) => n - (k - 1) / 2);
  const [down, across] = [picture.rows, picture.cols].map((n, axis) => along(mode, n, first[axis], k));
  const cells = Array.from({ length: k * k }, (_, i) => unravel(i, [k, k]));
  const from = cells.map(([r, c]) => (down[r] < 0 || across[c] < 0 ? null : [down[r], across[c]]));
  const outside = from.map((pixel, i) => !pixel || pixel.some((n, axis) => n !== first[axis] + cells[i][axis]));
  const x = from.map((pixel) => (pixel ? picture.data[pixel[0] * picture.cols + pixel[1]] : 0));
  const [row, col] = at.map((n) => n - inset(state));
  const list = taps([k, k], [k, k], { flip });
  const w = kernel.flat();
  return {
    x,
    w,
    y: [result.values[row * result.cols + col]],
    from,
    outside,
    size: k,
    at: [row, col],
    taps: list,
    by: { out: group(list.out, 1), inp: group(list.inp, k * k), ker: group(list.ker, k * k) },
    mark: (t) => k <= 3 && `×${brief(w[list.ker[t]])}`,
  };
}

const index = (role, letter, pixel) => ink(role, letter, h("sub", {}, pixel.join()));

function outputSum(model) {
  const { x, w, y, at, taps: list } = model;
  const terms = list.inp.map((i, t) => product(x[i], w[list.ker[t]]));
  if (terms.length > LONGEST) terms.splice(3, terms.length - 4, quiet("…"));
  return [index("output", "y", at), quiet(" = "), ...joined(terms, " + "), quiet(" = "), ink("output", show(y[0]))];
}

function tapSum({ x, w, at, size, from, taps: list }, t) {
  const [value, weight] = [x[list.inp[t]], w[list.ker[t]]];
  const pixel = from[list.inp[t]];
  return [
    pixel ? index("input", "x", pixel) : quiet("beyond the border"),
    quiet(" · "),
    symbol("kernel", "w", list.ker[t], [size, size]),
    quiet(" = "),
    product(value, weight),
    quiet(` = ${show(value * weight)}, one of the ${x.length} products in `),
    index("output", "y", at),
  ];
}

export const lensSum = (model, { view, flat }) =>
  view === "output" ? outputSum(model) : tapSum(model, model.by[view === "input" ? "inp" : "ker"][flat][0]);

// What a cell calls itself.
export function lensWords(model, view, flat, tone) {
  if (view === "output") return `result ${place(model.at)}: ${speak(model.y[0])}, shown as grey ${tone}`;
  const [value, shape] = [view === "input" ? model.x[flat] : model.w[flat], [model.size, model.size]];
  if (view === "kernel") return `kernel ${place(unravel(flat, shape))}: ${speak(value)}`;
  const pixel = model.from[flat];
  const weight = speak(model.w[model.taps.ker[model.by.inp[flat][0]]]);
  const where = model.outside[flat] ? `beyond the border${pixel ? `, copied from ${place(pixel)}` : ""}` : `photograph ${place(pixel)}`;
  return `${where}: ${speak(value)}, times ${weight}`;
}
