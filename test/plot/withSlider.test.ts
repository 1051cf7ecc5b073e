import { expect } from "chai";
import { withSlider } from "lib/plot";

describe("withSlider", () => {
  const step = (name: string, traces: number) => ({
    name,
    figure: {
      data: Array.from({ length: traces }, (_, i) => ({ name: `${name}${i}` })),
      layout: {
        title: { text: `Figure ${name}` },
        meta: { description: `Shows ${name}.` },
        height: 300,
      },
    },
  });
  const figure = withSlider("k", [step("1", 2), step("3", 1)]);
  const [slider] = figure.layout.sliders ?? [];

  it("holds the traces of all steps and shows those of the first", () => {
    expect(
      figure.data.map((trace) => [trace.name, "visible" in trace && trace.visible]),
    ).deep.equal([
      ["10", true],
      ["11", true],
      ["30", false],
    ]);
  });

  it("has room for the slider below the figure, whose own height it is else", () => {
    expect(figure.layout.height).equal(375);
    const { layout } = withSlider("k", [{ name: "1", figure: { data: [], layout: {} } }]);
    expect(layout.height).equal(525); // Plotly's own is 450
  });

  it("stands at the step that it shows", () => {
    expect(slider.active).equal(0);
    expect(figure.layout.title).deep.equal({ text: "Figure 1" });
  });

  it("switches traces, title and description at each step", () => {
    expect(slider.currentvalue?.prefix).equal("k: ");
    expect(slider.steps?.map(({ label, args }) => ({ label, args }))).deep.equal([
      {
        label: "1",
        args: [
          { visible: [true, true, false] },
          { title: { text: "Figure 1" }, meta: { description: "Shows 1." } },
        ],
      },
      {
        label: "3",
        args: [
          { visible: [false, false, true] },
          { title: { text: "Figure 3" }, meta: { description: "Shows 3." } },
        ],
      },
    ]);
  });
});
