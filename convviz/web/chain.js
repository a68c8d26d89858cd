// A chain of layers { k, s, d, pads }: the size after each, where each row of cells stands, and what
// a cell sees. `pads` holds [before, after] for rows and for columns; the rows drawn are columns.
import { LIMITS } from "./limits.js";
import { outputSize, span, taps } from "./taps.js";

export const plainLayer = ([k, s, p, d]) => ({ k, s, d, pads: [[p, p], [p, p]] });

// [rows, columns] at the start and after each layer. Throws, in words, where a kernel does not fit.
export function sizesOf(n, layers) {
  return layers.reduce(
    (sizes, { k, s, d, pads }, l) => {
      const size = sizes[l].map((cells, axis) => outputSize(cells, k, s, pads[axis], d));
      if (Math.min(...size) < 1) {
        const have = Math.min(...sizes[l].map((cells, axis) => cells + pads[axis][0] + pads[axis][1]));
        throw new Error(`${layers.length > 1 ? `layer ${l + 1}, ` : ""}kernel: spans ${span(k, d)} cells, but the padded input has only ${have}.`);
      }
      return [...sizes, size];
    },
    [n],
  );
}

export const viewOf = (level, last) => (level === 0 ? "input" : level === last ? "output" : `layer${level}`);

export function buildChain(n, layers) {
  const sizes = sizesOf(n, layers);
  const rows = [{ start: 0, jump: 1, sees: 1 }];
  layers.forEach(({ k, s, d, pads }, l) => {
    const { start, jump, sees } = rows[l];
    const reach = span(k, d) - 1;
    rows.push({ start: start + (reach / 2 - pads[1][0]) * jump, jump: jump * s, sees: sees + reach * jump });
  });
  rows.forEach((row, l) => {
    const { k, s, d, pads } = layers[l] ?? { k: 1, s: 1, d: 1, pads: [[0, 0], [0, 0]] };
    // On each axis, the positions at the end that no window reaches.
    const over = pads.map(([before, after], axis) => (sizes[l][axis] + before + after - span(k, d)) % s);
    const [before, after] = pads[1];
    Object.assign(row, { count: sizes[l][1], before, after, over, view: viewOf(l, layers.length) });
  });
  const left = Math.min(...rows.map((row) => row.start - row.before * row.jump));
  const right = Math.max(...rows.map((row) => row.start + (row.count - 1 + row.after) * row.jump));
  const all = right - left + 1;
  const drawn = all <= LIMITS.row;
  // Over the padded row, so that padding cells are found as the others are.
  const links = layers.map(({ k, s, d }, l) => {
    if (!drawn) return { out: [], inp: [] };
    const { count, before, after } = rows[l];
    const { out, inp } = taps([before + count + after], [k], { stride: s, dilation: d });
    return { out, inp: inp.map((i) => i - before) };
  });
  return { layers, sizes, rows, left, all, drawn, links };
}

// The first and last cell of each row down from cell `index` of row `level`, padding too.
export function extents({ layers }, level, index) {
  const found = [[index, index]];
  for (let l = level - 1; l >= 0; l--) {
    const { k, s, d, pads } = layers[l];
    const [first, last] = found[0];
    found.unshift([first * s - pads[1][0], last * s - pads[1][0] + span(k, d) - 1]);
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
