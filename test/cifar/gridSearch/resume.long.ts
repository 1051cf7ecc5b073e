import { rmSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { selectBackend } from "lib/backend";
import {
  type GridSearchOptions,
  gridSearch,
  type SearchProgress,
  type SearchResult,
  type SearchSpace,
} from "lib/cifar";
import { openStore } from "../../../lib/cifar/gridSearch/trialStore.ts";
import { needsNative } from "../../backend/native/setUp.ts";
import { blobs } from "../blobs.ts";
import { findings, threadsFromNow, tiny } from "./tiny.ts";

const space: SearchSpace = { learningRate: [0.01, 0.1], seed: [1, 2] };

/** What a cell shows of a result. */
const shownText = (result: SearchResult): string =>
  Reflect.get(result, Symbol.for("Jupyter.display")).call(result)["text/plain"];

describe("gridSearch with a directory", () => {
  let directory: string;
  before(() => selectBackend({ threads: 1, log() {} }));
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "grid-search-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** The search in the directory, and how many trials it has stored. */
  const search = async (own: Partial<GridSearchOptions> = {}, over: SearchSpace = space) => {
    const files = async () => {
      const names = await readdir(directory).catch(() => []);
      const stats = await Promise.all(names.map((name) => stat(path.join(directory, name))));
      return stats.map(({ ino, mtimeMs }) => `${ino} ${mtimeMs}`); // an inode comes again
    };
    const before = await files();
    const result = await gridSearch(over, { ...tiny, directory, workers: 1, ...own });
    const stored = (await files()).filter((file) => !before.includes(file)).length;
    return { result, stored };
  };

  it("stops at SIGINT, keeps what has ended, and goes on from there", async () => {
    let isPressed = false;
    const reports: SearchProgress[] = [];
    const threads = threadsFromNow();
    const { result, stored } = await search({
      workers: 2,
      iterations: 40,
      onProgress: (progress) => {
        reports.push(progress);
        if (progress.ended === 0 || isPressed) return;
        isPressed = true;
        process.emit("SIGINT");
      },
    });
    expect([threads.started(), threads.running()]).to.deep.equal([2, 0]);
    expect(process.listenerCount("SIGINT")).to.equal(0);
    expect(result.trials).to.have.length(stored);
    expect(stored).to.be.within(1, 3);
    expect(reports.at(-1)?.stopped).to.equal("interrupted");
    const text = shownText(result);
    expect(text).to.include(`Interrupted: ${4 - stored} of 4 trials are missing; the same call`);
    const error = await result.evaluateWinner(blobs(9, 9)).catch(({ message }) => message);
    expect(error).to.include(`${4 - stored} of 4 trials are missing; let the search finish`);

    const rest = await search({ iterations: 40 });
    expect(rest.stored).to.equal(4 - stored);
    const { result: fresh } = await search({ iterations: 40, directory: undefined, workers: 2 });
    expect(findings(rest.result)).to.deep.equal(findings(fresh));
  });

  it("ends at its signal, also one that was given before", async () => {
    const signal = AbortSignal.abort();
    expect((await search({ signal })).result.trials).to.deep.equal([]);
  });

  it("runs nothing again but what other options or data make another trial", async () => {
    expect((await search()).stored).to.equal(4);
    expect((await search()).stored).to.equal(0);
    expect((await search({ iterations: 4 })).stored).to.equal(4);
    const data = { ...tiny.data, validation: blobs(20, 5) };
    expect((await search({ data })).stored).to.equal(4);
    const all = await readdir(directory);
    expect(all).to.have.length(12);
  });

  const damages: Record<string, (text: string) => string> = {
    "is cut off": (text) => text.slice(0, 700),
    "is empty": () => "",
    "has another letter in its weights": (text) =>
      text.replace(/(?<="weights":\["....)./, (letter) => (letter === "A" ? "B" : "A")),
    "has a better accuracy": (text) => text.replace(/("best":.*?"value":)[\d.]+/, "$10.99"),
    "has lost weights": (text) => text.replace(/(?<="weights":\[".*?",)".*?"/, '""'),
    "is nothing but a status": () => '{"status":"finished"}',
    "is another trial's": (text) => text.replace('"learningRate":0.01', '"learningRate":0.02'),
  };
  it(`names a trial's file that ${Object.keys(damages).join(", ")}, and runs it again`, async () => {
    const many = { ...space, seed: [1, 2, 3, 4] };
    const { result } = await search({}, many);
    const whole = (await readdir(directory)).map((name) => path.join(directory, name));
    const damaged: string[] = [];
    for (const damage of Object.values(damages)) {
      const texts = await Promise.all(whole.map((file) => readFile(file, "utf8")));
      const index = texts.findIndex((text) => damage(text) !== text);
      await writeFile(whole[index], damage(texts[index]));
      damaged.push(...whole.splice(index, 1));
    }
    const again = await search({}, many);
    expect(again.stored).to.equal(damaged.length);
    expect(findings(again.result)).to.deep.equal(findings(result));
    for (const file of damaged) {
      const note = `"${file}" is damaged or was changed: its trial runs again.`;
      expect(shownText(again.result)).to.include(note);
    }
    expect(shownText((await search({}, many)).result)).to.not.include("damaged");
  });

  it("runs trials on wasm whatever CNN_BACKEND says, and keeps those of another backend apart", async () => {
    const { result } = await search();
    const { CNN_BACKEND } = process.env;
    process.env.CNN_BACKEND = "no such backend";
    try {
      const { result: fresh } = await search({ directory: undefined });
      expect(findings(fresh)).to.deep.equal(findings(result));
    } finally {
      if (CNN_BACKEND === undefined) delete process.env.CNN_BACKEND;
      else process.env.CNN_BACKEND = CNN_BACKEND;
    }
    const data = { train: "a", validation: "b" };
    const outcome = { status: "diverged", reason: "", seconds: 1 } as const;
    const [wasm, native] = await Promise.all(
      (["wasm", "tfjs-node"] as const).map((backend) =>
        openStore(directory, { data, backend }, expect.fail),
      ),
    );
    await wasm.write({ seed: 7 }, outcome);
    expect(await wasm.read({ seed: 7 })).to.deep.equal(outcome);
    expect(await native.read({ seed: 7 })).to.equal(undefined);
  });

  it("runs trials on tfjs-node where it is asked for", async function () {
    needsNative.call(this);
    const { result, stored } = await search();
    const other = await search({ backend: "tfjs-node" });
    expect([stored, other.stored]).to.deep.equal([4, 4]);
    expect(other.result.trials.map(({ status }) => status)).to.not.include("failed");
    expect(findings(other.result)).to.not.deep.equal(findings(result));
  });

  it("goes on where a trial cannot be stored, and says so below the table", async () => {
    const onProgress = () => rmSync(directory, { recursive: true, force: true });
    const { result } = await search({ onProgress });
    expect(result.trials).to.have.length(4);
    const text = shownText(result);
    expect(text).to.match(/\nNot all trials could be stored: ENOENT.*\.$/);
  });

  it("runs trials again that failed, not those that diverged", async () => {
    const bad: SearchSpace = { kernelSize: [3, 13], learningRate: [1e38] };
    const options = { ...tiny, directory, workers: 1 };
    const first = await gridSearch(bad, options);
    const again = await gridSearch(bad, options);
    const seconds = ({ trials }: SearchResult) => trials.map((trial) => trial.seconds);
    expect(first.trials.map(({ status }) => status)).to.deep.equal(["diverged", "failed"]);
    expect(seconds(again)[0]).to.equal(seconds(first)[0]);
    expect(seconds(again)[1]).to.not.equal(seconds(first)[1]);
  });

  it("names a directory that cannot be written to, before it trains", async () => {
    const file = path.join(directory, "file");
    await writeFile(file, "");
    const error = await search({ directory: file }).catch(({ message }) => message);
    expect(error).to.match(/trials cannot be stored in ".*file" \(EEXIST/);
  });
});
