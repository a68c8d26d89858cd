// One selection for all views: what the reader points at, holds, or has stepped to.
import { END, tapsThrough } from "./model.js";
import { show } from "./numbers.js";

const readPin = (pin) => {
  const [view, flat] = pin.split(":");
  return pin ? { view, flat: Number(flat) } : null;
};

// `change(patch, tag)` asks for a new state; `repaint()` draws the present one again.
// `main` is the view whose cells the steps walk through.
export function createLinked({ store, change, repaint, main = "output" }) {
  let pointed = { pointer: null, focus: null };

  // The chosen cell and the held one; the steps walk through `count` cells.
  function chosen(count) {
    const { step, pin } = store.get();
    const held = readPin(pin);
    const here = { view: main, flat: Math.min(step, count) - 1 };
    return { held, selected: pointed.pointer ?? pointed.focus ?? held ?? here };
  }

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
        change({ pin: letGo ? "" : pin, ...(END[view] === "out" && !letGo ? { step: flat + 1 } : {}) });
      },
    }),

    forget: () => (pointed = { pointer: null, focus: null }),
    byPointer: () => pointed.pointer !== null,

    chosen,

    // The chosen cell, the taps through it, and the cells at their ends: flat -> mark or null.
    lights(model) {
      const { held, selected } = chosen(model.y.length);
      const list = tapsThrough(model, selected);
      const from = END[selected.view];
      const ends = { inp: new Map(), ker: new Map(), out: new Map() };
      for (const t of list) {
        const weight = model.mark?.(t) ?? `×${show(model.w[model.taps.ker[t]])}`;
        ends.inp.set(model.taps.inp[t], from === "inp" ? null : weight);
        ends.ker.set(model.taps.ker[t], null);
        ends.out.set(model.taps.out[t], from === "inp" ? weight : null);
      }
      ends[from]?.set(selected.flat, null);
      const is = (cell, view, flat) => cell?.view === view && cell.flat === flat;
      return {
        selected,
        held,
        list,
        face: (view, flat, value) => ({
          value,
          on: ends[END[view]].has(flat),
          mark: ends[END[view]].get(flat),
          held: is(held, view, flat),
          state: is(selected, view, flat) ? "chosen" : null,
        }),
      };
    },
  };
}
