// A widget's state in the address: #id~stride=2&input=0,1;2,3, so that a link restores it.

const BETWEEN = [",", ";", ":", "!"]; // the entries of each depth, the innermost first

const depthOf = (nested) => (Array.isArray(nested) ? 1 + depthOf(nested[0]) : 0);

const number = (text) => (text === "" ? NaN : Number(text));

const write = (nested, depth) =>
  depth ? nested.map((part) => write(part, depth - 1)).join(BETWEEN[depth - 1]) : nested;

const read = (text, depth) =>
  depth ? text.split(BETWEEN[depth - 1]).map((part) => read(part, depth - 1)) : number(text);

// `start` gives each field its type: numbers, true or false, words, or nested lists of numbers. A
// field left at its start is left out, so links stay short.
export function writeState(state, start) {
  const parts = Object.keys(start)
    .filter((key) => JSON.stringify(state[key]) !== JSON.stringify(start[key]))
    .map((key) => `${key}=${Array.isArray(start[key]) ? write(state[key], depthOf(start[key])) : encodeURIComponent(state[key])}`);
  return parts.join("&");
}

export function readState(text, start) {
  const state = { ...start };
  for (const part of text.split("&").filter(Boolean)) {
    const [key, value = ""] = part.split("=").map(decodeURIComponent);
    if (!Object.hasOwn(start, key)) throw new Error(`unknown part “${key.slice(0, 20)}”`);
    if (Array.isArray(start[key])) state[key] = read(value, depthOf(start[key]));
    else if (typeof start[key] === "number") state[key] = number(value);
    else state[key] = typeof start[key] === "boolean" ? value === "true" : value;
  }
  return state;
}

const pieces = () => location.hash.slice(1).split("~~").filter((piece) => piece.includes("~"));

// The part of the address that speaks of the widget `id`; undefined when there is none.
export function stateInAddress(id) {
  const piece = pieces().find((text) => text.startsWith(`${id}~`));
  return piece?.slice(id.length + 1);
}

export function addressWith(id, text) {
  const others = pieces().filter((piece) => !piece.startsWith(`${id}~`));
  const all = text ? [...others, `${id}~${text}`] : others;
  return `${location.href.split("#")[0]}#${all.length ? all.join("~~") : id}`;
}
