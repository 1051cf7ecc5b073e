import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type Random, seededRandom } from "lib/data";

/** Kills of each of the two runs. */
const KILLS = Number(process.env.KILLS ?? 10);
const SEED = Number(process.env.SEED ?? Date.now() % 1e6);

const children = new Set<ChildProcess>();

describe("a run that is killed", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "killed-"));
  });
  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await rm(directory, { recursive: true });
  });

  it(`goes on to the same losses and weights, bit for bit (${2 * KILLS} SIGKILLs, seed ${SEED})`, async function () {
    this.timeout(60_000 + 20_000 * KILLS);
    await Promise.all(
      ["a", "b"].map(async (name) => {
        const random = seededRandom(`${SEED}/${name}`);
        const lines: string[] = [];
        let last = 0;
        for (let kill = 0; kill < KILLS; kill++) {
          const next = await life(1e6, join(directory, name), random);
          expect(iterationOf(next[0])).to.be.within(last - EVERY + 1, last + EVERY + 1);
          last = iterationOf(next[next.length - 1]);
          lines.push(...next);
        }
        last += 20;
        lines.push(...(await life(last, join(directory, name))));
        const whole = await life(last);
        expect(whole).to.have.length(last + 2);
        expect(lines.at(-1)).to.match(/^weights /);
        expect([...new Set(lines)].toSorted()).to.deep.equal([...new Set(whole)].toSorted());
        expect(await readdir(join(directory, name))).to.have.length(2);
      }),
    );
  });
});

/** Iterations between two checkpoints of `run.mjs`. */
const EVERY = 3;

/** Of a line such as "12 0.693". */
function iterationOf(line: string): number {
  return Number.parseInt(line, 10);
}

/** The lines of a run; if `random` is given, it is killed within 20 ms after one of the first 40. */
async function life(iterations: number, directory?: string, random?: Random): Promise<string[]> {
  const program = fileURLToPath(new URL("run.mjs", import.meta.url));
  const args = [program, String(iterations), ...(directory ? [directory] : [])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  const ended = new Promise<string | null>((resolve) =>
    child.once("close", (_, signal) => resolve(signal)),
  );
  const lines: string[] = [];
  const fatal = random ? Math.ceil(40 * random()) : Number.POSITIVE_INFINITY;
  const delay = random ? 20 * random() : 0;
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === fatal) setTimeout(() => child.kill("SIGKILL"), delay);
  }
  children.delete(child);
  expect(await ended).to.equal(random ? "SIGKILL" : null);
  return lines;
}
