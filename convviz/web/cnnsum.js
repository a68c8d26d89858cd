// What made the chosen cell, written and spoken: over all maps that feed it, not the shown one alone.
import { h } from "./dom.js";
import { brief, factor, place, speak } from "./numbers.js";
import { sizeOf } from "./taps.js";

const MOST = 5; // shares of maps that are written out

const ink = (role, ...children) => h("span", { class: `cv-ink-${role}` }, ...children);
const quiet = (text) => h("span", { class: "cv-quiet" }, text);
const rounded = (value) => factor(Number(value.toPrecision(3)));
const term = (...parts) => h("span", { class: "cv-term" }, ...parts);
const symbol = (role, letter, index) => ink(role, letter, h("sub", {}, index.join(",")));
const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

// The products that end in a cell: of its sources forward, of its uses for a gradient.
function products({ state, network, steps, gradients }, flat) {
  const s = state.step - 1;
  const { by, inp, out, xShape, shape } = network[s];
  const [list, from, values, size] = state.gradient
    ? [by.inp, out, gradients[s], sizeOf(shape.slice(1))]
    : [by.out, inp, steps[s].x, sizeOf(xShape.slice(1))];
  return list[flat].map((t) => ({ v: values[from[t]], w: steps[s].slope[t], map: Math.floor(from[t] / size) }));
}

// Products one by one, if they are of one map; else the share of each map, the largest few.
function sumOf(found, role, first) {
  const maps = new Set(found.map(({ map }) => map));
  const parts = first === undefined ? [] : [term(ink("kernel", rounded(first)), quiet(" bias"))];
  if (maps.size < 2) {
    parts.push(...found.map(({ v, w }) => term(ink(role, rounded(v)), quiet("·"), ink("kernel", rounded(w)))));
  } else {
    const shares = [...maps].map((map) => [map, found.reduce((sum, p) => sum + (p.map === map ? p.v * p.w : 0), 0)]);
    const bySize = shares.filter(([, v]) => v).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    const rest = bySize.splice(MOST);
    parts.push(...bySize.map(([map, v]) => term(ink(role, rounded(v)), quiet(` map ${map}`))));
    if (rest.length) parts.push(term(ink(role, rounded(rest.reduce((sum, [, v]) => sum + v, 0))), quiet(` ${many(rest.length, "other")}`)));
  }
  return parts.length ? parts.flatMap((part, i) => (i ? [quiet(" + "), part] : [part])) : [quiet("0, no map after it feels it")];
}

// The nodes that say what the chosen cell is; `index` leads with its map, `uses` counts its taps.
export function writtenSum(computed, view, index, flat, value, uses) {
  const { state, network, steps } = computed;
  const { b, least } = network[state.step - 1];
  const made = view === "output" || (view === "grad-input" && state.step > 1);
  if (made) {
    const found = products(computed, flat);
    const role = state.gradient ? "gradient" : "output";
    const start = [symbol(role, state.gradient ? "dx" : "y", index), quiet(" = ")];
    const end = [quiet(" = "), ink(role, brief(value))];
    if (state.gradient) return [...start, ...sumOf(found, role), ...end];
    if (least === undefined) return [...start, ...sumOf(found, "input", b[index[0]] || undefined), ...end];
    const cells = found.map(({ v }) => ink("input", brief(v)));
    const chosen = [...(least === 0 ? ["0"] : []), ...cells].flatMap((cell, i) => (i ? [quiet(", "), cell] : [cell]));
    return [...start, quiet("max("), ...chosen, quiet(")"), ...end];
  }
  const [role, letter] = { input: ["input", "x"], kernel: ["kernel", "w"] }[view] ?? ["gradient", state.step > 1 ? "dy" : "dx"];
  const named = [symbol(role, letter, index), quiet(" = "), ink(role, brief(value))];
  if (role !== "gradient") return [...named, quiet(`, used ${uses === 1 ? "once" : `${uses} times`} in this map`)];
  return [...named, quiet(`: one more here would add about so much to the score of ${state.target}`)];
}

// The same for a cell's name.
export function spokenCell({ state, network }, view, index, value) {
  const { by, b, least, shape, xShape } = network[state.step - 1];
  const start = `${view.replace("grad-", "gradient of the ")} ${place(index)}: ${speak(Number(value.toPrecision(6)))}`;
  const flat = (size) => index.reduce((sum, n, axis) => sum * size[axis] + n, 0);
  if (view === "grad-input") return `${start}, a sum of ${many(by.inp[flat(xShape)].length, "product")}`;
  if (view !== "output") return start;
  const count = by.out[flat(shape)].length;
  if (b) return `${start}, a sum of ${many(count, "product")} and a bias`;
  return `${start}, the largest of ${least === 0 ? "0 and its cell" : `${count} cells`}`;
}
