import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const plugin = fileURLToPath(new URL("../braces.grit", import.meta.url));
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** A body on a line of its own, without braces. */
const refused = [
  "if (a)\n  g();",
  "if (a && g())\n  return 1;",
  "if (a) g();\nelse\n  g();",
  "if (a) {\n  g();\n} else\n  g();",
  "for (const row of rows)\n  g(row);",
  "for (const key in rows)\n  g(key);",
  "for (let i = 0; i < 3; i++)\n  g(i);",
  "for (const row of rows)\n  if (row) g(row);",
  "while (a)\n  g();",
  "if (\n  a &&\n  g()\n)\n  g();",
];
/** A body in braces, or on the line where its condition ends. */
const accepted = [
  "if (a) g();",
  "if (a) {\n  g();\n}",
  "if (a) g();\nelse g(1);",
  "if (a) g();\nelse if (rows) g(1);\nelse {\n  g(2);\n}",
  "for (const row of rows) for (const key in rows) g(row, key);",
  "for (let i = 0; i < 3; i++) if (a) g(i);",
  "while (a) g();",
  "if (a) return g(\n  g(1),\n  g(2),\n);",
  "if (a) return g()\n  .map(g)\n  .filter(g);",
  "if (a) return [\n  g(),\n];",
  "if (\n  a &&\n  g()\n) {\n  g();\n}",
];

describe("braces.grit", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "braces-"));
    const rules = { recommended: false };
    await writeFile(
      path.join(folder, "biome.json"),
      JSON.stringify({ plugins: [plugin], linter: { rules } }),
    );
  });
  after(() => rm(folder, { recursive: true }));

  it("refuses a body on a line of its own without braces, and nothing else", async () => {
    for (const [i, body] of [...refused, ...accepted].entries()) {
      const kind = i < refused.length ? "refused" : "accepted";
      const sample = `export function sample(a, rows, g) {\n${body}\n}\n`;
      await writeFile(path.join(folder, `${kind}${i}.ts`), sample);
    }
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [biome, "lint", "--reporter=json", "--max-diagnostics=none"],
      { cwd: folder, encoding: "utf8" },
    );
    const report = JSON.parse(stdout);
    const found = new Set<string>();
    for (const { category, location } of report.diagnostics) {
      if (category === "plugin") found.add(path.basename(location.path.file ?? location.path));
    }
    expect([...found].sort(), stderr).deep.equal(refused.map((_, i) => `refused${i}.ts`).sort());
  });
});
