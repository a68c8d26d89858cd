// A small chart: shapes in the units of the samples, a few quiet ticks, the pointer in the same units.
import { h, put, s } from "./dom.js";
import { show } from "./numbers.js";

const TICKS = 5;

// The largest of 1, 2, 5, 10, 20, … and 0.5, 0.2, … that is not above `value`.
function nice(value) {
  const ten = 10 ** Math.floor(Math.log10(value));
  return ten * ([5, 2].find((n) => n * ten <= value) ?? 1);
}

// `layers` name the shapes, the lowest first. The drawing is stretched to its place, its lines are not.
export function createPlot(layers) {
  const paths = Object.fromEntries(layers.map((name) => [name, s("path", { class: `cv-signals-${name}`, "vector-effect": "non-scaling-stroke" })]));
  const svg = s("svg", { role: "img", preserveAspectRatio: "none" }, ...Object.values(paths));
  const ticks = h("div", { "aria-hidden": "true" });
  const node = h("div", { class: "cv-signals-plot" }, svg, ticks);
  let framed = "";
  let left, right, low, high;
  const part = (x) => (100 * (x - left)) / (right - left);
  const y = (v) => Number(((100 * (high - v)) / (high - low)).toFixed(2));

  // What the plot shows: [left, right] in samples of `unit` each, and [low, high].
  function frame(across, up, unit) {
    const key = JSON.stringify([across, up, unit]);
    if (key === framed) return;
    framed = key;
    [[left, right], [low, high]] = [across, up];
    put(svg, "viewBox", `${left} 0 ${right - left} 100`);
    const step = nice(((right - left) * unit) / TICKS);
    const first = Math.ceil((left * unit) / step);
    const count = Math.floor((right * unit) / step) - first + 1;
    const along = Array.from({ length: count }, (_, i) => (first + i) * step);
    const top = nice(high);
    const aside = [top, 0, -top].filter((v) => v >= low && v <= high);
    ticks.replaceChildren(
      ...along.map((t) => h("span", { class: "cv-signals-x", style: `left: ${part(t / unit)}%` }, show(t))),
      ...aside.map((v) => h("span", { class: "cv-signals-y", style: `top: ${y(v)}%` }, show(v))),
    );
  }

  const bar = ([x, v]) => `M${x - 0.5} ${y(0)}V${y(v)}H${x + 0.5}V${y(0)}z`;
  return {
    node,
    svg,
    frame,
    // Samples side by side, each held for its whole bar.
    stairs: (cells) => `M${cells[0][0] - 0.5} ${y(0)}${cells.map(([x, v]) => `V${y(v)}H${x + 0.5}`).join("")}V${y(0)}`,
    bars: (cells) => cells.map(bar).join(""),
    hatch: (cells) => cells.map(([x, v]) => [-0.25, 0, 0.25].map((d) => `M${x + d} ${y(0)}V${y(v)}`).join("")).join(""),
    line: (points) => points.map(([x, v], i) => `${i ? "L" : "M"}${x} ${y(v)}`).join(""),
    axis: () => `M${left} ${y(0)}H${right}`,
    upright: (x) => `M${x} 0V100`,
    dot: ([x, v]) => `M${x} ${y(v)}h0.001`,
    paint: (shapes) => Object.entries(shapes).forEach(([name, d]) => put(paths[name], "d", d)),
    say: (words) => put(svg, "aria-label", words),
    at(event) {
      const box = svg.getBoundingClientRect();
      const [across, down] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      return [left + across * (right - left), high - down * (high - low)];
    },
  };
}

// `act(event, first)` for the press and each move of a drag that begins on `node`; then `done()`.
export function onDrag(node, act, done) {
  node.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    node.setPointerCapture(event.pointerId);
    act(event, true);
  });
  node.addEventListener("pointermove", (event) => node.hasPointerCapture(event.pointerId) && act(event, false));
  node.addEventListener("lostpointercapture", done);
}
