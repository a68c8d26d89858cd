// The taps of a whole layer, over channels and filters.
import { group } from "./model.js";
import { sizeOf, taps } from "./taps.js";

// Which channel a filter's first slice lies on.
export const firstChannel = (filter, filters, slices, groups) => Math.floor((filter * groups) / filters) * slices;

// Flat C-order indices of x (C, H, W), weight (O, C / groups, K_H, K_W) and y (O, H_out, W_out): in
// the order of the output cells, within one by channel, then by kernel cell.
export function layerTaps([, ...size], [filters, slices, ...kernel], settings, groups = 1) {
  const one = taps(size, kernel, settings);
  const [cells, weights, outputs] = [size, kernel, one.shape].map(sizeOf);
  const through = group(one.out, outputs);
  const [out, inp, ker] = [[], [], []];
  for (let f = 0; f < filters; f++) {
    const first = firstChannel(f, filters, slices, groups);
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < slices; c++) {
        for (const t of through[o]) {
          out.push(f * outputs + o);
          inp.push((first + c) * cells + one.inp[t]);
          ker.push((f * slices + c) * weights + one.ker[t]);
        }
      }
    }
  }
  return { shape: [filters, ...one.shape], out, inp, ker };
}
