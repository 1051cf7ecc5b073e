import { expect } from "chai";
import { neighborGrid } from "lib/plot";
import { pixels, traces } from "./png.ts";

describe("neighborGrid", () => {
  const [red, green, blue] = [0, 1, 2].map((c) =>
    Uint8Array.from([0, 0, 0], (_, i) => (i === c ? 255 : 0)),
  );
  const query = { image: red, className: "cat" };
  const figure = neighborGrid(
    "Near",
    [
      { query, name: "pixels", neighbors: [{ image: green, className: "dog" }] },
      {
        query,
        name: "features",
        neighbors: [
          { image: blue, className: "cat" },
          { image: green, className: "dog" },
        ],
      },
    ],
    [1, 1, 3],
  );

  it("draws the query once, a gap, and the neighbours of each row, nearest first", () => {
    const pixel = pixels(figure);
    const paper: number[] = [];
    expect([1, 3, 5, 7].map((x) => pixel(1, x))).deep.equal([
      [255, 0, 0],
      paper,
      [0, 255, 0],
      paper,
    ]);
    expect([1, 5, 7].map((x) => pixel(3, x))).deep.equal([paper, [0, 0, 255], [0, 255, 0]]);
  });

  it("names each image by its class, and ticks those of the query's class", () => {
    const captions = traces(figure).find(({ mode }) => mode === "text");
    expect(captions?.text).deep.equal(["cat", "dog", "<b>✓ cat</b>", "dog"]);
    expect(figure.layout.yaxis?.ticktext).deep.equal(["pixels", "features"]);
  });

  it("is the heads of its columns where there is no query", () => {
    const { xaxis } = neighborGrid("", [], [1, 1, 3]).layout;
    expect(xaxis).deep.include({ ticktext: ["query", ""], range: [0, 5] });
  });

  it("says in words what is near and how many are of the class", () => {
    expect(figure.layout.meta?.description).equal(
      "cat, nearest by pixels: dog; 0 of 1 are of its class. " +
        "cat, nearest by features: cat, dog; 1 of 2 are of its class.",
    );
  });
});
