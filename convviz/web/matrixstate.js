// What a state of the kind `matrix` may be, and how one setting follows from the others.
import { LIMITS } from "./limits.js";
import { cellCounts, checkConvolution, limitsOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";
import { taps } from "./taps.js";

export const VIEWS = { matrix: "Matrix", im2col: "im2col", graph: "Graph" };
export const CONNECTIONS = { full: "Full", local: "Local", shared: "Shared" };

const MOST = { input: LIMITS.matrix_input, kernel: LIMITS.matrix_kernel, padding: LIMITS.matrix_padding };

export function check(state) {
  const { input, upstream, transpose, view, connections, step } = state;
  checkConvolution(state);
  // Its shape is not asked for: `settle` gives it the output's.
  const numbers = upstream.flat().every((v) => typeof v === "number" && Math.abs(v) <= LIMITS.number);
  const rules = {
    input: Math.max(...shapeOf(input)) <= MOST.input,
    kernel: Math.max(...shapeOf(state.kernel)) <= MOST.kernel,
    padding: state.padding <= MOST.padding,
    upstream: numbers && shapeOf(upstream).length === shapeOf(input).length,
    transpose: typeof transpose === "boolean",
    view: Object.hasOwn(VIEWS, view),
    connections: Object.hasOwn(CONNECTIONS, connections),
    step: Number.isInteger(step) && step > 0,
    pin: isCell(state),
  };
  for (const name in rules) if (!rules[name]) throw new Error(`${name}: this widget cannot show that value.`);
}

// A cell of the product that is shown: the transpose takes outputs in.
function isCell({ pin, ...state }) {
  const { input, output, ...tables } = cellCounts(state);
  const all = { ...tables, input: state.transpose ? output : input, output: state.transpose ? input : output };
  if (state.transpose) all.im2col = all.kernel * all.output;
  const [view, flat] = pin.split(":");
  return pin === "" || (/^\d{1,6}$/.test(flat) && Object.hasOwn(all, view) && Number(flat) < all[view]);
}

// Another size cuts or grows the gradient that comes back, and may take the held cell away.
export function settle(state) {
  try {
    const { shape } = taps(shapeOf(state.input), shapeOf(state.kernel), state);
    const fits = `${shapeOf(state.upstream)}` === `${shape}`;
    const upstream = fits ? state.upstream : resized(state.upstream, shape, () => 1);
    return { ...state, upstream, pin: isCell(state) ? state.pin : "" };
  } catch {
    return state; // not a state that can be drawn: `check` says why
  }
}

// How far a setting may go while the others stay.
export function reach(state, name) {
  const [least, most] = limitsOf(state, name);
  return [least, Math.min(most, MOST[name.replace(/\d$/, "")] ?? most)];
}
