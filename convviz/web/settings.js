// The bar of a convolution: stride, padding, dilation, flip, and the sizes behind a fold.
import { createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { limitsOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";

// Whole numbers by chance, as many as there are.
export const drawn = (nested, least, most) =>
  nested.map((part) =>
    Array.isArray(part) ? drawn(part, least, most) : least + Math.floor(Math.random() * (most - least + 1)),
  );

// The steppers of stride, padding and dilation. `reach(state, name)` says how far each may go.
export function createNumbers({ store, change, wrong, reach }) {
  const number = (name) => {
    // Another setting, or Python, may have left a good value beyond the limits of this one.
    const limits = () => {
      const [value, [least, most]] = [store.get()[name], reach(store.get(), name)];
      return [Math.min(least, value), Math.max(most, value)];
    };
    return createStepper({ name, label: name, limits, onWrong: wrong, onChange: (n) => change({ [name]: n, pin: "" }) });
  };
  return { stride: number("stride"), padding: number("padding"), dilation: number("dilation") };
}

// How long `what` is along `axis`, which is `name`d in words.
export function createSize({ store, change, wrong, what, axis, name, limits }) {
  // While 12 is typed there is a 1 first: the rows it cuts off come back from what stood before.
  let kept = null;
  return createStepper({
    name: `${what}-${name}`,
    label: `${what} ${name}`,
    limits,
    onWrong: wrong,
    onChange(n) {
      const nested = kept ?? store.get()[what];
      change({ [what]: resized(nested, shapeOf(nested).map((old, a) => (a === axis ? n : old))), pin: "" });
    },
    onFocus: () => (kept = store.get()[what]),
    onLeave: () => (kept = null),
  });
}

export const createFlip = (change, label) =>
  createSwitch({ name: "flip", label, off: "correlation", on: "convolution", onChange: (flip) => change({ flip, pin: "" }) });

// `most` is how far a kind lets its sizes grow, `own` its controls in place of the flip: { nodes, update(state) }.
export function createSettings({ store, change, wrong, most, own }) {
  const reach = (state, name) => limitsOf(state, name, most);
  const numbers = createNumbers({ store, change, wrong, reach });
  const axes = shapeOf(store.get().input).length === 1 ? ["cells"] : ["rows", "columns"];
  const size = (what, axis) => {
    const limits = () => reach(store.get(), `${what}${axis}`);
    return { what, axis, stepper: createSize({ store, change, wrong, what, axis, name: axes[axis], limits }) };
  };
  const sizes = ["input", "kernel"].flatMap((what) => axes.map((_, axis) => size(what, axis)));

  const flip = createFlip(change, "Flip the kernel (convolution)");
  const last = own ?? { nodes: [flip.node], update: (state) => flip.update(state.flip) };
  const shuffle = () => {
    const { input, kernel, upstream } = store.get();
    const fresh = { input: drawn(input, 0, 9), kernel: drawn(kernel, -3, 3), pin: "" };
    change(upstream ? { ...fresh, upstream: drawn(upstream, -3, 3) } : fresh);
  };
  const random = h("button", { type: "button", name: "random", class: "cv-plain", onclick: shuffle }, "random numbers");

  const row = h("div", { class: "cv-settings" }, ...Object.values(numbers).map((n) => n.node), ...last.nodes);
  const more = h("div", { class: "cv-settings" }, ...sizes.map((s) => s.stepper.node), random);
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "sizes and numbers"), more);

  function update(state) {
    for (const name of Object.keys(numbers)) numbers[name].update(state[name]);
    for (const { what, axis, stepper } of sizes) stepper.update(shapeOf(state[what])[axis]);
    last.update(state);
  }
  return { nodes: [row, fold], update };
}
