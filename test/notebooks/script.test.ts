import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { root, tsc } from "../../scripts/setup/project.mjs";
import { readNotebook, text } from "./notebook.ts";

describe("a notebook, exported to a script", () => {
  it("type-checks as one file", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "scripts-"));
    try {
      const scripts: string[] = [];
      for (const name of await readdir(path.join(root, "notebooks"))) {
        if (!name.endsWith(".ipynb")) continue;
        const { cells } = await readNotebook(name);
        const code = cells.filter(({ cell_type }) => cell_type === "code");
        const script = name.replace(/ipynb$/, "ts");
        scripts.push(script);
        await writeFile(
          path.join(folder, script),
          code.map(({ source }) => text(source)).join("\n\n"),
        );
      }
      await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
      await writeFile(
        path.join(folder, "tsconfig.json"),
        JSON.stringify({
          extends: path.join(root, "tsconfig.json"),
          compilerOptions: {
            module: "preserve",
            moduleResolution: "bundler",
            noEmit: true,
            isolatedDeclarations: false,
            noUnusedLocals: false,
            verbatimModuleSyntax: false,
          },
          files: scripts,
        }),
      );
      const check = promisify(execFile)(process.execPath, [tsc, "--project", folder]);
      const { stdout } = await check.catch((error: { stdout: string }) => error);
      expect(stdout).to.equal("");
      expect(scripts).to.not.have.lengthOf(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
