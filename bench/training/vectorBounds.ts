import { fileURLToPath } from "node:url";
import { instantiate } from "../../lib/simd/instantiate.ts";
import { compile } from "../../scripts/assemble/compile.mjs";
import { medianTime } from "../core/medianTime.ts";
import type { Side } from "../core/side.ts";

/** How many multiply-adds a call is of. */
const EACH = 9_600_000;

/**
 * How long so many float32 multiply-adds take at least in WebAssembly's vectors, on one thread: without
 * and with reading what is multiplied from the nearest cache.
 */
export async function vectorBounds(multiplyAdds: number): Promise<Side[]> {
  const source = fileURLToPath(new URL("assembly/multiplyAdd.ts", import.meta.url));
  const { binary, functions: names } = await compile(source);
  const functions = {
    multiplyAdd: ["rounds", "by"],
    readAndMultiplyAdd: ["rounds"],
  } as const satisfies typeof names;
  const module = instantiate({ functions, binary });
  if (!module) throw new Error("vectorBounds: WebAssembly has no vectors here");
  const { multiplyAdd, readAndMultiplyAdd } = module.functions;
  const sides = {
    "what its products take at WebAssembly's multiply-add rate": () =>
      multiplyAdd({ rounds: EACH / 48, by: 0.5 }),
    "the same, with the factors read from the nearest cache": () =>
      readAndMultiplyAdd({ rounds: EACH / 1024 }),
  };
  return Promise.all(
    Object.entries(sides).map(async ([name, call]) => {
      const measure = async (milliseconds = 300) =>
        ((await medianTime(call, milliseconds)) * multiplyAdds) / EACH;
      await measure(2000); // until V8 has compiled it for speed
      return { name, measure: () => measure() };
    }),
  );
}
