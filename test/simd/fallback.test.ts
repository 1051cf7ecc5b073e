import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { seededRandom } from "lib/data";
import { miniNetwork, randomTensor } from "lib/ops";
import * as solutions from "lib/ops/solutions";

const run = promisify(execFile);

/** Three training losses of the mini network in a process that begins with `preparation`. */
async function losses(preparation: string): Promise<number[]> {
  const script = `
    ${preparation}
    const { seededRandom } = await import("lib/data");
    const { miniNetwork, OpConv2DMatmul, randomTensor } = await import("lib/ops");
    const solutions = await import("lib/ops/solutions");
    const random = seededRandom(1);
    const network = miniNetwork({ random, ...solutions, OpConv2D: OpConv2DMatmul });
    const image = randomTensor([28, 28, 1], random);
    const losses = [0, 1, 2].map(() => network.step([image], [3], 0.05)[0]);
    console.log(JSON.stringify(losses));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout);
}

describe("where WebAssembly cannot run", () => {
  const random = seededRandom(1);
  const network = miniNetwork({ random, ...solutions });
  const image = randomTensor([28, 28, 1], random);
  const expected = [0, 1, 2].map(() => network.step([image], [3], 0.05)[0]);

  for (const [reason, preparation] of [
    ["it is missing", "delete globalThis.WebAssembly;"],
    [
      "the page forbids it or it has no vectors",
      `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("no"); } };`,
    ],
  ]) {
    it(`${reason}: OpConv2DMatmul computes in plain loops`, async () => {
      const found = await losses(preparation);
      expect(found).length(3);
      for (const [i, loss] of expected.entries()) expect(found[i]).closeTo(loss, 1e-9);
    });
  }
});
