// The way back, dx = Cᵀ dy: the same list of taps with its ends swapped.
import { FORWARD } from "./stage.js";

export const BACK = {
  input: { view: "grad-output", role: "gradient", title: "Gradient dy", called: "gradient of output", field: "upstream" },
  kernel: FORWARD.kernel,
  output: { view: "grad-input", role: "gradient", title: "Gradient dx", called: "gradient of input" },
};

// A model like any other, which takes `upstream` as its input.
export function transposed({ w, x, by, xShape, yShape, taps: { out, inp, ker }, ...rest }, upstream) {
  const dy = upstream.flat();
  const dx = x.map(() => 0);
  out.forEach((o, t) => (dx[inp[t]] += w[ker[t]] * dy[o]));
  return {
    ...rest,
    back: true,
    w,
    x: dy,
    y: dx,
    xShape: yShape,
    yShape: xShape,
    covered: yShape.map((n) => Array(n).fill(true)),
    taps: { out: inp, inp: out, ker },
    by: { ker: by.ker, out: by.inp, inp: by.out },
  };
}

const LETTER = { x: "dy", y: "dx" };

// A written sum with the letters of the way back.
export function renamed(nodes) {
  for (const node of nodes.flatMap((one) => [one, ...one.children])) {
    const first = node.firstChild;
    if (first?.data in LETTER) first.data = LETTER[first.data];
  }
  return nodes;
}
