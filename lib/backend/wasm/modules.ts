import { channels } from "../../simd/binary/tensors/channels.ts";
import { convolution } from "../../simd/binary/tensors/convolution.ts";
import { depthwise } from "../../simd/binary/tensors/depthwise.ts";
import { pooling } from "../../simd/binary/tensors/pooling.ts";
import { type Functions, instantiate, type TensorMemory } from "../../simd/instantiate.ts";
import type { DivisibleKernels } from "./dividedWork.ts";

/** The modules of lib/simd/assembly/tensors, whose comments say what the arguments are. */
export interface Modules {
  readonly convolution: Functions<typeof convolution>;
  readonly depthwise: Functions<typeof depthwise>;
  readonly channels: Functions<typeof channels>;
  /** Those of all modules whose work can be divided. */
  readonly divisible: DivisibleKernels;
}

/** Starts the modules in a memory; undefined where WebAssembly has no vectors. */
export function startModules(memory: TensorMemory): Modules | undefined {
  const convolutions = instantiate(convolution, memory);
  const depthwises = instantiate(depthwise, memory);
  const poolings = instantiate(pooling, memory);
  const others = instantiate(channels, memory);
  if (!convolutions || !depthwises || !poolings || !others) return undefined;
  return {
    convolution: convolutions.functions,
    depthwise: depthwises.functions,
    channels: others.functions,
    divisible: {
      ...convolutions.ordered,
      ...depthwises.ordered,
      ...poolings.ordered,
      ...others.ordered,
    },
  };
}
