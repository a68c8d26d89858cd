// The grid that the reader draws on, with pointer or finger, or fills by typing.
import { createGrid } from "./grid.js";
import { LIMITS } from "./limits.js";
import { nest } from "./numbers.js";

const WIDE = 1.4; // cells from its middle to where the pen leaves no ink

// `change` and `wrong` are told of what is drawn or typed; `point` of where the reader points.
export function createInkpad({ store, change, wrong, point }) {
  let strokes = 0;
  let last = null;
  let byPen = false;
  const digit = () => store.get().digit.flat();
  const put = (flat, value, tag) => {
    const shades = digit();
    shades[flat] = value;
    change({ digit: nest(shades, [8, 8]) }, tag);
  };
  const grid = createGrid({
    view: "input",
    role: "input",
    title: "Digit",
    editable: true,
    tell: {
      point,
      pin: (flat) => byPen || put(flat, digit()[flat] ? 0 : LIMITS.ink, null),
      edit: (flat, value) => put(flat, value, `typed ${flat}`),
      done: store.endEdit,
      wrong: (words) => wrong(`${words.split(": type")[0]}: type a whole number from 0 to ${LIMITS.ink}.`),
    },
  });

  // Where the pointer is, in cells: whole numbers are their middles.
  function where({ clientX, clientY }) {
    const cells = grid.table.querySelectorAll("[data-view]");
    const [first, end] = [cells[0], cells[63]].map((cell) => cell.getBoundingClientRect());
    const along = (at, from, to) => ((at - from) / (to - from)) * 8 - 0.5;
    return [along(clientX, first.left, end.right), along(clientY, first.top, end.bottom)];
  }

  function draw(event) {
    const to = where(event);
    const [x, y] = last ?? to;
    const [wide, high] = [to[0] - x, to[1] - y];
    const count = Math.ceil(2 * Math.hypot(wide, high)) || 1;
    const shades = digit();
    for (let n = 1; n <= count; n++) {
      shades.forEach((old, flat) => {
        const far = Math.hypot(x + (wide * n) / count - (flat % 8), y + (high * n) / count - Math.floor(flat / 8));
        const ink = Math.round(LIMITS.ink * Math.min(1, Math.max(0, WIDE - far)));
        shades[flat] = store.get().erase ? Math.min(old, LIMITS.ink - ink) : Math.max(old, ink);
      });
    }
    last = to;
    change({ digit: nest(shades, [8, 8]) }, `stroke ${strokes}`);
  }

  const on = {
    pointerdown(event) {
      byPen = true;
      if (event.button || event.target.tagName === "INPUT") return;
      strokes++;
      last = null;
      draw(event);
    },
    pointermove: (event) => last && event.buttons && draw(event),
    keydown: () => (byPen = false),
  };
  // Heard before the grid hears it, which takes a key for a pin.
  for (const [name, listener] of Object.entries(on)) grid.table.addEventListener(name, listener, true);
  return grid;
}
