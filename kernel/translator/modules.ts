import { splitSpecifier } from "../splitSpecifier.ts";

import ts = require("typescript-api");

/**
 * Resolves the modules that a program imports and keeps what was found, so that no folder has to
 * be watched, which takes long in a home folder.
 */
export class Modules {
  readonly #cache: ts.ModuleResolutionCache;
  readonly #resolve: (name: string, file: string) => ts.ResolvedModuleWithFailedLookupLocations;
  #isStale = false;

  constructor(
    host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>,
    system: ts.System,
  ) {
    const folder = system.getCurrentDirectory();
    this.#cache = ts.createModuleResolutionCache(folder, (name) => name);
    this.#resolve = (name, file) =>
      ts.resolveModuleName(splitSpecifier(name).name, file, host.options, system, this.#cache);
    host.getModuleResolutionCache = () => this.#cache; // it has each file's package.json, too
    host.hasInvalidatedResolutions = () => this.#isStale;
    host.resolveModuleNameLiterals = (names, file, redirected, options, source) =>
      names.map((name) => {
        const mode = ts.getModeForUsageLocation(source, name, options);
        const { name: text } = splitSpecifier(name.text);
        return ts.resolveModuleName(text, file, options, system, this.#cache, redirected, mode);
      });
  }

  /** The file of a module as a file sees it. */
  resolve(name: string, file: string): string | undefined {
    return this.#resolve(name, file).resolvedModule?.resolvedFileName;
  }

  /** Does `work` with all modules looked for anew: they may have appeared since. */
  lookAgain<T>(work: () => T): T {
    this.#cache.clear();
    this.#isStale = true;
    try {
      return work();
    } finally {
      this.#isStale = false;
    }
  }
}
