// The written sum of a layer: an output slice by slice, and what else may be chosen.
import { h } from "./dom.js";
import { windowOf } from "./model.js";
import { factor, show, speak } from "./numbers.js";
import { spoken, writtenSum } from "./sum.js";
import { unravel } from "./taps.js";
import { channelsOf, filterOf } from "./volume.js";

const LONGEST = 72; // letters on one line of products

const ink = (role, ...children) => h("span", { class: `cv-ink-${role}` }, ...children);
const quiet = (text) => h("span", { class: "cv-quiet" }, text);

// Slice by slice: its channel, a product for each cell of the window (x is undefined over padding),
// and what its taps add up to.
export function slicesOf(model, o) {
  const { taps: list, one, x, w, map, xShape, wShape } = model;
  const filter = filterOf(model, o);
  const [cells, weights] = [xShape[1] * xShape[2], wShape[2] * wShape[3]];
  const over = windowOf(one, o % map);
  return channelsOf(model, filter).map((channel, s) => {
    const first = (filter * wShape[1] + s) * weights;
    const terms = over.map(({ k, t }) => ({ w: w[first + k], x: t === undefined ? undefined : x[channel * cells + one.taps.inp[t]] }));
    const mine = model.by.out[o].filter((t) => Math.floor(list.inp[t] / cells) === channel);
    return { channel, terms, total: mine.reduce((sum, t) => sum + w[list.ker[t]] * x[list.inp[t]], 0) };
  });
}

function product({ x, w }) {
  if (x === undefined) return h("span", { class: "cv-term cv-quiet", title: "padding: this product is always 0" }, `0·${factor(w)}`);
  return h("span", { class: "cv-term" }, ink("input", factor(x)), quiet("·"), ink("kernel", factor(w)));
}

// The products that fit on a line; dots stand for those left out before the last.
function products(terms) {
  const nodes = terms.map(product);
  const room = (count) => nodes.slice(0, count).reduce((all, { textContent }) => all + textContent.length + 3, 0);
  let shown = nodes.length;
  while (shown > 1 && room(shown) > LONGEST) shown -= 1;
  const kept = shown < nodes.length ? [...nodes.slice(0, shown - 1), quiet("…"), nodes.at(-1)] : nodes;
  return kept.flatMap((node, i) => (i ? [quiet(" + "), node] : [node]));
}

function outputSum(model, o) {
  const slices = slicesOf(model, o);
  const bias = model.state.bias[filterOf(model, o)];
  const name = ink("output", "y", h("sub", {}, unravel(o, model.yShape).join(",")));
  const parts = [ink("kernel", factor(bias)), ...slices.map(({ total }) => ink("text", factor(total)))];
  const joined = parts.flatMap((part) => [quiet(" + "), part]).slice(1);
  const whole = h("span", { class: "cv-channels-total" }, name, quiet(" = "), ...joined, quiet(" = "), ink("output", show(model.y[o])));
  const lines = slices.map(({ channel, terms, total }) =>
    h("span", { class: "cv-channels-line" }, quiet(`channel ${channel}: `), h("span", {}, ...products(terms)), h("span", {}, quiet(" = "), ink("text", show(total)))),
  );
  return [whole, ...lines];
}

const added = ({ map }, f) => `is added to ${map === 1 ? "the one cell" : `all ${map} cells`} of output ${f}`;

// The nodes that say what the chosen cell does.
export function layerSum(model, { view, flat }) {
  if (view === "output") return outputSum(model, flat);
  if (view !== "bias") return [h("span", { class: "cv-channels-line" }, ...writtenSum(model, { view, flat }))];
  const name = ink("kernel", "b", h("sub", {}, flat));
  return [name, quiet(" = "), ink("kernel", show(model.state.bias[flat])), quiet(` ${added(model, flat)}`)];
}

// The same, to be heard.
export const spokenBias = (model, f) => `bias ${f}: ${speak(model.state.bias[f])}, ${added(model, f)}`;

export const spokenOutput = (model, o) =>
  `${spoken(model, "output", o)} plus the bias ${speak(model.state.bias[filterOf(model, o)])}`;

// How many numbers the layer holds and how many products it takes, as they are counted.
export function counts({ w, y, wShape, yShape, state: { bias } }) {
  const each = w.length / wShape[0];
  return [
    `parameters ${wShape.join(" × ")} + ${bias.length} = ${w.length + bias.length}`,
    `multiplications ${yShape.join(" × ")} × ${each} = ${y.length * each}`,
  ];
}
