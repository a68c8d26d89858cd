// A small chart: shapes in the units of the samples, a few quiet numbers, the pointer in the same units.
import { h, put, s } from "./dom.js";
import { brief } from "./numbers.js";

const APART = 0.15; // of the height, at least, between two numbers of the upright axis

const short = (v) => (Math.abs(v) < 1e4 ? brief(v) : v.toExponential(0));

// The smallest of …, 0.5, 1, 2, 5, 10, … that is not below `value`.
function nice(value) {
  const ten = 10 ** Math.floor(Math.log10(value));
  return ten * [1, 2, 5, 10].find((n) => n * ten >= value);
}

// `layers` name the shapes, the lowest first. The drawing is stretched to its place, its lines are not.
export function createPlot(layers) {
  const paths = {};
  for (const name of ["axis", ...layers]) {
    paths[name] = s("path", { class: `cv-signals-${name}`, "vector-effect": "non-scaling-stroke" });
  }
  const svg = s("svg", { role: "img", preserveAspectRatio: "none" }, ...Object.values(paths));
  const numbers = h("div", { "aria-hidden": "true" });
  const node = h("div", { class: "cv-signals-plot" }, svg, numbers);
  let framed = "";
  let left, right, low, high;
  const y = (v) => Number(((100 * (high - v)) / (high - low)).toFixed(2));
  const paint = (shapes) => Object.entries(shapes).forEach(([name, d]) => put(paths[name], "d", d));
  const upright = (x, v) => `M${x} ${y(0)}V${y(v)}`;

  // The plot shows [left, right] in samples of `unit` each, with at most `count` numbers, and the
  // two values `marks` with a part `room` of their distance beyond.
  function frame(across, marks, room, unit, count) {
    const key = JSON.stringify([across, marks, unit]);
    if (key === framed) return;
    framed = key;
    [left, right] = across;
    const height = marks[1] - marks[0] || 1;
    [low, high] = [marks[0] - room * height, marks[1] + room * height];
    put(svg, "viewBox", `${left} 0 ${right - left} 100`);
    paint({ axis: `M${left} ${y(0)}H${right}` });
    const step = nice(((right - left) * unit) / count) / unit;
    const label = (axis, place, v) => h("span", { class: `cv-signals-${axis}`, style: `${place}%` }, short(v));
    const aside = marks.filter((v) => Math.abs(v) > APART * height).map((v) => Number(v.toPrecision(2)));
    numbers.replaceChildren(...[0, ...aside].map((v) => label("y", `top: ${y(v)}`, v)));
    for (let n = Math.ceil(left / step); n * step <= right; n++) {
      numbers.append(label("x", `left: ${(100 * (n * step - left)) / (right - left)}`, n * step * unit));
    }
  }

  return {
    node,
    svg,
    frame,
    paint,
    // Samples side by side, each held for its whole bar.
    stairs: (cells) => `M${cells[0][0] - 0.5} ${y(0)}${cells.map(([x, v]) => `V${y(v)}H${x + 0.5}`).join("")}V${y(0)}`,
    bars: (cells, hatched) =>
      cells.map(([x, v]) => `${hatched ? upright(x, v) : ""}${upright(x - 0.5, v)}H${x + 0.5}V${y(0)}z`).join(""),
    line: (points) => `M${points.map(([x, v]) => `${x} ${y(v)}`).join("L")}`,
    mark: (x) => `M${x} 0V100`,
    dot: ([x, v]) => `M${x} ${y(v)}h0.001`,
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
