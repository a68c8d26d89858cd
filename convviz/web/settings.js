// The bar of a convolution: stride, padding, dilation, flip, and the sizes behind a fold.
import { createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { limitsOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";

const drawn = (nested, least, most) =>
  nested.map((part) =>
    Array.isArray(part) ? drawn(part, least, most) : least + Math.floor(Math.random() * (most - least + 1)),
  );

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

export function createSettings({ store, change, wrong }) {
  // Another setting, or Python, may have left a good value beyond the limits of this one.
  const around = (value, [least, most]) => [Math.min(least, value), Math.max(most, value)];
  const number = (name) => {
    const limits = () => around(store.get()[name], limitsOf(store.get(), name));
    return createStepper({ name, label: name, limits, onWrong: wrong, onChange: (n) => change({ [name]: n, pin: "" }) });
  };
  const numbers = { stride: number("stride"), padding: number("padding"), dilation: number("dilation") };

  const axes = shapeOf(store.get().input).length === 1 ? ["cells"] : ["rows", "columns"];
  const size = (what, axis) => {
    const limits = () => limitsOf(store.get(), `${what}${axis}`);
    return { what, axis, stepper: createSize({ store, change, wrong, what, axis, name: axes[axis], limits }) };
  };
  const sizes = ["input", "kernel"].flatMap((what) => axes.map((_, axis) => size(what, axis)));

  const flip = createFlip(change, "Flip the kernel (convolution)");
  const shuffle = () => {
    const { input, kernel } = store.get();
    change({ input: drawn(input, 0, 9), kernel: drawn(kernel, -3, 3), pin: "" });
  };
  const random = h("button", { type: "button", name: "random", class: "cv-plain", onclick: shuffle }, "random numbers");

  const row = h("div", { class: "cv-settings" }, ...Object.values(numbers).map((n) => n.node), flip.node);
  const more = h("div", { class: "cv-settings" }, ...sizes.map((s) => s.stepper.node), random);
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "sizes and numbers"), more);

  function update(state) {
    for (const name of Object.keys(numbers)) numbers[name].update(state[name]);
    for (const { what, axis, stepper } of sizes) stepper.update(shapeOf(state[what])[axis]);
    flip.update(state.flip);
  }
  return { nodes: [row, fold], update };
}
