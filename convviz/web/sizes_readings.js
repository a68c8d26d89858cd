// How the fields of one layer are read. Every convention comes down to cells of padding before and
// after each axis: rounding up is a little more padding at the end, “same” is just enough of it.
import { span } from "./taps.js";

export const PADS = { side: "per side", total: "in total", same: "“same”", valid: "“valid”: none" };

const halves = (total) => [Math.floor(total / 2), Math.ceil(total / 2)];

export function readLayer({ n, kernel: k, stride: s, padding, dilation, pads, gaps, up }) {
  const d = dilation + Number(gaps);
  const around = (size) => {
    if (pads === "same") return halves(Math.max((Math.ceil(size / s) - 1) * s + span(k, d) - size, 0));
    const [before, after] = halves({ side: 2 * padding, total: padding, valid: 0 }[pads]);
    const room = size + before + after - span(k, d);
    const last = up ? Math.ceil(room / s) * s : room;
    // As in PyTorch, no window begins past the input and the padding before it.
    return [before, last < size + before ? after + last - room : after];
  };
  return { k, s, d, pads: n.map(around) };
}
