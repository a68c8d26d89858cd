// Lines that join the corners of a patch, of the slice that lies on it, and of the cell they feed.
import { put } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

const round = (n) => Math.round(n * 2) / 2;

// A band from the right side of one box to the left side of another; none where that is no way.
function band(from, to) {
  if (from.right > to.left) return "";
  const points = [[from.right, from.top], [to.left, to.top], [to.left, to.bottom], [from.right, from.bottom]];
  return `M${points.map((point) => point.map(round).join(" ")).join("L")}Z`;
}

// The overlay of a stage. draw(joins) takes [{ patch: [first cell, last cell], slice, cell }].
export function createCorners(stage) {
  const svg = document.createElementNS(SVG, "svg");
  put(svg, "class", "cv-channels-corners");
  put(svg, "aria-hidden", "true");
  const paths = Object.fromEntries(["patch", "on", "to"].map((name) => [name, document.createElementNS(SVG, "path")]));
  for (const [name, path] of Object.entries(paths)) put(path, "data-join", name);
  svg.append(...Object.values(paths));
  let shown = [];

  function draw(joins = shown) {
    shown = joins;
    const origin = stage.getBoundingClientRect();
    const box = (first, last = first) => {
      const [a, b] = [first, last].map((node) => node.getBoundingClientRect());
      return { left: a.left - origin.left, top: a.top - origin.top, right: b.right - origin.left, bottom: b.bottom - origin.top };
    };
    const lines = { patch: "", on: "", to: "" };
    for (const { patch, slice, cell } of joins) {
      const [under, lying] = [box(...patch), box(...slice)];
      const { left, top, right, bottom } = under;
      lines.patch += `M${[left, top].map(round).join(" ")}H${round(right)}V${round(bottom)}H${round(left)}Z`;
      lines.on += band(under, lying);
      lines.to += band(lying, box(cell));
    }
    for (const [name, path] of Object.entries(paths)) put(path, "d", lines[name]);
  }

  const watch = new ResizeObserver(() => draw());
  watch.observe(stage);
  return { node: svg, draw, close: () => watch.disconnect() };
}
