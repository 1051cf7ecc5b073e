import { expect } from "chai";
import { resultOf } from "../../../grading/results/stored.ts";

describe("what is kept of a graded notebook", () => {
  it("has what each own cell printed, in whole up to 4,000 characters", () => {
    for (const [length, shown] of [
      [0, ""],
      [4000, "x".repeat(4000)],
      [4001, `${"x".repeat(4000)}\n… (4001 characters)`],
    ] as const) {
      const halves = [Math.floor(length / 2), Math.ceil(length / 2)];
      const outputs = [
        { output_type: "stream", text: "x".repeat(halves[0]) },
        { output_type: "execute_result", data: { "text/plain": "x".repeat(halves[1]) } },
      ];
      const common = { cell_type: "code", source: ["a;\n", "b;"], metadata: {} };
      const cells = ["mine", "given"].map((id) => ({ id, ...common, outputs }));
      const run = { cells, own: new Set(["mine"]), tasks: [], notes: ["a note"], seconds: 2 };
      expect(resultOf("key", run)).to.deep.equal({
        ...{ key: "key", tasks: [], notes: ["a note"], seconds: 2 },
        own: [{ id: "mine", type: "code", source: "a;\nb;", output: shown }],
      });
    }
  });
});
