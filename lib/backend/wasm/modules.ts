import { channels } from "../../simd/binary/tensors/channels.ts";
import { convolution } from "../../simd/binary/tensors/convolution.ts";
import { depthwise } from "../../simd/binary/tensors/depthwise.ts";
import { pooling } from "../../simd/binary/tensors/pooling.ts";
import { instantiate, type TensorMemory } from "../../simd/instantiate.ts";
import type { Divisible, DivisibleKernels } from "./dividedWork.ts";

/** The modules of lib/simd/assembly/tensors, whose comments say what the arguments are. */
export interface Modules {
  readonly convolution: { packFilter(...args: number[]): void };
  readonly depthwise: { turnFilter(...args: number[]): void };
  readonly channels: {
    reluGradient(dy: number, x: number, size: number, dx: number): void;
    addBias(y: number, R: number, C: number, bias: number, least: number): void;
    sumRows(x: number, G: number, R: number, C: number, divisor: number, sums: number): void;
    repeatRows(sums: number, G: number, R: number, C: number, divisor: number, x: number): void;
    deviationSums(...args: number[]): void;
    normalize(...args: number[]): void;
  };
  /** Those of all modules whose work can be divided. */
  readonly divisible: DivisibleKernels;
}

/** Starts the modules in a memory; undefined where WebAssembly has no vectors. */
export function startModules(memory: TensorMemory): Modules | undefined {
  type Kernels<Name extends Divisible> = Pick<DivisibleKernels, Name>;
  type Convolution = Modules["convolution"] & Kernels<"correlate" | "filterGradient">;
  type Depthwise = Modules["depthwise"] & Kernels<"depthwise" | "depthwiseFilterGradient">;
  type Max = Kernels<"maxPool" | "maxPoolGradient">;
  type Pooling = Max & Kernels<"averagePool" | "averagePoolGradient">;
  const convolutions = instantiate<Convolution>(convolution, memory);
  const depthwises = instantiate<Depthwise>(depthwise, memory);
  const poolings = instantiate<Pooling>(pooling, memory);
  const others = instantiate<Modules["channels"]>(channels, memory);
  if (!convolutions || !depthwises || !poolings || !others) return undefined;
  return {
    convolution: convolutions,
    depthwise: depthwises,
    channels: others,
    divisible: { ...convolutions, ...depthwises, ...poolings },
  };
}
