import { encode } from "fast-png";

/**
 * Bytes as a PNG in a data URI, for an image trace or an `<img>`.
 *
 * @param pixels 0–255, [rows, cols, channels] with 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA) channels
 * @param shape [rows, cols, channels]
 * @throws RangeError when pixels and shape disagree
 */
export function pngDataUri(
  pixels: Uint8Array,
  [rows, cols, channels]: readonly [number, number, number],
): string {
  if (pixels.length !== rows * cols * channels) {
    throw new RangeError(
      `pngDataUri: ${pixels.length} bytes do not fill the shape [${rows},${cols},${channels}]`,
    );
  }
  const png = encode({ width: cols, height: rows, data: pixels, channels, depth: 8 });
  let binary = "";
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
