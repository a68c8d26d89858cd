// What a state of the kind `matrix` may be, and how one setting follows from the others.
import { LIMITS } from "./limits.js";
import { cellCounts, checkConvolution, limitsOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";
import { taps } from "./taps.js";

export const VIEWS = { matrix: "Matrix", im2col: "im2col", graph: "Graph" };
export const CONNECTIONS = { full: "Full", local: "Local", shared: "Shared" };

const MOST = { input: LIMITS.matrix_input, kernel: LIMITS.matrix_kernel, padding: LIMITS.matrix_padding };

export function check(state) {
  checkConvolution(state);
  for (const [name, most] of Object.entries(MOST)) {
    const size = name === "padding" ? state.padding : Math.max(...shapeOf(state[name]));
    if (size > most) throw new Error(`${name}: needs at most ${most} cells.`);
  }
  checkUpstream(state);
  if (typeof state.transpose !== "boolean") throw new Error("transpose: needs true or false.");
  for (const [name, names] of Object.entries({ view: VIEWS, connections: CONNECTIONS })) {
    if (!Object.hasOwn(names, state[name])) throw new Error(`${name}: needs one of ${Object.keys(names).join(", ")}.`);
  }
  if (!Number.isInteger(state.step) || state.step < 1) throw new Error("step: needs a whole number of at least 1.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

// Its shape is not asked for here: `settle` gives it the output's.
function checkUpstream({ input, upstream }) {
  if (shapeOf(upstream).length !== shapeOf(input).length) throw new Error("upstream: needs as many axes as the input.");
  if (!upstream.flat().every((v) => typeof v === "number" && Math.abs(v) <= LIMITS.number)) {
    throw new Error(`upstream: needs numbers from −${LIMITS.number} to ${LIMITS.number}.`);
  }
}

function isCell(state) {
  const counts = cellCounts(state);
  const all = { ...counts, "grad-input": counts.input, "grad-output": counts.output };
  const [view, flat] = state.pin.split(":");
  return state.pin === "" || (/^\d{1,6}$/.test(flat) && Object.hasOwn(all, view) && Number(flat) < all[view]);
}

// Another size cuts or grows the gradient that comes back, and may take the held cell away.
export function settle(state) {
  try {
    const { shape } = taps(shapeOf(state.input), shapeOf(state.kernel), state);
    const fits = String(shapeOf(state.upstream)) === String(shape);
    const upstream = fits ? state.upstream : resized(state.upstream, shape, 1);
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
