// A volume as a stack of slices, a grid for each; its cells are counted through all of them.
import { put } from "./dom.js";
import { createGrid } from "./grid.js";
import { sizeOf, unravel } from "./taps.js";

// `home(lead)` is where the slice of that lead stands, `title(lead)` its heading, `name(lead)` what it
// is called where nothing stands around it.
export function createStack({ home, title, name = title, tell, ...look }) {
  const grids = new Map();
  let slices = [];
  let size = 0;

  // What a grid tells, in the count of the whole volume.
  function counted(first) {
    const from = (flat) => (flat === null ? null : first() + flat);
    return {
      ...tell,
      point: (flat, how) => tell.point(from(flat), how),
      pin: (flat) => tell.pin(from(flat)),
      edit: (flat, value) => tell.edit(from(flat), value),
    };
  }

  function make(lead) {
    const slice = { lead };
    slice.grid = createGrid({ ...look, lead, title: title(lead), name: name(lead), tell: counted(() => slice.first) });
    put(slice.grid.table, "aria-label", name(lead));
    home(lead).append(slice.grid.node);
    return slice;
  }

  // The last `axes` of the shape are a slice's own.
  function layout(shape, axes = 2, border = undefined) {
    const outer = shape.slice(0, -axes);
    size = sizeOf(shape.slice(-axes));
    slices = Array.from({ length: sizeOf(outer) }, (_, n) => {
      const lead = unravel(n, outer);
      if (!grids.has(lead.join())) grids.set(lead.join(), make(lead));
      return Object.assign(grids.get(lead.join()), { first: n * size });
    });
    for (const [key, slice] of grids) {
      if (slices.includes(slice)) continue;
      grids.delete(key);
      slice.grid.node.remove();
    }
    for (const slice of slices) slice.pads = slice.grid.layout(shape.slice(-axes), border);
  }

  function paint(faces) {
    for (const { grid, first } of slices) grid.paint(faces.slice(first, first + size));
  }

  return { layout, paint, slices: () => slices };
}
