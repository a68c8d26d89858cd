// What each cell of a pooling stands for: told once, then written or spoken.
import { h } from "./dom.js";
import { END } from "./model.js";
import { factor, place, plural, show } from "./numbers.js";
import { unravel } from "./taps.js";

const LONGEST = 9;

// Words are strings; what wears a colour is [role, text], a named cell [role, name, index].
const joined = (terms, mark) => terms.flatMap((term, i) => (i ? [mark, ...term] : term));
const brief = (terms) => joined.bind(null, terms.length > LONGEST ? [...terms.slice(0, LONGEST - 2), ["…"], terms.at(-1)] : terms);

function told(model, view, flat) {
  const { state, max, x, y, dy, xShape, yShape, by, back, best, count, parts } = model;
  const { out, inp } = model.taps;
  const [X, dX] = [["input", "x"], ["gradient", "dx"]].map((name) => (i) => [...name, unravel(i, xShape)]);
  const [Y, dY] = [["output", "y"], ["gradient", "dy"]].map((name) => (o) => [...name, unravel(o, yShape)]);
  const share = (t) => (parts[t] > 1 ? `1/${parts[t]}·` : "");
  const end = END[view];
  const ts = back.by[end][flat];
  const backward = state.view === "backward";
  if (end === "out" && backward) {
    if (!ts.length) return [dY(flat), " reaches no cell: its window holds only padding"];
    const cells = brief(ts.map((t) => [dX(inp[t])]))(", ");
    return [...cells, ` += ${share(ts[0])}`, dY(flat), " = ", ["gradient", show(dy[flat] / parts[ts[0]])]];
  }
  if (end === "out") {
    const [open, mark, close] = max ? ["max(", ", ", ")"] : ["(", " + ", `) / ${count[flat]}`];
    const terms = model.windows[flat].flatMap(({ t }) => {
      if (t === undefined) return max || state.count_include_pad ? [[max ? "−∞" : "0"]] : [];
      const role = max && best[flat].includes(t) ? "input cv-pooling-won" : "input";
      return [[[role, (max ? show : factor)(x[inp[t]])]]];
    });
    return [Y(flat), ` = ${open}`, ...joined(terms, mark), `${close} = `, ["output", show(y[flat])]];
  }
  if (!backward) {
    const windows = by.inp[flat].length ? plural(by.inp[flat].length, "window") : "no window";
    const uses = max && by.inp[flat].length ? ` wins ${ts.length} of its ${windows}` : ` is in ${windows}`;
    return [X(flat), " = ", ["input", show(x[flat])], uses + (ts.length ? ": " : ""), ...brief(ts.map((t) => [Y(out[t])]))(", ")];
  }
  if (!ts.length) return [dX(flat), " = 0: no window gives to it"];
  const sum = (term) => [" = ", ...brief(ts.map((t) => [share(t), term(out[t])]))(" + ")];
  const values = ts.length > 1 || parts[ts[0]] > 1 ? sum((o) => ["gradient", factor(dy[o])]) : [];
  return [dX(flat), ...sum(dY), ...values, " = ", ["gradient", show(model.dx[flat])]];
}

export const written = (model, { view, flat }) =>
  told(model, view, flat).map((part) =>
    typeof part === "string"
      ? h("span", { class: "cv-quiet" }, part)
      : h("span", { class: `cv-ink-${part[0]}` }, part[1], ...(part[2] ? [h("sub", {}, part[2].join())] : [])),
  );

export const spoken = (model, view, flat) =>
  told(model, view, flat)
    .map((part) => (typeof part === "string" ? part : part[2] ? `${part[1]} ${place(part[2])}` : part[1]))
    .join("")
    .replaceAll("−", "minus ");

// What else there is to say: of a tie, of the padding, of a sum that is not yet whole.
export function remark({ state, max, windows, best, back, taps: { out, inp }, count, dy, parts }, step, soFar, { view, flat }) {
  const backward = state.view === "backward";
  if (END[view] === "inp") {
    if (!backward || !back.by.inp[flat].some((t) => out[t] >= step)) return "";
    return `After ${plural(step, "window")} of ${windows.length} it stands at ${show(soFar[flat])}.`;
  }
  const n = best[flat].length;
  if (max && n > 1) {
    const gets = {
      first: "The first in reading order takes the whole gradient.",
      all: `Each takes the whole gradient, so it counts ${n} times.`,
      split: `Each takes 1/${n} of the gradient.`,
    };
    return `${n} cells share the maximum. ${backward ? gets[state.ties] : "For y it makes no difference which one wins."}`;
  }
  const [t, ...others] = back.by.out[flat];
  const [sum, part] = [soFar[inp[t]], dy[flat] / parts[t]];
  if (backward && flat === step - 1 && t !== undefined && others.length === 0 && sum !== part) {
    return `Added to what other windows gave: ${show(sum - part)} + ${factor(part)} = ${show(sum)}.`;
  }
  const cells = windows[flat];
  if (cells.every(({ t }) => t !== undefined)) return "";
  if (max) return "Padding counts as −∞: it never wins, not even against negative numbers.";
  return `Padding ${state.count_include_pad ? "counts" : "is left out"}: the sum is divided by ${count[flat]}.`;
}
