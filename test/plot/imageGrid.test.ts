import { expect } from "chai";
import { imageGrid } from "lib/plot";
import { pixels, png, traces } from "./png.ts";

describe("imageGrid", () => {
  const [red, green] = [Uint8Array.of(255, 0, 0), Uint8Array.of(0, 255, 0)];
  const grid = imageGrid({
    images: [red, null, green],
    shape: [1, 1, 3],
    columns: 2,
    title: "Two of three",
    rowNames: ["a", "b"],
    columnNames: ["c", "d"],
    hovers: ["first", "none", "third"],
  });

  it("places the images row by row, one pixel apart, and lets the paper show through empty cells", () => {
    const pixel = pixels(grid);
    expect(pixel(1, 1)).to.deep.equal([255, 0, 0]);
    expect(pixel(1, 3)).to.deep.equal([]);
    expect(pixel(3, 1)).to.deep.equal([0, 255, 0]);
    expect(pixel(2, 1)).to.deep.equal([]);
  });

  it("draws a pixel for a pixel, where the axes have it", () => {
    const [{ type, source, x0, y0 }] = traces(grid);
    const { width, height } = png(String(source));
    expect([type, width, height]).to.deep.equal(["image", 5, 5]);
    expect([x0, y0]).to.deep.equal([0.5, 0.5]);
    expect([grid.layout.xaxis?.range, grid.layout.yaxis?.range]).to.deep.equal([
      [0, 5],
      [5, 0],
    ]);
  });

  it("writes the names beside the cells' middles", () => {
    expect(grid.layout.xaxis).to.deep.include({ ticktext: ["c", "d"], tickvals: [1, 3] });
    expect(grid.layout.yaxis).to.deep.include({ ticktext: ["a", "b"], tickvals: [1, 3] });
  });

  it("tells under the pointer what each image is", () => {
    const [, { text, x0, dx, y0, dy }] = traces(grid);
    expect(text).to.deep.equal([["first", "none"], ["third"]]);
    expect([x0, dx, y0, dy]).to.deep.equal([1.5, 2, 1.5, 2]);
  });
});
