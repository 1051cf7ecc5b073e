/**
 * One image through the MNIST mini network, forward, backward and step, on one thread: lib/ops
 * beside the assignment's Python loops, vectorised NumPy and eager PyTorch. All start from the
 * same weights; their losses must agree.
 */
import { seededRandom } from "lib/data";
import { miniNetwork, OpConv2DMatmul, randomTensor, type Sequential, WeightedLayer } from "lib/ops";
import * as solutions from "lib/ops/solutions";
import { medianTime } from "../core/medianTime.ts";
import { Peer, type Side, threads } from "../core/side.ts";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";

const SECONDS = 0.4;
const STEP_SIZE = 0.01;
const image = randomTensor([28, 28, 1], seededRandom(1));
const label = 3;

export const bench: Bench = async function* (python) {
  const matmul = miniNetwork({
    random: seededRandom(2),
    ...solutions,
    OpConv2D: OpConv2DMatmul,
  });
  const plain = miniNetwork({ random: seededRandom(2), ...solutions });
  const weights = plain.ops.flatMap((op) =>
    op instanceof WeightedLayer ? [{ numbers: [...op.weights.data], shape: op.weights.shape }] : [],
  );
  const losses = [step(plain), step(plain)];
  checkLosses("OpConv2DMatmul", [step(matmul), step(matmul)], losses, 1e-10);

  const sides: Side[] = [
    {
      name: "`lib/ops` with `OpConv2DMatmul`",
      measure: () => medianTime(() => step(matmul), 1000 * SECONDS),
    },
    {
      name: "`lib/ops`, plain loops",
      measure: () => medianTime(() => step(plain), 1000 * SECONDS),
    },
  ];
  const notes: string[] = [];
  const peers = python
    ? new Peer(new URL("peers.py", import.meta.url), { python, env: threads(1) })
    : undefined;
  if (peers) {
    const start = { image: [...image.data], label, stepSize: STEP_SIZE, weights };
    const started = await peers.ask<{ losses: Record<string, number[]>; kernel: string }>({
      start,
    });
    checkLosses("NumPy", started.losses.numpy, losses, 1e-10);
    checkLosses("PyTorch", started.losses.torch, losses, 1e-5);
    notes.push(`NumPy runs on ${started.kernel}.`);
    for (const [way, name] of Object.entries({
      numpy: "vectorised NumPy, float64",
      torch: "eager PyTorch, float32",
      loops: "the assignment's Python loops, forward of two convolutions alone",
    })) {
      sides.push({
        name,
        measure: async () => (await peers.ask<{ ms: number }>({ way, seconds: SECONDS })).ms,
      });
    }
  }
  const title = "One image through the MNIST network, forward, backward and step, on one thread";
  try {
    yield await interleave(title, "ms", sides, { notes });
  } finally {
    await peers?.end();
  }
};

function step(network: Sequential): number {
  return network.step([image], [label], STEP_SIZE)[0];
}

/** All compute the same network: their losses agree before and after the first step. */
function checkLosses(name: string, found: number[], expected: number[], bound: number): void {
  const off = Math.max(...found.map((loss, i) => Math.abs(loss - expected[i])));
  if (!(off < bound)) {
    throw new Error(`${name}: its losses ${found} are off by ${off} from ${expected}`);
  }
}
