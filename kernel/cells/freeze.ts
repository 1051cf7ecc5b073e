import assert from "node:assert";

/** Has nobody change `assert`, by which cells are graded. */
export function freezeAssert(): void {
  for (const part of [assert, assert.strict, assert.AssertionError.prototype]) Object.freeze(part);
}

/** Has nobody change the functions and classes that a module of the project exports. */
export function freezeExports(exports: object): void {
  for (const value of Object.values(exports)) {
    if (typeof value !== "function") continue;
    Object.freeze(value);
    if (value.prototype) Object.freeze(value.prototype);
  }
}
