// One selection for all views: what the reader points at, holds, or has stepped to.
import { tapsThrough } from "./model.js";
import { show } from "./numbers.js";

const readPin = (pin) => {
  const [view, flat] = pin.split(":");
  return pin ? { view, flat: Number(flat) } : null;
};

// `change(patch, tag)` asks for a new state; `repaint()` draws the present one again.
export function createLinked({ store, change, repaint }) {
  let pointed = { pointer: null, focus: null };

  return {
    // What a grid calls when its cells are pointed at or pinned. A pinned output is also a step.
    tell: (view) => ({
      point(flat, how) {
        // A cell reached by key counts from now on, wherever the pointer was left lying.
        if (how === "focus" && flat !== null) pointed.pointer = null;
        pointed[how] = flat === null ? null : { view, flat };
        repaint();
      },
      pin(flat) {
        const pin = `${view}:${flat}`;
        const letGo = store.get().pin === pin;
        change({ pin: letGo ? "" : pin, ...(view === "output" && !letGo ? { step: flat + 1 } : {}) });
      },
    }),

    forget: () => (pointed = { pointer: null, focus: null }),
    byPointer: () => pointed.pointer !== null,

    // The chosen cell, the taps through it, and the cells at their ends: flat -> mark or null.
    lights(model) {
      const { step, pin } = store.get();
      const held = readPin(pin);
      const here = { view: "output", flat: Math.min(step, model.y.length) - 1 };
      const selected = pointed.pointer ?? pointed.focus ?? held ?? here;
      const list = tapsThrough(model, selected);
      const ends = { input: new Map(), kernel: new Map(), output: new Map() };
      for (const t of list) {
        const weight = `×${show(model.w[model.taps.ker[t]])}`;
        ends.input.set(model.taps.inp[t], selected.view === "input" ? null : weight);
        ends.kernel.set(model.taps.ker[t], null);
        ends.output.set(model.taps.out[t], selected.view === "input" ? weight : null);
      }
      ends[selected.view]?.set(selected.flat, null);
      const is = (cell, view, flat) => cell?.view === view && cell.flat === flat;
      return {
        selected,
        held,
        list,
        face: (view, flat, value) => ({
          value,
          on: ends[view].has(flat),
          mark: ends[view].get(flat),
          held: is(held, view, flat),
          state: is(selected, view, flat) ? "chosen" : null,
        }),
      };
    },
  };
}
