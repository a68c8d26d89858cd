// The written sum of whatever is chosen, coloured by role.
import { h } from "./dom.js";
import { factor, place, show, speak } from "./numbers.js";
import { unravel } from "./taps.js";
import { END, tapsThrough, windowOf } from "./model.js";

export const LONGEST = 12;
const UNREACHED = "no window reads this cell";

export const ink = (role, ...children) => h("span", { class: `cv-ink-${role}` }, ...children);
export const quiet = (text) => h("span", { class: "cv-quiet" }, text);

export const symbol = (role, letter, flat, shape) => {
  const index = unravel(flat, shape).join(",");
  return ink(role, letter, h("sub", {}, index));
};

const used = ({ length }) =>
  length === 0 ? "reaches no output" : length === 1 ? "is used once" : `is used ${length} times`;

export const joined = (parts, mark) => parts.flatMap((part, i) => (i ? [quiet(mark), part] : [part]));

export const product = (a, b, roles = ["input", "kernel"]) =>
  h("span", { class: "cv-term" }, ink(roles[0], factor(a)), quiet("·"), ink(roles[1], factor(b)));

function outputSum(model, o) {
  const terms = windowOf(model, o).map(({ k, t }) => {
    const w = model.w[k];
    if (t !== undefined) return product(model.x[model.taps.inp[t]], w);
    return h("span", { class: "cv-term cv-quiet", title: "padding: this product is always 0" }, `0·${factor(w)}`);
  });
  const total = ink("output", show(model.y[o]));
  const made = terms.length ? [...joined(terms, " + "), quiet(" = "), total] : [total, quiet(`: ${UNREACHED}`)];
  return [symbol("output", "y", o, model.yShape), quiet(" = "), ...made];
}

function usesSum(model, view, flat) {
  const list = tapsThrough(model, { view, flat });
  const [letter, values, shape] =
    view === "input" ? ["x", model.x, model.xShape] : ["w", model.w, model.wShape];
  const parts = list.slice(0, LONGEST).map((t) => {
    const { out, inp, ker } = model.taps;
    const term = product(model.x[inp[t]], model.w[ker[t]]);
    term.append(quiet(" in "), symbol("output", "y", out[t], model.yShape));
    return term;
  });
  const rest = list.length > LONGEST ? [quiet(` and ${list.length - LONGEST} more`)] : [];
  const uses = ` ${used(list)}${list.length ? ": " : ""}`;
  return [symbol(view, letter, flat, shape), quiet(" = "), ink(view, show(values[flat])), quiet(uses), ...joined(parts, ", "), ...rest];
}

function tapSum(model, t) {
  const { out, inp, ker } = model.taps;
  const term = product(model.x[inp[t]], model.w[ker[t]]);
  return [quiet("one tap: "), term, quiet(" is added to "), symbol("output", "y", out[t], model.yShape)];
}

// The nodes that say what the chosen cell does.
export function writtenSum(model, { view, flat }) {
  if (view === "output") return outputSum(model, flat);
  if (view === "input" || view === "kernel") return usesSum(model, view, flat);
  const [t] = tapsThrough(model, { view, flat });
  return t === undefined ? [quiet("no tap joins these two: this entry is 0")] : tapSum(model, t);
}

// The same, to be heard: what each cell of a view calls itself.
export function spoken(model, view, flat) {
  const [values, shape] = { input: [model.x, model.xShape], kernel: [model.w, model.wShape], output: [model.y, model.yShape] }[view];
  const start = `${view} ${place(unravel(flat, shape))}: ${speak(values[flat])}`;
  const list = model.by[END[view]][flat];
  if (view !== "output") return `${start}, ${used(list)}`;
  if (list.length > LONGEST) return `${start}, a sum of ${list.length} products`;
  const { inp, ker } = model.taps;
  const terms = list.map((t) => `${speak(model.x[inp[t]])} times ${speak(model.w[ker[t]])}`);
  return terms.length ? `${start} = ${terms.join(" plus ")}` : `${start}, ${model.back ? UNREACHED : "only padding"}`;
}
