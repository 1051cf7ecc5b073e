import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorMemory } from "../../simd/instantiate.ts";
import { type Divisible, orderedArgs, type Whole } from "./dividedWork.ts";
import { type Modules, startModules } from "./modules.ts";
import type { TensorThreads } from "./tensorThreads.ts";

/** The project's own loops over tensors, in the memory of a backend. */
export interface TensorModules extends Modules {
  /** Where there are several. */
  threads?: TensorThreads;
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
  return startModules(memoryOf(wasm));
}

/** A call of a kernel for 0 to before `total`, with scratch for so many numbers a thread. */
interface WholeWork<K extends Divisible> {
  readonly kernel: K;
  /** Made in a microsecond where properties stand before spread objects; after them, V8 takes ten. */
  readonly args: Whole<K> & Readonly<Record<string, number>>;
  readonly total: number;
  readonly unit: number;
  readonly scratch: number;
}

/** Numbers that a thread takes at a time where each is but moved: fewer are not worth to wake one. */
export const UNIT = 32768;

/** How many items of so many numbers a thread takes at a time. */
export function unitOf(numbers: number): number {
  return Math.ceil(UNIT / numbers);
}

/** Calls a kernel on all threads, on this one where there is but one unit. */
export function divide<K extends Divisible>(
  backend: BackendWasm,
  { kernel, args, total, unit, scratch }: WholeWork<K>,
): void {
  const { divisible, threads } = tensorModules(backend);
  const ordered = orderedArgs(kernel, args);
  const scratchBytes = 16 * Math.ceil(scratch / 4);
  withScratch(backend, ((threads?.count ?? 1) * scratchBytes) / 4, (address) => {
    if (threads && threads.count > 1 && total > unit) {
      threads.run(
        { kernel, args: ordered, total, unit, scratch: address, scratchBytes },
        divisible,
      );
    } else divisible[kernel]([...ordered, 0, total, address]);
  });
}

/** Calls `compute` with the address of so many float32 numbers, which it may use until it ends. */
export function withScratch(
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

/** The threaded build imports its memory, the other exports it. */
export function memoryOf(wasm: object): TensorMemory {
  const { wasmMemory, asm } = wasm as {
    wasmMemory?: TensorMemory;
    asm?: { memory?: TensorMemory };
  };
  const memory = wasmMemory ?? asm?.memory;
  if (!memory) throw new Error("the WebAssembly backend of TensorFlow.js shows no memory");
  return memory;
}
