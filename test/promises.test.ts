import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import { root } from "../scripts/setup/project.mjs";

const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");

const head = `
declare function keep(place: string): Promise<void>;
declare const file: { close(): Promise<void> } | undefined;
`;
const refused = [
  'keep("a");',
  'if (file) keep("a");',
  "file?.close();",
  'keep("a").then(() => {});',
  '[keep("a")];',
];
const accepted = ['await keep("a");', 'void keep("a");', 'keep("a").catch(() => {});'];

describe(".oxlintrc.json", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "promises-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("refuses a promise that nothing awaits, and nothing else", async () => {
    const lines = [...refused, ...accepted];
    for (const [i, line] of lines.entries()) {
      await writeFile(join(folder, `${i}.ts`), `${head}export async function f() {\n${line}\n}\n`);
    }
    const args = [oxlint, "--format=json", folder];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const { diagnostics }: { diagnostics: readonly { filename: string }[] } = JSON.parse(stdout);
    const found = diagnostics.map(({ filename }) => lines[Number(basename(filename, ".ts"))]);
    expect(found.toSorted(), stderr).deep.equal(refused.toSorted());
  });
});
