// Kind `filters`: a photograph under a kernel, with a lens that shows the numbers behind a pixel.
import { BEYOND, filtered, grey, inset, TONES } from "./filters_border.js";
import { createTiles } from "./filters_tiles.js";
import { h, put, say } from "./dom.js";
import { createFilterBar, sumWords } from "./filters_bar.js";
import { createGrid } from "./grid.js";
import { lensModel, lensSum, lensWords } from "./filters_lens.js";
import { createLinked } from "./linked.js";
import { checkNumbers } from "./model.js";
import { LIMITS } from "./limits.js";
import { place, shapeOf, show } from "./numbers.js";
import { createOpener } from "./filters_opener.js";
import { readPhoto } from "./filters_photo.js";
import { createPictures } from "./filters_pictures.js";
import { same } from "./store.js";

const hint = "Point at a picture to see its numbers, click to stay. Type to change a weight.";

const SHOWN = {
  clip: "what is below 0 is black, what is above 255 white",
  absolute: "its size without the sign, white from 255 on",
  centred: "128 and half the sum, so that 0 is mid grey",
};

// The first and the last row (axis 0) or column that the kernel's middle may lie on.
function limitsAt(state, axis) {
  const { rows, cols } = readPhoto(state.picture);
  return [inset(state), [rows, cols][axis] - 1 - inset(state)];
}

const inside = (state, at) => at.map((n, axis) => Math.min(Math.max(n, limitsAt(state, axis)[0]), limitsAt(state, axis)[1]));

function isCell({ pin, kernel }) {
  const [, flat] = /^(?:input|kernel):(\d+)$/.exec(pin) ?? [];
  return flat ? Number(flat) < kernel.length ** 2 : ["", "output:0"].includes(pin);
}

function check(state) {
  readPhoto(state.picture);
  checkNumbers("kernel", state.kernel, LIMITS.kernel);
  const [rows, cols] = shapeOf(state.kernel);
  if (rows !== cols || rows % 2 === 0) throw new Error("kernel: needs as many rows as columns, an odd number.");
  if (!Object.hasOwn(BEYOND, state.mode)) throw new Error(`mode: needs one of ${Object.keys(BEYOND).join(", ")}.`);
  if (!Object.hasOwn(TONES, state.range)) throw new Error(`range: needs one of ${Object.keys(TONES).join(", ")}.`);
  if (typeof state.flip !== "boolean") throw new Error("flip: needs true or false.");
  const whole = state.at.length === 2 && state.at.every(Number.isInteger);
  if (!whole || !same(inside(state, state.at), state.at)) throw new Error("at: needs the row and the column of a pixel that the kernel's middle may lie on.");
  if (!isCell(state)) throw new Error("pin: needs a view and a cell that it has.");
}

// Without sums at the border the lens moves inwards; a smaller kernel may have lost the held cell.
const settle = (state) => ({ ...state, at: inside(state, state.at), pin: isCell(state) ? state.pin : "" });

function mount({ root, store, change, wrong, settled }) {
  let own = null;
  let pointed = null;
  let drawn = [];
  let model;
  let result;
  const picture = () => own ?? readPhoto(store.get().picture);
  const linked = createLinked({
    store: { ...store, get: () => ({ ...store.get(), step: 1 }) }, // the one result, and no steps
    change: ({ step, ...patch }, tag) => change(patch, tag),
    wrong,
    repaint: settled(() => paint()),
  });
  const view = (name, title, tell) => createGrid({ view: name, role: name, title, ...tell });
  const grids = {
    input: view("input", "Pixels x", { tell: linked.tell("input") }),
    kernel: view("kernel", "Kernel w", { tell: linked.edits("kernel"), editable: true }),
    output: view("output", "Result y", { tell: linked.tell("output") }),
  };
  grids.output.layout([1, 1]);
  const pictures = createPictures({
    point(at) {
      pointed = at;
      paint();
    },
    move(at) {
      pointed = null;
      change({ at: inside(store.get(), at) }, "lens");
    },
  });
  const corners = createTiles({ onChange: (mode) => change({ mode }) });
  const opener = createOpener({ root, frame: () => readPhoto(store.get().picture), wrong, show: (given) => ((own = given), update(store.get())) });
  const onReset = () => (opener.leave(), change(store.first, null));
  const bar = createFilterBar({ store, change, wrong, limits: (axis) => limitsAt(store.get(), axis), onReset });
  const operator = h("span", { class: "cv-operator", "aria-hidden": "true" });
  const equals = h("span", { class: "cv-operator", "aria-hidden": "true" }, "=");
  const total = h("div", { class: "cv-result" }, equals, grids.output.node);
  const stage = h("div", { class: "cv-stage cv-filters-lens" }, grids.input.node, operator, grids.kernel.node, total);
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });

  function paintGrid(name, values, lights, stateOf) {
    const greys = values.map((value) => grey(value, name === "output" ? store.get().range : "clip"));
    const cells = grids[name].table.querySelectorAll("[data-view]");
    grids[name].paint(
      values.map((value, flat) => {
        const face = lights.face(name, flat, value);
        // Seven by seven cells stand beside as many more: there is room for two digits of a fraction.
        const text = values.length > 25 && !Number.isInteger(value) ? show(Number(value.toPrecision(2))) : undefined;
        return { ...face, text, state: face.state ?? stateOf?.(flat), words: lensWords(model, name, flat, greys[flat]) };
      }),
    );
    if (name !== "kernel") cells.forEach((cell, i) => cell.style.setProperty("--grey", `rgb(${greys[i]} ${greys[i]} ${greys[i]})`));
    return cells;
  }

  function paint() {
    const state = store.get();
    const at = inside(state, pointed ?? state.at);
    model = lensModel(picture(), result, state, at);
    const lights = linked.lights(model);
    pictures.paint(at, state.kernel.length);
    paintGrid("input", model.x, lights, (flat) => (model.outside[flat] ? "beyond" : null));
    paintGrid("kernel", model.w, lights);
    put(paintGrid("output", model.y, lights)[0], "data-index", model.at.join());
    grids.input.title(place(at));
    grids.output.title(place(model.at));
    put(sum, "aria-live", pointed || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...lensSum(model, lights.selected));
    say(other, `Shown as grey ${grey(model.y[0], state.range)}: ${SHOWN[state.range]}.`);
  }

  // The pictures are drawn anew only when something that they show is new.
  function update(state, before) {
    if (before && before.picture !== state.picture) opener.leave();
    const { kernel, mode, flip, range } = state;
    const now = [kernel, picture(), mode, flip, range];
    if (now.some((part, i) => part !== drawn[i])) {
      result = filtered(picture(), state);
      pictures.build(picture(), result, state);
      corners.build(picture(), state);
      const shape = shapeOf(kernel);
      if (kernel.length !== drawn[0]?.length) {
        for (const name of ["input", "kernel"]) grids[name].layout(shape);
        linked.forget();
        stage.classList.toggle("cv-filters-seven", kernel.length > 5);
      }
      drawn = now;
    }
    operator.textContent = flip ? "∗" : "★";
    grids.kernel.title(sumWords(kernel));
    bar.update(state);
    corners.update(state);
    paint();
  }

  const bars = bar.nodes.map((row, i) => h("div", { class: i ? "cv-bar cv-set" : "cv-bar" }, row));
  root.append(...bars, pictures.node, stage, sum, other, corners.node);
  const forget = () => ((pointed = null), linked.forget());
  return { update, foot: opener.node, panel: h("div", { hidden: true }), forget, stop: () => {}, close: () => {} };
}

export const kind = { check, settle, mount, hint };
