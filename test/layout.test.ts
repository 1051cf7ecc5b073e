import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { importsOf } from "../docs/drawings/imports.ts";

/** Who imports what. */
const imports = importsOf("lib", "kernel", "publish", "grading", "scripts");

/** The rules: no file of the first imports anything of the second, for the reason in the third. */
const NEVER: [from: RegExp, to: RegExp, because: string][] = [
  [
    /^lib\//,
    /^(kernel|publish|grading|scripts|test|bench)\//,
    "the library knows nothing of who uses it",
  ],
  [/^kernel\//, /^(lib|publish|grading|scripts|test|bench)(\/|$)/, "the kernel runs any notebook"],
  [
    /^lib\/(?!grading\/)/,
    /^lib\/grading\//,
    "points are given for all of it, and used by none of it",
  ],
  [
    /^lib\/(?!ops\/solutions\/)/,
    /^lib\/ops\/solutions\//,
    "what is handed out has no solutions, and works",
  ],
  [/^lib\/(?!cifar\/|redis\/|grading\/)/, /^lib\/cifar\//, "training is at the top"],
  [/^lib\/(?!redis\/)/, /^lib\/redis\/|^(bullmq|ioredis)$/, "Redis loads for its own users alone"],
  [/^lib\/(?!cifar\/|plot\/)/, /^lib\/plot\//, "figures are made of results, not the other way"],
  [/^lib\/plot\//, /^lib\/(data|ops|knn|backend)\/(?!dataset)/, "figures take plain data"],
  [/^lib\/(data|backend)\//, /^lib\/(ops|knn)\//, "the lower floor does not know the upper"],
  [/^lib\/ops\//, /^lib\/(knn|backend)\//, "the operations stand for themselves"],
  [/^lib\/knn\//, /^lib\/(ops|backend)\//, "nearest neighbours stand for themselves"],
  [/^lib\/(simd|display)\//, /^lib\/(?!simd\/|display\/)/, "the ground floor knows no other"],
  [/^lib\/display\//, /^lib\/simd\//, "what is shown is not computed"],
  [
    /^lib\/(ops|plot|display|simd|data)\//,
    /^@tensorflow\/tfjs-backend-wasm/,
    "backends start backends",
  ],
  [/^kernel\/translator\//, /^kernel\/(cells|server)\//, "the threads talk by messages"],
  [/^kernel\/(cells|server)\//, /^typescript-api$/, "only the translator knows TypeScript"],
  [
    /^publish\/(?!live\/)/,
    /^(kernel|test|bench|docs|notebooks)\/|^scripts\/(?!setup\/)/,
    "publishing stands on set-up and the library",
  ],
  [
    /^grading\//,
    /^(kernel|test|bench|docs|notebooks)\/|^scripts\/(?!setup\/|makeTarget)/,
    "grading stands on set-up, publishing and the library",
  ],
  [/^publish\//, /^grading\//, "pages know nothing of points"],
  [
    /^scripts\/(?!(assignment|check|deploy|grade|nbgrader|publish|start|submit)\.mjs$)/,
    /\.ts$/,
    "commands run where nothing is installed yet",
  ],
  [
    /^publish\/live\//,
    /^(test|bench|docs|notebooks|scripts\/(?!setup\/))\/|^kernel\/(server|tslab)/,
    "a page runs the kernel's cells, without Jupyter",
  ],
  [/^scripts\/setup\//, /^(?!scripts\/setup\/|node:)/, "set-up runs before anything is installed"],
];

/** A path of imports that ends where it began, if there is one. */
function circle(): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const target of imports.get(file) ?? []) {
      const found = visit(target);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}

describe("the layout", () => {
  it("is seen whole: every import of a file leads to a file", () => {
    expect(imports.size).to.be.above(200);
    for (const [file, targets] of imports) {
      for (const target of targets) {
        if (
          /^(grading|lib|kernel|publish|scripts)\/.*\.(ts|mjs)$/.test(target) &&
          !target.includes("/dist/")
        ) {
          expect(imports.has(target), `${file} imports ${target}`).to.equal(true);
        }
      }
    }
  });

  for (const [from, to, because] of NEVER) {
    it(`has no import from ${from.source} to ${to.source}: ${because}`, () => {
      const broken: string[] = [];
      for (const [file, targets] of imports) {
        if (from.test(file)) {
          for (const target of targets) if (to.test(target)) broken.push(`${file} → ${target}`);
        }
      }
      expect(broken).to.deep.equal([]);
      expect([...imports.keys()].some((file) => from.test(file))).to.equal(true);
    });
  }

  it("has no circle of folders in lib/cifar: what goes in, the network, measuring, training, searching", () => {
    const floors = ["files", "input", "network", "evaluation", "training", "gridSearch"];
    const floorOf = (file: string) => floors.indexOf(/^lib\/cifar\/(\w+)\//.exec(file)?.[1] ?? "");
    for (const [file, targets] of imports) {
      for (const target of targets) {
        if (floorOf(file) >= 0 && floorOf(target) >= 0) {
          expect(floorOf(file), `${file} → ${target}`).to.be.at.least(floorOf(target));
        }
      }
    }
  });

  it("waits for no frame in lib: a hidden tab has none, so `breathe` alone yields", async () => {
    for (const file of [...imports.keys()].filter((each) => each.startsWith("lib/"))) {
      expect(await readFile(file, "utf8"), file).to.not.match(/nextFrame|requestAnimationFrame/);
    }
  });

  it("has no circle of imports", () => {
    expect(circle()).to.equal(undefined);
  });
});

describe("the package", () => {
  it("keeps download hosts out of the lock file", async () => {
    const lock = await readFile(new URL("../package-lock.json", import.meta.url), "utf8");
    expect(lock).to.not.match(/"resolved": "https?:/);
  });
});
