// A picture with its surroundings, and the sums of a kernel over it.
import { taps } from "./taps.js";

// For a position outside 0 … n − 1 the pixel that stands there; −1 is none, a 0.
export const BEYOND = {
  zeros: () => -1,
  edge: (i, n) => Math.min(Math.max(i, 0), n - 1),
  reflect: (i, n) => n - 1 - Math.abs(n - 1 - Math.abs(i)),
  wrap: (i, n) => (i + n) % n,
  valid: () => -1,
};

// How far the kernel's middle may not come to the border, and how far the picture must be continued.
export const inset = ({ kernel, mode }) => (mode === "valid" ? (kernel.length - 1) / 2 : 0);

// Which pixel of an axis stands at each of `count` positions from `first` on.
export const along = (mode, n, first, count) =>
  Array.from({ length: count }, (_, m) => first + m).map((i) => (i >= 0 && i < n ? i : BEYOND[mode](i, n)));

// The picture continued by `reach` pixels per side, or only its last `most` rows and first `most` columns.
export function surrounded({ rows, cols, data }, mode, reach, most = Infinity) {
  const [high, wide] = [rows, cols].map((n) => Math.min(n + 2 * reach, most));
  const [down, across] = [along(mode, rows, rows + reach - high, high), along(mode, cols, -reach, wide)];
  const values = new Float64Array(down.length * across.length);
  let at = 0;
  for (const r of down) for (const c of across) values[at++] = r < 0 || c < 0 ? 0 : data[r * cols + c];
  return { rows: down.length, cols: across.length, values };
}

// The sums at all pixels, or only at the last `most` rows and first `most` columns: tap by tap of the kernel, each
// for all of them at once.
export function filtered(picture, { kernel, mode, flip }, most = Infinity) {
  const k = kernel.length;
  const x = surrounded(picture, mode, (k - 1) / 2 - inset({ kernel, mode }), most + k - 1);
  const [rows, cols] = [x.rows - k + 1, x.cols - k + 1];
  const values = new Float64Array(rows * cols);
  const weights = kernel.flat();
  const { inp, ker } = taps([k, k], [k, k], { flip });
  inp.forEach((cell, t) => {
    const weight = weights[ker[t]];
    const first = Math.floor(cell / k) * x.cols + (cell % k);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) values[r * cols + c] += weight * x.values[first + r * x.cols + c];
    }
  });
  return { rows, cols, values };
}

// How a sum becomes a grey from 0, black, to 255, white.
export const TONES = {
  clip: (value) => value,
  absolute: Math.abs,
  centred: (value) => 128 + value / 2,
};

const clamped = new Uint8ClampedArray(1);

export function grey(value, range) {
  clamped[0] = TONES[range](value);
  return clamped[0];
}

// Draws values as greys, with their corner `left` and `top` pixels from that of the canvas.
export function draw(canvas, { rows, cols, values }, range, left = 0, top = left) {
  const image = new ImageData(cols, rows);
  for (let i = 0, to = 0; i < values.length; i++) {
    image.data[to++] = image.data[to++] = image.data[to++] = TONES[range](values[i]);
    image.data[to++] = 255;
  }
  const context = canvas.getContext("2d", { willReadFrequently: true }); // numbers in, numbers out
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.putImageData(image, left, top);
}
