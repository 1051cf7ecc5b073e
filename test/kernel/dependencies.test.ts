import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { dependencies } from "../../kernel/translator/dependencies.ts";

describe("what a cell may count on", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "dependencies-")));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const manifest = async (place: string, content: object | string) => {
    await mkdir(join(folder, place), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await writeFile(join(folder, place, "package.json"), text);
  };
  const own = (place = ".") => {
    const everywhere = dependencies("/");
    return [...dependencies(join(folder, place))]
      .filter((name) => !everywhere.has(name))
      .toSorted();
  };

  it("are Node's own modules and the project's packages", () => {
    const all = dependencies("/");
    for (const name of ["fs", "node:fs", "fs/promises", "lib", "@tensorflow/tfjs"]) {
      expect(all.has(name), name).to.equal(true);
    }
    expect([...all].filter((name) => name.startsWith("_"))).to.deep.equal([]);
  });

  it("are named by the manifests of its folder and those above", async () => {
    await manifest(".", { dependencies: { top: "1" }, devDependencies: { dev: "1" } });
    await manifest("a/b", {
      optionalDependencies: { optional: "1" },
      peerDependencies: { peer: "1" },
    });
    expect(own("a/b")).to.deep.equal(["optional", "peer", "top"]);
    expect(own("a")).to.deep.equal(["top"]);
    expect(own("not/there")).to.deep.equal(["top"]);
  });

  it("are none of a manifest that cannot be read", async () => {
    await manifest(".", "{");
    expect(own()).to.deep.equal([]);
  });

  it("are workspaces, and what these name, but no copies and no links to nowhere", async function () {
    if (process.platform === "win32") {
      console.log(
        "      skipped: links to folders need rights on Windows; any other system runs it",
      );
      this.skip();
    }
    await manifest("packages/one", { dependencies: { inner: "1" } });
    await manifest("packages/two", { dependencies: { deep: "1" } });
    await manifest("node_modules/copy", { dependencies: { "of-copy": "1" } });
    await manifest("node_modules/.store/node_modules/stored", {
      dependencies: { "of-stored": "1" },
    });
    await mkdir(join(folder, "node_modules", "@scope"));
    const links = {
      one: "packages/one",
      "@scope/two": "packages/two",
      stored: "node_modules/.store/node_modules/stored",
      gone: "packages/gone",
      "@scope/round": "node_modules/@scope/round",
    };
    for (const [name, target] of Object.entries(links)) {
      await symlink(join(folder, target), join(folder, "node_modules", name));
    }
    expect(own()).to.deep.equal(["@scope/two", "deep", "inner", "one"]);
  });
});
