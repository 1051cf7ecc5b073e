import { expect } from "chai";
import { layoutOf, PALETTE } from "lib/plot";

describe("the layout that figures share", () => {
  it("is told in words, and lies under what a figure has of its own", () => {
    const yaxis = { range: [0, 1], zeroline: true };
    const layout = layoutOf({ description: "A line.", height: 199.5, yaxis });
    expect(layout.meta).deep.equal({ description: "A line." });
    expect(layout.height).equal(200);
    expect(layout.yaxis).deep.equal({ gridcolor: layout.xaxis?.gridcolor, ...yaxis });
    expect(layout.xaxis?.zeroline).equal(false);
    expect(layout.showlegend).equal(false);
    expect(layout.colorway).deep.equal(PALETTE);
  });

  it("has eight colours, all different", () => {
    expect(new Set(PALETTE).size).equal(8);
    for (const color of PALETTE) expect(color).to.match(/^#[0-9A-F]{6}$/);
  });
});
