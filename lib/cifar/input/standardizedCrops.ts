import { Arena } from "../../simd/arena.ts";
import { crops } from "../../simd/binary/crops.ts";
import { instantiate } from "../../simd/instantiate.ts";
import { cropLoops, type StandardizedCrops } from "./cropLoops.ts";

/** Bytes that are computed at a time. */
const VECTOR = 8;

/**
 * In 128-bit vectors where these divide a row, all batches in the same memory: a megabyte for each,
 * which the system gives and takes back, holds up the other threads of the process. Undefined where
 * WebAssembly cannot run.
 */
function cropVectors(): StandardizedCrops | undefined {
  const assembly = instantiate(crops);
  if (!assembly) return undefined;
  const arena = new Arena(assembly.memory);
  return (bytes, starts, { rows, width, stride }) => {
    if (width % VECTOR !== 0) return cropLoops(bytes, starts, { rows, width, stride });
    const n = rows * width;
    const length = rows * stride; // or what there is of it
    arena.reset();
    const out = arena.alloc(4 * starts.length * n);
    const free = arena.top;
    for (const [i, start] of starts.entries()) {
      arena.reset(free);
      const crop = arena.write(bytes.subarray(start, start + length));
      assembly.functions.standardize({ crop, rows, width, stride, out: out + 4 * i * n });
    }
    return new Float32Array(assembly.memory.buffer, out, starts.length * n);
  };
}

/** The fastest that runs here. */
export const standardizedCrops: StandardizedCrops = cropVectors() ?? cropLoops;
