import { decode, encode } from "fast-png";

/**
 * As much of an image as Plotly's image traces use: the pixels of a PNG in a data URI.
 */
export class PngImage {
  /** @type {(() => void) | undefined} */
  onload;
  /** RGBA. */
  pixels = new Uint8Array();

  /**
   * @param {"src"} _
   * @param {string} uri
   */
  setAttribute(_, uri) {
    const png = Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64");
    const { data, width, height, channels } = decode(png);
    this.pixels = new Uint8Array(4 * width * height).fill(255);
    for (let i = 0; i < width * height; i++)
      for (let c = 0; c < 4; c++) {
        // Grey is red, green and blue alike; what has no alpha is opaque.
        if (c < 3) this.pixels[4 * i + c] = data[channels * i + (channels < 3 ? 0 : c)];
        else if (channels % 2 === 0) this.pixels[4 * i + c] = data[channels * i + channels - 1];
      }
    queueMicrotask(() => this.onload?.());
  }
}

/**
 * As much of a canvas as Plotly's heat maps and images use: filled rectangles, whole pixel data, a
 * PNG at the end.
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
    drawImage(/** @type {PngImage} */ image) {
      pixels.set(image.pixels);
    },
    getImageData: () => ({ data: pixels }),
    toDataURL() {
      const png = encode({ width, height, data: pixels, channels: 4 });
      return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    },
  };
}
