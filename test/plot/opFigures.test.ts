import { expect } from "chai";
import { bars, greyLevels, liveLoss, lossCurves, matrices, stepCurve } from "lib/plot";

/** Plotly's types know no properties that every trace has. */
const traces = (figure: { data: object[] }) => figure.data as Record<string, unknown>[];

describe("matrices", () => {
  const figure = matrices("Two", [
    { title: "wide", rows: [[1, -2, 3, 0]], frame: [0, 1, 1, 2] },
    { title: "tall", rows: [[0.5], [null]], colors: "grey" },
  ]);

  it("draws each matrix on axes of its own, as wide as its columns", () => {
    expect(traces(figure).map(({ type, xaxis }) => [type, xaxis])).deep.equal([
      ["heatmap", "x"],
      ["scatter", "x"],
      ["heatmap", "x2"],
    ]);
    expect(traces(figure)[2].z).deep.equal([[0.5], [null]]);
    const { xaxis, xaxis2 } = figure.layout as Record<string, { domain: [number, number] }>;
    const width = ({ domain: [left, right] }: typeof xaxis) => right - left;
    expect(width(xaxis) / width(xaxis2)).closeTo(4, 1e-9);
  });

  it("makes the cells so small that all matrices fit beside each other, with their titles", () => {
    const sizes = [28, 14, 7, 6];
    const panels = sizes.map((n) => {
      return {
        title: `cellSize: [${n},${n},1]`,
        rows: Array.from({ length: n }, () => Array(n).fill(1)),
      };
    });
    expect(matrices("Four", panels).layout.width).to.be.within(600, 800);
    expect(figure.layout.width).equal(52 * 5 + 30 + 20);
    const widthOf = (cols: number) =>
      matrices("", [{ title: "", rows: [Array(cols).fill(1)] }]).layout.width;
    expect([15, 71].map(widthOf)).deep.equal([15 * 52 + 20, 71 * 10 + 20]); // 780 and margins at most
    expect(widthOf(400)).equal(400 * 4 + 20); // of the smallest cells
  });

  it("puts 0 in the middle of the signed colours", () => {
    const { zmin, zmax } = traces(figure)[0];
    expect([zmin, zmax]).deep.equal([-3, 3]);
  });

  it("draws signed numbers too small to read from dark to light", () => {
    const rows = [[-4, 0, 2]];
    const [{ zmin, zmax, colorscale }] = traces(
      matrices("", [{ title: "", rows, colors: "signedGrey" }]),
    );
    expect([zmin, zmax]).deep.equal([-4, 4]);
    expect(colorscale).deep.equal([
      [0, "#000000"],
      [1, "#ffffff"],
    ]);
  });

  it("has a line around an image, whose white pixels are the colour of the paper", () => {
    const { xaxis, yaxis2 } = figure.layout as Record<string, { showline: boolean }>;
    expect([xaxis.showline, yaxis2.showline]).deep.equal([false, true]);
  });

  it("frames the cells that it is told to", () => {
    const { x, y } = traces(figure)[1];
    expect([x, y]).deep.equal([
      [0.5, 2.5, 2.5, 0.5, 0.5],
      [-0.5, -0.5, 0.5, 0.5, -0.5],
    ]);
  });

  it("has four digits of each number, and writes three", () => {
    const [cells] = traces(matrices("", [{ title: "", rows: [[1.23456, -0.0045678]] }]));
    expect(cells).deep.include({ z: [[1.235, -0.004568]], text: [["1.23", "−0.00457"]] });
  });

  it("writes numbers only into cells that have room for them", () => {
    expect(traces(figure)[0].texttemplate).equal("%{text}");
    expect(traces(figure).map(({ text }) => text)).deep.equal([
      [["1", "−2", "3", "0"]],
      undefined,
      [["0.5"], [""]],
    ]);
    const beside = [{ title: "abcd", rows: [[0]] }]; // as wide as its title
    for (const [cols, others, template] of [
      [26, [], "%{text}"], // of 30 pixels
      [24, beside, undefined], // 29
      [60, [], undefined],
    ] as const) {
      const figure = matrices("", [{ title: "", rows: [Array(cols).fill(0)] }, ...others]);
      expect(traces(figure)[0].texttemplate).equal(template);
    }
  });
});

describe("bars", () => {
  it("draws a chart for each panel, every bar with its number", () => {
    const figure = bars(
      "Softmax",
      ["a", "b"],
      [
        { title: "logits", values: [1, -2] },
        { title: "probabilities", values: [0.95257, 0.04743] },
      ],
    );
    expect(traces(figure).map(({ x, y }) => [x, y])).deep.equal([
      [
        ["a", "b"],
        [1, -2],
      ],
      [
        ["a", "b"],
        [0.95257, 0.04743],
      ],
    ]);
    expect(traces(figure)[1].text).deep.equal(["0.953", "0.0474"]);
  });

  it("has 0 in sight, and room for the numbers beyond the bars alone", () => {
    const rangeOf = (...values: number[]) =>
      bars("", ["a", "b"], [{ title: "", values }]).layout.yaxis?.range;
    expect(rangeOf(-0.5, -0.25)).deep.equal([-0.575, 0.075]);
    expect(rangeOf(1, 2)).deep.equal([0, 2.3]);
  });
});

