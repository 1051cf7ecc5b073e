import { expect } from "chai";
import { type Figure, imageGrid } from "lib/plot";
import { curveSvg } from "../../lib/plot/curveSvg.ts";
import { FONT_FAMILY, layoutOf } from "../../lib/plot/theme.ts";
import { withSlider } from "../../lib/plot/withSlider.ts";
import { altOf, openDrawing } from "../../publish/pictures/openDrawing.ts";
import { FAMILY } from "../../publish/pictures/textBox.ts";
import { png } from "../plot/png.ts";

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8DAwMDAxAADCBYAHygCAqSrlH8AAAAASUVORK5CYII=";

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

  it("know the widths of the letters of lib/plot's font, and of no other", () => {
    expect(FONT_FAMILY.split(",")[0]).to.equal(FAMILY);
    const { font } = layoutOf({ description: "nothing" });
    expect(font).to.include({ family: FONT_FAMILY });
    expect(curveSvg({ title: 'a "b" <c', points: [], iterations: 1, format: String }))
      .to.include(`font-family="${FONT_FAMILY}"`)
      .and.include('aria-label="a &quot;b&quot; &lt;c"');
  });

  it("are told of without the markup of their titles", () => {
    const title = { text: "Filters<br><sup>grey &lt; 1</sup>" };
    expect(altOf({ title, meta: { description: "A <b>−</b> for 1 < 2." } })).to.equal(
      "Filters. grey < 1. A − for 1 < 2.",
    );
    expect(altOf({})).to.equal("");
  });

  it("leave out the room that lib/plot gives to a slider", async () => {
    const figure = { data: [], layout: layoutOf({ description: "empty", height: 200 }) };
    const steps = ["1", "2"].map((name) => ({ name, figure }));
    const pictures = await openDrawing()(withSlider("k", steps), false);
    expect(pictures.map(({ height }) => height)).to.deep.equal([200, 200]);
  });

  describe("of what Plotly has", () => {
    let draw: ReturnType<typeof openDrawing>;
    before(() => {
      draw = openDrawing();
    });
    const svgOf = async (figure: object) =>
      (await draw({ data: [], layout: {}, ...figure } as Figure, false))[0].svg;

    const line = { x: [1, 2, 3], y: [1, 3, 2] };
    const hills = {
      z: [
        [1, 2, 3, 1],
        [3, 9, 4, 2],
        [1, 2, 5, 1],
      ],
      contours: { showlabels: true },
    };
    const traces: Record<string, object[]> = {
      scatter: [
        {
          ...line,
          mode: "lines+markers+text",
          text: ["a", "b", "c"],
          error_y: { array: [1, 1, 1] },
        },
        { ...line, fill: "tozeroy", line: { shape: "spline" } },
        { ...line, mode: "markers", marker: { symbol: "arrow", angleref: "previous" } },
      ],
      bar: [{ ...line, text: ["a", "b", "c"], marker: { pattern: { shape: "/" } } }],
      box: [{ y: [1, 2, 3, 9], boxpoints: "all" }],
      violin: [{ y: [1, 2, 3, 9], box: { visible: true }, meanline: { visible: true } }],
      histogram: [{ x: [1, 2, 2, 3] }],
      histogram2d: [{ x: [1, 2, 2], y: [1, 2, 2] }],
      histogram2dcontour: [{ x: [1, 2, 2, 3], y: [1, 2, 2, 3], contours: { showlabels: true } }],
      contour: [hills, { ...hills, contours: { coloring: "lines", showlabels: true } }],
      heatmap: [
        { z: hills.z, texttemplate: "%{z}" },
        { z: hills.z, zsmooth: "best" },
      ],
      image: [{ z: [[[255, 0, 0]]] }, { source: PIXEL }],
      pie: [{ values: [1, 2], labels: ["a", "b"], textposition: "outside", pull: [0, 0.1] }],
      scatterternary: [{ a: [1, 2], b: [2, 1], c: [1, 1], mode: "markers+text", text: ["a", "b"] }],
    };

    it("are drawn of every type of trace", async () => {
      const refusal = await svgOf({ data: [{ type: "mesh3d" }] }).catch(({ message }) => message);
      const known = /can have (.*)\.$/.exec(refusal)?.[1].split(", ");
      expect(Object.keys(traces).toSorted()).to.deep.equal(known?.toSorted());
      for (const [type, examples] of Object.entries(traces)) {
        for (const example of examples) {
          const layout = { xaxis: { range: [0, 4] }, yaxis: { range: [0, 4] } };
          const empty = await svgOf({ data: [{ type }], layout });
          const svg = await svgOf({ data: [{ type, ...example }], layout });
          expect(svg.length, type).to.be.above(empty.length + 100);
        }
      }
    });

    const at = { x: 2, y: 2 };
    const corners = { x0: 1, x1: 2, y0: 1, y1: 2 };
    for (const [what, layout] of Object.entries({
      "an annotation with an arrow": { annotations: [{ ...at, text: "here" }] },
      "arrows of both ends": {
        annotations: [
          { ...at, text: "", ax: 40, ay: 9, arrowside: "end+start", startarrowhead: 4 },
        ],
      },
      "an annotation without an arrow, turned, in a box": {
        annotations: [{ ...at, text: "a<br>b", showarrow: false, textangle: -30, bgcolor: "#eee" }],
      },
      "a rectangle with a label": { shapes: [{ type: "rect", ...corners, label: { text: "r" } }] },
      "a circle": { shapes: [{ type: "circle", ...corners }] },
      "a line with a label": { shapes: [{ type: "line", ...corners, label: { text: "l" } }] },
      "a path": { shapes: [{ type: "path", path: "M 1 1 L 2 2 Q 2 1 1 1 Z" }] },
      "an image": { images: [{ source: PIXEL, x: 0, y: 1, sizex: 0.2, sizey: 0.2 }] },
      "a legend with a title": { showlegend: true, legend: { title: { text: "Legend" } } },
      "minor ticks": { xaxis: { minor: { ticks: "inside" }, ticks: "outside", tickangle: 45 } },
    })) {
      it(`are drawn of ${what}`, async () => {
        const data = [{ type: "scatter", ...line }];
        const bare = await svgOf({ data });
        expect((await svgOf({ data, layout })).length).to.be.above(bare.length + 100);
      });
    }

    for (const [what, figure] of Object.entries({
      "an image from elsewhere": { layout: { images: [{ source: "https://example.org/a.png" }] } },
      "an image trace that is no PNG": { data: [{ type: "image", source: "data:image/jpeg;," }] },
    })) {
      it(`are refused of ${what}, naming it`, async () => {
        const message = await svgOf(figure).catch((error) => error.message);
        expect(message).to.match(/^It shows the image (https|data).*; pages load nothing: give/);
      });
    }
  });
});
