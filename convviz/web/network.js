// The trained network as lists of taps: forward, and back from one score.
import { layerTaps } from "./layer.js";
import { LIMITS } from "./limits.js";
import { group } from "./model.js";
import { sizeOf } from "./taps.js";

// `weight` is (maps, sources of a map, rows, columns). A layer that sums has numbers there; one that
// takes the largest of its window has none, and ReLU's window holds a 0 besides its cell.
export const STEPS = [
  { name: "digit", weight: [1, 1, 1, 1], scale: 1 / LIMITS.ink },
  { name: "conv 1", weight: [8, 1, 3, 3], settings: { padding: 1 } },
  { name: "ReLU", weight: [8, 1, 1, 1], least: 0 },
  { name: "pooling", weight: [8, 1, 2, 2], settings: { stride: 2 }, least: -Infinity },
  { name: "conv 2", weight: [32, 8, 3, 3] },
  { name: "ReLU", weight: [32, 1, 1, 1], least: 0 },
  { name: "scores", weight: [10, 32, 2, 2] },
];

let shapes;

// The taps of each step and, at each of their ends, which of them end there.
function stepTaps() {
  let xShape = [1, 8, 8];
  shapes ??= STEPS.map((step) => {
    const groups = xShape[0] / step.weight[1];
    const { shape, ...taps } = layerTaps(xShape, step.weight, step.settings, groups);
    const by = { out: group(taps.out, sizeOf(shape)), inp: group(taps.inp, sizeOf(xShape)) };
    const made = { ...step, ...taps, by, xShape, shape, groups };
    xShape = shape;
    return made;
  });
  return shapes;
}

export const WEIGHTS = 3706;

// The steps with their weights and biases, cut from one row.
export function buildNetwork(row) {
  let first = 0;
  const cut = (count) => row.slice(first, (first += count));
  return stepTaps().map((step) => {
    const { weight, scale, shape, least, ker } = step;
    const [w, b] = scale ? [[scale], [0]] : least === undefined ? [cut(sizeOf(weight)), cut(shape[0])] : [];
    return { ...step, w, b, slope: Float64Array.from(ker, (k) => (w ? w[k] : 0)) };
  });
}

// Every layer is, at one picture, y[o] += slope[t] · x[i] over its taps: a weight where it sums, and
// where it chooses 1 for the chosen and 0 for the rest. Gives the values of each step, and the slopes.
export function forward(network, digit) {
  let x = Float64Array.from(digit);
  return network.map(({ shape, b, least, slope, out, inp }) => {
    const each = shape[1] * shape[2];
    const y = new Float64Array(sizeOf(shape));
    if (b) {
      y.forEach((_, o) => (y[o] = b[Math.floor(o / each)]));
      out.forEach((o, t) => (y[o] += slope[t] * x[inp[t]]));
    } else {
      const best = new Int32Array(y.length).fill(-1);
      y.fill(least);
      out.forEach((o, t) => {
        if (x[inp[t]] > y[o]) [y[o], best[o]] = [x[inp[t]], t];
      });
      slope = Float64Array.from(out, (o, t) => (best[o] === t ? 1 : 0));
    }
    const made = { x, y, slope };
    x = y;
    return made;
  });
}

// The gradient of one score with respect to the values of each step: the same taps, read backward.
export function backward(network, steps, target) {
  let dy = new Float64Array(steps.at(-1).y.length);
  dy[target] = 1;
  const found = [dy];
  for (let s = steps.length - 1; s > 0; s--) {
    const dx = new Float64Array(steps[s].x.length);
    const { out, inp } = network[s];
    const { slope } = steps[s];
    out.forEach((o, t) => (dx[inp[t]] += slope[t] * dy[o]));
    found.unshift((dy = dx));
  }
  return found;
}
