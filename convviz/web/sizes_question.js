// The size asked before it is told: three fields, and the likely mistake by name.
import { h, say } from "./dom.js";
import { plural } from "./numbers.js";
import { span } from "./taps.js";

const { ceil, floor } = Math;
// What comes out of `n` cells with padding `p` in all under a kernel that spans `w` when …
const MISTAKES = {
  "the + 1 is forgotten": (n, p, s, w) => floor((n + p - w) / s),
  "padding is counted once": (n, p, s, w) => floor((n + p / 2 - w) / s) + 1,
  "padding is forgotten": (n, p, s, w) => floor((n - w) / s) + 1,
  "the division is rounded up": (n, p, s, w) => ceil((n + p - w) / s) + 1,
  "the stride is forgotten": (n, p, s, w) => n + p - w + 1,
  "dilation is forgotten": (n, p, s, w, k) => floor((n + p - k) / s) + 1,
  "the kernel’s width is forgotten": (n, p, s) => floor((n + p) / s) + 1,
};

// "" if the answer [rows, columns, channels] is right, else words: which part, which mistake.
export function judged({ n, filters, channels }, right, { k, s, d, pads }, given) {
  const wrong = [0, 1].filter((axis) => given[axis] !== right[axis]);
  if (!wrong.length) {
    if (given[2] === filters) return "";
    return `${right.join(" × ")} is right. Each filter makes one channel${given[2] === channels ? "; you gave those that go in" : ""}.`;
  }
  if (given[0] === right[1] && given[1] === right[0]) return "Rows and columns are swapped: rows come first.";
  const what = wrong.map((axis) => `${given[axis]} ${["rows", "columns"][axis]}`).join(" and ");
  const leads = ([, size]) => wrong.every((axis) => size(n[axis], pads[axis][0] + pads[axis][1], s, span(k, d), k) === given[axis]);
  const named = Object.entries(MISTAKES).filter(leads).map(([words]) => words);
  if (named.length) return `${what}: that comes out when ${named.join(", or when ")}.`;
  return `${what}: not yet. Pad, take off the kernel’s width, divide by the stride, round, add 1.`;
}

// `judge(given)` is "" for a right answer, else what is wrong with it.
export function createQuestion({ judge, show, wrong }) {
  const text = h("p");
  const fields = ["rows", "columns", "channels"].map((name) =>
    h("input", { type: "text", inputmode: "numeric", name: `answer-${name}`, autocomplete: "off", "aria-label": `Your answer: ${name}`, placeholder: name }),
  );
  const button = (name, label, type) => h("button", { name, type, class: "cv-plain" }, label);
  const form = h("form", { class: "cv-sizes-answer" }, ...fields, button("check", "check"), button("show", "show me", "button"));
  const node = h("div", { class: "cv-sizes-question" }, text, form);
  form.elements.show.addEventListener("click", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = fields.map(({ value }) => (/^\s*\d{1,6}\s*$/.test(value) ? Number(value) : NaN));
    if (given.some(Number.isNaN)) return wrong("Type a whole number into each of the three fields.");
    const words = judge(given);
    if (!words) show();
    wrong(words || "Right. Here is how it comes about.");
  });

  function update({ n, channels, filters, kernel }, fresh) {
    if (fresh) form.reset();
    say(text, `An image of ${n.join(" × ")} with ${plural(channels, "channel")} meets ${plural(filters, "filter")} of ${kernel} × ${kernel}, with the stride, padding and dilation that are set. How many rows, columns and channels come out?`);
  }
  return { node, update };
}
