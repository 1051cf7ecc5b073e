/** A training step, batch 100: this project on each backend, beside TensorFlow.js as it comes, PyTorch and TensorFlow. */
import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "lib/backend";
import { threads } from "../core/side.ts";
import { interleave, type Table } from "../core/table.ts";
import type { Bench } from "../index.ts";
import { IMAGE, layersOf, multiplyAdds, NETWORKS } from "./networks.ts";
import { Sides } from "./sides.ts";
import type { Start } from "./tfjs.ts";
import { vectorBounds } from "./vectorBounds.ts";

const BATCH = 100;
const SECONDS = 0.4;

export const bench: Bench = async function* (python) {
  tf.enableProdMode();
  for (const network of Object.keys(NETWORKS)) {
    for (const count of [1, 2]) yield await table(network, count, python);
  }
};

async function table(network: string, count: number, python: string | undefined): Promise<Table> {
  const { title, make } = NETWORKS[network];
  const model = make();
  const env = threads(count);
  const sides = new Sides();
  const tfjs = (name: string, start: Start) =>
    sides.add("tfjs.ts", { env }, start, { [name]: { seconds: SECONDS, fetchEvery: 1 } });
  const common = { network, batch: BATCH, warmUp: 3 };
  try {
    if (python) {
      const start = { layers: layersOf(model), image: IMAGE, batch: BATCH };
      const variants = ["eager", "channels last", "compiled"].map((variant) => [
        `PyTorch, ${variant}`,
        { variant, seconds: SECONDS, fetchEvery: 1 },
      ]);
      const onCpu = { ...start, device: "cpu" };
      await sides.add("pytorch.py", { python, env }, onCpu, Object.fromEntries(variants));
      await sides.add("tensorflow_side.py", { python, env }, start, {
        "TensorFlow, `tf.function`": { seconds: SECONDS },
      });
    }
    for (const backend of ["tfjs-node", "wasm"] satisfies BackendName[]) {
      await tfjs(`ours on ${backend}`, { ...common, backend, threads: count, stock: false });
      await tfjs(`TensorFlow.js as it comes on ${backend}`, { ...common, backend, stock: true });
    }
    const notes = [...sides.notes];
    if (count === 1) {
      const { all, real } = multiplyAdds(model);
      sides.sides.push(...(await vectorBounds(BATCH * all)));
      const zeros = Math.round(100 * (1 - real / all));
      if (zeros > 0) {
        notes.push(
          `Of its products ${zeros} % are with zeros beyond an edge: they count in the bounds, our own kernels leave them out.`,
        );
      }
      if (network === "assignment") notes.push(await pureJavaScript());
    }
    const heading = `Training step of ${title}, batch ${BATCH}, ${count} thread${count > 1 ? "s" : ""}`;
    return await interleave(heading, "ms", sides.sides, { notes });
  } finally {
    await sides.end();
  }
}

/** One step on the backend that TensorFlow.js has without any set-up. */
async function pureJavaScript(): Promise<string> {
  const sides = new Sides();
  const start: Start = {
    network: "assignment",
    batch: BATCH,
    warmUp: 0,
    backend: "cpu",
    stock: true,
  };
  const peer = await sides.start("tfjs.ts", {}, start);
  const { ms } = await peer.ask<{ ms: number }>({ seconds: 0, fetchEvery: 1 });
  await sides.end();
  return `One step on TensorFlow.js's pure-JavaScript backend takes ${(ms / 1000).toFixed(1)} s.`;
}
