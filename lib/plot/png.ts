import { encode } from "fast-png";

/**
 * Bytes as a PNG in a data URI, for `layout.images` or an `<img>`.
 *
 * @param pixels 0–255, [rows, cols, channels] with 1 (grey), 3 (RGB) or 4 (RGBA) channels
 * @param shape [rows, cols, channels]
 * @param scale each pixel becomes a square of so many, so that no viewer blurs it
 * @throws RangeError when pixels and shape disagree
 */
export function pngDataUri(
  pixels: Uint8Array,
  [rows, cols, channels]: readonly [number, number, number],
  scale = 1,
): string {
  if (pixels.length !== rows * cols * channels) {
    throw new RangeError(
      `pngDataUri: ${pixels.length} bytes do not fill the shape [${rows},${cols},${channels}]`,
    );
  }
  const [height, width] = [rows * scale, cols * scale];
  const data = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / scale) * cols + Math.floor(x / scale)) * channels;
      const to = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) data[to + c] = pixels[from + c];
    }
  }
  const png = encode({ width, height, data, channels, depth: 8 });
  let binary = "";
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
