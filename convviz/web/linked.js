// One selection for all views: what the reader points at, holds, or has stepped to.
import { END, tapsThrough } from "./model.js";
import { nest, shapeOf, show } from "./numbers.js";

const readPin = (pin) => {
  const [view, flat] = pin.split(":");
  return pin ? { view, flat: Number(flat) } : null;
};

// `change(patch, tag)` asks for a new state; `repaint()` draws the present one again; `wrong(words)`
// says what is no number.
// `main` is the view whose cells the steps walk through, or says it for a state.
export function createLinked({ store, change, wrong, repaint, main = "output" }) {
  const walked = () => (typeof main === "function" ? main(store.get()) : main);
  let pointed = { pointer: null, focus: null };

  // What a grid calls when its cells are pointed at or pinned. A pinned cell may also be a step.
  const tell = (view) => ({
    point(flat, how) {
      // A cell reached by key counts from now on, wherever the pointer was left lying.
      if (how === "focus" && flat !== null) pointed.pointer = null;
      pointed[how] = flat === null ? null : { view, flat };
      repaint();
    },
    pin(flat) {
      const pin = `${view}:${flat}`;
      const letGo = store.get().pin === pin;
      const steps = END[view] && END[view] === END[walked()];
      change({ pin: letGo ? "" : pin, ...(steps && !letGo ? { step: flat + 1 } : {}) });
    },
  });

  // The chosen cell and the held one; the steps walk through `count` cells.
  function chosen(count) {
    const { step, pin } = store.get();
    const held = readPin(pin);
    const here = { view: walked(), flat: Math.min(step, count) - 1 };
    return { held, selected: pointed.pointer ?? pointed.focus ?? held ?? here };
  }

  return {
    tell,

    // The same of a grid whose cells hold the numbers of a `field` of the state, to be changed.
    edits: (field, view = field) => ({
      ...tell(view),
      wrong,
      done: store.endEdit,
      edit(flat, value) {
        const nested = store.get()[field];
        const values = nested.flat(Infinity);
        values[flat] = value;
        change({ [field]: nest(values, shapeOf(nested)) }, `${field} ${flat}`);
      },
    }),

    forget: () => (pointed = { pointer: null, focus: null }),
    byPointer: () => pointed.pointer !== null,

    chosen,

    // The chosen cell, the taps through it, and the cells at their ends: flat -> tap. A tap's mark
    // stands at the far end; a model that has `marks(t, view, selected)` says it for each view.
    lights(model) {
      const { held, selected } = chosen(model.by[END[walked()]].length);
      const list = tapsThrough(model, selected);
      const from = END[selected.view];
      const ends = { inp: new Map(), ker: new Map(), out: new Map() };
      for (const t of list) for (const end of Object.keys(ends)) ends[end].set(model.taps[end][t], t);
      ends[from]?.set(selected.flat, undefined);
      const far = from === "inp" ? "out" : "inp";
      const mark = (t, view) => {
        if (t === undefined) return null;
        if (model.marks) return model.marks(t, view, selected);
        return END[view] === far ? (model.mark?.(t) ?? `×${show(model.w[model.taps.ker[t]])}`) : null;
      };
      const is = (cell, view, flat) => cell?.view === view && cell.flat === flat;
      return {
        selected,
        held,
        list,
        face: (view, flat, value) => ({
          value,
          on: ends[END[view]].has(flat),
          mark: mark(ends[END[view]].get(flat), view),
          held: is(held, view, flat),
          state: is(selected, view, flat) ? "chosen" : null,
        }),
      };
    },
  };
}
