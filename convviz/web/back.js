// The way back through C: dx = Cᵀ dy over the same taps, and its written sum.
import { h } from "./dom.js";
import { factor, place, show, speak } from "./numbers.js";
import { END, tapsThrough } from "./model.js";
import { unravel } from "./taps.js";

const LONGEST = 12;

const ink = (role, ...children) => h("span", { class: `cv-ink-${role}` }, ...children);
const quiet = (text) => h("span", { class: "cv-quiet" }, text);

// The model of a convolution with the gradient that comes back: what each view shows, by name.
export function withGradient(model, upstream) {
  const dy = upstream.flat();
  const dx = model.x.map(() => 0);
  const { out, inp, ker } = model.taps;
  out.forEach((o, t) => (dx[inp[t]] += model.w[ker[t]] * dy[o]));
  const views = {
    input: { letter: "x", values: model.x, shape: model.xShape },
    kernel: { letter: "w", values: model.w, shape: model.wShape },
    output: { letter: "y", values: model.y, shape: model.yShape },
    "grad-input": { letter: "dx", values: dx, shape: model.xShape },
    "grad-output": { letter: "dy", values: dy, shape: model.yShape },
  };
  return { ...model, dx, dy, views };
}

const symbol = ({ views }, view, flat) =>
  ink(view === "kernel" ? "kernel" : "gradient", views[view].letter, h("sub", {}, unravel(flat, views[view].shape).join(",")));

const product = ({ w, dy, taps: { ker, out } }, t) =>
  h("span", { class: "cv-term" }, ink("kernel", factor(w[ker[t]])), quiet("·"), ink("gradient", factor(dy[out[t]])));

// The nodes that say what the chosen cell does on the way back.
export function writtenBack(model, { view, flat }) {
  const list = tapsThrough(model, { view, flat });
  if (!(view in END)) {
    if (!list.length) return [quiet("no tap joins these two: this entry is 0")];
    return [quiet("one tap: "), product(model, list[0]), quiet(" is added to "), symbol(model, "grad-input", model.taps.inp[list[0]])];
  }
  const own = END[view] === "ker" ? "kernel" : END[view] === "inp" ? "grad-input" : "grad-output";
  const value = show(model.views[own].values[flat]);
  const start = [symbol(model, own, flat), quiet(" = ")];
  const most = own === "grad-input" ? list.length : LONGEST;
  const parts = list.slice(0, most).flatMap((t, n) => {
    const target = own === "grad-input" ? [] : [quiet(" in "), symbol(model, "grad-input", model.taps.inp[t])];
    return [...(n ? [quiet(own === "grad-input" ? " + " : ", ")] : []), product(model, t), ...target];
  });
  const rest = list.length > most ? [quiet(` and ${list.length - most} more`)] : [];
  if (own !== "grad-input") return [...start, ink(own === "kernel" ? "kernel" : "gradient", value), quiet(parts.length ? " goes back as " : " reaches no input"), ...parts, ...rest];
  return [...start, ...parts, ...rest, ...(parts.length ? [quiet(" = ")] : []), ink("gradient", value)];
}

// The same, to be heard.
export function spokenBack(model, view, flat) {
  const { values, shape } = model.views[view];
  const list = model.by[END[view]][flat];
  const start = `${view === "grad-input" ? "gradient of input" : "gradient of output"} ${place(unravel(flat, shape))}: ${speak(values[flat])}`;
  if (view === "grad-output") return `${start}, goes back to ${list.length} input cells`;
  const { out, ker } = model.taps;
  const terms = list.map((t) => `${speak(model.w[ker[t]])} times ${speak(model.dy[out[t]])}`);
  return terms.length ? `${start} = ${terms.join(" plus ")}` : `${start}, no window covers it`;
}
