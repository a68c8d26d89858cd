// What a reader does on a grid: points, walks with the arrow keys, pins a cell, edits a number.
import { put } from "./dom.js";
import { exact, NUMBER_NEEDED, parseNumber } from "./numbers.js";

// `grid` is asked anew each time: cells(), columns(), laying(), called(flat). `tell` is told.
export function createGestures(grid, { table, editable, tell }) {
  let active = 0;
  const cellOf = (target) => target.closest?.("[data-view]");
  const flatOf = (cell) => grid.cells().findIndex((entry) => entry.cell === cell);

  function focus(flat) {
    const cells = grid.cells();
    if (flat < 0 || flat >= cells.length) return;
    cells[active]?.cell.setAttribute("tabindex", -1);
    active = flat;
    cells[flat].cell.tabIndex = 0;
    cells[flat].cell.focus();
  }

  // New cells: one of them can be reached by Tab, as near to the old one as there is.
  function settle() {
    const cells = grid.cells();
    active = Math.min(active, cells.length - 1);
    cells.forEach(({ cell }, flat) => (cell.tabIndex = flat === active ? 0 : -1));
  }

  function startEdit(flat, typed) {
    const { field } = grid.cells()[flat];
    field.focus();
    if (typed === undefined) field.select();
    else {
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function walk(event, flat) {
    const [count, cols] = [grid.cells().length, grid.columns()];
    const c = flat % cols;
    const far = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowLeft: c > 0 ? flat - 1 : flat,
      ArrowRight: c < cols - 1 ? flat + 1 : flat,
      ArrowUp: flat - cols < 0 ? flat : flat - cols,
      ArrowDown: flat + cols >= count ? flat : flat + cols,
      Home: far ? 0 : flat - c,
      End: far ? count - 1 : flat - c + cols - 1,
    };
    if (event.key in moves) focus(moves[event.key]);
    return event.key in moves;
  }

  function keyOnField(event, flat) {
    if (event.key === "Enter") focus(flat);
    else if (event.key === "Escape") {
      tell.edit(flat, grid.cells()[flat].before);
      focus(flat);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") walk(event, flat);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function keyOnCell(event, flat) {
    if (walk(event, flat)) event.preventDefault();
    else if (event.key === " " || (event.key === "Enter" && !editable)) {
      event.preventDefault();
      tell.pin(flat);
    } else if (editable && (event.key === "Enter" || event.key === "F2")) {
      event.preventDefault();
      startEdit(flat);
    } else if (editable && /^[-\d.−]$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      startEdit(flat, event.key);
    }
  }

  const on = {
    pointerover(event) {
      const cell = cellOf(event.target);
      if (event.pointerType !== "touch") tell.point(cell ? flatOf(cell) : null, "pointer");
    },
    pointerleave: () => tell.point(null, "pointer"),
    focusin(event) {
      const flat = flatOf(cellOf(event.target));
      const entry = grid.cells()[flat];
      if (event.target === entry.field) entry.before = entry.value;
      tell.point(flat, "focus");
    },
    focusout(event) {
      if (grid.laying()) return;
      const { field, value } = grid.cells()[flatOf(cellOf(event.target))];
      if (field && event.target === field) {
        field.value = exact(value);
        put(field, "aria-invalid", null);
        tell.done();
      }
      if (!table.contains(event.relatedTarget)) tell.point(null, "focus");
    },
    click(event) {
      const cell = cellOf(event.target);
      if (!cell || event.target.tagName === "INPUT") return;
      const flat = flatOf(cell);
      const again = editable && document.activeElement === cell && cell.dataset.held === "true";
      focus(flat);
      if (again) startEdit(flat);
      else tell.pin(flat);
    },
    keydown(event) {
      const cell = cellOf(event.target);
      if (event.target.tagName === "INPUT") keyOnField(event, flatOf(cell));
      else if (cell) keyOnCell(event, flatOf(cell));
    },
    input(event) {
      const flat = flatOf(cellOf(event.target));
      const value = parseNumber(event.target.value);
      put(event.target, "aria-invalid", value === undefined ? "true" : null);
      if (value === undefined) tell.wrong(`${grid.called(flat)}: type ${NUMBER_NEEDED}.`);
      else tell.edit(flat, value);
    },
  };
  for (const [name, listener] of Object.entries(on)) table.addEventListener(name, listener);
  return { settle, again: () => grid.cells()[active].cell.focus() };
}
