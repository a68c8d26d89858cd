// The written sum of a chosen cell on the way back, and what its gradients call themselves.
import { END, tapsThrough } from "./model.js";
import { factor, place, show, speak } from "./numbers.js";
import { ink, joined, LONGEST, product, quiet, symbol, writtenSum } from "./sum.js";
import { unravel } from "./taps.js";

// The gradient that stands at an end of the taps, and the two factors of each of them.
const SUMS = {
  inp: { name: "dx", shape: "xShape", of: ({ w, dy, taps }, t) => [w[taps.ker[t]], dy[taps.out[t]]], roles: ["kernel", "gradient"] },
  ker: { name: "dw", shape: "wShape", of: ({ x, dy, taps }, t) => [dy[taps.out[t]], x[taps.inp[t]]], roles: ["gradient", "input"] },
};

const more = (list) => (list.length > LONGEST ? [quiet(`… ${list.length - LONGEST} more`)] : []);

// All products of one cell of dx or dw; those of outputs from `done` on are still to come.
function wholeSum(model, end, flat, done) {
  const { name, shape, of, roles } = SUMS[end];
  const list = model.by[end][flat];
  const later = (t) => model.taps.out[t] >= done;
  const terms = list.slice(0, LONGEST).map((t) => {
    const [a, b] = of(model, t);
    return later(t) ? quiet(`${factor(a)}·${factor(b)}`) : product(a, b, roles);
  });
  const sum = terms.length ? joined([...terms, ...more(list)], " + ") : [quiet("no tap")];
  const soFar = list.some(later) ? [quiet(" so far")] : [];
  return [symbol("gradient", name, flat, model[shape]), quiet(" = "), ...sum, quiet(" = "), ink("gradient", show(model[name][flat])), ...soFar];
}

// What one cell of dy adds, and where.
function shares(model, o) {
  const { name, shape, of, roles } = SUMS.inp;
  const list = model.by.out[o];
  const parts = list.slice(0, LONGEST).map((t) => {
    const term = product(...of(model, t), roles);
    term.prepend(symbol("gradient", name, model.taps.inp[t], model[shape]), quiet(" += "));
    return term;
  });
  const start = [symbol("gradient", "dy", o, model.yShape), quiet(" = "), ink("gradient", show(model.dy[o]))];
  return [...start, quiet(list.length ? ": " : " falls on padding only"), ...joined([...parts, ...more(list)], ", ")];
}

// `model` holds dx and dw as they stand after `done` outputs.
export function backwardSum(model, selected, done) {
  const { view, flat } = selected;
  if (view === "output") return writtenSum(model, selected);
  if (view === "grad-output") return shares(model, flat);
  if (view in END) return wholeSum(model, END[view], flat, done);
  const [t] = tapsThrough(model, selected);
  if (t === undefined) return [quiet("this weight lies on padding here: no tap")];
  const { name, shape, of, roles } = SUMS.ker;
  const term = product(...of(model, t), roles);
  return [quiet("one tap: "), term, quiet(" is added to "), symbol("gradient", name, model.taps.ker[t], model[shape])];
}

// The same, to be heard.
export function spokenBack(model, view, flat, done) {
  const end = END[view];
  const [what, values, shape] = { inp: ["input", "dx", "xShape"], ker: ["kernel", "dw", "wShape"], out: ["output", "dy", "yShape"] }[end];
  const list = model.by[end][flat];
  const start = `gradient of the ${what}, ${place(unravel(flat, model[shape]))}: ${speak(model[values][flat])}`;
  if (end === "out") return `${start}, adds to ${list.length} cells of dx`;
  if (list.some((t) => model.taps.out[t] >= done)) return `${start} so far`;
  if (list.length > LONGEST) return `${start}, a sum of ${list.length} products`;
  const terms = list.map((t) => SUMS[end].of(model, t).map(speak).join(" times "));
  return terms.length ? `${start} = ${terms.join(" plus ")}` : `${start}, no tap ends here`;
}
