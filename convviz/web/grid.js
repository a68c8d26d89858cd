// A table of numbers that can be pointed at, walked with the arrow keys, pinned and edited.
import { h, put, say } from "./dom.js";
import { brief, exact, NUMBER_NEEDED, parseNumber, place } from "./numbers.js";
import { sizeOf, unravel } from "./taps.js";

// `tell` holds what the widget wants to hear: point(flat | null, how), pin(flat), edit(flat,
// number), done() when a field is left, wrong(words). `role` colours the grid; `view` names it in data-view.
export function createGrid({ view, role, title, editable = false, small = false, tell }) {
  const table = h("table", { role: "grid", class: `cv-grid cv-${role}` });
  if (small) table.classList.add("cv-small");
  const heading = h("strong", { class: `cv-ink-${role}` }, title);
  const note = h("span", { class: "cv-quiet" });
  const node = h("div", { class: "cv-view" }, h("p", { class: "cv-title" }, heading, " ", note));
  node.append(table);
  let cells = [];
  let shape = [];
  let active = 0;
  let laying = false;
  let refocus = false;

  const cellOf = (target) => target.closest?.("[data-view]");
  const flatOf = (cell) => cells.findIndex((entry) => entry.cell === cell);

  function makeCell(flat) {
    const index = unravel(flat, shape);
    const cell = h("td", { role: "gridcell", "data-view": view, "data-index": index.join(",") });
    const entry = { cell, text: h("span", { class: "cv-number" }), last: "" };
    cell.append(entry.text);
    if (editable) {
      const name = `${title}, ${place(index)}: new value`;
      entry.field = h("input", { type: "text", inputmode: "decimal", tabindex: -1, autocomplete: "off", "aria-label": name });
      cell.append(entry.field);
    }
    cells[flat] = entry;
    return cell;
  }

  // `border` cells of padding stand around the real ones, as [before, after] on each axis.
  function layout(newShape, border = newShape.map(() => [0, 0])) {
    shape = newShape;
    cells = [];
    active = Math.min(active, sizeOf(shape) - 1);
    const [rows, cols] = shape.length === 1 ? [1, shape[0]] : shape;
    const [[top, bottom], [left, right]] = shape.length === 1 ? [[0, 0], border[0]] : border;
    const body = h("tbody");
    for (let r = -top; r < rows + bottom; r++) {
      const row = h("tr", { role: "row" });
      for (let c = -left; c < cols + right; c++) {
        const inside = r >= 0 && r < rows && c >= 0 && c < cols;
        const pad = () => h("td", { role: "gridcell", class: "cv-pad", "data-at": `${r},${c}`, "aria-label": "padding, 0" }, "0");
        row.append(inside ? makeCell(r * cols + c) : pad());
      }
      body.append(row);
    }
    table.style.setProperty("--cols", cols + left + right);
    // A focused cell that goes away says so at once, when the other grids are not yet laid out.
    laying = true;
    refocus = table.contains(document.activeElement);
    table.replaceChildren(body);
    laying = false;
    if (cells[active]) cells[active].cell.tabIndex = 0;
    for (const { cell } of cells) if (cell.tabIndex !== 0) cell.tabIndex = -1;
    return [...table.querySelectorAll(".cv-pad")];
  }

  // faces[flat] = { value, blank, on, held, mark, state, words }; a cell is touched only when its face changed.
  function paint(faces) {
    faces.forEach((face, flat) => {
      const entry = cells[flat];
      if (face === entry.face) return;
      entry.face = face;
      const { cell, text, field } = entry;
      const key = `${face.value}|${face.on}|${face.held}|${face.mark}|${face.state}|${face.words}|${face.blank}`;
      if (key === entry.last) return;
      entry.last = key;
      entry.value = face.value;
      const shown = brief(face.value);
      const dot = face.state === "todo" && !face.on;
      put(cell, "data-value", face.value);
      put(cell, "data-on", face.on ? "true" : null);
      put(cell, "data-held", face.held ? "true" : null);
      put(cell, "data-mark", face.mark);
      put(cell, "data-state", face.state);
      put(cell, "data-long", shown.length > 4 ? Math.min(shown.length, 9) : null);
      put(cell, "aria-label", face.words);
      put(cell, "data-blank", face.blank ? "true" : null);
      say(text, face.blank ? "" : dot ? "·" : shown);
      if (field && document.activeElement !== field) field.value = exact(face.value);
    });
    if (!refocus) return;
    refocus = false;
    cells[active].cell.focus();
  }

  function focus(flat) {
    if (flat < 0 || flat >= cells.length) return;
    cells[active]?.cell.setAttribute("tabindex", -1);
    active = flat;
    cells[flat].cell.tabIndex = 0;
    cells[flat].cell.focus();
  }

  function startEdit(flat, typed) {
    const { field } = cells[flat];
    field.focus();
    if (typed === undefined) field.select();
    else {
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function walk(event, flat) {
    const cols = shape.at(-1);
    const c = flat % cols;
    const far = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowLeft: c > 0 ? flat - 1 : flat,
      ArrowRight: c < cols - 1 ? flat + 1 : flat,
      ArrowUp: flat - cols < 0 ? flat : flat - cols,
      ArrowDown: flat + cols >= cells.length ? flat : flat + cols,
      Home: far ? 0 : flat - c,
      End: far ? cells.length - 1 : flat - c + cols - 1,
    };
    if (event.key in moves) focus(moves[event.key]);
    return event.key in moves;
  }

  function keyOnField(event, flat, field) {
    if (event.key === "Enter") focus(flat);
    else if (event.key === "Escape") {
      tell.edit(flat, cells[flat].before);
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

  table.addEventListener("pointerover", (event) => {
    const cell = cellOf(event.target);
    if (event.pointerType !== "touch") tell.point(cell ? flatOf(cell) : null, "pointer");
  });
  table.addEventListener("pointerleave", () => tell.point(null, "pointer"));
  table.addEventListener("focusin", (event) => {
    const flat = flatOf(cellOf(event.target));
    const entry = cells[flat];
    if (event.target === entry.field) entry.before = entry.value;
    tell.point(flat, "focus");
  });
  table.addEventListener("focusout", (event) => {
    if (laying) return;
    const { field, value } = cells[flatOf(cellOf(event.target))];
    if (field && event.target === field) {
      field.value = exact(value);
      put(field, "aria-invalid", null);
      tell.done();
    }
    if (!table.contains(event.relatedTarget)) tell.point(null, "focus");
  });
  table.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.target.tagName === "INPUT") return;
    const flat = flatOf(cell);
    const again = editable && document.activeElement === cell && cell.dataset.held === "true";
    focus(flat);
    if (again) startEdit(flat);
    else tell.pin(flat);
  });
  table.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    const flat = flatOf(cell);
    if (event.target.tagName === "INPUT") keyOnField(event, flat, event.target);
    else if (cell) keyOnCell(event, flat);
  });
  table.addEventListener("input", (event) => {
    const flat = flatOf(cellOf(event.target));
    const value = parseNumber(event.target.value);
    put(event.target, "aria-invalid", value === undefined ? "true" : null);
    if (value === undefined) tell.wrong(`${title}, ${place(unravel(flat, shape))}: type ${NUMBER_NEEDED}.`);
    else tell.edit(flat, value);
  });

  return { node, layout, paint, title: (words) => say(note, words), table };
}
