// The frame around every kind: its state, the words under the picture, undo, the link.
import { h, say } from "./dom.js";
import { addressWith, writeState } from "./link.js";
import { createStore } from "./store.js";

const LINK_DELAY = 300;
const TEXT = 'input[type="text"]';

// Draws `kind` into `root`: `initial` is where "Reset everything" leads, `first` what a link asks for.
// A `linkable` one keeps in the address how it differs from `initial`. `onChange(state, before)` hears
// what the reader does, not what Python does.
export function createFrame(root, kind, { initial, first = initial, id, linkable, onChange }) {
  const store = createStore(initial, kind);
  const status = h("p", { class: "cv-status", role: "status" });
  const hint = h("p", { class: "cv-hint cv-quiet" }, kind.hint);
  const frame = h("div", { class: "cv-live", "data-lm-suppress-shortcuts": "true" });
  const wrong = (words) => say(status, words);
  const change = (patch, tag) => wrong(store.set(patch, { tag }));
  // A cell that comes or goes with an update may ask for paint before all is laid out: it is given
  // when the update is done.
  let updating = false;
  let asked;
  const settled = (paint) => () => (updating ? (asked = paint) : paint());
  const view = kind.mount({ root: frame, store, change, wrong, id, settled });
  function update(state, before) {
    [updating, asked] = [true, null];
    try {
      view.update(state, before);
    } finally {
      updating = false;
    }
    asked?.();
  }
  const foot = h("div", { class: "cv-foot" }, view.foot);
  if (linkable) foot.append(h("button", { type: "button", name: "link", class: "cv-plain", onclick: copy }, "copy link"));
  frame.append(status, hint, foot, view.panel);

  const address = () => addressWith(id, writeState(store.get(), initial));

  async function copy() {
    try {
      await navigator.clipboard.writeText(address());
      wrong("The link is copied: it opens this very picture.");
    } catch {
      history.replaceState(null, "", address());
      wrong("The link is in the address bar: it opens this very picture.");
    }
  }

  let timer = 0;
  function keepAddress() {
    clearTimeout(timer);
    // Browsers refuse more than a hundred address changes in half a minute.
    timer = setTimeout(() => history.replaceState(null, "", address()), LINK_DELAY);
  }

  function letGo() {
    view.forget();
    change({ pin: "" });
    update(store.get(), store.get());
  }

  store.on((state, before, source) => {
    update(state, before);
    if (source !== "reader") return;
    if (linkable) keepAddress();
    onChange?.(state, before);
  });
  function undo() {
    view.stop();
    store.undo();
  }

  frame.addEventListener("keydown", (event) => {
    // In a text field, Ctrl+Z takes back letters, as everywhere.
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.matches(TEXT)) {
      event.preventDefault();
      undo();
    } else if (event.key === "Escape" && !event.target.matches(TEXT)) letGo();
    // Lab moves between notebook cells on arrow keys that reach it.
    if (!linkable) event.stopPropagation();
  });
  frame.addEventListener("click", ({ target }) => {
    if (target.closest(".cv-stage") && !target.closest("td")) letGo();
  });
  root.append(frame);
  update(initial, null);
  store.set(first, { source: "link" });
  return { store, wrong, stop: view.stop, close: view.close };
}
