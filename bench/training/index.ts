/** A training step, batch 100: this project on each backend, beside TensorFlow.js as it comes, PyTorch and TensorFlow. */

import * as tf from "@tensorflow/tfjs";
import { Peer, type Side, threads } from "../core/side.ts";
import { interleave, type Table } from "../core/table.ts";
import type { Bench } from "../index.ts";
import { multiplyAddRate } from "./multiplyAddRate.ts";
import { IMAGE, layersOf, multiplyAdds, NETWORKS } from "./networks.ts";
import type { Start } from "./tfjs.ts";

const BATCH = 100;
const SECONDS = 0.4;

export const bench: Bench = async function* (python) {
  tf.enableProdMode();
  for (const network of Object.keys(NETWORKS))
    for (const count of [1, 2]) yield await table(network, count, python);
};

async function table(network: string, count: number, python: string | undefined): Promise<Table> {
  const { title, make } = NETWORKS[network];
  const model = make();
  const notes: string[] = [];
  const peers: Peer[] = [];
  const sides: Side[] = [];
  const add = async (peer: Peer, names: Record<string, object>, start: object) => {
    peers.push(peer);
    await peer.ask({ start });
    for (const [name, request] of Object.entries(names)) {
      const measure = async () =>
        (await peer.ask<{ ms: number }>({ seconds: SECONDS, ...request })).ms;
      const failure = await measure().then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (failure) notes.push(`${name} fails: ${failure}.`);
      else sides.push({ name, measure });
    }
  };
  const tfjs = async (name: string, options: Pick<Start, "backend" | "stock">) => {
    const start: Start = { network, threads: count, batch: BATCH, ...options };
    const peer = new Peer(new URL("tfjs.ts", import.meta.url), {});
    await add(peer, { [name]: { fetchEvery: 1 } }, start).catch((error: Error) =>
      notes.push(`${name} cannot train: ${error.message}.`),
    );
  };
  try {
    if (python) {
      const start = { layers: layersOf(model), image: IMAGE, batch: BATCH };
      const env = threads(count);
      const variants = ["eager", "channels last", "compiled"];
      const names = variants.map((variant) => [`PyTorch, ${variant}`, { variant, fetchEvery: 1 }]);
      const pytorch = new Peer(new URL("pytorch.py", import.meta.url), { python, env });
      await add(pytorch, Object.fromEntries(names), { ...start, device: "cpu" });
      const tensorflow = new Peer(new URL("tensorflow_side.py", import.meta.url), { python, env });
      await add(tensorflow, { "TensorFlow, `tf.function`": {} }, start);
    }
    await tfjs("ours on wasm", { backend: "wasm", stock: false });
    await tfjs("TensorFlow.js as it comes on wasm", { backend: "wasm", stock: true });
    if (count === 1) {
      const rate = await multiplyAddRate();
      const ms = (multiplyAdds(model) * BATCH) / rate / 1e6;
      notes.push(
        `WebAssembly's 128-bit vectors multiply and add ${rate.toFixed(1)} G float32 numbers a second here, ` +
          `so that the step's convolutions alone take at least ${ms.toFixed(1)} ms on one thread.`,
      );
    }
    const heading = `Training step of ${title}, batch ${BATCH}, ${count} thread${count > 1 ? "s" : ""}`;
    return await interleave(heading, "ms", sides, { notes });
  } finally {
    await Promise.all(peers.map((peer) => peer.end()));
  }
}
