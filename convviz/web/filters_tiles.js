// The bottom left corner under each border mode, where photographs have more to show than sky: what
// stands beyond it, and what the sums there become.
import { draw, filtered, inset, surrounded } from "./filters_border.js";
import { h } from "./dom.js";

const SHOWN = 12; // pixels per side of a corner
const AROUND = 4; // of them beyond the border

const NAMES = {
  zeros: "black stands there",
  edge: "last pixel again",
  reflect: "the mirror image",
  wrap: "the other end",
  valid: "no sums there",
};

export function createTiles({ onChange }) {
  const tiles = Object.keys(NAMES).map((mode) => {
    const canvas = () => h("canvas", { width: SHOWN, height: SHOWN, "aria-hidden": "true" });
    const [before, after] = [canvas(), canvas()];
    const field = h("input", { type: "radio", name: "mode", value: mode, onchange: () => onChange(mode) });
    const words = h("span", {}, h("b", {}, mode), h("small", { class: "cv-quiet" }, NAMES[mode]));
    const node = h("label", { class: "cv-filters-tile" }, field, h("span", { class: "cv-filters-corners" }, before, after), words);
    return { mode, before, after, field, node };
  });
  const legend = h("legend", { class: "cv-quiet" }, "Beyond the border: the bottom left corner of the photograph, and of the result");
  // A form of its own keeps these radio buttons apart from another widget's.
  const node = h("form", { class: "cv-filters-modes" }, h("fieldset", {}, legend, ...tiles.map((tile) => tile.node)));

  function build(picture, state) {
    for (const { mode, before, after } of tiles) {
      const inside = mode === "valid";
      draw(before, surrounded(picture, mode, inside ? 0 : AROUND, inside ? SHOWN - AROUND : SHOWN), "clip", inside ? AROUND : 0, 0);
      const as = { ...state, mode };
      draw(after, filtered(picture, as, SHOWN - inset(as)), state.range, inset(as), 0);
    }
  }
  const update = (state) => tiles.forEach(({ mode, field }) => (field.checked = mode === state.mode));
  return { node, build, update };
}
