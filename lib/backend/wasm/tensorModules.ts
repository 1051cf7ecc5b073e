import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { channels } from "../../simd/binary/tensors/channels.ts";
import { convolution } from "../../simd/binary/tensors/convolution.ts";
import { instantiate, type Memory } from "../../simd/instantiate.ts";

/** lib/simd/assembly/tensors/convolution.ts, whose comments say what the arguments are. */
interface Convolution {
  packFilter(...args: number[]): void;
  correlate(...args: number[]): void;
  filterGradient(...args: number[]): void;
}

/** lib/simd/assembly/tensors/channels.ts, whose comments say what the arguments are. */
interface Channels {
  reluGradient(dy: number, x: number, size: number, dx: number): void;
  sumRows(x: number, G: number, R: number, C: number, divisor: number, sums: number): void;
  repeatRows(sums: number, G: number, R: number, C: number, divisor: number, x: number): void;
  deviationSums(...args: number[]): void;
  normalize(...args: number[]): void;
  averagePoolGradient(...args: number[]): void;
}

/** The project's own loops over tensors, in the memory of a backend. */
export interface TensorModules {
  readonly convolution: Convolution;
  readonly channels: Channels;
}

const started = new WeakMap<BackendWasm, TensorModules>();

/**
 * The loops in the memory of a backend, started once.
 *
 * @throws Error where WebAssembly has no vectors: see hasTensorModules
 */
export function tensorModules(backend: BackendWasm): TensorModules {
  const modules = started.get(backend) ?? start(backend);
  if (!modules) throw new Error("WebAssembly has no vectors here");
  started.set(backend, modules);
  return modules;
}

/** Whether WebAssembly has the vectors that the loops need. */
export function hasTensorModules(backend: BackendWasm): boolean {
  return started.has(backend) || start(backend) !== undefined;
}

function start({ wasm }: BackendWasm): TensorModules | undefined {
  const memory = memoryOf(wasm);
  const parts = {
    convolution: instantiate<Convolution>(convolution, memory),
    channels: instantiate<Channels>(channels, memory),
  };
  return parts.convolution && parts.channels && (parts as TensorModules);
}

/** Calls `compute` with the address of so many float32 numbers, which it may use until it ends. */
export function withRoom(
  backend: BackendWasm,
  size: number,
  compute: (address: number) => void,
): void {
  const { dataId } = backend.makeOutput([size], "float32");
  try {
    compute(backend.getMemoryOffset(dataId));
  } finally {
    backend.disposeData(dataId);
  }
}

type TensorMemory = Memory<ArrayBufferLike>;

/** The threaded build imports its memory, the other exports it. */
function memoryOf(wasm: object): TensorMemory {
  const { wasmMemory, asm } = wasm as {
    wasmMemory?: TensorMemory;
    asm?: { memory?: TensorMemory };
  };
  const memory = wasmMemory ?? asm?.memory;
  if (!memory) throw new Error("the WebAssembly backend of TensorFlow.js shows no memory");
  return memory;
}
