import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { reachable } from "../../../grading/edition/reachable.ts";

const FILES: Record<string, string> = {
  "a/start.mjs": `
    import { b } from "../b/b.ts";
    import "lib/ops";
    import { join } from "node:path";
    await import("./late.mjs");
    const script = new URL("tool.py", import.meta.url);
    const sheet = new URL("../sheet.css", import.meta.url);
    const none = new URL("folder/", import.meta.url);
    const other = new URL("unused.txt", "https://example.org");`,
  "a/late.mjs": 'export * from "../b/c.ts"; import "./start.mjs";',
  "a/tool.py": "import json\nfrom helper import x\n  import indented\nimport second",
  "a/helper.py": "import second",
  "a/second.py": "",
  "a/json.txt": "",
  "a/indented.py": "",
  "a/folder/file.ts": "",
  "a/unused.txt": "",
  "a/lib/ops": "",
  "b/b.ts": 'import type { C } from "./c.ts"; export const b = 1; const read = "./d.ts";',
  "b/c.ts": "",
  "b/d.ts": "",
  "sheet.css": '@import "./b/d.ts"; import "./b/d.ts";',
  "plain.cjs": 'require("./b/d.ts"); import "./b/d.ts";',
  "other.py": "from a import b",
};

describe("the files that programs need", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "reachable-"));
    for (const [file, text] of Object.entries(FILES)) {
      await mkdir(join(folder, dirname(file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  for (const [entries, files] of [
    [[], []],
    [["none.mjs", "a"], []],
    [["b/b.ts"], ["b/b.ts", "b/c.ts"]],
    [
      ["plain.cjs", "sheet.css", "other.py"],
      ["plain.cjs", "sheet.css", "other.py"],
    ],
    [
      ["a/start.mjs", "a/late.mjs"],
      [
        ...["a/start.mjs", "a/late.mjs", "a/tool.py", "a/helper.py", "a/second.py"],
        ...["b/b.ts", "b/c.ts", "sheet.css"],
      ],
    ],
  ] as const) {
    it(`are ${files.length} for ${entries.join(" and ") || "none"}`, async () => {
      expect([...(await reachable(folder, entries))]).to.have.members([...files]);
    });
  }
});
