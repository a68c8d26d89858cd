// Numbers and indices as a reader types them, sees them and hears them.
import { LIMITS } from "./limits.js";

const LIMIT = LIMITS.number;

// "3", "-0.5", "−0.5" and "1/16" are numbers here; anything else is undefined.
export function parseNumber(text) {
  const plain = text.trim().replaceAll("−", "-");
  const match = /^(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)(?:\s*\/\s*(\d+\.?\d*))?$/i.exec(plain);
  if (!match) return undefined;
  const value = Number(match[1]) / Number(match[2] ?? 1);
  return Math.abs(value) <= LIMIT ? value : undefined;
}

export const NUMBER_NEEDED = `a number from −${LIMIT} to ${LIMIT}, such as 3, −0.5 or 1/16`;

const signed = (text) => String(text).replaceAll("-", "−").replace("Infinity", "∞");

// All digits, as a field needs them.
export const exact = (value) => signed(value);

// What rounding leaves of 0.1·3 − 0.3 is shown as the 0 that it means.
const whole = (value) => Number.isInteger(value) || Math.abs(value) < 10 ** -LIMITS.decimals;

// A whole number is shown whole; six digits of a fraction hide the rounding of 0.1 + 0.2.
export function show(value) {
  if (whole(value)) return signed(Math.round(value));
  return signed(Number(Math.abs(value) < 1e5 ? value.toPrecision(6) : value.toFixed(1)));
}

// In a cell there is room for three digits, but never is a digit before the point rounded away.
export function brief(value) {
  if (whole(value)) return signed(Math.round(value));
  return signed(Number(Math.abs(value) < 100 ? value.toPrecision(3) : value.toFixed(1)));
}

// A factor in a written sum: a negative one wears brackets, as on paper.
export const factor = (value) => (value < 0 ? `(${show(value)})` : show(value));

export const speak = (value) => show(value).replace("−", "minus ").replace("∞", "infinity");

export const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

const AXES = ["filter", "channel", "row", "column"];

// Spoken indices count from 0, as the written ones do.
export const place = (index) =>
  index.length === 1 ? `cell ${index[0]}` : index.map((n, i) => `${AXES.at(i - index.length)} ${n}`).join(", ");

export const times = (shape) => (shape.length === 1 ? `${shape[0]} cells` : shape.join(" × "));

export const shapeOf = (nested) =>
  Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0])] : [];

export const nest = (flat, [n, ...rest]) =>
  rest.length
    ? Array.from({ length: n }, (_, i) => nest(flat.slice((i * flat.length) / n, ((i + 1) * flat.length) / n), rest))
    : [...flat];

// Cut or grown to another shape; new cells hold what `fill` gives, asked in C order.
export const resized = (nested, [n, ...rest], fill = () => 0) =>
  Array.from({ length: n }, (_, i) => (rest.length ? resized(nested[i] ?? [], rest, fill) : nested[i] ?? fill()));
