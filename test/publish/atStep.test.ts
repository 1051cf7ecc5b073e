import { expect } from "chai";
import type { Figure } from "lib/plot";
import { atStep } from "../../publish/pictures/atStep.ts";

const figure: Figure = {
  data: [
    { type: "scatter", x: [0], y: [1], marker: { color: "#112233", size: 4 } },
    { type: "scatter", x: [0], y: [2] },
  ],
  layout: { title: { text: "Before" }, height: 200 },
};

describe("a step of a slider", () => {
  it("gives traces a value each, or all the same, or those that it names", () => {
    const shown = (...args: unknown[]) =>
      atStep(figure, { method: "restyle", args }).data.map((trace) => Reflect.get(trace, "name"));
    expect(shown({ name: ["a", "b"] })).to.deep.equal(["a", "b"]);
    expect(shown({ name: "a" })).to.deep.equal(["a", "a"]);
    expect(shown("name", "a", [1])).to.deep.equal([undefined, "a"]);
  });

  it("changes what a path names, and leaves the rest and the figure as they are", () => {
    const before = JSON.stringify(figure);
    const args = [{ "marker.color": "#ffffff" }, { "title.text": "After", height: 300 }];
    const { data, layout } = atStep(figure, { method: "update", args });
    expect(data[0]).to.have.deep.property("marker", { color: "#ffffff", size: 4 });
    expect(layout).to.deep.equal({ title: { text: "After" }, height: 300 });
    expect(atStep(figure, { method: "relayout", args: ["height", 9] }).layout.height).to.equal(9);
    expect(JSON.stringify(figure)).to.equal(before);
  });
});
