// The photograph and the result, with the lens on both: pointed at, clicked, or moved by keys.
import { draw, inset } from "./filters_border.js";
import { h, put, say } from "./dom.js";
import { place, times } from "./numbers.js";

const FAR = 10; // pixels at once, with Shift

// `point(at | null)` hears where the pointer is, `move(at)` where the lens shall stay; both clamp it.
export function createPictures({ point, move }) {
  const views = [
    { role: "input", name: "Photograph x", words: "photograph" },
    { role: "output", name: "Result y", words: "result" },
  ].map((view) => createView(view, { point, move }));
  const node = h("div", { class: "cv-filters-pair" }, ...views.map((view) => view.node));

  function build(picture, result, state) {
    const x = { ...picture, values: picture.data };
    views[0].build(picture, x, "clip", 0);
    views[1].build(picture, result, state.range, inset(state));
  }
  function paint(at, side) {
    views[0].paint(at, side);
    views[1].paint(at, 1);
  }
  return { node, build, paint };
}

function createView({ role, name, words }, { point, move }) {
  const note = h("span", { class: "cv-quiet" });
  const canvas = h("canvas", { role: "img", "aria-label": `The ${words} in greys` });
  const mark = h("span", { class: `cv-filters-mark cv-ink-${role === "input" ? "kernel" : role}` });
  const pad = h("div", { class: "cv-filters-pad", tabindex: 0, role: "application" }, canvas, mark);
  const title = h("p", { class: "cv-title" }, h("strong", { class: `cv-ink-${role}` }, name), " ", note);
  const node = h("div", { class: "cv-filters-picture" }, title, pad);
  let shape;
  let here;

  const under = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((clientY - top) / height) * shape[0], ((clientX - left) / width) * shape[1]].map(Math.floor);
  };
  const on = {
    pointermove: (event) => (event.buttons ? move(under(event)) : event.pointerType !== "touch" && point(under(event))),
    pointerdown: (event) => move(under(event)),
    pointerleave: () => point(null),
    keydown(event) {
      const by = event.shiftKey ? FAR : 1;
      const [row, col] = here;
      const far = event.ctrlKey || event.metaKey;
      const moves = {
        ArrowLeft: [row, col - by],
        ArrowRight: [row, col + by],
        ArrowUp: [row - by, col],
        ArrowDown: [row + by, col],
        Home: [far ? 0 : row, 0],
        End: [far ? shape[0] : row, shape[1]],
      };
      if (!(event.key in moves)) return;
      event.preventDefault();
      point(null);
      move(moves[event.key]);
    },
  };
  for (const [kind, listener] of Object.entries(on)) pad.addEventListener(kind, listener);

  function build(frame, picture, range, offset) {
    shape = [frame.rows, frame.cols];
    if (canvas.height !== shape[0]) canvas.height = shape[0];
    if (canvas.width !== shape[1]) canvas.width = shape[1];
    draw(canvas, picture, range, offset);
    say(note, times([picture.rows, picture.cols]));
  }

  function paint(at, side) {
    here = at;
    const [top, left] = at.map((n, axis) => (100 * (n - (side - 1) / 2)) / shape[axis]);
    mark.style.cssText = `top: ${top}%; left: ${left}%; height: ${(100 * side) / shape[0]}%; width: ${(100 * side) / shape[1]}%`;
    put(pad, "aria-label", `Lens on the ${words}, at ${place(at)}. Arrow keys move it, with Shift by ${FAR}.`);
  }
  return { node, build, paint };
}
