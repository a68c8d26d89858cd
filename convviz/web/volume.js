// What the state of a layer with many channels means: its taps, and the sums that run over them.
import { firstChannel, layerTaps } from "./layer.js";
import { LIMITS } from "./limits.js";
import { buildModel, checkConvolution, group, limitsOf } from "./model.js";
import { shapeOf } from "./numbers.js";
import { sizeOf } from "./taps.js";

const MOST = {
  input: [LIMITS.channels, LIMITS.slice, LIMITS.slice],
  weight: [LIMITS.filters, LIMITS.channels, LIMITS.window, LIMITS.window],
  bias: [LIMITS.filters],
};

const isNumber = (value) => typeof value === "number" && Math.abs(value) <= LIMITS.number;

const hasShape = (nested, [n, ...rest]) =>
  n === undefined ? isNumber(nested) : nested?.length === n && nested.every((part) => hasShape(part, rest));

// One channel under one slice of a filter: a convolution of two axes.
const plane = (state) => ({ ...state, input: state.input[0], kernel: state.weight[0][0], flip: false });

// Throws, in words, on a state that cannot be drawn.
export function checkLayer(state) {
  const { input, weight, bias, padding, groups } = state;
  for (const [name, most] of Object.entries(MOST)) {
    const shape = shapeOf(state[name]);
    if (shape.length !== most.length || shape.some((n, axis) => n < 1 || n > most[axis])) {
      throw new Error(`${name}: needs ${most.length} axes of at most ${most.join(", ")} cells.`);
    }
    if (!hasShape(state[name], shape)) {
      throw new Error(`${name}: needs rows of one length, of numbers from −${LIMITS.number} to ${LIMITS.number}.`);
    }
  }
  checkConvolution(plane(state));
  if (padding > LIMITS.around) throw new Error(`padding: needs at most ${LIMITS.around}.`);
  if (!groupings(state).includes(groups)) throw new Error("groups: needs to divide the channels and the filters.");
  if (weight[0].length * groups !== input.length) throw new Error("weight: needs channels / groups slices a filter.");
  if (bias.length !== weight.length) throw new Error("bias: needs one number for each filter.");
}

const upTo = (most) => Array.from({ length: most }, (_, i) => i + 1);

// Into how many groups the channels and filters of a state can be split.
export const groupings = ({ input, weight }) =>
  upTo(LIMITS.channels).filter((n) => input.length % n === 0 && weight.length % n === 0);

// How many channels, or filters, the groups of a state allow.
export const multiples = ({ groups }, most) => upTo(most).filter((n) => n % groups === 0);

// How far each other setting may go, as in `limitsOf`, for pictures of this size.
const OWN = { padding: LIMITS.around, input: LIMITS.slice, kernel: LIMITS.window };

export function limitsOfLayer(state, name) {
  const [least, most] = limitsOf(plane(state), name);
  return [least, Math.max(least, Math.min(most, OWN[name.replace(/\d$/, "")] ?? most))];
}

export function buildLayer(state) {
  const [xShape, wShape] = [shapeOf(state.input), shapeOf(state.weight)];
  const [x, w] = [state.input.flat(2), state.weight.flat(3)];
  const list = layerTaps(xShape, wShape, state, state.groups);
  const one = buildModel(plane(state));
  const map = one.y.length;
  const y = Array.from({ length: sizeOf(list.shape) }, (_, o) => state.bias[Math.floor(o / map)]);
  list.out.forEach((o, t) => (y[o] += w[list.ker[t]] * x[list.inp[t]]));
  const by = { out: group(list.out, y.length), inp: group(list.inp, x.length), ker: group(list.ker, w.length) };
  return { state, x, w, y, one, map, xShape, wShape, yShape: list.shape, taps: list, by };
}

// Which filter an output cell comes from, and on which channels it lies.
export const filterOf = ({ map }, o) => Math.floor(o / map);

export function channelsOf({ state, wShape: [filters, slices] }, filter) {
  const first = firstChannel(filter, filters, slices, state.groups);
  return Array.from({ length: slices }, (_, s) => first + s);
}
