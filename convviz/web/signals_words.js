// What the chosen sample of a signal does, in numbers and in words.
import { h } from "./dom.js";
import { show, speak } from "./numbers.js";
import { shiftOf } from "./signals_view.js";
import { ink, joined, product, quiet } from "./sum.js";

const LONGEST = 6;

const valueOf = ({ taps: list, x, w }, t) => x[list.inp[t]] * w[list.ker[t]];
const time = (samples, delta) => show(samples * delta);
const named = { input: "f", kernel: "g" };

// Products that are 0 add nothing and are left out.
function outputSum(model, o, { delta, flip }) {
  const { taps: list, x, w } = model;
  const n = shiftOf(model, o);
  const terms = model.by.out[o].filter((t) => valueOf(model, t)).map((t) => product(x[list.inp[t]], w[list.ker[t]]));
  if (terms.length > LONGEST) terms.splice(LONGEST - 2, terms.length - LONGEST + 1, quiet("…"));
  const index = flip ? `${show(n)}−i` : `i${n < 0 ? "+" : "−"}${Math.abs(n)}`;
  const rule = h("span", { class: "cv-term" }, quiet("Σ "), ink("input", "f[i]"), quiet("·"), ink("kernel", `g[${index}]`), quiet("·Δ"));
  const numbers = terms.length ? [quiet(" = ("), ...joined(terms, " + "), quiet(`)·${show(delta)}`)] : [];
  const end = h("span", { class: "cv-term" }, quiet(" = "), ink("output", show(model.y[o] * delta)));
  return [ink("output", `(f ${flip ? "∗" : "⋆"} g)(${time(n, delta)})`), quiet(" = "), rule, ...numbers, end];
}

function usesSum(model, view, flat, { delta }) {
  const outs = model.by[view === "input" ? "inp" : "ker"][flat].map((t) => shiftOf(model, model.taps.out[t]));
  const value = (view === "input" ? model.x : model.w)[flat];
  const [from, to] = [Math.min(...outs), Math.max(...outs)].map((n) => time(n, delta));
  return [ink(view, `${named[view]}[${flat}] = ${show(value)}`), quiet(` is part of ${outs.length === 1 ? "one sum" : `${outs.length} sums`}, from t = ${from} to t = ${to}`)];
}

export const writtenSum = (model, { view, flat }, state) =>
  view === "output" ? outputSum(model, flat, state) : usesSum(model, view, flat, state);

// How the area of output `o` is made up.
export function areas(model, o, { delta }) {
  const [above, below] = [1, -1].map((sign) =>
    model.by.out[o].reduce((sum, t) => sum + Math.max(sign * valueOf(model, t), 0), 0) * delta);
  if (!above && !below) return "The product is 0 everywhere.";
  return `Area above the axis ${show(above)}, below it ${show(below)}.`;
}

// What each cell of a view calls itself.
export function spoken(model, view, flat, { delta, flip }) {
  if (view !== "output") {
    const value = (view === "input" ? model.x : model.w)[flat];
    return `${named[view]}, sample ${flat}, at ${time(flat, delta)}: ${speak(value)}`;
  }
  const t = speak(shiftOf(model, flat) * delta);
  const count = model.by.out[flat].length;
  return `f ${flip ? "convolved" : "correlated"} with g at t = ${t}: ${speak(model.y[flat] * delta)}, a sum of ${count} product${count === 1 ? "" : "s"}`;
}
