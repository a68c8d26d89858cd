// A widget's state in the address: #id~stride=2&input=0,1;2,3, so that a link restores it.

const writeRows = (nested) =>
  Array.isArray(nested[0]) ? nested.map((row) => row.join(",")).join(";") : nested.join(",");

function readRows(text) {
  const rows = text.split(";").map((row) => row.split(",").map((cell) => (cell === "" ? NaN : Number(cell))));
  return text.includes(";") ? rows : rows[0];
}

// `start` gives each field its type: numbers, true or false, words, or rows of numbers. A field
// left at its start is left out, so links stay short.
export function writeState(state, start) {
  const parts = Object.keys(start)
    .filter((key) => JSON.stringify(state[key]) !== JSON.stringify(start[key]))
    .map((key) => `${key}=${Array.isArray(start[key]) ? writeRows(state[key]) : encodeURIComponent(state[key])}`);
  return parts.join("&");
}

export function readState(text, start) {
  const state = { ...start };
  for (const part of text.split("&").filter(Boolean)) {
    const [key, value = ""] = part.split("=").map(decodeURIComponent);
    if (!Object.hasOwn(start, key)) throw new Error(`unknown part “${key.slice(0, 20)}”`);
    const kind = typeof start[key];
    if (Array.isArray(start[key])) {
      const rows = readRows(value);
      state[key] = Array.isArray(start[key][0]) && !Array.isArray(rows[0]) ? [rows] : rows;
    } else if (kind === "number") state[key] = value === "" ? NaN : Number(value);
    else state[key] = kind === "boolean" ? value === "true" : value;
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
