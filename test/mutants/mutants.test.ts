import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { transformSync } from "esbuild";
import ts from "typescript-api";
import { root } from "../../scripts/setup/project.mjs";
import { messagesOf } from "../deletions/messages.ts";
import { changesOf } from "./changes.ts";
import { covering, type Judged, judge, tryTests } from "./judge.ts";
import { isMeant, KNOWN } from "./known.ts";
import { type Mutant, mutantsOf, mutated, sample } from "./mutants.ts";
import { reached } from "./reach.ts";
import { rateOf, survivor } from "./report.ts";
import { testsFor, testsIn, testsOf } from "./testsOf.ts";
import type { Ended, WorkingCopy } from "./workingCopy.ts";

const SOURCE = `import { a } from "./a.ts";
export async function f(x: number | 7, y: readonly number[]): Promise<boolean> {
  if (x < 2 && !y.every(Boolean)) throw new RangeError("no");
  a(x, 1);
  await a(-x, x);
  return x === 3 ? true : Math.min(x + 1, 2) > 0;
}
const nothing = (): undefined => { return undefined; };
const told = nothing.toString();
`;
const mutants = mutantsOf("lib/knn/f.ts", SOURCE);
const [first] = mutants;

describe("the mutants of a source", () => {
  it("have one fault each, of every kind", () => {
    const faults = mutants.map(({ line, place, text }) => {
      return `${line}: ${/⟦(.*)⟧/.exec(place)?.[1]} → ${text}`;
    });
    for (const fault of [
      "3: x < 2 && !y.every(Boolean) → !(x < 2 && !y.every(Boolean))",
      "3: x < 2 && !y.every(Boolean) → false",
      "3: && → ||",
      "3: < → <=",
      "3: 2 → 3",
      "3: 2 → (1)",
      "3: !y.every(Boolean) → y.every(Boolean)",
      "3: every → some",
      '3: throw new RangeError("no"); → ;',
      "4: a(x, 1); → ;",
      "4: a(x, 1) → a(1, x)",
      "5: await a(-x, x) → a(-x, x)",
      "5: -x → x",
      "6: return x === 3 ? true : Math.min(x + 1, 2) > 0; → return undefined;",
      "6: === → !==",
      "6: true → false",
      "6: min → max",
      "6: + → -",
    ]) {
      expect(faults).to.include(fault);
    }
    expect(faults.filter((fault) => /^[12]:/.test(fault))).deep.equal([]); // imports and types
    expect(faults).not.to.include("6: Math.min(x + 1, 2) → Math.min(2, x + 1)"); // is no fault
  });

  it("are sources, and others than it", () => {
    expect(mutants.map(({ line }) => line)).not.include(8); // returns undefined as it is
    for (const mutant of mutants) {
      const text = mutated(SOURCE, mutant);
      expect(text).not.equal(SOURCE);
      const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
      expect(diagnostics, `${mutant.place} → ${mutant.text}`).deep.equal([]);
    }
  });

  it("are drawn alike by the same seed, not by another, and a fifth of one kind at most", () => {
    const many = mutantsOf("lib/knn/f.ts", SOURCE.repeat(5));
    const drawn = sample(many, 20, 1);
    expect(drawn).to.have.length(20);
    expect(sample(many, 20, 1)).deep.equal(drawn);
    expect(sample(many, 20, 2)).not.deep.equal(drawn);
    const ofKind = (kind: string) => drawn.filter((each) => each.kind === kind).length;
    const kinds = new Set(drawn.map(({ kind }) => kind));
    expect(Math.max(...[...kinds].map(ofKind))).to.be.at.most(4);
  });
});

