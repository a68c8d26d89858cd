// The trained network as lists of taps: forward, and back from one score.
import { layerTaps } from "./layer.js";
import { LIMITS } from "./limits.js";
import { group } from "./model.js";
import { sizeOf } from "./taps.js";

// `weight` is (maps, sources of a map, rows, columns). A layer that sums has numbers there; one that
// takes the largest of its window has none, and ReLU's window holds a 0 besides its cell.
const LAYERS = [
  { name: "digit", weight: [1, 1, 1, 1], w: [1 / LIMITS.ink], b: [0] },
  { name: "conv 1", weight: [8, 1, 3, 3], settings: { padding: 1 } },
  { name: "ReLU", weight: [8, 1, 1, 1], least: 0 },
  { name: "pooling", weight: [8, 1, 2, 2], settings: { stride: 2 }, least: -Infinity },
  { name: "conv 2", weight: [32, 8, 3, 3] },
  { name: "ReLU", weight: [32, 1, 1, 1], least: 0 },
  { name: "scores", weight: [10, 32, 2, 2] },
];

export const WEIGHTS = 3706;

// Rows times columns.
export const area = (shape) => sizeOf(shape.slice(-2));

let laid;

// Each layer with its shapes and taps, and which of them end in each of its cells; made once.
export function layers() {
  let xShape = [1, 8, 8];
  laid ??= LAYERS.map((layer) => {
    const groups = xShape[0] / layer.weight[1];
    const { shape, ...taps } = layerTaps(xShape, layer.weight, layer.settings, groups);
    const by = { out: group(taps.out, sizeOf(shape)), inp: group(taps.inp, sizeOf(xShape)) };
    const made = { ...layer, ...taps, by, xShape, shape, groups };
    xShape = shape;
    return made;
  });
  return laid;
}

// The layers with their weights and biases, cut from one row.
export function buildNetwork(row) {
  let first = 0;
  const cut = (count) => row.slice(first, (first += count));
  return layers().map((layer) => {
    const { weight, least, ker } = layer;
    const { w = cut(sizeOf(weight)), b = cut(weight[0]) } = least === undefined ? layer : { w: null, b: null };
    return { ...layer, w, b, slope: w && Float64Array.from(ker, (k) => w[k]) };
  });
}

// For one picture every layer is y[o] += slope[t] · x[i] over its taps: the slope is a weight where
// it sums, and where it chooses 1 for the chosen and 0 for the rest. The layers with their x and y.
export function forward(network, digit) {
  let x = Float64Array.from(digit);
  return network.map((layer) => {
    const { shape, b, least, out, inp } = layer;
    let { slope } = layer;
    const y = new Float64Array(sizeOf(shape));
    if (slope) {
      y.forEach((_, o) => (y[o] = b[Math.floor(o / area(shape))]));
      out.forEach((o, t) => (y[o] += slope[t] * x[inp[t]]));
    } else {
      const best = [];
      y.fill(least);
      out.forEach((o, t) => {
        if (x[inp[t]] > y[o]) [y[o], best[o]] = [x[inp[t]], t];
      });
      slope = Float64Array.from(out, (o, t) => Number(best[o] === t));
    }
    const made = { ...layer, x, y, slope };
    x = y;
    return made;
  });
}

// The same with the gradient of one score: dy for what a layer gives, dx for what it takes, the same
// taps read backward.
export function backward(steps, target) {
  let dy = Float64Array.from(steps.at(-1).y, (_, k) => Number(k === target));
  return [...steps].reverse().map((step) => {
    const dx = new Float64Array(step.x.length);
    step.out.forEach((o, t) => (dx[step.inp[t]] += step.slope[t] * dy[o]));
    const made = { ...step, dx, dy };
    dy = dx;
    return made;
  }).reverse();
}
