import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { instantiate } from "../../lib/simd/instantiate.ts";
import { compile } from "../../scripts/assemble/compile.mjs";
import type { Side } from "../core/side.ts";
import { median } from "../core/table.ts";

const ROUNDS = 200_000;

/** How long so many float32 multiply-adds take at least in WebAssembly's vectors, on one thread. */
export async function vectorBound(multiplyAdds: number): Promise<Side> {
  const source = fileURLToPath(new URL("assembly/multiplyAdd.ts", import.meta.url));
  const { bytes } = await compile(source);
  const functions = { multiplyAdd: ["rounds", "by"] } as const;
  const module = instantiate({ functions, binary: bytes.toString("base64") });
  if (!module) throw new Error("vectorBound: WebAssembly has no vectors here");
  const measure = async (milliseconds = 300) => {
    const each: number[] = [];
    for (const end = performance.now() + milliseconds; performance.now() < end; ) {
      const start = performance.now();
      module.functions.multiplyAdd({ rounds: ROUNDS, by: 0.5 });
      each.push(((performance.now() - start) * multiplyAdds) / (48 * ROUNDS));
      await setImmediate();
    }
    return median(each);
  };
  await measure(2000); // until V8 has compiled it for speed
  return { name: "what its products take at WebAssembly's multiply-add rate", measure };
}
