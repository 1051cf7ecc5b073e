import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { spareMemory } from "../../scripts/deploy/spareMemory.mjs";
import { root } from "../../scripts/setup/project.mjs";

describe("a copy for a class", () => {
  it("has every kernel collect young values by 4 MB, and is the same otherwise", async () => {
    const copy = await mkdtemp(join(tmpdir(), "spare-"));
    const spec = async (project: string, language: string) =>
      JSON.parse(
        await readFile(join(project, "kernel/dist/kernels", language, "kernel.json"), "utf8"),
      );
    try {
      await cp(join(root, "kernel/dist/kernels"), join(copy, "kernel/dist/kernels"), {
        recursive: true,
        filter: (path) => !path.endsWith(".js"),
      });
      await spareMemory(copy);
      for (const language of ["typescript", "javascript"]) {
        const { argv, ...rest } = await spec(root, language);
        const [node, ...words] = argv;
        expect(await spec(copy, language)).to.deep.equal({
          argv: [node, "--max-semi-space-size=4", ...words],
          ...rest,
        });
      }
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});
