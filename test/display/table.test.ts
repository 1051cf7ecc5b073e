import { expect } from "chai";
import { table } from "lib/display";

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
    expect(bundle["text/html"]).to.include("<th>layer</th><th>parameters</th>");
    expect(bundle["text/html"]).to.include("<td>&lt;b&gt;</td><td>5</td>");
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
