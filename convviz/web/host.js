// The two hosts of one front: <conv-widget> in a built page, and anywidget where Python is live.
import { h, put } from "./dom.js";
import { createFrame } from "./frame.js";
import { readState, stateInAddress } from "./link.js";
import { same } from "./store.js";

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

// A long value that an earlier widget of the page has, too, is named and not repeated.
function inlineState(element) {
  const state = JSON.parse(element.querySelector("script").textContent);
  for (const [field, value] of Object.entries(state)) {
    if (value?.like) state[field] = document.getElementById(value.like).initial[field];
  }
  return state;
}

export function defineElement(kinds) {
  class ConvWidget extends HTMLElement {
    connectedCallback() {
      if (this.running) return addEventListener("hashchange", this.follow);
      // While the page is still being read, the element comes before its children; the last of
      // them is the <noscript>.
      if (this.querySelector("noscript")) return this.start();
      const wait = new MutationObserver(() => {
        if (!this.querySelector("noscript")) return;
        wait.disconnect();
        this.start();
      });
      wait.observe(this, { childList: true });
    }
    start() {
      try {
        this.draw();
      } catch (error) {
        put(this, "data-failed", "true"); // the still picture stands in
        throw error;
      }
    }
    draw() {
      const kind = kinds[this.dataset.kind];
      const initial = (this.initial = inlineState(this));
      const { first, asked, words } = fromAddress(kind, this.id, initial);
      this.running = createFrame(this, kind, { initial, first, id: this.id, linkable: true });
      put(this, "data-ready", "true");
      if (words) this.running.wrong(words);
      const show = () => this.scrollIntoView({ block: "center" });
      if (asked && document.readyState === "complete") show();
      else if (asked) addEventListener("load", show);
      this.follow = () => this.open(kind, initial);
      addEventListener("hashchange", this.follow);
    }
    // A link followed or pasted while the page is open.
    open(kind, initial) {
      const { first, asked, words = "" } = fromAddress(kind, this.id, initial);
      if (!asked) return;
      this.running.stop(); // a play would lead away from what the link shows
      this.running.wrong(words || this.running.store.set(first));
      this.scrollIntoView({ block: "center" });
    }
    disconnectedCallback() {
      removeEventListener("hashchange", this.follow);
    }
  }
  if (!customElements.get("conv-widget")) customElements.define("conv-widget", ConvWidget);
}

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
  const running = createFrame(host, kind, { initial: read(), id: `live-${Math.random().toString(36).slice(2)}`, linkable: false, onChange });
  const follow = () => {
    if (sending) return;
    const words = running.store.set(read(), { source: "python" });
    running.wrong(words);
  };
  model.on("change", follow);
  put(host, "data-ready", "true");
  return () => {
    running.close();
    model.off("change", follow);
  };
}
