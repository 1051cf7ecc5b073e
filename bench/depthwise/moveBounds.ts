import { fileURLToPath } from "node:url";
import { instantiate } from "../../lib/simd/instantiate.ts";
import { compile } from "../../scripts/assemble/compile.mjs";
import { medianTime } from "../core/medianTime.ts";
import type { Side } from "../core/side.ts";

const PAGE = 65_536;

/**
 * How long it takes at least, for each of so many multiply-adds, to read and write the numbers of a depthwise
 * convolution with stride 2: images of `size` numbers, and a quarter as many results.
 */
export async function moveBounds(
  about: string,
  size: number,
  multiplyAdds: number,
  milliseconds: number,
): Promise<Side[]> {
  const source = fileURLToPath(new URL("assembly/moveNumbers.ts", import.meta.url));
  const args = ["from", "size", "to"] as const;
  const { binary } = await compile(source);
  const module = instantiate({ functions: { gather: args, spread: args }, binary });
  if (!module) throw new Error("moveBounds: WebAssembly has no vectors here");
  const images = PAGE;
  const results = images + 4 * size + 1280; // as they lie in TensorFlow.js's memory: nowhere in particular
  module.memory.grow(Math.ceil((results + size) / PAGE));
  const { gather, spread } = module.functions;
  const passes = {
    "forward, its numbers only moved": () => gather({ from: images, size, to: results }),
    "images' gradient, its numbers only moved": () => spread({ from: results, size, to: images }),
  };
  return Object.entries(passes).map(([pass, call]) => ({
    name: `${about}: ${pass}`,
    measure: async () => ((await medianTime(call, milliseconds)) * 1e9) / multiplyAdds,
  }));
}
