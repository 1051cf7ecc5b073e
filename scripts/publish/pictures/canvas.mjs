import { decode, encode } from "fast-png";

/**
 * As much of a canvas as Plotly's heat maps and images use: rectangles, whole pixel data, a PNG at
 * the end.
 * @param {{ width: number, height: number }} canvas
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
      const [word] = new Uint32Array(Uint8Array.of(r, g, b, Math.round(255 * a)).buffer);
      const [left, right] = [Math.max(0, Math.round(x)), Math.min(width, Math.round(x + w))];
      const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(height, Math.round(y + h))];
      for (let row = top; row < bottom; row++)
        words.fill(word, row * width + left, row * width + right);
    },
    /** Takes an image of the canvas's own size. @param {PngImage} image */
    drawImage: (image) => pixels.set(image.pixels),
    getImageData: () => ({ data: pixels }),
    createImageData: (/** @type {number} */ w, /** @type {number} */ h) => ({
      data: new Uint8ClampedArray(4 * w * h),
    }),
    putImageData: (/** @type {{ data: Uint8ClampedArray }} */ { data }) => pixels.set(data),
    toDataURL() {
      const png = encode({ width, height, data: pixels, channels: 4 });
      return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    },
  };
}

/** An image element that can load a PNG of eight bits a channel from a data URI. */
export class PngImage {
  onload = () => {};
  onerror = () => {};
  /** RGBA. */
  pixels = new Uint8Array();

  /**
   * @param {string} _name src
   * @param {string} uri
   */
  setAttribute(_name, uri) {
    try {
      this.#read(uri);
      queueMicrotask(() => this.onload());
    } catch {
      queueMicrotask(() => this.onerror());
    }
  }

  /** @param {string} uri */
  #read(uri) {
    const { width, height, data, channels } = decode(
      Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64"),
    );
    this.pixels = new Uint8Array(width * height * 4).fill(255);
    const isGrey = channels < 3;
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) this.pixels[4 * i + c] = data[channels * i + (isGrey ? 0 : c)];
      if (channels % 2 === 0) this.pixels[4 * i + 3] = data[channels * i + channels - 1];
    }
  }
}
