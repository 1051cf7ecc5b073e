/**
 * TensorFlow.js's side of the training benches: a process that answers lines of JSON.
 *
 *     {"start": {"network", "backend", "threads", "stock", "batch", "warmUp"}}  →  {"device"}
 *     {"seconds", "fetchEvery"}  →  {"ms"}: median time of a step
 */
import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "lib/backend";
import { trainStep } from "lib/cifar";
import { startOurs, startStock } from "./backends.ts";
import { IMAGE, NETWORKS } from "./networks.ts";

/** A network to train on random images, or the same on TensorFlow.js as it comes. */
export type Start = { network: string; batch: number; warmUp: number } & (
  | { stock: false; backend: BackendName; threads: number }
  | { stock: true; backend: BackendName | "cpu" }
);

interface Request {
  start?: Start;
  seconds: number;
  fetchEvery: number;
}

let step: () => tf.Scalar;

for await (const line of createInterface({ input: process.stdin })) {
  const request: Request = JSON.parse(line);
  try {
    const answer = request.start ? await start(request.start) : await measure(request);
    console.log(JSON.stringify(answer));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
process.exit(); // threads of WebAssembly would keep it

async function start(options: Start): Promise<{ device: string }> {
  const device = await (options.stock
    ? startStock(options.backend)
    : startOurs(options.backend, options.threads));
  const model = NETWORKS[options.network].make();
  const optimizer = tf.train.sgd(1e-4);
  const images = tf.randomNormal<tf.Rank.R4>([options.batch, ...IMAGE], 0, 1, "float32", 1);
  const classes = Int32Array.from({ length: options.batch }, (_, i) => i % 10);
  const labels = tf.tensor1d(classes, "int32");
  step = () => tf.tidy(() => trainStep(model, optimizer, { images, labels }));
  for (let i = 0; i < options.warmUp; i++) await fetched(step());
  return { device };
}

async function measure({ seconds, fetchEvery }: Request): Promise<{ ms: number }> {
  const each: number[] = [];
  const end = performance.now() + 1000 * seconds;
  do {
    const begin = performance.now();
    for (let i = 1; i < fetchEvery; i++) step().dispose();
    await fetched(step());
    each.push((performance.now() - begin) / fetchEvery);
  } while (performance.now() < end);
  return { ms: each.sort((a, b) => a - b)[each.length >> 1] };
}

async function fetched(loss: tf.Scalar): Promise<void> {
  const [value] = await loss.data();
  loss.dispose();
  if (!Number.isFinite(value)) throw new Error(`the loss is ${value}`);
}
