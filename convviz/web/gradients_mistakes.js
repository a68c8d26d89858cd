// Answers that go wrong in a known way, and what each check says of them.
import { agree, flatOf, total } from "./gradients_model.js";
import { show, times } from "./numbers.js";
import { sizeOf, taps, unravel } from "./taps.js";

export function answerOf({ state, w, dy, dw, db, xShape, wShape, yShape }, mistake) {
  const frame = mistake === "crop" ? state.padding : 0;
  const shape = xShape.map((n) => n + 2 * frame);
  const stride = mistake === "stride" ? 1 : state.stride;
  const list = taps(shape, wShape, { ...state, stride, padding: state.padding - frame });
  const dx = Array(sizeOf(shape)).fill(0);
  list.out.forEach((out, t) => {
    const at = unravel(out, list.shape);
    if (at.some((n, axis) => n >= yShape[axis])) return;
    const k = list.ker[t];
    const share = w[mistake === "flip" ? w.length - 1 - k : k] * dy[flatOf(at, yShape)];
    dx[list.inp[t]] = mistake === "assign" ? share : dx[list.inp[t]] + share;
  });
  const parts = mistake === "mean" ? dy.length : 1;
  return { shape, fits: !frame, dx, dw: dw.map((value) => value / parts), db: db / parts };
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
  return start.flatMap((values, which) =>
    values.map((_, n) => {
      const moved = (step) => start.map((all, a) => (a === which ? all.map((v, m) => (m === n ? v + step : v)) : all));
      return (loss(...moved(1)) - loss(...moved(-1))) / 2;
    }),
  );
}

// One verdict each: { name, words, passes }. The last one looks at every entry.
export function checksOf(model, answer) {
  const { shape, fits, dx, dw, db } = answer;
  const mean = (values) => total(values) / values.length;
  const judged = (name, what, got, need, passes) => ({ name, passes, words: `${what}: ${got}${passes ? "" : `, should be ${need}`}` });
  const alike = (name, what, got, need) => judged(name, what, show(got), show(need), agree([got], [need])[0]);
  const need = slopes(model);
  const wrong = fits ? agree([...dx, ...dw, db], need).filter((good) => !good).length : NaN;
  return [
    judged("shape", "the shape of dx", times(shape), times(model.xShape), fits),
    alike("mean", "the mean of dx", mean(dx), mean(model.dx)),
    alike("entry", "one entry, dx[0, 0]", dx[0], model.dx[0]),
    { name: "every", passes: wrong === 0, words: `each of ${need.length} entries against central differences: ${fits ? `${wrong} wrong` : "wrong shape"}` },
  ];
}
