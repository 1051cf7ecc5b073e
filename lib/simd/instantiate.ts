// The part of WebAssembly that is used here: TypeScript declares it for browsers alone.
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports?: object) => { readonly exports: Exports };
}

type Exports = Readonly<Record<string, CallableFunction>> & { readonly memory: Memory };

/** The memory of a module, in pages of 64 KiB. */
export interface Memory<Bytes = ArrayBuffer> {
  readonly buffer: Bytes;
  grow(pages: number): number;
}

/** A memory that other threads may share. */
export type TensorMemory = Memory<ArrayBufferLike>;

/** A module as `npm run assemble` writes it. */
export interface Assembly {
  /** The names of each function's arguments, in order. */
  readonly functions: Readonly<Record<string, readonly string[]>>;
  /** The module, a character for each byte. */
  readonly binary: string;
}

/** The arguments of a module's function, by their names; arrays are addresses. */
export type Arguments<A extends Assembly, F extends keyof A["functions"]> = Readonly<
  Record<A["functions"][F][number], number>
>;

/** A module's functions, which take their arguments by name. */
export type Functions<A extends Assembly> = {
  readonly [F in keyof A["functions"]]: (args: Arguments<A, F>) => void;
};

/** The same functions, for arguments that `inOrder` has put in order. */
export type Ordered<A extends Assembly> = {
  readonly [F in keyof A["functions"]]: (values: readonly number[]) => void;
};

/** A module that has started. */
export interface Started<A extends Assembly> {
  readonly functions: Functions<A>;
  readonly ordered: Ordered<A>;
  readonly memory: Memory;
}

/** Compiled once: the engine improves a module's code while it runs. */
const modules = new Map<string, object>();

/**
 * Starts a WebAssembly module.
 *
 * @param memory what a module of lib/simd/binary/tensors works in; the others have their own
 * @returns its functions and its memory; undefined where it cannot run: WebAssembly is missing or
 *   has no SIMD, or the page forbids to compile it
 */
export function instantiate<A extends Assembly>(
  { binary, functions }: A,
  memory?: TensorMemory,
): Started<A> | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  if (!WebAssembly) return undefined;
  const isUnshared = memory?.buffer instanceof ArrayBuffer;
  const name = `${isUnshared} ${binary}`;
  try {
    const bytes = () => (isUnshared ? importUnshared(decode(binary)) : decode(binary));
    const module = modules.get(name) ?? new WebAssembly.Module(bytes());
    modules.set(name, module);
    const { exports } = new WebAssembly.Instance(module, memory && { env: { memory } });
    const ordered = (name: string) => (values: readonly number[]) =>
      Reflect.apply(exports[name], undefined, values);
    const named = (name: string) => (args: Readonly<Record<string, number>>) =>
      ordered(name)(inOrder(functions[name], args));
    const all = (call: typeof ordered | typeof named) =>
      Object.fromEntries(Object.keys(functions).map((name) => [name, call(name)]));
    return {
      functions: all(named) as Functions<A>,
      ordered: all(ordered) as Ordered<A>,
      memory: exports.memory,
    };
  } catch {
    return undefined;
  }
}

/** The values of arguments in the order of their names. */
export function inOrder<Name extends string>(
  names: readonly Name[],
  args: Readonly<Record<Name, number>>,
): number[] {
  return names.map((name) => args[name]);
}

/** What is added to each byte of a module, so that most of them are characters of ASCII. */
const SHIFT = 17;

function decode(binary: string): Uint8Array {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0) - SHIFT);
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
