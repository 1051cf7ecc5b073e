import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { codeVersion } from "../../lib/redis/codeVersion.ts";

const files = {
  "begin.js":
    'import { a } from "./inner/a.js";\nconst urls = ["./b.wasm", "./d.wasm"].map((name) => new URL(name, import.meta.url));',
  "inner/a.js":
    'export const later = () => import("../c.js");\nthrow new Error("./none.js; #0072B2");',
  "c.js": 'import "./begin.js";',
  "b.wasm": 'bytes "./other.js"',
  "d.wasm": "other bytes",
  "other.js": "unread",
};

describe("the version of the code", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "cnn-code-"));
    for (const [name, text] of Object.entries(files)) await write(name, text);
  });
  after(() => rm(directory, { recursive: true }));

  const write = async (name: string, text: string) => {
    const { mkdir } = await import("node:fs/promises");
    await mkdir(join(directory, name, ".."), { recursive: true });
    await writeFile(join(directory, name), text);
  };
  const version = () => codeVersion([pathToFileURL(join(directory, "begin.js"))]);

  it("is another when any file changes that can be loaded, and no other file matters", async () => {
    const first = version();
    expect(first).to.match(/^[0-9a-f]{12}$/);
    for (const [name, text] of Object.entries(files)) {
      await write(name, `${text} `);
      expect(version() === first, name).to.equal(name === "other.js");
      await write(name, text);
      expect(version(), `${name} again`).to.equal(first);
    }
  });

  it("is another with other packages", () => {
    const begin = pathToFileURL(join(directory, "begin.js"));
    const versions = [[], ["chai"], ["mocha"]].map((packages) => codeVersion([begin], packages));
    expect(new Set([...versions, version()]).size).to.equal(4);
  });

  it("is another when two files change places", async () => {
    const first = version();
    await write("b.wasm", files["d.wasm"]);
    await write("d.wasm", files["b.wasm"]);
    expect(version()).to.not.equal(first);
    for (const [name, text] of Object.entries(files)) await write(name, text);
  });

  it("is the same for the same files in another folder", async () => {
    const first = version();
    const before = directory;
    directory = await mkdtemp(join(tmpdir(), "cnn-code-"));
    try {
      for (const [name, text] of Object.entries(files)) await write(name, text);
      expect(version()).to.equal(first);
    } finally {
      await rm(directory, { recursive: true });
      directory = before;
    }
  });
});
