import { expect } from "chai";
import type { Figure } from "lib/plot";
import { altOf, openDrawing } from "../../../publish/pictures/openDrawing.ts";

describe("what a picture says to those who do not see it", () => {
  for (const [title, description, alt] of [
    ["A", undefined, "A."],
    ["A:", "B.", "A. B."],
    ["A.", "B.", "A. B."],
    ["A<br>b<BR/>c<br />d", undefined, "A. b. c. d."],
    ["<br>A<br>", undefined, "A."],
    ["<b>A</b> <i class='x'>b</i><sub>1</sub> < 2 > 1", undefined, "A b1 < 2 > 1."],
    ["x &lt; y &amp; y &gt; z", "a&lt;b", "x < y & y > z. a<b"],
    [undefined, " B<br>c. ", "B c."],
    ["<x>A</x>", undefined, "<x>A</x>."],
    [undefined, undefined, ""],
  ] as const) {
    it(`is ${JSON.stringify(alt)}`, () => {
      const meta = description === undefined ? undefined : { description };
      expect(altOf({ title: title && { text: title }, meta })).to.equal(alt);
      expect(altOf({ title, meta } as object)).to.equal(alt);
    });
  }
});

describe("the drawing of pictures", () => {
  let draw: ReturnType<typeof openDrawing>;
  before(() => {
    draw = openDrawing();
  });
  const size = async (layout: object) => {
    const [{ width, height, svg }] = await draw({ data: [], layout } as Figure, false);
    expect(svg).to.match(new RegExp(`^<svg [^>]*width="${width}" height="${height}"`));
    return [width, height];
  };
  const refusal = (figure: object) =>
    draw({ data: [], layout: {}, ...figure } as Figure, false).then(
      String,
      ({ message }) => message,
    );

  it("makes them as large as they ask for", async () => {
    expect(await size({ width: 90, height: 80 })).to.deep.equal([90, 80]);
    expect(await size({})).to.deep.equal([700, 450]);
  });

  it("makes one of each step of a slider, at most nine, from the first to the last", async () => {
    const stepped = async (count: number) => {
      const steps = Array.from({ length: count }, (_, i) => ({
        ...{ label: `${i}`, method: "relayout", args: ["title.text", `Step ${i}`] },
      }));
      const layout = { width: 60, height: 200, title: { text: "All" }, sliders: [{ steps }] };
      const pictures = await draw({ data: [], layout } as object as Figure, false);
      return pictures.map(({ alt }) => Number(/^Step (\d+)\.$/.exec(alt)?.[1]));
    };
    expect(await stepped(2)).to.deep.equal([0, 1]);
    expect(await stepped(10)).to.deep.equal([0, 1, 2, 3, 5, 6, 7, 8, 9]);
  });

  it("takes a trace of no type for a scatter plot, and refuses others, named", async () => {
    expect(await refusal({ data: [{ y: [1] }] })).to.equal("[object Object]");
    expect(await refusal({ data: [{ type: "scatter" }, { type: "cone" }] })).to.match(
      /^It has a trace of type cone; published figures can have .*\bscatter\b.*\.$/,
    );
  });

  it("refuses images that a page would load, named up to 80 letters", async () => {
    const long = `https://a.org/${"x".repeat(100)}.png`;
    expect(await refusal({ layout: { images: [{ source: long }] } })).to.equal(
      `It shows the image ${long.slice(0, 80)}; pages load nothing: give a data URI.`,
    );
    expect(
      await refusal({ data: [{ type: "image", source: "data:image/gif;base64,AA" }] }),
    ).to.equal(
      "It shows the image data:image/gif;base64,AA; pages load nothing: give a PNG as a data URI.",
    );
  });
});
