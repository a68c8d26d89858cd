// The written sum of a layer: an output slice by slice, and what else may be chosen.
import { h } from "./dom.js";
import { windowOf } from "./model.js";
import { factor, show, speak } from "./numbers.js";
import { ink, joined, product, quiet, spoken, symbol, writtenSum } from "./sum.js";

const LONGEST = 72; // letters on one line of products

const line = (...children) => h("span", { class: "cv-channels-line" }, ...children);

// The products that fit on a line; dots stand for those left out before the last.
function fitting(nodes) {
  const room = (count) => nodes.slice(0, count).reduce((all, { textContent }) => all + textContent.length + 3, 0);
  let shown = nodes.length;
  while (shown > 2 && room(shown) > LONGEST) shown -= 1;
  const kept = shown < nodes.length ? [...nodes.slice(0, shown - 1), quiet("…"), nodes.at(-1)] : nodes;
  return joined(kept, " + ");
}

// A line for each slice: its products, padding too, and what its taps add up to.
function outputSum(model, o) {
  const { taps: { inp, ker }, by, one, x, w, y, map, yShape, filterOf, channelsOf, state: { bias } } = model;
  const [cells, weights] = [one.x.length, one.w.length];
  const filter = filterOf(o);
  const over = windowOf(one, o % map);
  const totals = [bias[filter]];
  const lines = channelsOf(filter).map((channel, s, { length }) => {
    const first = (filter * length + s) * weights;
    const terms = over.map(({ k, t }) => {
      const weight = w[first + k];
      if (t !== undefined) return product(x[channel * cells + one.taps.inp[t]], weight);
      return h("span", { class: "cv-term cv-quiet", title: "padding: this product is always 0" }, `0·${factor(weight)}`);
    });
    const mine = by.out[o].filter((t) => Math.floor(inp[t] / cells) === channel);
    const total = mine.reduce((sum, t) => sum + w[ker[t]] * x[inp[t]], 0);
    totals.push(total);
    return line(quiet(`channel ${channel}: `), ...fitting(terms), quiet(" = "), show(total));
  });
  const parts = totals.map((n, i) => (i ? factor(n) : ink("kernel", factor(n))));
  const whole = [symbol("output", "y", o, yShape), quiet(" = "), ...joined(parts, " + "), quiet(" = "), ink("output", show(y[o]))];
  return [h("span", { class: "cv-channels-total" }, ...whole), ...lines];
}

const added = ({ map }, f) => `is added to ${map === 1 ? "the one cell" : `all ${map} cells`} of output ${f}`;

// The nodes that say what the chosen cell does.
export function layerSum(model, { view, flat }) {
  if (view === "output") return outputSum(model, flat);
  if (view !== "bias") return [line(...writtenSum(model, { view, flat }))];
  const { bias } = model.state;
  return [line(symbol("kernel", "b", flat, [bias.length]), quiet(" = "), ink("kernel", show(bias[flat])), quiet(` ${added(model, flat)}`))];
}

// The same, to be heard.
export const spokenBias = (model, f) => `bias ${f}: ${speak(model.state.bias[f])}, ${added(model, f)}`;

export const spokenOutput = (model, o) =>
  `${spoken(model, "output", o)} plus the bias ${speak(model.state.bias[model.filterOf(o)])}`;

// How many numbers the layer holds and how many products it takes, as they are counted.
export function counts({ w, y, wShape, yShape, state: { bias } }) {
  const each = w.length / wShape[0];
  return [
    `parameters ${wShape.join(" × ")} + ${bias.length} = ${w.length + bias.length}`,
    `multiplications ${yShape.join(" × ")} × ${each} = ${y.length * each}`,
  ];
}
