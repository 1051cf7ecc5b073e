import Module, { createRequire } from "node:module";

/** A CommonJS module that the kernel compiles itself. */
export interface Compiled extends NodeModule {
  _compile(code: string, filename: string): void;
}

/** A module for a file, which imports by `require`. */
export function newModule(filename: string, require: (id: string) => unknown): Compiled {
  const module = new Module(filename) as Compiled;
  module.filename = filename;
  module.require = Object.assign((id: string) => require(id), createRequire(filename));
  return module;
}
