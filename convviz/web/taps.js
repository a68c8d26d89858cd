// The front's only mathematics: the mirror of convlib.taps, same taps in the same order.

const perAxis = (value, axes) => (Array.isArray(value) ? value : Array(axes).fill(value));

export const sizeOf = (shape) => shape.reduce((product, n) => product * n, 1);

export function unravel(flat, shape) {
  const index = Array(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = flat % shape[axis];
    flat = Math.floor(flat / shape[axis]);
  }
  return index;
}

export const span = (kernelSize, dilation) => dilation * (kernelSize - 1) + 1;

export const outputSize = (n, kernelSize, stride, padding, dilation) => {
  const [before, after] = perAxis(padding, 2);
  return Math.floor((n + before + after - span(kernelSize, dilation)) / stride) + 1;
};

// One axis: the pairs (input cell, kernel cell) that feed each output cell.
function axisTaps(n, k, stride, padding, dilation, flip) {
  const [before] = perAxis(padding, 2);
  const count = outputSize(n, k, stride, padding, dilation);
  return Array.from({ length: Math.max(count, 0) }, (_, o) => {
    const pairs = [];
    for (let m = 0; m < k; m++) {
      const i = o * stride + m * dilation - before;
      if (i >= 0 && i < n) pairs.push([i, flip ? k - 1 - m : m]);
    }
    return pairs;
  });
}

// Taps as flat C-order indices: output out[t] is fed by input inp[t] through kernel ker[t].
export function taps(inputShape, kernelShape, settings = {}) {
  const { stride = 1, padding = 0, dilation = 1, flip = false } = settings;
  const axes = inputShape.length;
  const [s, p, d] = [stride, padding, dilation].map((value) => perAxis(value, axes));
  const tables = inputShape.map((n, a) => axisTaps(n, kernelShape[a], s[a], p[a], d[a], flip));
  const shape = tables.map((table) => table.length);
  const [out, inp, ker] = [[], [], []];
  const walk = (axis, o, pairs, i, k) => {
    if (axis === axes) {
      out.push(o);
      inp.push(i);
      ker.push(k);
      return;
    }
    for (const [ia, ka] of pairs[axis]) {
      walk(axis + 1, o, pairs, i * inputShape[axis] + ia, k * kernelShape[axis] + ka);
    }
  };
  for (let o = 0; o < sizeOf(shape); o++) {
    const index = unravel(o, shape);
    walk(0, o, index.map((oa, axis) => tables[axis][oa]), 0, 0);
  }
  return { shape, out, inp, ker };
}
