import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { combinations } from "../../../lib/cifar/gridSearch/hyperparameters.ts";
import { entriesOf, wantedPart } from "../../../lib/cifar/gridSearch/part.ts";
import { roughCost } from "../../../lib/cifar/gridSearch/roughCost.ts";

describe("the parts of a search", () => {
  it("have each trial once, as many each as any other or one more, and no more than a trial longer", () => {
    const space = { filters: [2, 4, 8], iterations: [1, 2], learningRate: [0.1, 0.2, 0.3] };
    const entries = combinations(space).map((settings) => ({
      hyperparameters: settings,
      settings,
    }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (of) => {
        const parts = Array.from({ length: of }, (_, i) =>
          entriesOf(entries, { index: i + 1, of }),
        );
        expect(new Set(parts.flat()).size).to.equal(18);
        expect(parts.flat()).to.have.length(18);
        const sizes = parts.map((part) => part.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(1);
        const costs = parts.map((part) =>
          part.reduce((sum, { settings }) => sum + roughCost(settings), 0),
        );
        const longest = Math.max(...entries.map(({ settings }) => roughCost(settings)));
        expect(Math.max(...costs) - Math.min(...costs)).to.be.at.most(longest);
      }),
      { seed: 1 },
    );
  });

  it("are told by the option, else by CNN_PART, and count from 1", () => {
    const at = (part?: string, CNN_PART?: string) => wantedPart(part, "runs", { CNN_PART });
    expect(at()).to.equal(undefined);
    expect(at(undefined, "")).to.equal(undefined);
    expect(at("3/9", "1/2")).to.deep.equal({ index: 3, of: 9 });
    expect(at(undefined, "1/2")).to.deep.equal({ index: 1, of: 2 });
    for (const wrong of [
      "0/9",
      "10/9",
      "3",
      "/",
      "3/",
      "-1/9",
      "1.5/9",
      "1/0",
      "a/b",
      "3/9/2",
      "1e0/2",
    ]) {
      expect(() => at(undefined, wrong), wrong).to.throw(
        RangeError,
        `gridSearch: CNN_PART is "${wrong}", it takes "3/9" for the third of nine parts`,
      );
    }
    const { CNN_PART } = process.env;
    process.env.CNN_PART = "2/3";
    try {
      expect(wantedPart(undefined, "runs")).to.deep.equal({ index: 2, of: 3 });
    } finally {
      if (CNN_PART === undefined) delete process.env.CNN_PART;
      else process.env.CNN_PART = CNN_PART;
    }
    expect(() => at("")).to.throw('gridSearch: part is "", it takes');
  });

  it("need a directory, in which they come together", () => {
    expect(() => wantedPart("3/9", undefined, {})).to.throw(
      'gridSearch: part is "3/9" and there is no directory; name one that all parts share',
    );
  });

  it("are named by deploy/search.sbatch, which refuses an array that does not count from 1", async function () {
    if (process.platform === "win32") this.skip(); // has no bash
    const sbatch = fileURLToPath(new URL("../../../deploy/search.sbatch", import.meta.url));
    const directory = await mkdtemp(join(tmpdir(), "cnn-sbatch-"));
    const script = join(directory, "search.mjs");
    await writeFile(script, "console.log(process.env.CNN_PART, process.env.CNN_THREADS);");
    const task = (min: number, max: number, id: number) =>
      spawnSync("bash", [sbatch, script], {
        encoding: "utf8",
        env: {
          ...process.env,
          SLURM_ARRAY_TASK_MIN: String(min),
          SLURM_ARRAY_TASK_MAX: String(max),
          SLURM_ARRAY_TASK_COUNT: String(max - min + 1),
          SLURM_ARRAY_TASK_ID: String(id),
        },
      });
    expect(task(1, 9, 3).stdout).to.equal("3/9 1\n");
    const wrong = task(0, 8, 3);
    expect(wrong.status).to.equal(1);
    expect(wrong.stderr).to.include("count from 1: --array=1-9");
    await rm(directory, { recursive: true });
  });
});
