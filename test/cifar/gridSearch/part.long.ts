import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { gridSearch, type SearchProgress } from "lib/cifar";
import { findings, tiny } from "./tiny.ts";

describe("the parts of a search", () => {
  it("find together what the search finds, collected by the same call without a part", async () => {
    const directory = await mkdtemp(join(tmpdir(), "cnn-parts-"));
    try {
      const space = { learningRate: [0.01, 0.1, 1e38] };
      const reports: SearchProgress[] = [];
      const onProgress = (progress: SearchProgress) => void reports.push(progress);
      for (const part of ["2/2", "1/2"]) {
        const result = await gridSearch(space, { ...tiny, directory, part, onProgress });
        const shown = Reflect.get(result, Symbol.for("Jupyter.display")).call(result);
        const own = part === "1/2" ? 2 : 1;
        expect(shown["text/plain"]).to.include(
          `Part ${part.replace("/", " of ")}: ${own} of 3 trials are this part's, ` +
            `${part === "1/2" ? 0 : 2} of all are missing; the same call without a part`,
        );
        expect(reports.at(-1)).to.include({ part, trials: own, ended: own });
      }
      reports.length = 0;
      const collected = await gridSearch(space, { ...tiny, directory, onProgress });
      expect(reports.map(({ running }) => running.length)).to.deep.equal([0]);
      expect(findings(collected)).to.deep.equal(findings(await gridSearch(space, tiny)));
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
