/**
 * `nearestImages` (L2, k = 10) against numpy, on the same images, in turns.
 *
 *     npx tsx bench/knn/images.ts [training = 5000] [queries = 500] [rounds = 5]
 *
 * Each side starts from bytes and ends with sorted indices. numpy runs once with one thread, as tfjs's wasm
 * backend does, and once with as many as it likes. PYTHON names an interpreter that has numpy; default python3.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { selectBackend } from "lib/backend";
import { loadCifar10, subset } from "lib/data";
import { nearestImages } from "lib/knn";

const [trainingImages = 5000, queryImages = 500, rounds = 5] = process.argv.slice(2).map(Number);
const K = 10;

const backend = await selectBackend();
const data = await loadCifar10({});
const training = subset(data.train, 0, trainingImages);
const queries = subset(data.test, 0, queryImages);
const folder = await mkdtemp(join(tmpdir(), "bench-knn-"));
try {
  const files = [join(folder, "training"), join(folder, "queries")];
  await writeFile(files[0], training.images);
  await writeFile(files[1], queries.images);
  const numpy1 = startNumpy(files, { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" });
  const numpyAll = startNumpy(files, {});

  const found = await nearestImages(training, queries, K);
  const theirs = (await numpy1.ask("indices")).split(" ").map(Number);
  const same = theirs.filter((index, i) => index === found[Math.floor(i / K)].indices[i % K]);
  await numpyAll.ask("search");

  const seconds = { ours: [] as number[], numpy1: [] as number[], numpyAll: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await nearestImages(training, queries, K);
    seconds.ours.push((performance.now() - start) / 1000);
    seconds.numpy1.push(Number(await numpy1.ask("search")));
    seconds.numpyAll.push(Number(await numpyAll.ask("search")));
  }
  numpy1.end();
  numpyAll.end();

  const ours = median(seconds.ours);
  console.log(`${training.source.description}; ${backend.device}`);
  console.log(
    `${trainingImages} training images, ${queryImages} queries, k = ${K}, ${rounds} rounds`,
  );
  console.log(`${same.length} of ${theirs.length} indices are those of numpy in float32`);
  console.table({
    [`nearestImages on ${backend.name}`]: row(seconds.ours, ours),
    "numpy, 1 thread": row(seconds.numpy1, ours),
    [`numpy, up to ${cpus().length} threads`]: row(seconds.numpyAll, ours),
  });
  console.log(`most memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
} finally {
  await rm(folder, { recursive: true });
}

function startNumpy(files: string[], threads: Record<string, string>) {
  const script = new URL("numpy_side.py", import.meta.url).pathname;
  const size = training.shape.reduce((a, b) => a * b);
  const child = spawn(process.env.PYTHON ?? "python3", [script, ...files, `${size}`, `${K}`], {
    env: { ...process.env, ...threads },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (request: string): Promise<string> => {
      child.stdin.write(`${request}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error("numpy ended without an answer; does PYTHON have numpy?");
      return value;
    },
    end: () => child.stdin.end(),
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function row(values: number[], ours: number) {
  const middle = median(values);
  const digits = (value: number) => Number(value.toFixed(3));
  return {
    "median s": digits(middle),
    "least s": digits(Math.min(...values)),
    "most s": digits(Math.max(...values)),
    "ours takes": `${(ours / middle).toFixed(2)} x`,
  };
}
