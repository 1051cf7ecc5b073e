import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import type { Kernel } from "./client.ts";
import { sharedKernel } from "./shared.ts";

describe("the kernel, speaking current TypeScript", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await sharedKernel();
  });

  const result = async (code: string) => {
    const answer = await kernel.run(code);
    return answer.error ?? answer.result;
  };

  it("imports JSON with an import attribute, and TypeScript by its full name", async () => {
    await writeFile(path.join(kernel.folder, "sizes.json"), '{ "rows": 24 }');
    await writeFile(path.join(kernel.folder, "cell-size.ts"), "export const size: number = 2;");
    const json = 'import sizes from "./sizes.json" with { type: "json" }; sizes.rows';
    expect(await result(json)).to.equal("24");
    expect(await result('import { size } from "./cell-size.ts"; size')).to.equal("2");
  });

  it("disposes of what `using` and `await using` declare at the cell's end", async () => {
    const answer = await kernel.run(`
      const noted: string[] = [];
      using first = { [Symbol.dispose]() { noted.push("first") } };
      await using second = { async [Symbol.asyncDispose]() { noted.push("second") } };
      function count() { return noted.length }
      count() + " noted"`);
    expect(answer.error).to.equal(undefined);
    expect(answer.result).to.equal("'0 noted'");
    expect(await result("noted")).to.equal("[ 'second', 'first' ]");
    expect(await result("count()")).to.equal("2");
  });

  it("knows the library of ES2023 and typed arrays by their buffers", async () => {
    const code = "const doubles: Float64Array<ArrayBuffer> = new Float64Array([3, 1]).toSorted();";
    expect(await result(`${code} doubles.findLast((x) => x > 1)`)).to.equal("3");
    expect(await result("const other: Float64Array<SharedArrayBuffer> = doubles")).to.contain(
      "'Float64Array<ArrayBuffer>' is not assignable to type 'Float64Array<SharedArrayBuffer>'",
    );
  });

  it("checks as strictly as the project's tsconfig.json says", async () => {
    expect(await result("const s: string = null")).to.contain("1:7 - Type 'null'");
    expect(await result("(x) => x")).to.contain("implicitly has an 'any' type");
    const sometimes = "function sometimes(x: number) { if (x > 0) return x }";
    expect(await result(sometimes)).to.contain("Not all code paths return a value");
  });

  it("lets a cell leave a name unused, have an enum and an import of a type", async () => {
    const code = `
      import { Dataset } from "lib/data";
      enum Level { high = 4 }
      function f(): Dataset | undefined { const unused = 1; return undefined }
      Level.high`;
    expect(await result(code)).to.equal("4");
  });

  it("refuses an await in a method that is not async", async () => {
    expect(await result("({ wait() { await 1 } })")).to.contain("1:13 - 'await' expressions are");
  });
});