describe("lossCurves", () => {
  it("draws every run over its iterations, with a legend for several", () => {
    const figure = lossCurves("Runs", [
      { name: "long", loss: [3, 2, 1] },
      { name: "short", loss: [3] },
    ]);
    expect(traces(figure).map(({ name, x, y }) => [name, x, y])).deep.equal([
      ["long", [0, 1, 2], [3, 2, 1]],
      ["short", [0], [3]],
    ]);
    expect(figure.layout.showlegend).equal(true);
    expect(lossCurves("Run", [{ name: "one", loss: [1] }]).layout.showlegend).equal(false);
  });

  it("says how often a loss jumps up: from one iteration to the next, by over a hundredth of its highest", () => {
    const jumps = (...loss: number[]) =>
      /jumps up in (\d+)\.$/.exec(
        lossCurves("", [{ name: "a", loss }]).layout.meta?.description ?? "",
      )?.[1];
    expect(jumps(1, 2, 1, 1.5, 1.51)).equal("2");
    expect(jumps(99, 100)).equal("0");
    expect(jumps(98.995, 100)).equal("1");
    expect(jumps(3, 2, 1)).equal("0");
  });

  it("names two runs over the curves, and more of them below, where the figure is taller", () => {
    const [two, three, five] = [2, 3, 5].map((count) =>
      lossCurves(
        "",
        Array.from({ length: count }, (_, i) => ({ name: String(i), loss: [i] })),
      ),
    );
    expect(two.layout.legend).deep.include({ xanchor: "right", y: 1 });
    for (const { layout } of [three, five]) {
      expect(layout.legend).deep.include({ orientation: "h", yanchor: "top" });
      expect(layout.legend).include({ x: 0 });
      const { t = 0, b = 0 } = layout.margin ?? {};
      const below = -(layout.legend?.y ?? 0) * (Number(layout.height) - t - b);
      expect(below).closeTo(60, 1e-9); // pixels
    }
    const heights = [two, three, five].map(({ layout }) => Number(layout.height));
    const rows = heights.map((height) => (height - heights[0] - 10) / 22); // of names, two each
    expect(rows.slice(1)).deep.equal([2, 3]);
    const inner = [two, three, five].map(({ layout }, i) => heights[i] - (layout.margin?.b ?? 0));
    expect(new Set(inner).size).equal(1);
  });

  it("tells six lines apart without their colours", () => {
    const runs = Array.from({ length: 6 }, (_, i) => ({ name: String(i), loss: [i] }));
    const lines = traces(lossCurves("", runs)).map(({ line }) => JSON.stringify(line));
    expect(new Set(lines).size).equal(6);
  });

  it("draws powers of ten when told so, and a loss of 0 as the least of them", () => {
    const figure = lossCurves("", [{ name: "", loss: [23.123456, 0] }], {
      logarithmic: true,
      title: "Sum",
    });
    expect(traces(figure)[0].y).deep.equal([23.123, 1e-4]);
    expect(figure.layout.yaxis).deep.include({ type: "log", dtick: 1, title: { text: "Sum" } });
  });
});

describe("stepCurve", () => {
  it("marks the step that was taken", () => {
    const [curve, mark] = traces(
      stepCurve({ steps: [0, 0.1, 0.2], losses: [2, 1, 4], taken: 0.2, title: "" }),
    );
    expect([curve.x, curve.y]).deep.equal([
      [0, 0.1, 0.2],
      [2, 1, 4],
    ]);
    expect([mark.x, mark.y]).deep.equal([
      [0.2, 0.2],
      [0, 4],
    ]);
  });
});

describe("greyLevels", () => {
  it("makes the low number black, the high one white, and holds what lies outside", () => {
    expect([...greyLevels([-1, 0, 1, -9, 9], -1, 1)]).deep.equal([0, 128, 255, 0, 255]);
  });
});

describe("liveLoss", () => {
  const key = Symbol.for("jupyter.kernel");
  const global = globalThis as { [key: symbol]: unknown };
  let shown: { data: Record<string, string> }[];
  beforeEach(() => {
    shown = [];
    global[key] = { display: (content: (typeof shown)[0]) => shown.push(content) };
  });
  afterEach(() => {
    delete global[key];
  });

  it("draws at most four times a second, and the last loss always", () => {
    let time = 0;
    const show = liveLoss("Loss", 4, () => time);
    show([9]);
    time = 249;
    show([9, 8]);
    time = 250;
    show([9, 8, 7]);
    time = 260;
    show([9, 8, 7, 6]);
    expect(shown.map(({ data }) => data["text/plain"])).deep.equal([
      "Loss: 9.000 after 1 of 4 iterations",
      "Loss: 7.000 after 3 of 4 iterations",
      "Loss: 6.000 after 4 of 4 iterations",
    ]);
    for (const text of ["<svg", ">9.00</text>", ">4 iterations</text>"]) {
      expect(shown[0].data["text/html"]).includes(text);
    }
    expect(shown[2].data["text/html"]).not.includes("<svg");
  });

  it("does nothing outside of a notebook", () => {
    delete global[key];
    liveLoss("Loss", 1)([1]);
    expect(shown).deep.equal([]);
  });
});
