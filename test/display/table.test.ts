import { expect } from "chai";
import { JSDOM } from "jsdom";
import { table, tableBundle } from "lib/display";

/** Each column of a table: on which side it stands, then its texts from the head down. */
function columns(html: string): string[][] {
  const { rows } = JSDOM.fragment(html).querySelector("table") as HTMLTableElement;
  return [...rows[0].cells].map((_, i) => {
    const cells = [...rows].map((row) => row.cells[i]);
    const sides = new Set(cells.map(({ style }) => style.textAlign));
    return [[...sides].join(" and "), ...cells.map(({ textContent }) => String(textContent))];
  });
}

describe("table", () => {
  const rows = table([
    { layer: "conv1", parameters: 1216 },
    { layer: "<b>", parameters: 5 },
  ]);
  const bundle = Reflect.get(rows, Symbol.for("Jupyter.display")).call(rows);

  it("is the rows themselves", () => {
    expect(rows).to.have.length(2);
    expect(rows[0].parameters).to.equal(1216);
    expect(JSON.stringify(rows[1])).to.equal('{"layer":"<b>","parameters":5}');
  });

  it("shows as an HTML table, its text escaped", () => {
    expect(columns(bundle["text/html"])).to.deep.equal([
      ["left", "layer", "conv1", "<b>"],
      ["right", "parameters", "1,216", "5"],
    ]);
    expect(bundle["text/html"]).to.include(">&lt;b&gt;</td>");
  });

  it("has numbers on the right, with their units and errors too, and text on the left", () => {
    const html = tableBundle([
      {
        n: 7,
        share: "44.5 %",
        gain: "−1.2 ± 0.3 points",
        loss: "1.0e-9",
        after: "none",
        shape: "2 × 3",
        kernel: "9",
        task: "3.1",
      },
      {
        n: 12,
        share: "–",
        gain: "0.0 ± 1.0 points",
        loss: "2",
        after: "100",
        shape: "4",
        kernel: "1, 2",
        task: "3.0.1a",
      },
    ])["text/html"];
    expect(columns(html).map(([side, name]) => `${name} ${side}`)).to.deep.equal([
      "n right",
      "share right",
      "gain right",
      "loss right",
      "after right",
      "shape left",
      "kernel left",
      "task left",
    ]);
  });

  it("has a column of words alone on the left", () => {
    const html = tableBundle([{ run: "stopped", images: "" }])["text/html"];
    expect(columns(html).map(([side]) => side)).to.deep.equal(["left", "left"]);
  });

  it("has its head also with one row, and shows nothing without any", () => {
    const show = (rows: Record<string, number>[]) =>
      Reflect.get(table(rows), Symbol.for("Jupyter.display")).call(rows)["text/plain"];
    expect(show([{ a: 1, b: 2 }])).to.equal("a  b\n1  2");
    expect(show([])).to.equal("");
  });

  it("shows as aligned columns where there is no HTML", () => {
    expect(bundle["text/plain"]).to.equal("layer  parameters\nconv1  1,216\n<b>    5");
  });
});
