// One layer as four libraries write it, or why they cannot. `pads` is the padding as it is read:
// [[top, bottom], [left, right]].
import { h, put, say } from "./dom.js";
import { span } from "./taps.js";

const alike = (list) => list.every((n) => n === list[0]);
const sides = (pads) => `((${pads.map((pair) => pair.join(", ")).join("), (")}))`;

export function pytorch({ pads: reading, up, channels, filters }, { k, s, d, pads }) {
  const [[top, bottom], [left, right]] = pads;
  const same = reading === "same" && s === 1;
  const even = top === bottom && left === right;
  const padding = same ? '"same"' : !even ? 0 : top === left ? top : `(${top}, ${left})`;
  const conv = `nn.Conv2d(${channels}, ${filters}, ${k}, stride=${s}, padding=${padding}, dilation=${d})`;
  const code = same || even ? conv : `nn.Sequential(nn.ZeroPad2d((${left}, ${right}, ${top}, ${bottom})), ${conv})`;
  if (same) return [code, "An odd extra cell goes after."];
  if (reading === "same") return [code, "“same” needs stride 1: padded by hand, for this size only."];
  if (up) return [code, `Rounds down${even ? "" : ", so the end is padded"}; only pooling has ceil_mode=True.`];
  return [code, "Padding per side, the same on both; dilation from 1; rounds down."];
}

export function keras({ pads: reading, filters }, { k, s, d, pads }) {
  if (s > 1 && d > 1) return ["", "A stride and a dilation above 1 are refused in one layer."];
  const same = reading === "same";
  const conv = `keras.layers.Conv2D(${filters}, ${k}, strides=${s}, padding="${same ? "same" : "valid"}", dilation_rate=${d})`;
  if (same) return [conv, "Gives ⌈N / S⌉; an odd extra cell goes after."];
  const code = pads.flat().some(Boolean) ? `keras.Sequential([keras.layers.ZeroPadding2D(${sides(pads)}), ${conv}])` : conv;
  return [code, "Padding is a word, so a number is a layer of its own; rounds down."];
}

const padded = (pads) => {
  const all = pads.flat();
  return !alike(all) ? `np.pad(x, ${sides(pads)})` : all[0] ? `np.pad(x, ${all[0]})` : "x";
};

export function scipy(_, { k, s, d, pads }) {
  const wide = span(k, d);
  const all = pads.flat();
  const modes = { valid: 0, full: wide - 1, same: (wide - 1) / 2 };
  const mode = Object.keys(modes).find((name) => alike([modes[name], ...all]));
  const spread = d > 1 ? `v = np.zeros((${wide}, ${wide})); v[::${d}, ::${d}] = w; ` : "";
  const code = `${spread}scipy.signal.correlate2d(${mode ? "x" : padded(pads)}, ${spread ? "v" : "w"}, mode="${mode ?? "valid"}")`;
  return [code + (s > 1 ? `[::${s}, ::${s}]` : ""), "Has no stride (all is computed, some is kept), no dilation (zeros go between weights)."];
}

export function numpy(_, { k, s, d, pads }) {
  const wide = span(k, d);
  const windows = `np.lib.stride_tricks.sliding_window_view(${padded(pads)}, (${wide}, ${wide}))`;
  return [`np.einsum("rcij,ij->rc", ${windows}[::${s}, ::${s}, ::${d}, ::${d}], w)`, "np.convolve has one axis, no stride, no dilation, and flips."];
}

// The four lines, each with a button that copies it.
export function createCode(wrong) {
  const lines = Object.entries({ PyTorch: pytorch, "TensorFlow / Keras": keras, SciPy: scipy, NumPy: numpy }).map(([name, write]) => {
    const code = h("code", { "data-library": name });
    const note = h("span", { class: "cv-quiet" });
    const copy = h("button", { type: "button", class: "cv-plain", "aria-label": `copy the line of ${name}`, onclick: () => take(code) }, "copy");
    return { write, code, note, copy, node: h("div", { class: "cv-sizes-code" }, h("p", {}, h("strong", {}, name), " ", note), copy, code) };
  });

  async function take(code) {
    getSelection().selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(code.textContent);
      wrong("The line is copied.");
    } catch {
      wrong("The line is selected: copy it from there.");
    }
  }

  function update(state, layer) {
    for (const { write, code, note, copy } of lines) {
      const [text, words] = write(state, layer);
      say(code, text || "cannot be written as one layer");
      say(note, words);
      put(copy, "hidden", !text);
    }
  }
  return { node: h("div", {}, ...lines.map((line) => line.node)), update };
}
