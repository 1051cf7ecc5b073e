const unset = Symbol("not yet evaluated");

/** Everything declared in a cell, by name: what the cells see as their `exports`. */
export const values: Record<string, unknown> = Object.create(null);

/** The classes and functions that cells have declared anew. */
const replaced = new WeakSet<object>();

let before: Record<string, PropertyDescriptor | undefined> = {};

/** Gives a name a value. */
export function place(name: string, value: unknown): void {
  const descriptor = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(values, name, descriptor);
}

/** Stands for TypeScript's `Object.defineProperty(exports, …)`, whose result is read-only. */
export function define(_exports: object, name: string, { get, value }: PropertyDescriptor): void {
  place(name, get ? get() : value);
}

/** The setter of a constant. */
function refuse(): never {
  throw new TypeError("Assignment to constant variable.");
}

type Accessor = [get: () => unknown, set?: (value: unknown) => void];

/** Shows a cell's own variables to the others, so that closures and later cells see one value. */
export function own(accessors: Record<string, Accessor>): void {
  for (const [name, [get, set = refuse]] of Object.entries(accessors)) {
    Object.defineProperty(values, name, { get, set, enumerable: true, configurable: true });
  }
}

/** Marks the names a cell is about to declare. */
export function open(names: string[]): void {
  before = {};
  for (const name of names) {
    before[name] = Object.getOwnPropertyDescriptor(values, name);
    place(name, unset);
  }
}

/** Whether a declaration was evaluated: else its accessor throws or its mark still stands. */
function reached(name: string): boolean {
  try {
    return values[name] !== unset;
  } catch {
    return false; // in its temporal dead zone
  }
}

/** Whether a cell has declared a class or function anew since. */
export const isReplaced = (value: object): boolean => replaced.has(value);

/** Takes note of the class or function that a name stood for, if it is another one now. */
function noteReplaced(name: string): void {
  const old = before[name]?.value ?? before[name]?.get?.();
  const now = values[name];
  if (typeof now === "function") replaced.delete(now);
  if (typeof old === "function" && old.name === name && old !== now) replaced.add(old);
}

/** Returns the names that were reached; after a failure the others get their old values back. */
export function close(names: string[], failed: boolean): string[] {
  const evaluated: string[] = [];
  for (let i = 0; i < names.length; i++) {
    const name = names[i]; // by index: the cell may have replaced the methods of arrays
    if (reached(name)) {
      evaluated[evaluated.length] = name;
      noteReplaced(name);
      continue;
    }
    const old = before[name];
    if (!failed) place(name, undefined);
    else if (old) Object.defineProperty(values, name, old);
    else delete values[name];
  }
  return evaluated;
}
