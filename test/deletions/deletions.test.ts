import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { mutantsOf, mutated } from "../mutants/mutants.ts";
import { type Deletion, deletionsOf, unexported } from "./deletions.ts";
import { messagesOf } from "./messages.ts";
import { testsNaming } from "./testsNaming.ts";

const SOURCE = `export { check } from "./check.ts";
export { type Options, selectBackend } from "./select.ts";
`;
const FILES = {
  "lib/backend/index.ts": SOURCE,
  "lib/backend/check.ts": "export const check = (): string => 'checked';",
  "lib/backend/select.ts": `export interface Options { threads?: number; graph?: boolean }
export function selectBackend(options: Options = {}): Options { return options; }`,
  "lib/dist/backend/index.js": `export { check } from "./select.js";
export { selectBackend } from "./select.js";
//# sourceMappingURL=index.js.map`,
  "lib/dist/backend/select.js":
    "export const check = () => 'checked'; export const selectBackend = (options) => options;",
  "lib/dist/package.json": '{"type":"module"}',
  "test/backend/select.test.ts": 'import { first } from "./helper.ts"; first({ threads: 1 });',
  "test/backend/helper.ts": 'import { selectBackend } from "lib/backend";',
  "test/backend/selectBackend.test.ts": "selectBackend({ threads: 2 })",
  "test/knn/other.test.ts": "selectBackend({ graph: true })",
};

describe("the messages of a source", () => {
  it("are what its errors say, thrown at once or not, and nothing else", () => {
    const source = `const late = new TypeError("late", { cause: "why" });
if (x < 1) throw new RangeError("x is 0, " + rule);
throw new Error();
new Map("no");`;
    const texts = messagesOf(source).map(({ start, end }) => source.slice(start, end));
    expect(texts).deep.equal(['"late"', '"x is 0, " + rule']);
    const [late] = mutantsOf("lib/knn/f.ts", source, messagesOf);
    expect(mutated(source, late)).match(/^const late = new TypeError\("", \{ cause: "why" \}\);/);
  });
});

describe("the deletions of a package", () => {
  let project: string;
  let deletions: Deletion[];

  before(async () => {
    project = await mkdtemp(join(tmpdir(), "deletions-"));
    for (const [file, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(project, file)), { recursive: true });
      await writeFile(join(project, file), text);
    }
    deletions = deletionsOf(project, "lib/backend");
  });
  after(() => rm(project, { recursive: true }));

  it("are its names, and the options of the functions that have many", () => {
    expect(deletions.map(({ name, option }) => [name, option])).deep.equal([
      ["check", undefined],
      ["selectBackend", undefined],
      ["selectBackend", "threads"],
      ["selectBackend", "graph"],
    ]);
  });

  it("leave the rest of the package as it was", async () => {
    const [check, select, threads] = await Promise.all(
      deletions.map(async ({ text }, i) => {
        const file = join(project, `lib/dist/backend/without${i}.js`);
        await writeFile(file, text);
        return import(pathToFileURL(file).href);
      }),
    );
    expect(check.check).equal(undefined);
    expect(check.selectBackend({ threads: 2 })).deep.equal({ threads: 2 });
    expect(select.selectBackend).equal(undefined);
    expect(select.check()).equal("checked");
    expect(threads.check()).equal("checked");
    expect(threads.selectBackend({ threads: 2, graph: false })).deep.equal({ graph: false });
    expect(threads.selectBackend()).deep.equal({});
  });

  it("meet the tests of the area that name them, in a helper too, else all that do", () => {
    const tests = (at: number) => testsNaming(project, "lib/backend", deletions[at]);
    expect(tests(0)).deep.equal([]);
    expect(tests(2)).deep.equal([
      "test/backend/selectBackend.test.ts",
      "test/backend/select.test.ts",
    ]);
    expect(tests(3)).deep.equal(["test/knn/other.test.ts"]);
  });

  it("are taken from the source for the type check", () => {
    expect(unexported(SOURCE, "check")).to.include('export {  } from "./check.ts"');
    expect(unexported(SOURCE, "selectBackend")).to.include("export { type Options,  } from");
  });
});
