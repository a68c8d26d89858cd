// The picture of a chain: a row of cells for each size, one under the other to scale, joined by
// their taps. Rows too long to draw cell by cell become bars.
import { h, put } from "./dom.js";
import { createGrid } from "./grid.js";
import { times } from "./numbers.js";

const SVG = "http://www.w3.org/2000/svg";

const drawing = (...names) => {
  const svg = document.createElementNS(SVG, "svg");
  put(svg, "aria-hidden", "true");
  put(svg, "preserveAspectRatio", "none");
  const paths = names.map((name) => document.createElementNS(SVG, "path"));
  paths.forEach((path, i) => put(path, "class", names[i]));
  svg.append(...paths);
  return { svg, paths };
};

function createRow(view, linked) {
  const role = view === "input" ? "input" : "output";
  const title = view.replace("layer", "layer ");
  const grid = createGrid({ view, role, title, small: true, tell: linked.tell(view) });
  const bar = h("div", { class: `cv-sizes-bar cv-sizes-${role}`, role: "img" }, ...Array.from({ length: 4 }, () => h("i")));
  const { svg, paths } = drawing("cv-sizes-taps", "cv-sizes-lit");
  const node = h("div", { class: "cv-sizes-row" }, grid.node);
  if (view !== "input") node.prepend(svg);
  return { view, grid, bar, svg, paths, node, pads: [] };
}

export function createCone(linked) {
  const made = {};
  const node = h("div", { class: "cv-sizes-rows" });
  let chain;
  let rows = [];
  let faces = [];
  let form = "";

  const across = (level, index) => chain.rows[level].start + index * chain.rows[level].jump - chain.left + 0.5;
  const path = (l, list) =>
    list.map((t) => `M${across(l, chain.links[l].inp[t])} 0L${across(l + 1, chain.links[l].out[t])} 1`).join("");

  function layout() {
    const { rows: levels, drawn, all, left } = chain;
    rows = levels.map(({ view }) => (made[view] ??= createRow(view, linked)));
    const next = JSON.stringify([drawn, levels.map(({ view }) => view)]);
    if (next !== form) {
      for (const row of rows) row.grid.node.append(drawn ? row.grid.table : row.bar);
      for (const row of rows) (drawn ? row.bar : row.grid.table).remove();
      node.replaceChildren(...rows.map((row) => row.node));
    }
    form = next;
    node.style.setProperty("--all", all);
    rows.forEach((row, l) => {
      const { count, before, after, start, jump } = levels[l];
      row.grid.title(times(chain.sizes[l]));
      row.node.style.setProperty("--step", jump);
      row.node.style.setProperty("--from", start - before * jump - left);
      row.pads = drawn ? row.grid.layout([count], [[before, after]]).map((cell) => ({ cell, at: Number(cell.dataset.at.split(",")[1]) })) : [];
      put(row.svg, "viewBox", `0 0 ${all} 1`);
      if (l) put(row.paths[0], "d", path(l - 1, chain.links[l - 1].out.map((_, t) => t)));
      row.svg.classList.toggle("cv-sizes-apart", !drawn);
    });
  }

  // `words(level, index)` is what a cell calls itself.
  function build(newChain, words) {
    chain = newChain;
    layout();
    linked.forget();
    faces = rows.map((row, l) => {
      const read = chain.links[l] && new Set(chain.links[l].inp);
      row.read = read;
      for (const { cell, at } of row.pads) put(cell, "data-state", read && !read.has(at) ? "unused" : null);
      return Array.from({ length: chain.drawn ? chain.rows[l].count : 0 }, (_, i) => ({
        value: i,
        state: read && !read.has(i) ? "unused" : null,
        words: words(l, i),
      }));
    });
  }

  // `spans` are the first and last cell that are seen in each row, `traced` all cells and taps;
  // `todo` is the first output cell that still waits.
  function paint({ selected, held, spans, traced, todo }) {
    if (!traced) return rows.forEach((row, l) => paintBar(row, l, spans));
    const { cells, lines } = traced;
    rows.forEach((row, l) => {
      const is = (cell, i) => cell?.view === row.view && cell.flat === i;
      const face = (rest, i) => {
        const waits = l === rows.length - 1 && i >= todo;
        if (!cells[l].has(i) && !waits && !is(held, i)) return rest;
        const state = is(selected, i) ? "chosen" : waits ? "todo" : rest.state;
        return { ...rest, on: cells[l].has(i), held: is(held, i), state };
      };
      row.grid.paint(faces[l].map(face));
      for (const { cell, at } of row.pads) put(cell, "data-on", cells[l].has(at) ? "true" : null);
      if (l) put(row.paths[1], "d", path(l - 1, lines[l - 1]));
    });
  }

  // Parts of a long row: all of it with its padding, its cells, what is left over, what is seen.
  function paintBar({ bar, view, paths }, l, spans) {
    const { count, before, after, over } = chain.rows[l];
    const edge = (level, i, side) => across(level, i) + (side * chain.rows[level].jump) / 2;
    const end = count - 1 + after;
    [[-before, end], [0, count - 1], [end - over[1] + 1, end], spans[l]].forEach(([first, last], i) => {
      bar.children[i].style.setProperty("--left", edge(l, first, -1) / chain.all);
      bar.children[i].style.setProperty("--width", (edge(l, last, 1) - edge(l, first, -1)) / chain.all);
    });
    put(bar, "aria-label", `${view}: ${count} cells, of which ${spans[l].join(" to ")} are seen`);
    if (!l) return;
    const [[a, b], [c, d]] = [spans[l - 1], spans[l]];
    put(paths[1], "d", `M${edge(l - 1, a, -1)} 0H${edge(l - 1, b, 1)}L${edge(l, d, 1)} 1H${edge(l, c, -1)}Z`);
  }

  return { node, build, paint };
}
