// One layer as four libraries write it, or why they cannot. `pads` is the padding as it is read:
// [[top, bottom], [left, right]].
import { h, put, say } from "./dom.js";
import { span } from "./taps.js";

const pair = ([a, b]) => (a === b ? a : `(${a}, ${b})`);

function pytorch({ state, layer: { k, s, d, pads } }) {
  const [[top, bottom], [left, right]] = pads;
  const even = top === bottom && left === right;
  const same = state.pads === "same" && s === 1;
  const padding = same ? '"same"' : state.pads === "valid" ? '"valid"' : even ? pair([top, left]) : 0;
  const conv = `nn.Conv2d(${state.channels}, ${state.filters}, kernel_size=${k}, stride=${s}, padding=${padding}, dilation=${d})`;
  const code = even || same ? conv : `nn.Sequential(nn.ZeroPad2d((${left}, ${right}, ${top}, ${bottom})), ${conv})`;
  if (same) return [code, "An odd extra cell goes after."];
  if (state.pads === "same") return [code, "padding=\"same\" is refused with a stride, so this pads by hand, for this input only."];
  if (state.up) return [code, "A convolution rounds down, so the end is padded; only pooling has ceil_mode=True."];
  return [code, even ? "padding is per side, dilation=1 means none, sizes round down." : "padding is per side; an odd total needs a layer of its own."];
}

function keras({ state, layer: { k, s, d, pads } }) {
  if (s > 1 && d > 1) return ["", "Keras refuses a stride and a dilation above 1 in one layer."];
  const [[top, bottom], [left, right]] = pads;
  const word = state.pads === "same" ? "same" : "valid";
  const conv = `keras.layers.Conv2D(${state.filters}, ${k}, strides=${s}, padding="${word}", dilation_rate=${d})`;
  if (word === "same") return [conv, "The size is ⌈N / S⌉; an odd extra cell goes after."];
  const none = !pads.flat().some(Boolean);
  const code = none ? conv : `keras.Sequential([keras.layers.ZeroPadding2D(((${top}, ${bottom}), (${left}, ${right}))), ${conv}])`;
  return [code, none ? "padding=\"valid\" means none; sizes round down." : "padding takes no number: a layer of its own pads. Sizes round down."];
}

const padded = ([rows, cols]) => {
  const all = [...rows, ...cols];
  if (!all.some(Boolean)) return "x";
  return all.every((n) => n === all[0]) ? `np.pad(x, ${all[0]})` : `np.pad(x, ((${rows.join(", ")}), (${cols.join(", ")})))`;
};

const every = (s, axes) => (s > 1 ? Array(axes).fill(`::${s}`).join(", ") : "");

function scipy({ layer: { k, s, d, pads } }) {
  const wide = span(k, d);
  const all = pads.flat();
  const modes = { valid: 0, full: wide - 1, same: (wide - 1) / 2 };
  const mode = Object.keys(modes).find((name) => all.every((n) => n === modes[name]));
  const [stretch, kernel] = d > 1 ? [`v = np.zeros((${wide}, ${wide})); v[::${d}, ::${d}] = w; `, "v"] : ["", "w"];
  const picked = s > 1 ? `[${every(s, 2)}]` : "";
  const code = `${stretch}scipy.signal.correlate2d(${mode ? "x" : padded(pads)}, ${kernel}, mode="${mode ?? "valid"}")${picked}`;
  const lacks = [s > 1 ? "no stride: all is computed, then every S-th kept" : "", d > 1 ? "no dilation: zeros go between the weights" : ""].filter(Boolean);
  return [code, lacks.length ? `SciPy has ${lacks.join("; ")}.` : "mode is \"valid\", \"same\" or \"full\"; any other padding is np.pad's."];
}

function numpy({ layer: { k, s, d, pads } }) {
  const wide = span(k, d);
  const picked = s > 1 || d > 1 ? `[::${s}, ::${s}, ::${d}, ::${d}]` : "";
  const windows = `np.lib.stride_tricks.sliding_window_view(${padded(pads)}, (${wide}, ${wide}))${picked}`;
  return [`np.einsum("rcij,ij->rc", ${windows}, w)`, "np.convolve has one axis, no stride, no dilation, and flips the kernel."];
}

const LIBRARIES = { PyTorch: pytorch, "TensorFlow / Keras": keras, SciPy: scipy, NumPy: numpy };

// The four lines behind a fold, each with a button that copies it.
export function createCode(wrong) {
  const lines = Object.entries(LIBRARIES).map(([name, write]) => {
    const code = h("code", { "data-library": name });
    const note = h("p", { class: "cv-quiet" });
    const copy = h("button", { type: "button", class: "cv-plain", "aria-label": `copy the line of ${name}`, onclick: () => copied(code) }, "copy");
    return { write, code, note, copy, node: h("div", { class: "cv-sizes-code" }, h("strong", {}, name), copy, code, note) };
  });
  const node = h("details", { class: "cv-fold" }, h("summary", {}, "the same in code"), ...lines.map((line) => line.node));

  async function copied(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      wrong("The line is copied.");
    } catch {
      getSelection().selectAllChildren(code);
      wrong("The line is selected: copy it from there.");
    }
  }

  function update(state, layer) {
    for (const { write, code, note, copy } of lines) {
      const [text, words] = write({ state, layer });
      say(code, text || "cannot be written as one layer");
      say(note, words);
      put(copy, "hidden", !text);
    }
  }
  return { node, update };
}
