// The size asked before it is told: three fields, and the likely mistake by name.
import { readLayer } from "./readings.js";
import { sizesOf } from "./chain.js";
import { h, say } from "./dom.js";
import { span } from "./taps.js";

// What comes out for an axis of `n` cells when something is forgotten.
const MISTAKES = {
  "the + 1 is forgotten": (n, { s }, p, wide) => Math.floor((n + p - wide) / s),
  "padding is counted once": (n, { s }, p, wide) => Math.floor((n + p / 2 - wide) / s) + 1,
  "padding is forgotten": (n, { s }, p, wide) => Math.floor((n - wide) / s) + 1,
  "the division is rounded up": (n, { s }, p, wide) => Math.ceil((n + p - wide) / s) + 1,
  "the division is rounded down": (n, { s }, p, wide) => Math.floor((n + p - wide) / s) + 1,
  "the stride is forgotten": (n, { s }, p, wide) => n + p - wide + 1,
  "dilation is forgotten": (n, { k, s }, p) => Math.floor((n + p - k) / s) + 1,
  "the first window’s own width is forgotten": (n, { s }, p) => Math.floor((n + p) / s) + 1,
};

export const sizeOfState = (state) => sizesOf(state.n, [readLayer(state)])[1];

// In words: what is right, or which mistake leads to the answer [rows, columns, channels].
export function judged(state, [rows, cols, channels]) {
  const layer = readLayer(state);
  const right = sizeOfState(state);
  const wrong = [0, 1].filter((axis) => [rows, cols][axis] !== right[axis]);
  if (!wrong.length && channels === state.filters) return "";
  if (!wrong.length) {
    const extra = channels === state.channels ? ` ${channels} is the number of channels that go in.` : "";
    return `${rows} × ${cols} is right. Each filter makes one channel.${extra}`;
  }
  if (rows === right[1] && cols === right[0]) return "Rows and columns are swapped: rows come first.";
  const fits = ([, size]) =>
    wrong.every((axis) => {
      const [before, after] = layer.pads[axis];
      return size(state.n[axis], layer, before + after, span(layer.k, layer.d)) === [rows, cols][axis];
    });
  const named = Object.entries(MISTAKES).filter(fits).map(([words]) => words);
  const which = wrong.length > 1 ? `${rows} × ${cols}` : `${["rows", "columns"][wrong[0]]}: ${[rows, cols][wrong[0]]}`;
  if (named.length) return `${which} comes out when ${named.join(", or when ")}.`;
  return `${which} is not it. Begin with the padded size, take off the kernel’s width, divide by the stride, round, add 1.`;
}

export function createQuestion({ store, change, wrong }) {
  const text = h("p");
  const names = { rows: "rows", columns: "columns", channels: "channels" };
  const fields = Object.keys(names).map((name) =>
    h("input", { type: "text", inputmode: "numeric", name: `answer-${name}`, autocomplete: "off", "aria-label": `Your answer: ${name}`, placeholder: name }),
  );
  const form = h(
    "form",
    { class: "cv-sizes-answer", onsubmit: check },
    fields[0],
    "×",
    fields[1],
    ",",
    fields[2],
    h("button", { name: "check", class: "cv-plain" }, "check"),
    h("button", { type: "button", name: "show", class: "cv-plain", onclick: () => change({ ask: false }) }, "show me"),
  );
  const node = h("div", { class: "cv-sizes-question" }, text, form);

  function check(event) {
    event.preventDefault();
    const answers = fields.map(({ value }) => (/^\s*\d{1,6}\s*$/.test(value) ? Number(value) : NaN));
    if (answers.some(Number.isNaN)) return wrong("Type a whole number into each of the three fields.");
    const words = judged(store.get(), answers);
    if (!words) change({ ask: false });
    wrong(words || `Right: ${answers[0]} × ${answers[1]}, ${answers[2]} channels. Here is how.`);
  }

  function update(state, before) {
    node.hidden = !state.ask;
    if (!before?.ask) for (const field of fields) field.value = "";
    const { n, channels, filters, kernel } = state;
    say(text, `An image of ${n.join(" × ")} with ${channels} channels meets ${filters} filters of ${kernel} × ${kernel}, with the stride, padding and dilation above. How large is what comes out, and how many channels has it?`);
  }
  return { node, update };
}
