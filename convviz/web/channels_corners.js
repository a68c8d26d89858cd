// Lines that join the corners of a patch, of the slice that lies on it, and of the cell they feed.
import { put, s } from "./dom.js";

const line = (...points) => `M${points.map((n) => Math.round(n * 2) / 2).join(" ")}Z`;

// A band from the right side of one box to the left side of another; none where that is no way.
const band = (a, b) => (a.right > b.left ? "" : line(a.right, a.top, b.left, b.top, b.left, b.bottom, a.right, a.bottom));

// The overlay of a stage: `draw(form, joins)` takes [{ patch, slice, cell }], each the first and the
// last of some cells. A stage of one `form` has its cells in one place until `move()`: they are
// measured once, since to measure is what costs.
export function createCorners(stage) {
  const paths = ["patch", "on", "to"].map((name) => s("path", { "data-join": name }));
  const svg = s("svg", { class: "cv-channels-corners", "aria-hidden": "true" }, ...paths);
  let shown;
  let known = {};

  function measure() {
    const { left, top } = stage.getBoundingClientRect();
    return new Map([...stage.querySelectorAll("td")].map((cell) => {
      const box = cell.getBoundingClientRect();
      return [cell, { left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top }];
    }));
  }

  function draw(form, joins) {
    shown = [form, joins];
    const boxes = joins.length ? (known[form] ??= measure()) : null;
    const around = ([first, last]) => ({ ...boxes.get(first), right: boxes.get(last).right, bottom: boxes.get(last).bottom });
    const lines = joins.map((join) => {
      const [patch, slice, cell] = [join.patch, join.slice, join.cell].map(around);
      const { left, top, right, bottom } = patch;
      return [line(left, top, right, top, right, bottom, left, bottom), band(patch, slice), band(slice, cell)];
    });
    paths.forEach((path, n) => put(path, "d", lines.map((three) => three[n]).join("")));
  }

  const move = () => (known = {});
  const watch = new ResizeObserver(() => (move(), shown && draw(...shown)));
  watch.observe(stage);
  return { node: svg, draw, move, close: () => watch.disconnect() };
}
