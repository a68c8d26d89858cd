// A table of numbers that can be pointed at, walked with the arrow keys, pinned and edited.
import { h, put, say } from "./dom.js";
import { createGestures } from "./gestures.js";
import { brief, exact, place } from "./numbers.js";
import { unravel } from "./taps.js";

// `tell` holds what the widget wants to hear: point(flat | null, how), pin(flat), edit(flat,
// number), done() when a field is left, wrong(words). `role` colours the grid; `view` names it in
// data-view, `name` in words. `lead` stands before each index: the channel of a slice. `write` shortens
// a number to what its cell can show.
export function createGrid({ view, role, title, name = title, lead = [], editable = false, small = false, write = brief, tell }) {
  const table = h("table", { role: "grid", class: `cv-grid cv-${role}` });
  if (small) table.classList.add("cv-small");
  const heading = h("strong", { class: `cv-ink-${role}` }, title);
  const note = h("span", { class: "cv-quiet" });
  const node = h("div", { class: "cv-view" }, h("p", { class: "cv-title" }, heading, " ", note), table);
  let cells = [];
  let shape = [];
  let laying = false;
  let refocus = false;
  const called = (flat) => `${name}, ${place(unravel(flat, shape))}`;
  const asked = { cells: () => cells, columns: () => shape.at(-1), laying: () => laying, called };
  const gestures = createGestures(asked, { table, editable, tell });

  function makeCell(flat) {
    const index = [...lead, ...unravel(flat, shape)];
    const cell = h("td", { role: "gridcell", "data-view": view, "data-index": index.join(",") });
    const entry = { cell, text: h("span", { class: "cv-number" }), last: "" };
    cell.append(entry.text);
    if (editable) {
      // A phone's keys for numbers alone may lack a minus, or the stroke of 1/16.
      entry.field = h("input", { type: "text", inputmode: "text", tabindex: -1, autocomplete: "off", "aria-label": `${called(flat)}: new value` });
      cell.append(entry.field);
    }
    cells[flat] = entry;
    return cell;
  }

  // `border` cells of padding stand around the real ones, as [before, after] on each axis.
  function layout(newShape, border = newShape.map(() => [0, 0])) {
    shape = newShape;
    cells = [];
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
    gestures.settle();
    return [...table.querySelectorAll(".cv-pad")];
  }

  function paintCell(entry, face) {
    const { cell, text, field } = entry;
    const key = `${face.value}|${face.on}|${face.held}|${face.mark}|${face.state}|${face.words}|${face.blank}|${face.text}`;
    if (key === entry.last) return;
    entry.last = key;
    entry.value = face.value;
    const shown = face.text ?? write(face.value);
    const dot = face.state === "todo" && !face.on;
    put(cell, "data-value", face.value);
    put(cell, "data-blank", face.blank ? "true" : null);
    put(cell, "data-on", face.on ? "true" : null);
    put(cell, "data-held", face.held ? "true" : null);
    put(cell, "data-mark", face.mark);
    put(cell, "data-state", face.state);
    put(cell, "data-long", shown.length > 4 ? Math.min(shown.length, 9) : null);
    put(cell, "aria-label", face.words);
    say(text, face.blank ? "" : dot ? "·" : shown);
    if (field && document.activeElement !== field) field.value = exact(face.value);
  }

  // faces[flat] = { value, text, blank, on, held, mark, state, words }; `text`, if any, is shown for
  // the value. A cell is touched only when its face changed.
  function paint(faces) {
    faces.forEach((face, flat) => {
      const entry = cells[flat];
      if (face === entry.face) return;
      entry.face = face;
      paintCell(entry, face);
    });
    if (!refocus) return;
    refocus = false;
    gestures.again();
  }

  return { node, layout, paint, title: (words) => say(note, words), table };
}
