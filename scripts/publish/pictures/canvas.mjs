import { encode } from "fast-png";

/**
 * As much of a canvas as Plotly's heat maps use: filled rectangles, whole pixel data, a PNG at the end.
 * @param {HTMLCanvasElement} canvas
 */
export function context2d({ width, height }) {
  const pixels = new Uint8Array(width * height * 4);
  const words = new Uint32Array(pixels.buffer); // a pixel each
  return {
    fillStyle: "",
    /**
     * @param {number} x
     * @param {number} y
     * @param {number} w
     * @param {number} h
     */
    fillRect(x, y, w, h) {
      const [r, g, b, a = 1] = (this.fillStyle.match(/[\d.]+/g) ?? []).map(Number);
      const color = Uint8Array.of(r, g, b, Math.round(255 * a));
      const [word] = new Uint32Array(color.buffer);
      const [left, right] = [Math.max(0, Math.round(x)), Math.min(width, Math.round(x + w))];
      const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(height, Math.round(y + h))];
      for (let row = top; row < bottom; row++)
        words.fill(word, row * width + left, row * width + right);
    },
    createImageData: (/** @type {number} */ w, /** @type {number} */ h) => ({
      data: new Uint8ClampedArray(4 * w * h),
    }),
    putImageData(/** @type {{ data: Uint8ClampedArray }} */ { data }) {
      pixels.set(data);
    },
    toDataURL() {
      const png = encode({ width, height, data: pixels, channels: 4 });
      return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    },
  };
}
