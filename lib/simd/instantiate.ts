// The part of WebAssembly that is used here: TypeScript declares it for browsers alone.
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports?: object) => { readonly exports: object };
}

/** The memory of a module, in pages of 64 KiB. */
export interface Memory<Bytes = ArrayBuffer> {
  readonly buffer: Bytes;
  grow(pages: number): number;
}

/** A memory that other threads may share. */
export type TensorMemory = Memory<ArrayBufferLike>;

/** Compiled once: the engine improves a module's code while it runs. */
const modules = new Map<string, object>();

/**
 * Starts a WebAssembly module.
 *
 * @param binary the module in base64, as `npm run assemble` writes it
 * @param memory what a module of lib/simd/binary/tensors works in; the others have their own
 * @returns what it exports; undefined where it cannot run: WebAssembly is missing or has no SIMD,
 *   or the page forbids to compile it
 */
export function instantiate<Exports extends object>(
  binary: string,
  memory?: TensorMemory,
): (Exports & { memory: Memory }) | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  if (!WebAssembly) return undefined;
  const isUnshared = memory?.buffer instanceof ArrayBuffer;
  const name = `${isUnshared} ${binary}`;
  try {
    const bytes = () => (isUnshared ? importUnshared(decode(binary)) : decode(binary));
    const module = modules.get(name) ?? new WebAssembly.Module(bytes());
    modules.set(name, module);
    const { exports } = new WebAssembly.Instance(module, memory && { env: { memory } });
    return exports as Exports & { memory: Memory };
  } catch {
    return undefined;
  }
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** How a module says that it imports a memory: "memory", kind 2, flags for shared and a maximum. */
const SHARED = [...new TextEncoder().encode("memory"), 2, 3];
const MAXIMUM = 1;

/** Makes a module import a memory of a single thread, where it imported a shared one. */
function importUnshared(module: Uint8Array): Uint8Array {
  const at = module.findIndex((_, i) => SHARED.every((byte, j) => module[i + j] === byte));
  module[at + SHARED.length - 1] = MAXIMUM;
  return module;
}
