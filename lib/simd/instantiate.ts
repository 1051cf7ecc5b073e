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
  const bytes = Uint8Array.from(atob(binary), (character) => character.charCodeAt(0));
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    return exports as Exports & { memory: Memory };
  } catch {
    return undefined;
  }
}
