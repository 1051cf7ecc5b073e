import { expect } from "chai";
import { encode } from "fast-png";
import { context2d, PngImage } from "../../../publish/pictures/canvas.ts";
import { png } from "../../plot/png.ts";

/** The pixels of a canvas as its PNG has them, `r,g,b,a` each, by rows. */
function rowsOf(canvas: ReturnType<typeof context2d>): string[][] {
  const { width, height, channels, depth, data } = png(canvas.toDataURL());
  expect([channels, depth]).deep.equal([4, 8]);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const at = 4 * (y * width + x);
      return data.subarray(at, at + 4).join();
    }),
  );
}

describe("the stand-in for a canvas", () => {
  it("fills rectangles with a colour, as far as they lie on it", () => {
    const [o, x] = ["0,0,0,0", "200,100,50,255"];
    const filled = (...rectangle: [x: number, y: number, w: number, h: number]) => {
      const canvas = context2d({ width: 4, height: 3 });
      canvas.fillStyle = "rgb(200, 100, 50)";
      canvas.fillRect(...rectangle);
      return rowsOf(canvas).map((row) => row.map((pixel) => (pixel === x ? "x" : pixel)));
    };
    expect(filled(1, 1, 2, 1)).deep.equal([
      [o, o, o, o],
      [o, "x", "x", o],
      [o, o, o, o],
    ]);
    expect(filled(-1, -1, 2, 3)).deep.equal([
      ["x", o, o, o],
      ["x", o, o, o],
      [o, o, o, o],
    ]);
    expect(filled(3, 2, 9, 9)).deep.equal([
      [o, o, o, o],
      [o, o, o, o],
      [o, o, o, "x"],
    ]);
    expect(filled(0.6, 0.4, 1, 1)).deep.equal([
      [o, "x", o, o],
      [o, o, o, o],
      [o, o, o, o],
    ]);
    expect(filled(1, 1, 0.8, 1.2)).deep.equal([
      [o, o, o, o],
      [o, "x", o, o],
      [o, o, o, o],
    ]);
    expect(filled(4, 0, 1, 3).flat()).not.include("x");
  });

  it("takes the colours of a fill with and without opacity", () => {
    const canvas = context2d({ width: 1, height: 1 });
    for (const [style, pixel] of [
      ["rgba(1, 2, 3, 0.5)", "1,2,3,128"],
      ["rgba(1, 2, 3, 0)", "1,2,3,0"],
      ["rgb(1, 2, 3)", "1,2,3,255"],
    ]) {
      canvas.fillStyle = style;
      canvas.fillRect(0, 0, 1, 1);
      expect(rowsOf(canvas)).deep.equal([[pixel]]);
    }
  });

  it("takes whole pixel data, and hands it out", () => {
    const canvas = context2d({ width: 2, height: 1 });
    const image = canvas.createImageData(2, 1);
    expect([...image.data]).deep.equal(Array(8).fill(0));
    image.data.set([1, 2, 3, 255, 300, 6, 7, 128]);
    canvas.putImageData(image);
    expect(rowsOf(canvas)).deep.equal([["1,2,3,255", "255,6,7,128"]]);
    expect([...canvas.getImageData().data]).deep.equal([1, 2, 3, 255, 255, 6, 7, 128]);
  });
});

describe("the stand-in for an image", () => {
  const loaded = (uri: string) =>
    new Promise<PngImage>((resolve, reject) => {
      const image = new PngImage();
      image.onload = () => resolve(image);
      image.onerror = () => reject(new Error("not read"));
      image.setAttribute("src", uri);
    });
  const uriOf = (channels: 1 | 2 | 3 | 4, data: number[]) => {
    const file = encode({ width: 2, height: 1, channels, data: Uint8Array.from(data) });
    return `data:image/png;base64,${Buffer.from(file).toString("base64")}`;
  };

  it("reads a PNG in grey or colour, with and without opacity, as a canvas draws it", async () => {
    for (const [channels, data, pixels] of [
      [1, [10, 20], ["10,10,10,255", "20,20,20,255"]],
      [2, [10, 30, 20, 40], ["10,10,10,30", "20,20,20,40"]],
      [3, [1, 2, 3, 4, 5, 6], ["1,2,3,255", "4,5,6,255"]],
      [4, [1, 2, 3, 30, 4, 5, 6, 40], ["1,2,3,30", "4,5,6,40"]],
    ] as const) {
      const canvas = context2d({ width: 2, height: 1 });
      canvas.drawImage(await loaded(uriOf(channels, [...data])));
      expect(rowsOf(canvas), `${channels} channels`).deep.equal([pixels]);
    }
  });

  it("says when it cannot read one", async () => {
    const message = await loaded("data:image/png;base64,AAAA").catch((error) => error.message);
    expect(message).equal("not read");
  });
});
