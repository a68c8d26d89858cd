// What all kinds share that step from cell to cell: the player, the cell that is held, the written sum.
import { h, put } from "./dom.js";
import { createLinked } from "./linked.js";
import { createPlayer } from "./player.js";

// The first argument is what the frame gives to `mount`; `repaint` and `main` are those of `createLinked`.
// Changes of the state go through the `change` that is returned.
export function createWalk({ root, store, change: ask, wrong, settled }, { repaint, main }) {
  // A cell held by hand ends the play, which would otherwise let go of it at its next step.
  const change = (patch, tag) => {
    if (patch.pin) player.stop();
    ask(patch, tag);
  };
  const linked = createLinked({ store, change, wrong, repaint: settled(repaint), main });
  const player = createPlayer({
    watched: root,
    onStep: (step) => change({ step, pin: "" }, "step"),
    onUndo: store.undo,
    onReset: () => change(store.first, null),
  });
  const sum = h("p", { class: "cv-sum", "data-role": "sum" });

  // What runs by itself or follows the pointer is not read aloud, nor what is to be kept quiet.
  function write(nodes, hush = false) {
    put(sum, "aria-live", hush || player.running() || linked.byPointer() ? "off" : "polite");
    sum.replaceChildren(...nodes);
  }
  const bars = (...nodes) => [h("div", { class: "cv-bar" }, player.node), h("div", { class: "cv-bar cv-set" }, ...nodes)];
  const steps = (last) => player.update(Math.min(store.get().step, last), last);
  const view = { forget: linked.forget, stop: player.stop, close: player.close };
  return { change, linked, sum, write, bars, steps, view };
}
