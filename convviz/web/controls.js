// The quiet bar: a number between two buttons, a two-way switch.
import { h, put } from "./dom.js";

// A field named `name` that takes whole numbers. limits() gives [least, most], or words for why
// nothing fits; they follow from the other settings, so no impossible setting can be made. Where only
// some numbers between fit, choices() gives those, in order. `shown` is the label for the eye, where
// the picture makes a shorter one plain. onFocus and onLeave tell when the reader begins and ends to type.
export function createStepper({ name, label, shown = label, limits, choices, onChange, onWrong, onFocus, onLeave }) {
  const field = h("input", { type: "text", inputmode: "numeric", role: "spinbutton", name, autocomplete: "off", "aria-label": label });
  const less = h("button", { type: "button", tabindex: -1, "aria-label": `less ${label}` }, "−");
  const more = h("button", { type: "button", tabindex: -1, "aria-label": `more ${label}` }, "+");
  const box = h("span", { class: "cv-stepper" }, less, field, more);
  const node = h("span", { class: "cv-control" }, h("span", { "aria-hidden": "true" }, shown), box);
  let value = 0;
  limits ??= () => [choices()[0], choices().at(-1)];

  function propose(next, text = String(next)) {
    const [least, most] = limits();
    const some = choices?.() ?? [];
    const good = Number.isInteger(next) && (choices ? some.includes(next) : next >= least && next <= most);
    put(field, "aria-invalid", good ? null : "true");
    if (good) return onChange(next);
    let need = `needs a whole number from ${least} to ${most}`;
    if (some.length) need = `needs ${some.join(" or ")}`;
    if (least === most) need = `needs ${least}, nothing else fits`;
    const got = text.trim() === "" ? "nothing" : `“${text.trim().slice(0, 20)}”`;
    onWrong(`${label}: ${need}; got ${got}.`);
  }

  const nudge = (step) => {
    const [least, most] = limits();
    const beyond = choices?.().filter((n) => (n - value) * step > 0) ?? [];
    const next = choices ? beyond.at(step > 0 ? 0 : -1) ?? value : Math.min(Math.max(value + step, least), most);
    if (next !== value) propose(next);
  };
  less.addEventListener("click", () => nudge(-1));
  more.addEventListener("click", () => nudge(1));
  field.addEventListener("input", () => {
    const text = field.value;
    propose(/^\s*\d{1,6}\s*$/.test(text) ? Number(text) : NaN, text);
  });
  field.addEventListener("focus", () => {
    onFocus?.();
    field.select();
  });
  field.addEventListener("blur", () => {
    onLeave?.();
    if (field.getAttribute("aria-invalid")) onWrong("");
    field.value = value;
    put(field, "aria-invalid", null);
  });
  field.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    nudge(steps[event.key]);
  });

  function update(next) {
    value = next;
    const [least, most] = limits();
    if (Number(field.value) !== next || document.activeElement !== field) field.value = next;
    put(field, "aria-valuenow", next);
    put(field, "aria-valuemin", least);
    put(field, "aria-valuemax", most);
    put(less, "data-end", String(next <= least));
    put(more, "data-end", String(next >= most));
  }
  return { node, update };
}

// A checkbox that looks like two words, one of them chosen.
export function createSwitch({ name, label, off, on, onChange }) {
  const field = h("input", { type: "checkbox", role: "switch", name, "aria-label": label });
  const node = h("span", { class: "cv-switch" }, field, h("span", { "aria-hidden": "true" }, off), h("span", { "aria-hidden": "true" }, on));
  field.addEventListener("change", () => onChange(field.checked));
  return { node, update: (value) => (field.checked = value) };
}

// A choice of one among several: `options` gives the words for each value, `shown` the label for the
// eye, "" for none.
export function createSelect({ name, label, shown = label, options, onChange }) {
  const field = h("select", { name, "aria-label": label });
  const node = h("span", { class: "cv-control" }, ...(shown ? [h("span", { "aria-hidden": "true" }, shown)] : []), field);
  field.addEventListener("change", () => onChange(field.value));
  let offered = "";
  function offer(entries) {
    if (JSON.stringify(entries) === offered) return;
    offered = JSON.stringify(entries);
    field.replaceChildren(...Object.entries(entries).map(([value, words]) => h("option", { value }, words)));
  }
  offer(options);
  return { node, offer, update: (value) => (field.value = value) };
}

// Tabs that choose one view: arrow keys move between them.
export function createTabs({ label, names, panel, onChange }) {
  const keys = Object.keys(names);
  const tabs = keys.map((key) =>
    h("button", { type: "button", role: "tab", "data-tab": key, "aria-controls": panel, onclick: () => onChange(key) }, names[key]),
  );
  const node = h("div", { class: "cv-tabs", role: "tablist", "aria-label": label }, ...tabs);
  node.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    if (!(event.key in steps)) return;
    const next = (tabs.indexOf(document.activeElement) + steps[event.key] + keys.length) % keys.length;
    tabs[next].focus();
    onChange(keys[next]);
  });
  function update(chosen) {
    tabs.forEach((tab, i) => {
      put(tab, "aria-selected", String(keys[i] === chosen));
      put(tab, "tabindex", keys[i] === chosen ? 0 : -1);
    });
  }
  return { node, update };
}
