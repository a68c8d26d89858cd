// The written sum of a pooling and what its cells say of themselves.
import { h } from "./dom.js";
import { factor, place, show, speak } from "./numbers.js";
import { unravel } from "./taps.js";

const LONGEST = 9;

const ink = (role, ...children) => h("span", { class: `cv-ink-${role}` }, ...children);
const quiet = (text) => h("span", { class: "cv-quiet" }, text);
const joined = (parts, mark) => parts.flatMap((part, i) => (i ? [quiet(mark), part] : [part]));
const short = (parts) => (parts.length > LONGEST ? [...parts.slice(0, LONGEST - 2), quiet("…"), parts.at(-1)] : parts);
const symbol = (role, letter, flat, shape) => ink(role, letter, h("sub", {}, unravel(flat, shape).join(",")));
const share = (parts) => (parts === 1 ? "" : `1/${parts}·`);
const counted = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

function outputSum(model, o) {
  const { max, windows, x, y, best, taps, by, state } = model;
  const terms = windows[o].flatMap(({ t }) => {
    if (t === undefined) return max ? [quiet("−∞")] : state.count_include_pad ? [quiet("0")] : [];
    const value = x[taps.inp[t]];
    if (!max) return [ink("input", factor(value))];
    return [h("span", { class: `cv-ink-input${best[o].includes(t) ? " cv-pooling-won" : ""}` }, show(value))];
  });
  const start = [symbol("output", "y", o, model.yShape), quiet(max ? " = max(" : " = (")];
  const over = state.count_include_pad ? windows[o].length : by.out[o].length;
  const end = [quiet(max ? ") = " : `) / ${over} = `), ink("output", show(y[o]))];
  return [...start, ...joined(terms, max ? ", " : " + "), ...end];
}

function inputUses({ max, x, xShape, yShape, by, taps, carried }, i) {
  const won = (max ? carried : { by, taps });
  const outs = won.by.inp[i].map((t) => symbol("output", "y", won.taps.out[t], yShape));
  const inside = by.inp[i].length ? ` is in ${counted(by.inp[i].length, "window")}` : " is in no window";
  const wins = !max || !by.inp[i].length ? "" : outs.length ? " and wins" : " and wins none";
  const start = [symbol("input", "x", i, xShape), quiet(" = "), ink("input", show(x[i])), quiet(inside + wins + (outs.length ? ": " : ""))];
  return [...start, ...joined(short(outs), ", ")];
}

function spread({ carried: { by, taps, parts }, dy, xShape, yShape }, o) {
  const list = by.out[o];
  const from = symbol("gradient", "dy", o, yShape);
  if (!list.length) return [from, quiet(` = ${show(dy[o])} reaches no cell: its window holds only padding`)];
  const cells = short(list.map((t) => symbol("gradient", "dx", taps.inp[t], xShape)));
  const each = parts[list[0]];
  const end = [quiet(" = "), ink("gradient", show(dy[o] / each))];
  return [...joined(cells, ", "), quiet(` += ${share(each)}`), from, ...end];
}

function gathered({ carried: { by, taps, parts }, dy, by: windows, xShape, yShape }, whole, i) {
  const list = by.inp[i];
  const start = symbol("gradient", "dx", i, xShape);
  if (!list.length) return [start, quiet(windows.inp[i].length ? " = 0: it wins no window" : " = 0: it is in no window")];
  const terms = (write) => joined(short(list.map((t) => h("span", { class: "cv-term" }, quiet(share(parts[t])), write(taps.out[t])))), " + ");
  const names = terms((o) => symbol("gradient", "dy", o, yShape));
  const values = list.length > 1 || parts[list[0]] > 1 ? [quiet(" = "), ...terms((o) => ink("gradient", factor(dy[o])))] : [];
  return [start, quiet(" = "), ...names, ...values, quiet(" = "), ink("gradient", show(whole[i]))];
}

// The nodes that say what the chosen cell does. `whole` is dx after the last step.
export function writtenPooling(model, whole, { view, flat }) {
  const back = model.state.view === "backward";
  if (view.endsWith("input")) return back ? gathered(model, whole, flat) : inputUses(model, flat);
  return back ? spread(model, flat) : outputSum(model, flat);
}

const SHARED = {
  first: () => "The first of them in reading order takes the whole gradient.",
  all: (n) => `Each takes the whole gradient, so it counts ${n} times.`,
  split: (n) => `Each takes 1/${n} of the gradient.`,
};

// Where a cell has won before, what now comes is added.
function added({ by, taps }, state, dx, o, dy) {
  const [t, ...more] = by.out[o];
  const i = taps.inp[t];
  if (state.view === "forward" || more.length || o !== state.step - 1 || taps.out[by.inp[i][0]] === o) return "";
  return `With what it won before: ${show(dx[i] - dy[o])} + ${factor(dy[o])} = ${show(dx[i])}.`;
}

// What else there is to say of it: a tie, the padding, a sum that is not yet whole.
export function remark({ max, best, windows, by, state, carried, dy }, dx, { view, flat }) {
  if (view.endsWith("input")) {
    if (state.view === "forward" || !carried.by.inp[flat].some((t) => carried.taps.out[t] >= state.step)) return "";
    return `After ${counted(state.step, "window")} of ${windows.length} it stands at ${show(dx[flat])}.`;
  }
  const equal = best[flat].length;
  const tied = `${equal} cells share the maximum. `;
  if (max && equal > 1) return tied + (state.view === "forward" ? "For y that makes no difference, for the gradient it does." : SHARED[state.ties](equal));
  if (windows[flat].every(({ t }) => t !== undefined)) return added(carried, state, dx, flat, dy);
  if (max) return "Padding counts as −∞: it never wins, not even against negative numbers.";
  if (state.count_include_pad) return `The zeros of the padding count: divided by all ${windows[flat].length} cells of the window.`;
  return `The padding is left out: divided by ${by.out[flat].length}, not by ${windows[flat].length}.`;
}

// What each cell of each view calls itself, but for dx, whose number grows with the steps.
export function spokenPooling(model) {
  const { max, x, y, dy, xShape, yShape, by, taps, carried } = model;
  const at = (flat, shape) => place(unravel(flat, shape));
  const kind = max ? "maximum" : "mean";
  const of = (ts) => (ts.length > LONGEST ? `${ts.length} cells` : ts.map((t) => speak(x[taps.inp[t]])).join(", ") || "padding alone");
  const wins = (i) => (max ? `, the maximum of ${carried.by.inp[i].length}` : "");
  const goes = (ts) => (ts.length > LONGEST ? `${ts.length} cells` : ts.map((t) => at(carried.taps.inp[t], xShape)).join(" and ") || "no cell");
  return {
    input: x.map((v, i) => `input ${at(i, xShape)}: ${speak(v)}, in ${counted(by.inp[i].length, "window")}${wins(i)}`),
    output: y.map((v, o) => `output ${at(o, yShape)}: ${speak(v)} = the ${kind} of ${of(by.out[o])}`),
    "grad-output": dy.map((v, o) => `gradient of output ${at(o, yShape)}: ${speak(v)}, goes to ${goes(carried.by.out[o])}`),
    "grad-input": (v, i) => `gradient of input ${at(i, xShape)}: ${speak(v)}, from ${counted(carried.by.inp[i].length, "window")} in all`,
  };
}
