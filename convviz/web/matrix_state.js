// What a state of the kind `matrix` may be, and how one setting follows from the others.
import { LIMITS } from "./limits.js";
import { cellCounts, checkConvolution, checkNumbers, checkView, heldIn } from "./model.js";
import { resized, shapeOf } from "./numbers.js";
import { taps } from "./taps.js";

export const VIEWS = { matrix: "Matrix", im2col: "im2col", graph: "Graph" };
export const CONNECTIONS = { full: "Full", local: "Local", shared: "Shared" };

export const MOST = { input: LIMITS.matrix_input, kernel: LIMITS.matrix_kernel, padding: LIMITS.matrix_padding };

// How many cells each view has: the transpose takes outputs in.
function counts(state) {
  const { input, output, ...tables } = cellCounts(state);
  return state.transpose
    ? { ...tables, input: output, output: input, im2col: tables.kernel * input }
    : { ...tables, input, output };
}

export function check(state) {
  checkConvolution(state, MOST);
  checkNumbers("upstream", state.upstream, MOST.input + 2 * MOST.padding, [shapeOf(state.input).length]);
  if (typeof state.transpose !== "boolean") throw new Error("transpose: needs true or false.");
  checkView(state, counts(state), { view: VIEWS, connections: CONNECTIONS });
}

// Another size cuts or grows the gradient that comes back, and may take the held cell away.
export function settle(state) {
  const { shape } = taps(shapeOf(state.input), shapeOf(state.kernel), state);
  const fits = `${shapeOf(state.upstream)}` === `${shape}`;
  const upstream = fits ? state.upstream : resized(state.upstream, shape, () => 1);
  return { ...state, upstream, pin: heldIn(state, counts(state)) };
}
