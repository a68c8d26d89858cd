// The written sum of a chosen cell on the way back, and what its gradients call themselves.
import { END } from "./model.js";
import { place, show, speak } from "./numbers.js";
import { ink, joined, LONGEST, product, quiet, symbol, writtenSum } from "./sum.js";
import { unravel } from "./taps.js";

// The letter at an end of the taps, and the two factors of each tap in its gradient.
const SUMS = {
  inp: ["x", ({ w, dy, taps }, t) => [w[taps.ker[t]], dy[taps.out[t]]], ["kernel", "gradient"]],
  ker: ["w", ({ x, dy, taps }, t) => [dy[taps.out[t]], x[taps.inp[t]]], ["gradient", "input"]],
};

// A cell of dx or dw is the sum of its products; a cell of dy adds one product to each cell of dx
// that it reaches. `model` holds dx and dw as they stand after `done` outputs.
export function backwardSum(model, { view, flat }, done) {
  if (view === "output") return writtenSum(model, { view, flat });
  const { taps, by } = model;
  const end = END[view] ?? "ker";
  const at = view in END ? flat : Math.floor(flat / model.y.length); // a row of im2col
  const sends = end === "out";
  const [letter, factors, roles] = SUMS[sends ? "inp" : end];
  const cell = (name, n) => symbol("gradient", `d${name}`, n, model[`${name}Shape`]);
  const later = (t) => !sends && taps.out[t] >= done;
  const list = by[end][at];
  const most = sends ? 9 : LONGEST;
  const written = (some, mark) => {
    const parts = some.slice(0, most).map((t) => {
      const term = product(...factors(model, t), roles);
      if (sends) term.prepend(cell(letter, taps.inp[t]), quiet(" += "));
      return term;
    });
    if (some.length > most) parts.push(quiet(`… ${some.length - most} more`));
    return joined(parts, mark);
  };
  const value = (all) => ink("gradient", show(all[at]));
  if (!list.length) return [quiet("no tap ends here: only padding, or no window")];
  if (sends) return [cell("y", at), quiet(" = "), value(model.dy), quiet(": "), ...written(list, ", ")];
  const [here, toCome] = [list.filter((t) => !later(t)), list.filter(later)];
  const sum = [...written(here, " + "), ...(here.length ? [quiet(" = ")] : []), value(model[`d${letter}`])];
  const rest = toCome.length ? [quiet(" so far; to come: "), ...written(toCome, ", ")] : [];
  return [cell(letter, at), quiet(" = "), ...sum, ...rest];
}

// The same in short, to be heard.
export function spokenBack(model, view, letter, flat, done) {
  const list = model.by[END[view]][flat];
  const sends = view === "grad-output";
  const waits = list.some((t) => model.taps.out[t] >= done);
  const so = waits ? (sends ? ", still waits" : " so far") : "";
  const where = place(unravel(flat, model[`${letter}Shape`]));
  const value = speak(model[`d${letter}`][flat]);
  return `${view.replace("grad-", "gradient of the ")}, ${where}: ${value}${so}, ${sends ? "goes back through" : "a sum over"} ${list.length} taps`;
}
