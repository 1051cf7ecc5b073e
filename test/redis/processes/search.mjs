// A search in a process of its own: node search.mjs '{"url":"redis://…", "space":{…}, …}'. Prints its
// progress and at last what it found, each as a line of JSON.
import process from "node:process";
import { gridSearch, threads } from "lib/cifar";
import { loadCifar10, seededRandom } from "lib/data";
import { redis } from "lib/redis";

const { url, prefix, timeout, space, cifar, ...options } = JSON.parse(process.argv[2] ?? "");

/** Images of two classes, bright and dark. @param {number} count @param {number} seed */
function blobs(count, seed) {
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const images = Uint8Array.from({ length: count * 3072 }, (_, i) =>
    Math.floor(100 * labels[Math.floor(i / 3072)] + 155 * random()),
  );
  const source = { synthetic: true, description: "blobs" };
  return { images, labels, classes: ["dark", "bright"], shape: [32, 32, 3], source };
}

const data = cifar ? await loadCifar10() : { train: blobs(60, 1), validation: blobs(20, 2) };
let last = "";
const result = await gridSearch(space, {
  ...(space.filters ? {} : { filters: 2 }),
  iterations: 6,
  batchSize: 10,
  validateEvery: 2,
  ...options,
  data: /** @type {any} */ ({ train: data.train, validation: data.validation }),
  workers: url === undefined ? threads(2, { timeout }) : redis(url, { prefix }),
  onProgress({ ended, running, workers, notice, stopped }) {
    const line = JSON.stringify({
      ended,
      running: running.length,
      workers: workers.length,
      notice,
      stopped,
    });
    if (line !== last) process.stdout.write(`${line}\n`);
    last = line;
  },
}).catch((error) => ({ trials: [], error: `${error.name}: ${error.message}` }));
const { trials } = result;
const error = "error" in result ? result.error : undefined;
const show = Reflect.get(result, Symbol.for("Jupyter.display"));
const text = error ?? show.call(result)["text/plain"];
const found = trials.map(({ hyperparameters, status, reason }) => ({
  hyperparameters,
  status,
  reason,
}));
process.stdout.write(`${JSON.stringify({ found, text, error })}\n`);
