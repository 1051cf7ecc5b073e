import { expect } from "chai";
import { type Result, withSection } from "../../bench/core/page.ts";

const result = (bench: string, name: string): Result => ({
  bench,
  date: "2026-01-31T12:00:00Z",
  machine: {
    processor: "A processor",
    cores: 2,
    memoryGiB: 24,
    system: "",
    node: "v20",
    peers: { numpy: "2" },
    load: 0.25,
  },
  tables: [
    { title: "A case", unit: "ms", rows: [{ name, times: [1], median: 1, ratio: 1 }], notes: [] },
  ],
});

describe("the page of benchmarks", () => {
  it("takes a result in the place of the one before, and leaves the others", () => {
    const first = withSection(
      withSection("# Benchmarks\n", result("knn", "old")),
      result("ops", "kept"),
    );
    const second = withSection(first, result("knn", "new"));
    expect(second).to.equal(first.replace("| old |", "| new |"));
    expect(second).to.match(
      /^# Benchmarks\n\n<!-- knn -->\n## knn\n\n2026-01-31; A processor, 2 cores/,
    );
    expect(second.indexOf("## ops")).to.be.above(second.indexOf("| new | 1.00 | 1.00 |"));
  });

  it("refuses a page whose section has no end", () => {
    expect(() => withSection("<!-- knn -->\n", result("knn", "new"))).to.throw(
      "lacks <!-- end of knn",
    );
  });
});
