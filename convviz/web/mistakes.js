// Answers that go wrong in a known way, and what each check says of them.
import { agree, flatOf, total } from "./backward.js";
import { show, times } from "./numbers.js";
import { sizeOf, taps, unravel } from "./taps.js";

export const MISTAKES = {
  none: "makes no mistake",
  flip: "forgets to flip the kernel",
  assign: "writes = for +=",
  stride: "forgets to spread dy by the stride",
  crop: "keeps the padding on dx",
  mean: "takes means for sums",
};

export function answerOf(model, mistake) {
  const { state, w, dy, xShape, wShape, yShape } = model;
  const frame = mistake === "crop" ? state.padding : 0;
  const shape = xShape.map((n) => n + 2 * frame);
  const settings = { ...state, padding: state.padding - frame, stride: mistake === "stride" ? 1 : state.stride };
  const list = taps(shape, wShape, settings);
  const dx = Array(sizeOf(shape)).fill(0);
  list.out.forEach((out, t) => {
    const at = unravel(out, list.shape);
    if (at.some((n, axis) => n >= yShape[axis])) return;
    const k = mistake === "flip" ? w.length - 1 - list.ker[t] : list.ker[t];
    const share = w[k] * dy[flatOf(at, yShape)];
    dx[list.inp[t]] = mistake === "assign" ? share : dx[list.inp[t]] + share;
  });
  const parts = mistake === "mean" ? dy.length : 1;
  return { frame, shape, dx, dw: model.dw.map((value) => value / parts), db: model.db / parts };
}

// The slopes of the loss Σ dy·y along every entry of x, w and the bias. Along each the loss is a
// straight line, so a step of 1 serves as a small one does, and whole numbers stay exact.
function slopes({ taps: { out, inp, ker }, x, w, dy }) {
  const loss = (x, w, [b]) => {
    const y = Array(dy.length).fill(b);
    out.forEach((o, t) => (y[o] += w[ker[t]] * x[inp[t]]));
    return total(y.map((value, o) => value * dy[o]));
  };
  const start = [x, w, [0]];
  return start.map((values, which) =>
    values.map((_, n) => {
      const moved = (step) => start.map((all, a) => all.map((v, m) => (a === which && m === n ? v + step : v)));
      return (loss(...moved(1)) - loss(...moved(-1))) / 2;
    }),
  );
}

// One verdict each: { name, words, passes }. The last one looks at every entry.
export function checksOf(model, answer) {
  const mean = (values) => total(values) / values.length;
  const alike = (name, what, got, need) => {
    const [passes] = agree([got], [need]);
    return { name, passes, words: `${what}: ${show(got)}${passes ? "" : `, should be ${show(need)}`}` };
  };
  const fits = String(answer.shape) === String(model.xShape);
  const found = [answer.dx, answer.dw, [answer.db]].flatMap((got, n) => {
    const need = slopes(model)[n];
    return got.length === need.length ? agree(got, need) : need.map(() => false);
  });
  const wrong = found.filter((good) => !good).length;
  return [
    { name: "shape", passes: fits, words: `the shape of dx: ${times(answer.shape)}${fits ? "" : `, should be ${times(model.xShape)}`}` },
    alike("mean", "the mean of dx", mean(answer.dx), mean(model.dx)),
    alike("entry", "one entry, dx[0, 0]", answer.dx[0], model.dx[0]),
    { name: "every", passes: !wrong, words: `every entry of dx, dw and db against central differences: ${wrong} of ${found.length} differ` },
  ];
}