describe("the tests of a mutant", () => {
  const tried = (file: string, seconds: number, ...places: Mutant[]) => ({
    file,
    seconds,
    reached: new Set(places),
  });

  it("are those that reach its place: its file's own, its folder's, quick ones of the area", () => {
    const mutant = { ...first, file: "lib/cifar/network/f.ts" };
    expect(
      testsOf(mutant.file, mutant, [
        tried("test/cifar/input/slow.test.ts", 61, mutant),
        tried("test/cifar/input/quick.test.ts", 29, mutant),
        tried("test/cifar/network/slow.test.ts", 40, mutant),
        tried("test/cifar/network/elsewhere.test.ts", 1),
        tried("test/cifar/network/slow.long.ts", 61, mutant),
        tried("test/cifar/network/f.test.ts", 50),
      ]),
    ).deep.equal([
      "test/cifar/network/f.test.ts",
      "test/cifar/network/slow.test.ts",
      "test/cifar/input/quick.test.ts",
    ]);
  });

  it("are quick ones of the area where none is known to reach its place", () => {
    const mutant = { ...first, file: "kernel/session/f.ts" };
    expect(
      testsOf(mutant.file, mutant, [
        tried("test/kernel/running.test.ts", 50),
        tried("test/kernel/f.test.ts", 9),
        tried("test/kernel/slow.test.ts", 10),
        tried("test/kernel/session/f.test.ts", 99),
      ]),
    ).deep.equal([
      "test/kernel/session/f.test.ts",
      "test/kernel/f.test.ts",
      "test/kernel/slow.test.ts",
    ]);
  });

  it("are those of its area, and what is kept of figures", () => {
    expect(testsFor(root, "lib/display")).deep.equal(testsIn(root, "test/display"));
    expect(testsFor(root, "scripts/deploy")).deep.equal(testsIn(root, "test/deploy"));
    expect(testsFor(root, "scripts")).to.include.members(testsIn(root, "test/simd"));
    expect(testsFor(root, "lib/plot")).deep.equal([
      ...testsIn(root, "test/plot"),
      "test/pictures/pictures.test.ts",
    ]);
  });

  it("are found by what runs, through both compilers", () => {
    const folder = mkdtempSync(join(tmpdir(), "reach-"));
    try {
      const text =
        "export const f = (x: number): number =>\n  x > 0\n    ? x + 1\n    : x - 1;\nf(3);\n";
      const sources = { sourcefile: "f.ts", sourcemap: "external", loader: "ts" } as const;
      const built = transformSync(text, sources);
      writeFileSync(join(folder, "f.js"), built.code);
      writeFileSync(join(folder, "f.js.map"), built.map);
      const again = transformSync(built.code, {
        ...{ format: "cjs", minifyWhitespace: true },
        ...{ sourcefile: pathToFileURL(join(folder, "f.js")).href, sourcemap: "inline" },
      });
      writeFileSync(join(folder, "run.cjs"), again.code);
      const coverage = join(folder, "coverage");
      const env = { ...process.env, NODE_V8_COVERAGE: coverage };
      execFileSync(process.execPath, ["--enable-source-maps", join(folder, "run.cjs")], { env });
      const places = mutantsOf("f.ts", text);
      const found = reached(places, new Map([["f.ts", text]]), folder, coverage);
      const lines = (some: Iterable<Mutant>) => [...new Set([...some].map(({ line }) => line))];
      expect(lines(places)).deep.equal([2, 3, 4, 5]);
      expect(lines(found)).deep.equal([2, 3, 5]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are found by what runs as it is written, also in a copy", () => {
    const folder = mkdtempSync(join(tmpdir(), "a copy é-"));
    try {
      const text = "const f = (x) =>\n  x > 0\n    ? x + 1\n    : x - 1;\nf(3);\n";
      mkdirSync(join(folder, "scripts"));
      writeFileSync(join(folder, "scripts", "f.mjs"), text);
      const coverage = join(folder, "coverage");
      const env = { ...process.env, NODE_V8_COVERAGE: coverage };
      execFileSync(process.execPath, [join(folder, "scripts", "f.mjs")], { env });
      const [file, other] = ["scripts/f.mjs", "scripts/g.mjs"];
      const places = [file, other].flatMap((each) => mutantsOf(each, text));
      const found = [...reached(places, new Map([[file, text]]), root, coverage)];
      expect(found.map((mutant) => mutant.file)).not.to.include(other);
      expect([...new Set(found.map(({ line }) => line))]).deep.equal([2, 3, 5]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are found in a kernel, which writes what all its threads reached before it is killed", async function () {
    if (process.platform === "win32") this.skip(); // has no SIGUSR2
    const folder = mkdtempSync(join(tmpdir(), "reach-"));
    const main = join(folder, "kernels", "typescript", "main.js");
    mkdirSync(dirname(main), { recursive: true });
    writeFileSync(
      main,
      `const { Worker, threadId } = require("node:worker_threads");
       if (threadId < 3) new Worker(__filename); // the server, the translator, a cell's
       else process.stdout.write("ready");
       setInterval(() => {}, 1000);`,
    );
    const env = { ...process.env, ...covering(join(folder, "coverage")) };
    const kernel = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      await once(kernel.stdout, "data");
      kernel.kill("SIGUSR2");
      const written = join(folder, "coverage", `written-${kernel.pid}.json`);
      while (!existsSync(written)) await setTimeout(10);
      const reports = readdirSync(join(folder, "coverage")).filter((name) =>
        /^coverage/.test(name),
      );
      const threads = reports.map((name) => /(\d)\.json$/.exec(name)?.[1]);
      expect(threads.toSorted()).deep.equal(["0", "1", "2"]);
    } finally {
      const ended = once(kernel, "exit");
      kernel.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true });
    }
  });
});

/** A copy in which all tests end in one way; keeps what it was given. */
function copy(compiles: boolean, ended: Ended, awaits = true) {
  const texts: string[] = [];
  const limits: (number | undefined)[] = [];
  const stub: WorkingCopy = {
    folder: "",
    async with(_, text, work) {
      texts.push(text);
      return work();
    },
    build: async () => compiles,
    awaits: async () => awaits,
    async test(_, options) {
      limits.push(options?.seconds);
      return ended;
    },
    remove: async () => {},
  };
  return { stub, texts, limits };
}

describe("the trial of the tests", () => {
  it("takes one that fails while its coverage is written for the folder that it mirrors", async () => {
    const ran: [file: string, isCovered: boolean][] = [];
    const folder = mkdtempSync(join(tmpdir(), "tried-"));
    const { stub } = copy(true, "passed");
    const some: WorkingCopy = {
      ...stub,
      folder,
      async test([file], { env } = {}) {
        ran.push([file, Boolean(env?.NODE_V8_COVERAGE)]);
        const isSlow = file.endsWith("slow.test.ts");
        return file.endsWith("wrong.test.ts") || (isSlow && env) ? "failed" : "passed";
      },
    };
    const other = { ...first, file: "lib/knn/parts/f.ts" };
    const files = ["quick", "slow", "wrong"].map((name) => `test/knn/${name}.test.ts`);
    const said: unknown[] = [];
    const { log } = console;
    console.log = (line) => said.push(line);
    try {
      const tried = await tryTests([some], files, [first, other], new Map());
      expect(tried.map(({ file }) => file)).deep.equal(files.slice(0, 2));
      expect(tried.map(({ reached }) => [...reached])).deep.equal([[], [first]]);
    } finally {
      console.log = log;
      rmSync(folder, { recursive: true });
    }
    const [quick, slow, wrong] = files;
    expect(said).deep.equal([`${wrong}: failed without a fault, so it is left out`]);
    expect(ran).deep.equal([
      [quick, true],
      ...[[slow, true] as const, [slow, false] as const],
      ...[[wrong, true] as const, [wrong, false] as const],
    ]);
  });
});

describe("the judgement of a mutant", () => {
  const test = { file: "test/knn/f.test.ts", seconds: 1, reached: new Set([first]) };
  const sources = new Map([[first.file, SOURCE]]);

  for (const [ended, fate] of [
    ["failed", "killed"],
    ["passed", "survived"],
    ["timed out", "timed out"],
  ] as const) {
    it(`is "${fate}" where its tests, run on its text within a limit, have ${ended}`, async () => {
      const { stub, texts, limits } = copy(true, ended);
      const judged = await judge(stub, first, [test], sources);
      expect(judged).deep.equal({ mutant: first, fate, tests: [test.file] });
      expect(texts).deep.equal([mutated(SOURCE, first)]);
      expect(limits).deep.equal([11]);
    });
  }

  it('is "refused" where it does not compile or awaits too little, "survived" where no test reaches it', async () => {
    expect((await judge(copy(false, "passed").stub, first, [test], sources)).fate).equal("refused");
    const fateOf = async (kind: string) =>
      (await judge(copy(true, "passed", false).stub, { ...first, kind }, [test], sources)).fate;
    expect(await fateOf("await")).equal("refused");
    expect(await fateOf("never")).equal("survived");
    const { stub, limits } = copy(true, "failed");
    expect((await judge(stub, first, [], sources)).fate).equal("survived");
    const built = { ...stub, build: async (...folders: string[]) => folders.length > 0 };
    const unbuilt = { ...first, file: "publish/f.ts" };
    const texts = new Map([...sources, [unbuilt.file, SOURCE]]);
    expect((await judge(built, first, [], texts)).fate).equal("survived");
    expect((await judge(built, unbuilt, [], texts)).fate).equal("refused");
    expect(limits).deep.equal([]);
  });
});

describe("the report of the mutants", () => {
  const judged = (fate: Judged["fate"], mutant = first): Judged => ({
    mutant,
    fate,
    tests: ["test/knn/f.test.ts"],
  });
  const known = [{ ...first, reason: "The same for every x." }];

  it("lists a survivor with its place, its change and the tests that ran", () => {
    expect(survivor(judged("survived"), []).split("\n    ")).deep.equal([
      'lib/knn/f.ts:3  if (⟦x < 2 && !y.every(Boolean)⟧) throw new RangeError("no");  →  !(x < 2 && !y.every(Boolean))',
      "test/knn/f.test.ts",
    ]);
    expect(survivor({ ...judged("survived"), tests: [] }, [])).to.match(/no test reaches it$/);
    expect(survivor(judged("survived"), known)).to.match(/listed: The same for every x\.$/);
  });

  it("counts neither what is refused nor what is listed, and knows it in another line", () => {
    const some = [
      ...Array.from({ length: 19 }, () => judged("killed")),
      judged("timed out"),
      judged("refused"),
      judged("survived", mutants[1]),
      judged("survived", { ...first, line: 99 }),
    ];
    expect(rateOf("lib/knn", some, known)).deep.equal({
      killed: 20,
      valid: 21,
      text: "20 of 21 killed (95 %, 1 by the time limit); 1 more refused by type check or lint, 1 listed as to survive",
      holds: true,
    });
    const fewer = [judged("survived", mutants[1]), ...some.slice(1)];
    expect(rateOf("lib/knn", fewer, known).holds).equal(false);
    expect(rateOf("lib/plot", fewer, known).holds).equal(true);
  });

  it("lists as to survive only what the sources have, with a reason", () => {
    for (const entry of KNOWN) {
      const source = readFileSync(join(root, entry.file), "utf8");
      const all = [changesOf, messagesOf].flatMap((some) => mutantsOf(entry.file, source, some));
      const meant = all.filter((each) => isMeant(entry, each));
      expect(meant, JSON.stringify(entry)).not.deep.equal([]);
      expect(entry.reason).to.match(/^[A-Z].*\.$/);
    }
  });
});
