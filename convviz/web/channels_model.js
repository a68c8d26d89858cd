// What the state of a layer with many channels means: its taps, and the sums that run over them.
import { firstChannel, layerTaps } from "./layer.js";
import { LIMITS } from "./limits.js";
import { buildModel, cellCounts, checkConvolution, checkNumbers, group, limitsOf } from "./model.js";
import { shapeOf } from "./numbers.js";

const MOST = { input: LIMITS.slice, kernel: LIMITS.tile, padding: LIMITS.around };

// One channel under one slice of a filter: a convolution of two axes.
const plane = (state) => ({ ...state, input: state.input[0], kernel: state.weight[0][0] });

export const limitsOfLayer = (state, name) => limitsOf(plane(state), name, MOST);

// Which numbers of channels or filters fit: those that `fits` allows.
export const upTo = (most, fits) => Array.from({ length: most }, (_, i) => i + 1).filter(fits);

// Into how many groups the channels and filters of a state can be split.
export const groupings = ({ input, weight }) =>
  upTo(LIMITS.channels, (n) => input.length % n === 0 && weight.length % n === 0);

// Throws, in words, on a state that cannot be drawn.
export function checkLayer(state) {
  const { input, weight, bias, groups } = state;
  checkNumbers("input", input, [LIMITS.channels, LIMITS.slice, LIMITS.slice], [3]);
  checkNumbers("weight", weight, [LIMITS.filters, LIMITS.channels, LIMITS.tile, LIMITS.tile], [4]);
  checkNumbers("bias", bias, LIMITS.filters, [1]);
  checkConvolution(plane(state), MOST);
  if (!groupings(state).includes(groups)) throw new Error("groups: needs to divide the channels and the filters.");
  if (weight[0].length * groups !== input.length) throw new Error("weight: needs channels / groups slices a filter.");
  if (bias.length !== weight.length) throw new Error("bias: needs one number for each filter.");
}

export function countsOf(state) {
  const { input, kernel, output } = cellCounts(plane(state));
  const [channels, filters, slices] = [state.input.length, state.weight.length, state.weight[0].length];
  return { input: channels * input, kernel: filters * slices * kernel, output: filters * output, bias: filters };
}

export function buildLayer(state) {
  const [xShape, wShape] = [shapeOf(state.input), shapeOf(state.weight)];
  const [x, w] = [state.input.flat(2), state.weight.flat(3)];
  const list = layerTaps(xShape, wShape, state, state.groups);
  const one = buildModel(plane(state));
  const map = one.y.length;
  const y = state.bias.flatMap((b) => Array(map).fill(b));
  list.out.forEach((o, t) => (y[o] += w[list.ker[t]] * x[list.inp[t]]));
  const by = { out: group(list.out, y.length), inp: group(list.inp, x.length), ker: group(list.ker, w.length) };
  const filterOf = (o) => Math.floor(o / map);
  const channelsOf = (filter) => {
    const first = firstChannel(filter, wShape[0], wShape[1], state.groups);
    return Array.from({ length: wShape[1] }, (_, s) => first + s);
  };
  return { state, x, w, y, one, map, xShape, wShape, yShape: list.shape, taps: list, by, filterOf, channelsOf };
}
