import ts from "typescript-api";

/**
 * Resolves the modules that a program imports and keeps what was found, so that no folder has to
 * be watched, which takes long in a home folder.
 */
export class Modules {
  readonly #cache: ts.ModuleResolutionCache;
  #isStale = false;

  constructor(host: ts.WatchCompilerHost<ts.BuilderProgram>, system: ts.System) {
    const folder = system.getCurrentDirectory();
    this.#cache = ts.createModuleResolutionCache(folder, (name) => name);
    host.hasInvalidatedResolutions = () => this.#isStale;
    host.resolveModuleNameLiterals = (names, file, redirected, options, source) =>
      names.map((name) => {
        const mode = ts.getModeForUsageLocation(source, name, options);
        const { text } = name;
        return ts.resolveModuleName(text, file, options, system, this.#cache, redirected, mode);
      });
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
