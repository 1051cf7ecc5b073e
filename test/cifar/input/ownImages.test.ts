import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import { cifarCnn, evaluate, train } from "lib/cifar";
import { randomPermutation, seededRandom, subset } from "lib/data";
import ts from "typescript-api";

const AsyncFunction = (async () => {}).constructor as new (
  ...code: string[]
) => (...given: unknown[]) => Promise<void>;

describe("the library page's images of one's own", () => {
  it("are 500, take ten lines, and are learnt", async () => {
    const page = await readFile(new URL("../../../docs/library.md", import.meta.url), "utf8");
    const [, code] = /Images of your own[^`]*```ts\n(.*?)```/s.exec(page) ?? [];
    const lines = code.slice(code.indexOf("const shape")).trim().split("\n");
    expect(lines.length).to.be.within(10, 11);
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
    });
    const body = outputText.replace(/^import .*$/gm, "");
    const shown: unknown[] = [];
    const given = {
      selectBackend: () => selectBackend({ threads: 1, log() {} }),
      cifarCnn,
      evaluate,
      train: (...[model, data, options]: Parameters<typeof train>) =>
        train(model, data, { ...options, onProgress() {} }),
      randomPermutation,
      seededRandom,
      subset,
      console: { log: (value: unknown) => shown.push(value) },
    };
    await new AsyncFunction(...Object.keys(given), body)(...Object.values(given));
    expect(shown).to.deep.equal([1]);
  });
});
