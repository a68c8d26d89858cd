// What the chosen sample of a signal does, in numbers and in words.
import { show, speak } from "./numbers.js";
import { ink, joined, product, quiet } from "./sum.js";

const LONGEST = 6;

const named = { input: "f", kernel: "g" };

const timeOf = ({ first, delta }, o) => show((first + o) * delta);

// Products that are 0 add nothing and are left out.
function outputSum(model, o) {
  const { state, taps: list, x, w, first, delta } = model;
  const terms = model.by.out[o].filter((t) => model.products[t]).map((t) => product(x[list.inp[t]], w[list.ker[t]]));
  if (terms.length > LONGEST) terms.splice(LONGEST - 2, terms.length - LONGEST + 1, quiet("…"));
  const n = first + o;
  const index = state.flip ? `${n}−i` : `i${n < 0 ? "+" : "−"}${Math.abs(n)}`;
  const numbers = terms.length ? [...joined(terms, " + "), quiet(`)·${show(delta)} = `)] : [];
  return [
    ink("output", `(f ${state.flip ? "∗" : "⋆"} g)(${timeOf(model, o)})`),
    quiet(" = Σ "),
    ink("input", "f[i]"),
    quiet("·"),
    ink("kernel", `g[${index}]`),
    quiet(`·Δ = ${terms.length ? "(" : ""}`),
    ...numbers,
    ink("output", show(model.values.output[o])),
  ];
}

function usesSum(model, view, flat) {
  const outs = model.by[view === "input" ? "inp" : "ker"][flat].map((t) => model.taps.out[t]);
  return [
    ink(view, `${named[view]}[${flat}] = ${show(model.values[view][flat])}`),
    quiet(` adds to the result from t = ${timeOf(model, outs[0])} to t = ${timeOf(model, outs.at(-1))}`),
  ];
}

export const writtenSum = (model, { view, flat }) => (view === "output" ? outputSum(model, flat) : usesSum(model, view, flat));

// How the area of output `o` is made up.
export function areas({ by, products, delta }, o) {
  const [above, below] = [1, -1].map((sign) => by.out[o].reduce((sum, t) => sum + Math.max(sign * products[t], 0), 0) * delta);
  return `Area above the axis ${show(above)}, below it ${show(below)}.`;
}

// What each cell of a view calls itself.
export function spoken(model, view, flat) {
  const value = speak(model.values[view][flat]);
  if (view !== "output") return `${named[view]}, sample ${flat}: ${value}`;
  return `result at t = ${timeOf(model, flat).replace("−", "minus ")}: ${value}, products added: ${model.by.out[flat].length}`;
}
