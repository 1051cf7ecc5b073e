import { expect } from "chai";
import { type DecodedPng, decode } from "fast-png";
import type { Figure } from "lib/plot";

/** The picture in a data URI. */
export function png(uri: string): DecodedPng {
  return decode(Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64"));
}

/** Plotly's types know no properties that every trace has. */
export const traces = (figure: Figure): Record<string, unknown>[] =>
  figure.data as Record<string, unknown>[];

/** Reads the pixel in row y and column x of the figure's picture, the `which`th of several: empty where the paper shows through. */
export function pixels(figure: Figure, which = 0): (y: number, x: number) => number[] {
  const pictures = traces(figure).filter(({ type }) => type === "image");
  const { data, width, channels } = png(String(pictures[which].source));
  return (y, x) => {
    const pixel = [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)];
    const alpha = pixel.pop();
    expect(alpha, "alpha").to.be.oneOf([0, 255]);
    return alpha === 0 ? [] : pixel;
  };
}
