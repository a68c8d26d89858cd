// The bar of a convolution: stride, padding, dilation, flip, and the sizes behind a fold.
import { createStepper, createSwitch } from "./controls.js";
import { h } from "./dom.js";
import { limitsOf } from "./model.js";
import { resized, shapeOf } from "./numbers.js";

const drawn = (nested, least, most) =>
  nested.map((part) =>
    Array.isArray(part) ? drawn(part, least, most) : least + Math.floor(Math.random() * (most - least + 1)),
  );

// `reach(state, name)` says how far a setting may go; not every kind turns its kernel round.
export function createSettings({ store, change, wrong, reach = limitsOf, flips = true }) {
  const rules = { onWrong: wrong };
  // Another setting, or Python, may have left a good value beyond the limits of this one.
  const around = (value, [least, most]) => [Math.min(least, value), Math.max(most, value)];
  const number = (name) => {
    const limits = () => around(store.get()[name], reach(store.get(), name));
    return createStepper({ ...rules, name, label: name, limits, onChange: (n) => change({ [name]: n, pin: "" }) });
  };
  const numbers = { stride: number("stride"), padding: number("padding"), dilation: number("dilation") };

  const axes = shapeOf(store.get().input).length === 1 ? ["cells"] : ["rows", "columns"];
  const size = (what, axis) => {
    const limits = () => reach(store.get(), `${what}${axis}`);
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
    const { input, kernel, upstream } = store.get();
    const back = upstream ? { upstream: drawn(upstream, -3, 3) } : {};
    change({ input: drawn(input, 0, 9), kernel: drawn(kernel, -3, 3), ...back, pin: "" });
  };
  const random = h("button", { type: "button", name: "random", class: "cv-plain", onclick: shuffle }, "random numbers");

  const row = h("div", { class: "cv-settings" }, ...Object.values(numbers).map((n) => n.node), ...(flips ? [flip.node] : []));
  const more = h("div", { class: "cv-settings" }, ...sizes.map((s) => s.stepper.node), random);
  const fold = h("details", { class: "cv-fold" }, h("summary", {}, "sizes and numbers"), more);

  function update(state) {
    for (const name of Object.keys(numbers)) numbers[name].update(state[name]);
    for (const { what, axis, stepper } of sizes) stepper.update(shapeOf(state[what])[axis]);
    flip.update(state.flip);
  }
  return { nodes: [row, fold], update };
}
