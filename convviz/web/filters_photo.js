// Greyscale pictures as numbers: the one in the state, and one that the reader opens.
import { LIMITS } from "./limits.js";

const PGM = "data:image/x-portable-graymap;base64,";
const known = new Map();

// { rows, cols, data } of a PGM file in a data URI.
export function readPhoto(uri) {
  if (known.has(uri)) return known.get(uri);
  const file = uri.startsWith(PGM) ? atob(uri.slice(PGM.length)) : "";
  const [header, cols, rows] = /^P5 (\d+) (\d+) 255\n/.exec(file) ?? [""];
  const data = Uint8Array.from(file.slice(header.length), (byte) => byte.charCodeAt(0));
  const sides = [Number(rows), Number(cols)];
  const fits = sides.every((n) => n >= LIMITS.picture_least && n <= LIMITS.picture);
  if (!fits || data.length !== sides[0] * sides[1]) throw new Error("picture: needs a greyscale picture as a PGM file.");
  known.set(uri, { rows: sides[0], cols: sides[1], data });
  return known.get(uri);
}

// The reader's file, scaled and cut in the middle to `rows` × `cols`. Throws in words. Nothing leaves
// the page: the browser reads the file from the reader's own disk.
export async function openPhoto(file, { rows, cols }) {
  const refuse = (why) => new Error(`“${file.name.slice(0, 40)}” ${why}`);
  if (file.size > LIMITS.file * 1e6) throw refuse(`has more than ${LIMITS.file} MB: choose a smaller picture.`);
  const image = new Image();
  const address = URL.createObjectURL(file);
  try {
    await new Promise((done, fail) => Object.assign(image, { onload: done, onerror: fail, src: address }));
    const [width, height] = [image.naturalWidth, image.naturalHeight];
    if (width * height > LIMITS.pixels * 1e6) throw refuse(`has more than ${LIMITS.pixels} million pixels: choose a smaller picture.`);
    const scale = Math.max(cols / width, rows / height);
    return { rows, cols, data: greys(image, rows, cols, width * scale, height * scale) };
  } catch (error) {
    throw error instanceof Event ? refuse("is not a picture that this browser can read.") : error;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function greys(image, rows, cols, wide, high) {
  const canvas = new OffscreenCanvas(cols, rows);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, cols, rows);
  context.drawImage(image, (cols - wide) / 2, (rows - high) / 2, wide, high);
  const { data } = context.getImageData(0, 0, cols, rows);
  // The luma of ITU-R BT.601, as Pillow's "L" has it.
  const grey = (_, i) => Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
  return Uint8Array.from({ length: rows * cols }, grey);
}
