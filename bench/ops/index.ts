/**
 * One image through the MNIST mini network, forward, backward and step, on one thread:
 * lib/ops beside the assignment's Python loops, vectorised NumPy and eager PyTorch.
 * All start from the same weights; their losses must agree.
 *
 *     node --import tsx bench/ops/index.ts [rounds]
 *
 * Needs Python with NumPy and PyTorch; PYTHON names another interpreter than python3.
 */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { seededRandom } from "lib/data";
import {
  miniNetwork,
  OpConv2D,
  OpConv2DMatmul,
  randomTensor,
  type Sequential,
  WeightedLayer,
} from "lib/ops";

/** What peers.py measures: milliseconds a step, and the losses of the first two steps. */
interface Peers {
  versions: Record<string, string>;
  ms: Record<string, number>;
  losses: Record<string, number[]>;
}

const rounds = Number(process.argv[2] ?? 3);
const image = randomTensor([28, 28, 1], seededRandom(1));
const label = 3;
const stepSize = 0.01;
const seconds = 1;

const networks = {
  matmul: miniNetwork({ random: seededRandom(2), Convolution: OpConv2DMatmul }),
  plain: miniNetwork({ random: seededRandom(2), Convolution: OpConv2D }),
};
const given = JSON.stringify({
  image: [...image.data],
  label,
  stepSize,
  seconds,
  weights: networks.plain.ops.flatMap((op) =>
    op instanceof WeightedLayer ? [{ numbers: [...op.weights.data], shape: op.weights.shape }] : [],
  ),
});
const losses = Object.fromEntries(
  Object.entries(networks).map(([name, network]) => [name, [step(network), step(network)]]),
);

const times: Record<string, number[]> = {};
let versions: Record<string, string> = {};
for (let round = 0; round < rounds; round++) {
  const peers = measurePeers();
  versions = peers.versions;
  Object.assign(losses, peers.losses);
  const ms = { matmul: measure(networks.matmul), plain: measure(networks.plain), ...peers.ms };
  for (const [name, time] of Object.entries(ms)) times[name] = [...(times[name] ?? []), time];
}
checkLosses();

const best = (name: string) => Math.min(...(times[name] ?? [NaN]));
const row = (text: string, name: string) =>
  `| ${text} | ${best(name).toFixed(2)} | ${(best(name) / best("matmul")).toFixed(1)} |`;
console.log(`
${cpus()[0].model}, one thread; Node ${process.version}, Python ${versions.python}, \
NumPy ${versions.numpy}, PyTorch ${versions.torch ?? "missing"}; best of ${rounds} medians

| one image: forward, backward, step | ms | times ours |
| --- | ---: | ---: |
${row("lib/ops, `OpConv2DMatmul`", "matmul")}
${row("lib/ops, plain loops `OpConv2D`", "plain")}
${row("the assignment's Python loops, forward of two convolutions alone", "loops")}
${row("vectorised NumPy, float64", "numpy")}
${versions.torch ? row("eager PyTorch on the CPU, float32", "torch") : "| eager PyTorch | not installed | |"}`);

function step(network: Sequential): number {
  return network.step([image], [label], stepSize)[0];
}

/** Median time of a step in milliseconds, after a tenth of the time as warm-up. */
function measure(network: Sequential): number {
  for (const end = performance.now() + 100 * seconds; performance.now() < end; ) step(network);
  const each: number[] = [];
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    const start = performance.now();
    step(network);
    each.push(performance.now() - start);
  }
  return each.sort((a, b) => a - b)[each.length >> 1];
}

function measurePeers(): Peers {
  const python = process.env.PYTHON ?? "python3";
  const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const { stdout, stderr, status, error } = spawnSync(
    python,
    [fileURLToPath(new URL("peers.py", import.meta.url))],
    { input: given, encoding: "utf8", env: { ...process.env, ...oneThread } },
  );
  if (status !== 0) stop(error?.message ?? stderr, python);
  const peers: Peers = JSON.parse(stdout);
  if (!peers.versions.torch)
    warnOnce(`PyTorch is MISSING: its row stays empty. ${install(python)}`);
  return peers;
}

/** All compute the same network: their losses agree before and after the first step. */
function checkLosses(): void {
  for (const [name, [first, second]] of Object.entries(losses)) {
    const off = Math.max(...[first, second].map((loss, i) => Math.abs(loss - losses.plain[i])));
    const bound = name === "torch" ? 1e-5 : 1e-10;
    if (!(off < bound)) throw new Error(`${name}: losses ${first}, ${second} are off by ${off}`);
  }
}

function warnOnce(text: string): void {
  if (Object.keys(times).length === 0) console.error(`\n!!! ${text}\n`);
}

function stop(reason: string, python: string): never {
  console.error(
    `\n!!! The peers do not run, so there is nothing to compare with. ${install(python)}`,
  );
  console.error(reason);
  process.exit(1);
}

function install(python: string): string {
  return `Install both with: ${python} -m pip install numpy torch==2.13.0 (PYTHON=… takes another Python)`;
}
