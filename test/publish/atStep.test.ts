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

describe("a step of any method", () => {
  const traces = (...data: object[]): Figure => ({ data: data as Figure["data"], layout: {} });

  it("takes values for the traces that it names in their order, over and over", () => {
    const three = traces({}, {}, {});
    const step = (...args: unknown[]) =>
      atStep(three, { method: "restyle", args }).data.map((trace) => Reflect.get(trace, "name"));
    expect(step({ name: ["a", "b"] })).to.deep.equal(["a", "b", "a"]);
    expect(step({ name: ["a", "b"] }, [2, 0])).to.deep.equal(["b", undefined, "a"]);
    expect(step({ name: "a" }, 1)).to.deep.equal([undefined, "a", undefined]);
    expect(step("name", ["a", "b", "c"])).to.deep.equal(["a", "b", "c"]);
    expect(step({}, [0])).to.deep.equal([undefined, undefined, undefined]);
  });

  it("updates some traces and the layout, or the traces alone", () => {
    const two = traces({ name: "a" }, { name: "b" });
    const both = atStep(two, { method: "update", args: [{ name: "c" }, { height: 3 }, [1]] });
    expect(both.data.map((trace) => Reflect.get(trace, "name"))).to.deep.equal(["a", "c"]);
    expect(both.layout).to.deep.equal({ height: 3 });
    expect(atStep(two, { method: "update", args: [{ name: "c" }] }).layout).to.deep.equal({});
    expect(atStep(two, { method: "relayout", args: [{ name: "c" }] }).data).to.deep.equal(two.data);
  });

  it("reaches into lists, which it copies", () => {
    const layout = { annotations: [{ text: "a", x: 1 }, { text: "b" }] };
    const figure = { data: [], layout } as Figure;
    const args = ["annotations[1].text", "c"];
    const { annotations } = atStep(figure, { method: "relayout", args }).layout;
    expect(annotations).to.deep.equal([{ text: "a", x: 1 }, { text: "c" }]);
    expect(Array.isArray(annotations)).to.equal(true);
    expect(layout.annotations[1].text).to.equal("b");
    const grown = atStep(figure, { method: "relayout", args: ["title.font.size", 3] }).layout;
    expect(grown.title).to.deep.equal({ font: { size: 3 } });
  });
});
