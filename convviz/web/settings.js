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

// The steppers of stride, padding and dilation. `limitsOf(state, name)` says how far each may go.
export function createNumbers({ store, change, wrong, limitsOf }) {
  const number = (name) => {
    // Another setting, or Python, may have left a good value beyond the limits of this one.
    const limits = () => {
      const [value, [least, most]] = [store.get()[name], limitsOf(store.get(), name)];
      return [Math.min(least, value), Math.max(most, value)];
    };
    return createStepper({ name, label: name, limits, onWrong: wrong, onChange: (n) => change({ [name]: n, pin: "" }) });
  };
  return { stride: number("stride"), padding: number("padding"), dilation: number("dilation") };
}

export function createSettings({ store, change, wrong }) {
  const rules = { onWrong: wrong };
  const numbers = createNumbers({ store, change, wrong, limitsOf });

  const axes = shapeOf(store.get().input).length === 1 ? ["cells"] : ["rows", "columns"];
  const size = (what, axis) => {
    const limits = () => limitsOf(store.get(), `${what}${axis}`);
    // While 12 is typed there is a 1 first: the rows it cuts off come back from what stood before.
    let kept = null;
    const onChange = (n) => {
      const nested = kept ?? store.get()[what];
      const shape = shapeOf(nested).map((old, a) => (a === axis ? n : old));
      change({ [what]: resized(nested, shape), pin: "" });
    };
    const onFocus = () => (kept = store.get()[what]);
    const onLeave = () => (kept = null);
    const names = { name: `${what}-${axes[axis]}`, label: `${what} ${axes[axis]}` };
    return { what, axis, stepper: createStepper({ ...rules, ...names, limits, onChange, onFocus, onLeave }) };
  };
  const sizes = ["input", "kernel"].flatMap((what) => axes.map((_, axis) => size(what, axis)));

  const flip = createSwitch({
    name: "flip",
    label: "Flip the kernel (convolution)",
    off: "correlation",
    on: "convolution",
    onChange: (value) => change({ flip: value, pin: "" }),
  });
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
