/** The objects of the language whose parts the kernel's code uses, as the cells' does. */
const NAMES = [
  ["Object", "Array", "String", "Number", "Function", "Symbol", "Error", "Map", "Set", "Promise"],
  ["RegExp", "JSON", "Math", "Reflect", "Atomics", "Uint8Array", "Float64Array"],
].flat();

/** What cells may well set: `random` to a seeded one. */
const TO_BE_SET = new Set(["Math.random", "Error.stackTraceLimit"]);

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { ownKeys } = Reflect;

interface BuiltIn {
  owner: object;
  key: string | symbol;
  name: string;
  original: PropertyDescriptor;
}

const builtIns: BuiltIn[] = [];

function remember(owner: object, name: string, keys: (string | symbol)[] = ownKeys(owner)): void {
  for (const key of keys) {
    if (TO_BE_SET.has(`${name}.${String(key)}`)) continue;
    const original = getOwnPropertyDescriptor(owner, key);
    if (!original?.configurable) continue;
    builtIns.push({ owner, key, name: `${name}${name && "."}${String(key)}`, original });
  }
}

/** Takes note of the language's built-in functions, before a cell can replace them. */
export function rememberBuiltIns(): void {
  remember(globalThis, "", NAMES);
  for (const name of NAMES) {
    const object: object = Reflect.get(globalThis, name);
    remember(object, name);
    if (typeof object === "function") remember(object.prototype, `${name}.prototype`);
  }
  const typedArray = getPrototypeOf(Uint8Array);
  remember(typedArray, "TypedArray");
  remember(typedArray.prototype, "TypedArray.prototype");
  for (const iterable of [[], new Map(), new Set(), ""]) {
    remember(getPrototypeOf(iterable[Symbol.iterator]()), "Iterator");
  }
}

/** Puts back the built-in functions that cells have replaced; returns their names. */
export function restoreBuiltIns(): string[] {
  const restored: string[] = [];
  // by index: even the iteration of arrays may have been replaced
  for (let i = 0; i < builtIns.length; i++) {
    const { owner, key, name, original } = builtIns[i];
    const now = getOwnPropertyDescriptor(owner, key);
    if (now && now.value === original.value && now.get === original.get) continue;
    try {
      defineProperty(owner, key, original);
      restored[restored.length] = name;
    } catch {
      // it was made unchangeable
    }
  }
  return restored;
}

/**
 * Does the kernel's own work on the cells' thread. Where it fails as a cell has replaced a
 * built-in function, those are put back, and it is done again.
 */
export function withBuiltIns<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const names = restoreBuiltIns();
    if (!names.length) throw error;
    sayRestored(names);
    return work();
  }
}

/** Says which built-in functions were put back. */
export function sayRestored(names: string[]): void {
  if (!names.length) return;
  const [what, it] = names.length > 1 ? ["built-ins", "they are"] : ["built-in", "it is"];
  process.stderr.write(
    `A cell has replaced the ${what} ${names.join(", ")}, which the kernel needs: ${it} put back.\n`,
  );
}
