import { expect } from "chai";
import { imageGrid } from "lib/plot";
import { openDrawing } from "../../scripts/publish/pictures/draw.mjs";
import { png } from "../plot/png.ts";

describe("the pictures of published figures", () => {
  it("have the pixels of images, in colour and in grey", async function () {
    this.timeout(60_000);
    const draw = openDrawing();
    for (const pixel of [Uint8Array.of(200, 100, 50), Uint8Array.of(90)]) {
      const shape = [1, 1, pixel.length] as const;
      const grid = imageGrid({ images: [pixel], shape, columns: 1, title: "One pixel" });
      const [{ svg }] = await draw(grid, false);
      const uri = /href="(data:image\/png[^"]+)"/.exec(svg)?.[1] ?? "";
      const { data, width, height } = png(uri);
      const middle = 4 * (Math.floor(height / 2) * width + Math.floor(width / 2));
      const [red, green = red, blue = red] = pixel;
      expect([...data.subarray(middle, middle + 4)]).to.deep.equal([red, green, blue, 255]);
    }
  });
});
