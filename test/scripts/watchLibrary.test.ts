import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { watchLibrary } from "../../scripts/start/watchLibrary.mjs";

/** A compiler that notes its calls, and fails, or waits to be told to go on, where the source says so. */
const TSC = `
  const fs = require("fs");
  const text = fs.readFileSync("lib/a.ts", "utf8");
  fs.appendFileSync("calls", text + "\\n");
  while (text.includes("long") && !fs.existsSync("go on")) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  if (text.includes("wrong")) {
    console.log("a.ts(1,1): " + text);
    process.exit(1);
  }
  fs.mkdirSync("lib/dist", { recursive: true });
  fs.writeFileSync("lib/dist/a.js", text);
`;

describe("the watch of a library", () => {
  let folder: string;
  let said: string[];
  let end: () => void;
  const at = (name: string) => join(folder, name);
  const note = () => at("lib/dist/watch.json");
  const noted = () => JSON.parse(readFileSync(note(), "utf8"));
  const calls = () =>
    existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trim().split("\n") : [];
  const save = (text: string) => writeFile(at("lib/a.ts"), text);
  const until = async (is: () => boolean) => {
    while (!is()) await sleep(20);
  };
  /** Waits until it has looked at the sources some times more, by the note that it touches. */
  const looks = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const before = statSync(note()).mtimeMs;
      await until(() => existsSync(note()) && statSync(note()).mtimeMs !== before);
    }
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "watched-"));
    await mkdir(at("lib"));
    await writeFile(at("lib/tsconfig.json"), '{ "exclude": ["dist"] }');
    await writeFile(at("tsc.cjs"), TSC);
    await save("first");
    said = [];
    end = watchLibrary(at("lib"), at("tsc.cjs"), (text) => said.push(text));
  });
  afterEach(async () => {
    end();
    await rm(folder, { recursive: true, maxRetries: 5 });
  });

  it("builds each state of the sources once, and notes it until it ends", async () => {
    await until(() => noted().newest > 0);
    expect(noted()).to.deep.equal({
      pid: process.pid,
      newest: statSync(at("lib/a.ts")).mtimeMs,
      errors: "",
    });
    await looks(3);
    await save("second");
    await until(() => calls().length > 1);
    await looks(3);
    expect(calls()).to.deep.equal(["first", "second"]);
    end();
    expect(existsSync(note())).to.equal(false);
    expect(said).to.deep.equal([]);
  });

  it("tells of errors once, and when they are gone", async () => {
    await save("wrong");
    await until(() => said.length > 0);
    expect(noted().errors).to.equal("a.ts(1,1): wrong");
    await looks(3);
    await save("right");
    await until(() => said.length > 1);
    expect(said).to.deep.equal([
      `${at("lib")} does not compile, so notebooks do not load it:\n\na.ts(1,1): wrong`,
      `${at("lib")} compiles again.`,
    ]);
    expect(noted().errors).to.equal("");
  });

  it("builds anew what was deleted", async () => {
    await until(() => noted().newest > 0);
    await rm(at("lib/dist"), { recursive: true });
    await until(() => existsSync(at("lib/dist/a.js")) && existsSync(note()));
    expect(calls()).to.deep.equal(["first", "first"]);
  });

  it("says that it is there while a build takes long, which counts once it has ended", async () => {
    await until(() => noted().newest > 0);
    const first = noted();
    await save("long");
    await until(() => calls().includes("long"));
    await looks(2);
    expect(noted()).to.deep.equal(first);
    await writeFile(at("go on"), "");
    await until(() => noted().newest > first.newest);
    expect(calls()).to.deep.equal(["first", "long"]);
  });

  it("notes no build that ends after it", async () => {
    await until(() => noted().newest > 0);
    await save("long");
    await until(() => calls().includes("long"));
    end();
    await writeFile(at("go on"), "");
    await until(() => readFileSync(at("lib/dist/a.js"), "utf8") === "long");
    await sleep(300); // the compiler ends, and what hears of it has its turn
    expect(existsSync(note())).to.equal(false);
  });

  it("says that a library which cannot be written is not built", async () => {
    const fixed = at("fixed");
    await mkdir(fixed);
    await writeFile(join(fixed, "dist"), "a file");
    const endFixed = watchLibrary(fixed, at("tsc.cjs"), (text) => said.push(text));
    endFixed();
    expect(said).to.have.length(1);
    expect(said[0]).to.satisfy((text: string) =>
      text.startsWith(
        `${fixed} cannot be written, so it is not built as it is edited: Error: EEXIST`,
      ),
    );
    expect(await readFile(join(fixed, "dist"), "utf8")).to.equal("a file");
  });

  it("leaves it to another that watches, until that one has not looked for long", async () => {
    await until(() => noted().newest > 0);
    end();
    const others = JSON.stringify({ pid: 1, newest: 0, errors: "" });
    await writeFile(note(), others);
    end = watchLibrary(at("lib"), at("tsc.cjs"), (text) => said.push(text));
    await save("third");
    await sleep(900); // three looks
    expect(readFileSync(note(), "utf8")).to.equal(others);
    expect(calls()).to.deep.equal(["first"]);
    const long = new Date(Date.now() - 11_000);
    utimesSync(note(), long, long);
    await until(() => calls().includes("third"));
    await until(() => noted().pid === process.pid);
  });
});
