// What made the chosen cell, written and spoken: over all maps that feed it, not the shown one alone.
import { h } from "./dom.js";
import { area } from "./cnn_model.js";
import { brief, factor, place, speak } from "./numbers.js";

const MOST = 5; // shares of maps that are written out

const ink = (role, ...children) => h("span", { class: `cv-ink-${role}` }, ...children);
const quiet = (text) => h("span", { class: "cv-quiet" }, text);
const term = (...parts) => h("span", { class: "cv-term" }, ...parts);
const joined = (parts, mark) => parts.flatMap((part, i) => (i ? [quiet(mark), part] : [part]));
const rounded = (value) => factor(Number(value.toPrecision(3)));
const total = (list) => list.reduce((sum, { v, w }) => sum + v * w, 0);

// The products that end in cell `at` of the layer: of its sources forward, of its uses backward.
function products({ by, out, inp, x, dy, slope, xShape, shape }, at, back) {
  const [list, from, values, size] = back ? [by.inp, out, dy, area(shape)] : [by.out, inp, x, area(xShape)];
  return list[at].map((t) => ({ v: values[from[t]], w: slope[t], map: Math.floor(from[t] / size) }));
}

// One by one, if they are of one map; else the share of each map, the largest few.
function terms(found, role) {
  const maps = [...new Set(found.map(({ map }) => map))];
  if (maps.length < 2) return found.map(({ v, w }) => term(ink(role, rounded(v)), quiet("·"), ink("kernel", rounded(w))));
  const shares = maps.map((map) => ({ map, v: total(found.filter((one) => one.map === map)), w: 1 }));
  shares.sort((a, b) => Math.abs(b.v) - Math.abs(a.v));
  const rest = shares.splice(MOST).filter(({ v }) => v);
  const share = (v, words) => term(ink(role, rounded(v)), quiet(` ${words}`));
  const few = shares.filter(({ v }) => v).map(({ map, v }) => share(v, `map ${map}`));
  return rest.length ? [...few, share(total(rest), `from ${rest.length} more`)] : few;
}

// The nodes for cell `flat` of a view, whose value stands in map `lead` of its layer.
export function writtenSum(step, { view, index, at, value, uses, target }) {
  const back = view.startsWith("grad");
  const [role, letter] = { input: ["input", "x"], kernel: ["kernel", "w"], output: ["output", "y"], "grad-input": ["gradient", "dx"] }[view] ?? ["gradient", "dy"];
  const named = [ink(role, letter, h("sub", {}, index.join(","))), quiet(" = ")];
  const end = ink(role, brief(value));
  if (view === "grad-output") return [...named, end, quiet(`: where this cell grows a little, the score of ${target} grows so many times as much`)];
  if (view !== "output" && !back) return [...named, end, quiet(`, used ${uses === 1 ? "once" : `${uses} times`} in this map`)];
  const found = products(step, at, back);
  const sum = terms(found, back ? role : "input");
  if (!back && step.least !== undefined) {
    const cells = found.map(({ v }) => ink("input", brief(v)));
    return [...named, quiet("max("), ...joined(step.least ? cells : [ink("input", "0"), ...cells], ", "), quiet(") = "), end];
  }
  if (!back && step.b[index[0]]) sum.unshift(term(ink("kernel", rounded(step.b[index[0]])), quiet(" bias")));
  if (!sum.length) sum.push(quiet("0"));
  return [...named, ...joined(sum, " + "), quiet(" = "), end];
}

// The same for a cell's name.
export function spokenCell({ by, b, least }, { view, index, at, value }) {
  const start = `${view.replace("grad-", "gradient of the ")} ${place(index)}: ${speak(Number(value.toPrecision(6)))}`;
  if (view === "grad-input") return `${start}, a sum of products: ${by.inp[at].length}`;
  if (view !== "output") return start;
  if (b) return `${start}, a bias and products: ${by.out[at].length}`;
  return `${start}, the largest of ${least ? `${by.out[at].length} cells` : "0 and its cell"}`;
}
