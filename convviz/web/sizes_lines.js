// What is written with the reader's numbers: the formulas term by term, and what a cell sees.
import { extents } from "./sizes_chain.js";
import { h } from "./dom.js";
import { plural, times } from "./numbers.js";
import { span } from "./taps.js";

const ROLES = { i: "cv-ink-input", k: "cv-ink-kernel", o: "cv-ink-output", q: "cv-quiet" };

// {i…}, {k…}, {o…} and {q…} in a text are coloured as input, kernel, output and quiet.
const rich = (text) =>
  text.split(/\{(.[^}]*)\}/).map((part, i) => (i % 2 ? h("span", { class: ROLES[part[0]] }, part.slice(1)) : part));
const line = (text) => h("p", {}, ...rich(text.replaceAll("-", "−")));
const result = (label, role, words, more = "") =>
  h("p", {}, `${label} `, h("strong", { class: role, "data-role": label.replace(" ", "-") }, words), more);

const rounded = (up, text) => (up ? `⌈ ${text} ⌉` : `⌊ ${text} ⌋`);
const terms = { side: (p) => ` + {i2${p}}`, total: (p) => ` + {i${p}}`, same: () => "", valid: () => "" };
const spelled = ({ pads, gaps, up }, n, k, s, p, d) =>
  `${rounded(up, `({i${n}}${terms[pads](p)} - {k${gaps ? `(${d} + 1)` : d}}·({k${k}} - 1) - 1) / ${s}`)} + 1`;

// The lines for one axis of `n` cells, which gives `size`; `around` is its padding as it is read.
function axisLines(state, { k, s, d }, n, size, around) {
  const all = around[0] + around[1];
  const same = state.pads === "same";
  const up = same || state.up;
  const top = same ? n : n + { side: 2, total: 1, valid: 0 }[state.pads] * state.padding - span(k, d);
  const quotient = Number((top / s).toFixed(2));
  const whole = (up ? Math.ceil : Math.floor)(top / s) + 0; // no −0
  const [one, late] = same ? ["", ""] : [" + 1", whole + 1 > size ? " - 1" : ""];
  const padding = state.pads === "side" ? `·${state.padding}` : state.padding;
  const start = same ? rounded(up, `{i${n}} / ${s}`) : spelled(state, n, k, s, padding, state.dilation);
  const rest = top - Math.floor(top / s) * s;
  const note = rest ? `${quotient} → ${whole}, remainder ${rest}` : `${whole} exactly, remainder 0`;
  const why = same ? `; padded by ${around.join(" before, ")} after` : late && "; - 1: a window would begin past the input";
  return [start, `= ${rounded(up, `${top} / ${s}`)}${one} = ${rounded(up, quotient)}${one}`, `= ${whole}${one}${late} = {o${size}}`, `{q${note}${why}}`];
}

// All that is written above the picture.
export function written(state, { rows, layers }) {
  const { size, sees, jump } = rows.at(-1);
  const output = (more) => result("output size", ROLES.o, times(size), more);
  if (state.view === "stack") {
    const parts = layers.map(({ k, d }, l) => ` + {k${d}}·({k${k}}\u00a0-\u00a01)·${rows[l].jump}`).join("");
    const jumps = layers.map(({ s }) => s).join("·");
    return [line(`each output sees 1${parts} = ${sees} columns, ${jumps} = ${jump} apart`), result("receptive field", ROLES.i, sees, `, jump ${jump}`), output()];
  }
  const general = state.pads === "same" ? "⌈ {iN} / S ⌉" : spelled(state, "N", "K", "S", "P", "D");
  const axes = ["rows", "columns"].map((word, axis) => {
    const lines = axisLines(state, layers[0], state.n[axis], size[axis], layers[0].pads[axis]);
    return h("div", {}, ...[`{q${word}}`, ...lines].map(line));
  });
  return [line(`size = ${general}`), h("div", { class: "cv-sizes-axes" }, ...axes), output(`, channels: ${state.filters}`)];
}

const lines = (counts) => counts.map((n, axis) => n && plural(n, ["row", "column"][axis])).filter(Boolean).join(", ");

// What the windows of each layer leave at the end of its input, and whether they skip cells before.
export function leftOver({ rows, links, drawn }) {
  const left = rows.filter(({ over }) => over.some(Boolean));
  const words = left.flatMap(({ view, over, unread }) => {
    const parts = [[view, unread], [`padding around ${view}`, over.map((n, axis) => n - unread[axis])]];
    return parts.filter(([, counts]) => counts.some(Boolean)).map(([of, counts]) => `${lines(counts)} of ${of}`);
  });
  const reached = ({ size, pads, over }) => size[1] + pads[0] + pads[1] - over[1];
  const skipped = links.some(({ inp }, l) => new Set(inp).size < reached(rows[l]));
  const more = !drawn ? " Too long to draw cell by cell: the bars are to scale." : skipped ? " No window reads the other shaded cells." : "";
  return `Left over at the end: ${words.join("; ") || "nothing"}.${more}`;
}

const range = (list) => [...new Set([list[0], list.at(-1)])].join(" to ");

// What the chosen cell sees of the input, and which outputs it reaches.
export function seenBy({ rows, layers }, level, index, spans, traced) {
  const [last, first] = [rows.length - 1, spans[0]];
  let text = `{${level ? "o" : "i"}${rows[level].view} cell ${index}}`;
  if (level) {
    const beyond = Math.max(0, -first[0]) + Math.max(0, first[1] - rows[0].size[1] + 1);
    const start = last === 1 ? `${index}·${layers[0].s} - ${rows[0].pads[0]} = ` : "";
    text += `{q sees input }${start}{i${range(first)}}${beyond ? `{q, ${beyond} in the padding}` : ""}`;
  }
  if (level === last) return rich(text.replaceAll("-", "−"));
  const outputs = [...traced.cells[last]].sort((a, b) => a - b);
  return rich(text.replaceAll("-", "−") + `{q${level ? " and" : ""} reaches ${outputs.length ? `output }{o${range(outputs)}` : "no output"}}`);
}

export function spoken({ rows, layers }, level, index) {
  const sees = level ? `, sees input ${range(extents(layers, level, index)[0])}` : "";
  return `${rows[level].view} cell ${index} of ${rows[level].size[1]}${sees.replaceAll("-", "minus ")}`;
}
