// The two hosts of one front: <conv-widget> in a built page, and anywidget where Python is live.
import { h, put, say } from "./dom.js";
import { addressWith, readState, stateInAddress, writeState } from "./link.js";
import { createStore, same } from "./store.js";

const HINT = "Point at any cell to see its products. Click to hold it. Type to change a number of the input or kernel.";
const LINK_DELAY = 300;

// Draws a kind into `root`. `linkable` widgets keep their state in the address.
function start(root, kind, { initial, first = initial, id, linkable, onChange }) {
  const store = createStore(first, kind.check);
  const status = h("p", { class: "cv-status", role: "status" });
  const wrong = (words) => say(status, words);
  const change = (patch, tag) => wrong(store.set(patch, { tag }));
  const frame = h("div", { class: "cv-live", "data-lm-suppress-shortcuts": "true" });
  const hint = h("p", { class: "cv-hint cv-quiet" }, HINT);
  const view = kind.mount({ root: frame, store, change, wrong, id });
  const foot = h("div", { class: "cv-foot" }, view.foot);
  frame.append(status, hint, foot);
  if (linkable) foot.append(h("button", { type: "button", name: "link", class: "cv-plain", onclick: copy }, "copy link"));

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

  store.on((state, before, source) => {
    view.update(state, before);
    if (source !== "reader") return;
    if (linkable) keepAddress();
    onChange?.(state, before);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "INPUT" && (event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      store.undo();
    } else if (event.key === "Escape") change({ pin: "" });
    // Lab moves between notebook cells on arrow keys that reach it.
    event.stopPropagation();
  });
  root.append(frame);
  view.update(store.get(), null);
  return { store, wrong, stop: view.stop };
}

function fromAddress(kind, id, initial) {
  const text = stateInAddress(id);
  if (text === undefined) return { first: initial };
  try {
    const first = readState(text, initial);
    kind.check(first);
    return { first, asked: true };
  } catch (error) {
    return { first: initial, asked: true, words: `This link is damaged (${error.message.replace(/\.$/, "")}). Here is the starting picture.` };
  }
}

export function defineElement(kinds) {
  class ConvWidget extends HTMLElement {
    connectedCallback() {
      if (this.dataset.ready) return;
      const kind = kinds[this.dataset.kind];
      const initial = JSON.parse(this.querySelector("script").textContent);
      const { first, asked, words } = fromAddress(kind, this.id, initial);
      this.running = start(this, kind, { initial, first, id: this.id, linkable: true });
      put(this, "data-ready", "true");
      if (words) this.running.wrong(words);
      if (asked) this.scrollIntoView({ block: "center" });
    }
    disconnectedCallback() {
      this.running?.stop();
    }
  }
  if (!customElements.get("conv-widget")) customElements.define("conv-widget", ConvWidget);
}

let liveCount = 0;

export function renderLive(kinds, { model, el }) {
  const kind = kinds[model.get("kind")];
  const read = () => Object.fromEntries(model.get("fields").map((field) => [field, model.get(field)]));
  const host = h("div", { class: "cv-host", "data-kind": model.get("kind") });
  el.append(host);
  // Each model.set is heard by `follow` at once, when the rest is not yet set.
  let sending = false;
  const onChange = (state, before) => {
    sending = true;
    for (const field of Object.keys(state)) if (!same(state[field], before[field])) model.set(field, state[field]);
    sending = false;
    model.save_changes();
  };
  const running = start(host, kind, { initial: read(), id: `live-${(liveCount += 1)}`, linkable: false, onChange });
  const follow = () => {
    if (sending) return;
    const words = running.store.set(read(), { source: "python" });
    running.wrong(words);
  };
  model.on("change", follow);
  put(host, "data-ready", "true");
  return () => {
    running.stop();
    model.off("change", follow);
  };
}
