// What two signals mean: g slides over f as a kernel over an input, from the first to the last overlap.
import { buildModel, windowOf } from "./model.js";
import { brief } from "./numbers.js";

const REST = 1e-14;

// The layer that a state is.
export const layerOf = ({ f, g, flip }) => ({ input: f, kernel: g, stride: 1, padding: g.length - 1, dilation: 1, flip });

export function buildSignals(state) {
  const model = buildModel(layerOf(state));
  const products = model.taps.inp.map((i, t) => model.x[i] * model.w[model.taps.ker[t]]);
  // What rounding leaves where products cancel is shown as the 0 that it means.
  const isRest = (y, o) => Math.abs(y) < REST * model.by.out[o].reduce((sum, t) => sum + Math.abs(products[t]), 0);
  const output = model.y.map((y, o) => (isRest(y, o) ? 0 : y * state.delta));
  return {
    ...model,
    products,
    delta: state.delta,
    values: { input: model.x, kernel: model.w, output },
    // The shift is where the first sample of g lies. Each output's is one larger than the last one's.
    first: windowOf(model, 0).find(({ k }) => k === 0).at[1],
    mark: (t) => `×${brief(model.w[model.taps.ker[t]])}`,
  };
}
