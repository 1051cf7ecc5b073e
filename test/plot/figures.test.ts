import { expect } from "chai";
import { decode } from "fast-png";
import { imageGrid, pngDataUri, trainingLoss, validationAccuracy } from "lib/plot";

const points = (...values: number[]) => values.map((value, i) => ({ iteration: i + 1, value }));
const png = (uri: string) => decode(Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64"));

describe("trainingLoss", () => {
  it("draws every batch's loss and the mean of the last few", () => {
    const [batch, mean] = trainingLoss(points(4, 2, 6), 2).data as { x: number[]; y: number[] }[];
    expect(batch.x).to.deep.equal([1, 2, 3]);
    expect(batch.y).to.deep.equal([4, 2, 6]);
    expect(mean.y).to.deep.equal([4, 3, 4]);
  });
});

describe("validationAccuracy", () => {
  it("draws per cent against the iteration of the measurement", () => {
    const [{ x, y }] = validationAccuracy([{ iteration: 50, value: 0.3125 }]).data as {
      x: number[];
      y: number[];
    }[];
    expect([x, y]).to.deep.equal([[50], [31.25]]);
  });
});

describe("pngDataUri", () => {
  it("keeps every byte, each pixel as a square of its own", () => {
    const { data, width, height, channels } = png(
      pngDataUri(Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3], 2),
    );
    expect([height, width, channels]).to.deep.equal([2, 4, 3]);
    const row = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
    expect([...data]).to.deep.equal([...row, ...row]);
  });

  it("names bytes and shape when they disagree", () => {
    const draw = () => pngDataUri(new Uint8Array(5), [1, 2, 3]);
    expect(draw).to.throw(RangeError, "5 bytes do not fill the shape [1,2,3]");
  });
});

describe("imageGrid", () => {
  const red = Uint8Array.of(255, 0, 0);
  const grid = imageGrid({
    images: [red, null, red],
    shape: [1, 1, 3],
    columns: 2,
    title: "Two of three",
    rowNames: ["a", "b"],
    columnNames: ["c", "d"],
  });

  it("places the images row by row, one pixel apart, and leaves empty cells white", () => {
    const source = grid.layout.images?.[0].source ?? "";
    const { data, width } = png(source);
    const scale = width / 5;
    const pixel = (y: number, x: number) => {
      const at = (y * scale * width + x * scale) * 3;
      return [...data.subarray(at, at + 3)];
    };
    expect(pixel(1, 1)).to.deep.equal([255, 0, 0]);
    expect(pixel(1, 3)).to.deep.equal([255, 255, 255]);
    expect(pixel(3, 1)).to.deep.equal([255, 0, 0]);
    expect(pixel(2, 1)).to.deep.equal([255, 255, 255]);
  });

  it("writes the names beside the cells' middles", () => {
    expect(grid.layout.xaxis).to.deep.include({ ticktext: ["c", "d"], tickvals: [1, 3] });
    expect(grid.layout.yaxis).to.deep.include({ ticktext: ["a", "b"], tickvals: [1, 3] });
  });
});
