import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { tsc } from "../../scripts/setup/project.mjs";
import { watchLibrary } from "../../scripts/start/watchLibrary.mjs";
import { Kernel } from "./client.ts";
import { makeWorkshop, type Workshop } from "./workshop.ts";

const IMPORT = 'import { answer, Op, tf } from "workshop/ops";';

const source = (answer: string, method = "old") => `
import * as tf from "@tensorflow/tfjs";

export { tf };
export const answer = ${answer} as const;
export class Op {
  ${method}(): number {
    return 1;
  }
}
`;

describe("the kernel, importing a library that is being edited", () => {
  let kernel: Kernel;
  let workshop: Workshop;
  let endWatch: (() => void) | undefined;
  const told: string[] = [];

  const save = (text: string) => workshop.save(text);
  const watch = () => {
    endWatch = watchLibrary(workshop.folder, tsc, (text) => told.push(text));
  };
  const result = async (code: string) => {
    const answer = await kernel.run(code);
    return answer.error ?? answer.result;
  };

  before(async () => {
    kernel = await Kernel.start();
    workshop = await makeWorkshop(kernel.folder, source("1"));
  });
  after(async () => {
    endWatch?.();
    await kernel?.end();
  });

  it("loads a library that was built by hand", async () => {
    expect(await result(`${IMPORT} const op = new Op(); answer`)).to.equal("1");
  });

  it("refuses one that has changed since, where nobody builds it", async () => {
    await save(source("2"));
    expect(await result(`${IMPORT} answer`)).to.equal(
      "LibraryError: workshop has changed since it was built, so it is not loaded.",
    );
    expect(await result("[answer, op.old()]"), "what was loaded stays").to.equal("[ 1, 1 ]");
  });

  it("loads new code and types, with one TensorFlow.js, as soon as a file is saved", async () => {
    watch();
    await kernel.run('import * as mine from "@tensorflow/tfjs"');
    await save(source("3", "renamed"));
    const answer = await kernel.run(
      `${IMPORT} const three: 3 = answer; [three, new Op().renamed(), tf.Tensor === mine.Tensor]`,
    );
    expect(answer.error).to.equal(undefined);
    expect(answer.result).to.equal("[ 3, 1, true ]");
    expect(answer.text("stderr")).to.contain("Objects made before keep the old code");
    expect((await kernel.run(`${IMPORT} answer`)).text("stderr"), "said once").to.equal("");
  });

  it("never runs an older build than the sources of the moment", async () => {
    for (let n = 10; n < 13; n++) {
      await save(source(String(n)));
      expect(await result(`${IMPORT} answer`)).to.equal(String(n));
    }
  });

  it("changes no type before the code is loaded", async () => {
    await result(`${IMPORT} const kept = new Op()`);
    await save(source("4", "renamed"));
    const built = path.join(workshop.folder, "dist", "ops", "index.js");
    while (!(await readFile(built, "utf8")).includes("answer = 4")) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await result("kept.old()")).to.equal("1");
  });

  it("does not load what does not compile, and shows why", async () => {
    await save(source('"five"; export const size: number = "6"'));
    const answer = await kernel.run(`${IMPORT} console.log("ran")`);
    expect(answer.error).to.equal("LibraryError: workshop does not compile, so it is not loaded.");
    expect(answer.text()).to.equal("");
    const traceback = answer.all("error")[0].traceback.join("\n");
    expect(traceback).to.contain(
      "workshop/ops/index.ts:5:44 - error TS2322: Type 'string' is not assignable to type 'number'.",
    );
    expect(traceback).to.match(/export const size: number = "6"[^\n]*\n\s+~{4}/);
    expect(told.join("\n"), "in the terminal, too").to.contain("does not compile");
    expect(await result("1 + 1"), "cells that do not import it run").to.equal("2");
  });

  it("loads it once it compiles again", async () => {
    await save(source("7"));
    expect(await result(`${IMPORT} answer`)).to.equal("7");
    expect(told.at(-1)).to.contain("compiles again");
  });

  it("sees a library that one of the notebook's own files imports", async () => {
    const file = path.join(kernel.folder, "through.ts");
    await writeFile(
      file,
      'import { answer } from "workshop/ops";\nexport const twice: number = 2 * answer;\n',
    );
    expect(await result('import { twice } from "./through.ts"; twice')).to.equal("14");
    await save(source("8"));
    expect(await result('import { twice } from "./through.ts"; twice')).to.equal("16");
  });
});
