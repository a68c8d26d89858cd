// The picture of a chain: a row of cells for each size, one under the other to scale, joined by
// their taps. Rows too long to draw cell by cell become bars.
import { h, put, reveal, s } from "./dom.js";
import { createGrid } from "./grid.js";
import { times } from "./numbers.js";

function createRow(view, linked) {
  const role = view === "input" ? view : "output";
  const grid = createGrid({ view, role, title: view, small: true, tell: linked.tell(view) });
  const bar = h("div", { class: `cv-sizes-bar cv-sizes-${role}`, role: "img" }, h("i"), h("i"), h("i"));
  const paths = ["", "cv-sizes-lit"].map((name) => s("path", { class: name }));
  const svg = s("svg", { "aria-hidden": "true", preserveAspectRatio: "none" }, ...paths);
  return { grid, bar, paths, svg, node: h("div", { class: "cv-sizes-row" }, svg, grid.node) };
}

export function createCone(linked) {
  const made = {};
  const node = h("div", { class: "cv-sizes-rows", "data-scrolls": true });
  let chain;
  let rows = [];
  let form = "";

  // Where a cell's middle stands, or an edge of it: `side` is −1 or 1.
  const across = (l, i, side = 0) => chain.rows[l].start + (i + side / 2) * chain.rows[l].jump - chain.left + 0.5;
  const line = (l) => (t) => `M${across(l - 1, chain.links[l - 1].inp[t])} 0L${across(l, chain.links[l - 1].out[t])} 1`;

  // `words(level, index)` is what a cell calls itself.
  function build(newChain, words) {
    chain = newChain;
    linked.forget();
    rows = chain.rows.map(({ view }) => (made[view] ??= createRow(view, linked)));
    const next = [chain.drawn, ...chain.rows.map(({ view }) => view)].join();
    if (next !== form) {
      for (const { grid, bar } of rows) {
        grid.node.append(chain.drawn ? grid.table : bar);
        (chain.drawn ? bar : grid.table).remove();
      }
      node.replaceChildren(...rows.map((row) => row.node));
    }
    form = next;
    node.style.setProperty("--all", chain.all);
    rows.forEach((row, l) => {
      const { size, pads, start, jump } = chain.rows[l];
      row.grid.title(times(size));
      row.node.style.setProperty("--step", jump);
      row.node.style.setProperty("--from", start - pads[0] * jump - chain.left);
      put(row.svg, "viewBox", `0 0 ${chain.all} 1`);
      put(row.svg, "data-far", !chain.drawn);
      put(row.paths[0], "d", l && chain.drawn ? chain.links[l - 1].out.map((_, t) => line(l)(t)).join("") : "");
      if (!chain.drawn) return;
      const read = new Set(chain.links[l]?.inp);
      const state = (i) => (l === chain.links.length || read.has(i) ? null : "unused");
      row.pads = row.grid.layout([size[1]], [pads]).map((cell) => ({ cell, at: Number(cell.dataset.at.slice(2)) }));
      for (const { cell, at } of row.pads) put(cell, "data-state", state(at));
      row.faces = Array.from({ length: size[1] }, (_, i) => ({ value: i, state: state(i), words: words(l, i) }));
    });
  }

  // `spans` are the first and last cell that are seen in each row, `traced` all cells and taps;
  // `todo` is the first output cell that still waits.
  function paint({ selected, held, spans, traced, todo }) {
    rows.forEach((row, l) => {
      if (!traced) return paintBar(row, l, spans);
      const lit = traced.cells[l];
      const is = (cell, i) => cell?.view === chain.rows[l].view && cell.flat === i;
      row.grid.paint(
        row.faces.map((face, i) => {
          const waits = l === rows.length - 1 && i >= todo;
          if (!lit.has(i) && !waits && !is(held, i)) return face;
          const state = is(selected, i) ? "chosen" : waits ? "todo" : face.state;
          return { ...face, on: lit.has(i), held: is(held, i), state };
        }),
      );
      for (const { cell, at } of row.pads) put(cell, "data-on", lit.has(at) ? "true" : null);
      if (l) put(row.paths[1], "d", traced.lines[l - 1].map(line(l)).join(""));
      const chosen = is(selected, selected.flat) && row.grid.table.querySelectorAll("[data-view]")[selected.flat];
      if (chosen && !linked.byPointer()) reveal(chosen);
    });
  }

  // A long row: all of it with its padding, its cells, those that are seen.
  function paintBar({ bar, paths }, l, spans) {
    const { size, pads, view } = chain.rows[l];
    const last = size[1] - 1;
    const edges = (level, [from, to]) => [across(level, from, -1), across(level, to, 1)];
    [[-pads[0], last + pads[1]], [0, last], spans[l]].forEach((part, i) => {
      const [from, to] = edges(l, part);
      put(bar.children[i], "style", `left:${(100 * from) / chain.all}%;width:${(100 * (to - from)) / chain.all}%`);
    });
    put(bar, "aria-label", `${view}: ${last + 1} cells, ${spans[l].join(" to ")} are seen`);
    if (!l) return;
    const [[a, b], [c, d]] = [edges(l - 1, spans[l - 1]), edges(l, spans[l])];
    put(paths[1], "d", `M${a} 0H${b}L${d} 1H${c}Z`);
  }

  return { node, build, paint };
}
