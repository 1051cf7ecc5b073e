import { decode, encode } from "fast-png";

/**
 * As much of a canvas as Plotly's heat maps and images use: rectangles, whole pixel data, a PNG at
 * the end.
 */
export function context2d({ width, height }: { width: number; height: number }) {
  const pixels = new Uint8Array(width * height * 4);
  const words = new Uint32Array(pixels.buffer); // a pixel each
  return {
    fillStyle: "",
    fillRect(x: number, y: number, w: number, h: number) {
      const [r, g, b, a = 1] = (this.fillStyle.match(/[\d.]+/g) ?? []).map(Number);
      const [word] = new Uint32Array(Uint8Array.of(r, g, b, Math.round(255 * a)).buffer);
      const [left, right] = [Math.max(0, Math.round(x)), Math.min(width, Math.round(x + w))];
      const [top, bottom] = [Math.max(0, Math.round(y)), Math.min(height, Math.round(y + h))];
      for (let row = top; row < bottom; row++) {
        words.fill(word, row * width + left, row * width + right);
      }
    },
    /** Takes an image of the canvas's own size. */
    drawImage: (image: PngImage) => pixels.set(image.pixels),
    getImageData: () => ({ data: pixels }),
    createImageData: (w: number, h: number) => ({
      data: new Uint8ClampedArray(4 * w * h),
    }),
    putImageData: ({ data }: { data: Uint8ClampedArray }) => pixels.set(data),
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

  /** @param _name src */
  setAttribute(_name: string, uri: string): void {
    try {
      this.#read(uri);
      queueMicrotask(() => this.onload());
    } catch {
      queueMicrotask(() => this.onerror());
    }
  }

  #read(uri: string): void {
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
