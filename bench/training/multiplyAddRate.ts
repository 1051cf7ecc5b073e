import { fileURLToPath } from "node:url";
import { instantiate } from "../../lib/simd/instantiate.ts";
import { compile } from "../../scripts/assemble/compile.mjs";

/** Billions of float32 multiply-adds a second in WebAssembly's vectors, on one thread: the best of ten. */
export async function multiplyAddRate(): Promise<number> {
  const source = fileURLToPath(new URL("assembly/multiplyAdd.ts", import.meta.url));
  const binary = (await compile(source)).toString("base64");
  const module = instantiate<{ multiplyAdd(rounds: number, by: number): number }>(binary);
  if (!module) throw new Error("multiplyAddRate: WebAssembly has no vectors here");
  const rounds = 2e6;
  let best = 0;
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    module.multiplyAdd(rounds, 0.5);
    best = Math.max(best, (48 * rounds) / (performance.now() - start) / 1e6);
  }
  return best;
}
