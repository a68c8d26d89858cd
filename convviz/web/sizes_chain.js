// A chain of layers { k, s, d, pads }: the size after each, where each row of cells stands, and what
// a cell sees. `pads` holds [before, after] for rows and for columns; the rows drawn are columns.
import { LIMITS } from "./limits.js";
import { outputSize, span, taps } from "./taps.js";

export const plainLayer = ([k, s, p, d]) => ({ k, s, d, pads: [[p, p], [p, p]] });

// For the input and each layer: its size, the place of its first cell, the step to the next, how far
// a cell sees, the padding around it, what is left `over` at the end of both axes, and how much of
// that is no padding but `unread` cells.
export function chainOf(n, layers) {
  const rows = [{ view: "input", size: n, start: 0, jump: 1, sees: 1 }];
  layers.forEach(({ k, s, d, pads }, l) => {
    const { size, start, jump, sees } = rows[l];
    const reach = span(k, d) - 1;
    const room = size.map((cells, axis) => cells + pads[axis][0] + pads[axis][1] - reach - 1);
    const least = Math.min(...room);
    if (least < 0) {
      const name = layers.length > 1 ? `layer ${l + 1}, kernel` : "kernel";
      throw new Error(`${name}: spans ${reach + 1} cells, but the padded input has only ${least + reach + 1}.`);
    }
    const over = room.map((cells) => cells % s);
    const unread = over.map((cells, axis) => Math.max(0, cells - pads[axis][1]));
    Object.assign(rows[l], { pads: pads[1], over, unread });
    rows.push({
      view: l + 1 < layers.length ? `layer ${l + 1}` : "output",
      size: size.map((cells, axis) => outputSize(cells, k, s, pads[axis], d)),
      start: start + (reach / 2 - pads[1][0]) * jump,
      jump: jump * s,
      sees: sees + reach * jump,
      pads: [0, 0],
      over: [0, 0],
    });
  });
  return rows;
}

// The rows' common scale, and the taps that join them where they are short enough to be drawn.
export function joined(rows, layers) {
  const left = Math.min(...rows.map(({ start, pads, jump }) => start - pads[0] * jump));
  const right = Math.max(...rows.map(({ start, pads, jump, size }) => start + (size[1] - 1 + pads[1]) * jump));
  const all = right - left + 1;
  const links = layers.map(({ k, s, d }, l) => {
    const [before, after] = rows[l].pads;
    // Over the padded row, so that padding cells are found as the others are.
    const { out, inp } = taps([all > LIMITS.row ? k : before + rows[l].size[1] + after], [k], { stride: s, dilation: d });
    return { out, inp: inp.map((i) => i - before) };
  });
  return { rows, layers, left, all, links, drawn: all <= LIMITS.row };
}

// The first and last cell of each row down from cell `index` of row `level`, padding too.
export function extents(layers, level, index) {
  const found = [[index, index]];
  for (let l = level - 1; l >= 0; l--) {
    const { k, s, d, pads } = layers[l];
    const [first, last] = found[0].map((cell) => cell * s - pads[1][0]);
    found.unshift([first, last + span(k, d) - 1]);
  }
  return found;
}

// All that feeds a cell and all that it feeds: the cells of each row, the taps of each link.
export function trace({ rows, links }, level, index) {
  const cells = rows.map(() => new Set());
  const lines = links.map(() => []);
  cells[level].add(index);
  const follow = (l, near, far) => {
    const { out, inp } = links[l];
    const [from, to] = near > far ? [out, inp] : [inp, out];
    from.forEach((cell, t) => {
      if (!cells[near].has(cell)) return;
      cells[far].add(to[t]);
      lines[l].push(t);
    });
  };
  for (let l = level - 1; l >= 0; l--) follow(l, l + 1, l);
  for (let l = level; l < links.length; l++) follow(l, l, l + 1);
  return { cells, lines };
}
