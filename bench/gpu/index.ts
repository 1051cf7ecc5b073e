/**
 * A training step on a GPU: this project on WebGPU and on tfjs-node-gpu beside PyTorch, eager and
 * compiled, on the same card. Needs a GPU, `npm run setup:webgpu`, and BENCH_PYTHON, a Python whose
 * PyTorch computes on it: the bench's own is made for CPUs.
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "lib/backend";
import { interleave } from "../core/table.ts";
import type { Bench } from "../index.ts";
import { IMAGE, layersOf, NETWORKS } from "../training/networks.ts";
import { Sides } from "../training/sides.ts";
import type { Start } from "../training/tfjs.ts";

/** Losses are read back once in so many steps, as reading waits for the GPU. */
const SEVERAL = { seconds: 1, fetchEvery: 20 };

export const bench: Bench = async function* () {
  tf.enableProdMode();
  const python = process.env.BENCH_PYTHON ?? "python3";
  for (const [network, { title, make }] of Object.entries(NETWORKS)) {
    for (const batch of [100, 1000, 10_000]) {
      const sides = new Sides();
      try {
        for (const backend of ["webgpu", "tfjs-node-gpu"] satisfies BackendName[]) {
          const start: Start = { network, batch, warmUp: 3, backend, threads: 1, stock: false };
          await sides.add("tfjs.ts", {}, start, { [`ours on ${backend}`]: SEVERAL });
        }
        const start = { layers: layersOf(make()), image: IMAGE, batch, device: "cuda" };
        const env = { OMP_NUM_THREADS: "1" };
        await sides.add("pytorch.py", { python, env }, start, {
          "PyTorch, eager": { variant: "channels last", ...SEVERAL },
          "PyTorch, compiled": { variant: "compiled", ...SEVERAL },
        });
        if (!sides.sides.some(({ name }) => name.startsWith("ours"))) {
          throw new Error(
            `bench gpu: nothing of ours runs on a GPU here. ${sides.notes.join(" ")}`,
          );
        }
        const table = await interleave(
          `Training step of ${title} on a GPU, batch ${batch}`,
          "ms",
          sides.sides,
          { notes: sides.notes },
        );
        const speeds = table.rows.map(
          ({ name, median }) => `${name}: ${Math.round((1000 * batch) / median)} images/s`,
        );
        yield { ...table, notes: [...table.notes, `${speeds.join("; ")}.`] };
      } finally {
        await sides.end();
      }
    }
  }
};
