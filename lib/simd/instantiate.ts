// The part of WebAssembly that is used here: TypeScript declares it for browsers alone.
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: object };
}

/** The memory of a module, in pages of 64 KiB. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Compiled once: the engine improves a module's code while it runs. */
const modules = new Map<string, object>();

/**
 * Starts a WebAssembly module that imports nothing.
 *
 * @param binary the module in base64, as `npm run assemble` writes it
 * @returns what it exports; undefined where it cannot run: WebAssembly is missing or has no SIMD,
 *   or the page forbids to compile it
 */
export function instantiate<Exports extends object>(
  binary: string,
): (Exports & { memory: Memory }) | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  if (!WebAssembly) return undefined;
  try {
    const module = modules.get(binary) ?? new WebAssembly.Module(decode(binary));
    modules.set(binary, module);
    const { exports } = new WebAssembly.Instance(module);
    return exports as Exports & { memory: Memory };
  } catch {
    return undefined;
  }
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
