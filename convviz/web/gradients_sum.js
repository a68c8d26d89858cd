// The written sum of a chosen cell on the way back, and what its gradients call themselves.
import { BIAS } from "./gradients_bias.js";
import { END } from "./model.js";
import { factor, place, show, speak } from "./numbers.js";
import { ink, joined, LONGEST, product, quiet, symbol, writtenSum } from "./sum.js";
import { unravel } from "./taps.js";

const SENT = 9; // products of one cell of dy that are written

// The letter at an end of the taps, and the two factors of each tap in its gradient.
const SUMS = {
  inp: ["x", ({ w, dy, taps }, t) => [w[taps.ker[t]], dy[taps.out[t]]], ["kernel", "gradient"]],
  ker: ["w", ({ x, dy, taps }, t) => [dy[taps.out[t]], x[taps.inp[t]]], ["gradient", "input"]],
};

// Terms that are there, and those still to come; many are cut.
function summed(name, here, later, value) {
  const written = (terms, mark) => {
    const more = terms.length > LONGEST ? [quiet(`… ${terms.length - LONGEST} more`)] : [];
    return joined([...terms.slice(0, LONGEST), ...more], mark);
  };
  const sum = [...written(here, " + "), ...(here.length ? [quiet(" = ")] : []), ink("gradient", show(value))];
  const rest = later.length ? [quiet(" so far; to come: "), ...written(later, ", ")] : [];
  return [name, quiet(" = "), ...sum, ...rest];
}

// A cell of dx or dw is the sum of its products, db that of all dy; a cell of dy adds one product to
// each cell of dx that it reaches. `model` holds the gradients as they stand after `done` outputs.
export function backwardSum(model, { view, flat }, done) {
  if (view === "output") return writtenSum(model, { view, flat });
  const { taps, by, dy } = model;
  const cell = (name, n) => symbol("gradient", `d${name}`, n, model[`${name}Shape`]);
  if (view === BIAS) {
    const terms = dy.map((value) => ink("gradient", factor(value)));
    return summed(ink("gradient", "db"), terms.slice(0, done), terms.slice(done), model.db);
  }
  const end = END[view] ?? "ker";
  const at = view in END ? flat : Math.floor(flat / model.y.length); // a row of im2col
  const list = by[end][at];
  if (!list.length) return [quiet("no tap ends here: only padding, or no window")];
  const [letter, factors, roles] = SUMS[end === "out" ? "inp" : end];
  const term = (t) => product(...factors(model, t), roles);
  if (end !== "out") {
    const later = (t) => taps.out[t] >= done;
    const [here, toCome] = [list.filter((t) => !later(t)), list.filter(later)];
    return summed(cell(letter, at), here.map(term), toCome.map(term), model[`d${letter}`][at]);
  }
  const sent = list.slice(0, SENT).map((t) => {
    const one = term(t);
    one.prepend(cell(letter, taps.inp[t]), quiet(" += "));
    return one;
  });
  if (list.length > SENT) sent.push(quiet(`… ${list.length - SENT} more`));
  return [cell("y", at), quiet(" = "), ink("gradient", show(dy[at])), quiet(": "), ...joined(sent, ", ")];
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
