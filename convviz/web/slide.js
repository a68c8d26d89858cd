// Kind `slide`: a kernel slides over an input and writes an output.
import { createAlgebra } from "./algebra.js";
import { createTabs } from "./controls.js";
import { h, say } from "./dom.js";
import { buildModel, cellCounts, checkConvolution, checkView, heldIn } from "./model.js";
import { show } from "./numbers.js";
import { createSettings } from "./settings.js";
import { createStage } from "./stage.js";
import { writtenSum } from "./sum.js";
import { createWalk } from "./walk.js";

const hint = "Point at any cell to see its products. Click to hold it. Type to change a number of the input or kernel.";

const VIEWS = { window: "Window", matrix: "Matrix", im2col: "im2col" };

function check(state) {
  checkConvolution(state);
  if (typeof state.flip !== "boolean") throw new Error("flip: needs true or false.");
  checkView(state, cellCounts(state), { view: VIEWS });
}

const settle = (state) => ({ ...state, pin: heldIn(state, cellCounts(state)) });

// The other operation's value of the chosen output cell.
function compared(model, { flip }, { view, flat }) {
  if (view !== "output") return "";
  const name = flip ? "Without the flip (correlation)" : "With the kernel flipped (convolution)";
  return `${name} this cell would be ${show(model.turned[flat])}.`;
}

function mount(frame) {
  const { root, store, wrong, id } = frame;
  let model;
  const walk = createWalk(frame, { repaint: () => paint() });
  const { change, linked, sum } = walk;
  const stage = createStage(linked);
  const algebra = createAlgebra(linked);
  const settings = createSettings({ store, change, wrong });
  const panel = h("div", { id: `${id}-panel`, role: "tabpanel", class: "cv-panel" }, algebra.node);
  const tabs = createTabs({ label: "Views", names: VIEWS, panel: panel.id, onChange: (view) => change({ view }) });
  const other = h("p", { class: "cv-other cv-quiet", "data-role": "other" });

  function paint() {
    const state = store.get();
    const lights = linked.lights(model);
    stage.paint(model, state, lights);
    algebra.paint(model, state.view, lights);
    walk.write(writtenSum(model, lights.selected));
    say(other, compared(model, state, lights.selected));
  }

  function update(state) {
    model = buildModel(state);
    stage.build(model, state);
    settings.update(state);
    tabs.update(state.view);
    walk.steps(model.y.length);
    paint();
  }

  root.append(...walk.bars(...settings.nodes), stage.node, sum, other);
  return { update, foot: tabs.node, panel, ...walk.view };
}

export const kind = { check, settle, mount, hint };
