import path from "node:path";

import ts = require("typescript-api");

import type { Language } from "../languages.ts";
import { projectRoot } from "../tslab.ts";
import { slashes } from "./system.ts";

/** What a tsconfig.json may decide: how cells are checked; the kernel decides what they become. */
const CHECKS = [
  "alwaysStrict",
  "allowUnreachableCode",
  "allowUnusedLabels",
  "checkJs",
  "emitDecoratorMetadata",
  "exactOptionalPropertyTypes",
  "experimentalDecorators",
  "jsx",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "lib",
  "noFallthroughCasesInSwitch",
  "noImplicitAny",
  "noImplicitOverride",
  "noImplicitReturns",
  "noImplicitThis",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "strict",
  "strictBindCallApply",
  "strictBuiltinIteratorReturn",
  "strictFunctionTypes",
  "strictNullChecks",
  "strictPropertyInitialization",
  "types",
  "useDefineForClassFields",
  "useUnknownInCatchVariables",
] as const satisfies (keyof ts.CompilerOptions)[];

/** What tslab would decide otherwise. */
const defaults: ts.CompilerOptions = {
  checkJs: undefined, // of JavaScript, what cannot run
  experimentalDecorators: false,
  jsx: ts.JsxEmit.ReactJSX,
};

/** How cells and the files beside them become modules. */
const modules: ts.CompilerOptions = {
  inlineSourceMap: true,
  module: ts.ModuleKind.Preserve, // with `import x = require("y")` and `export =`
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  rewriteRelativeImportExtensions: true,
  rootDir: undefined, // files above the notebook's folder, too
  target: ts.ScriptTarget.ES2022, // the newest that Node 20 runs as it is
  typeRoots: [projectRoot, process.cwd()].map((folder) =>
    slashes(path.join(folder, "node_modules/@types")),
  ),
};

/**
 * JavaScript is checked as an editor checks it: for what cannot run, and more where a cell says
 * `// @ts-check`.
 */
const javascript: ts.CompilerOptions = { alwaysStrict: false, checkJs: undefined, strict: false };

/** TypeScript's codes for a tsconfig.json that names no files: cells are none. */
const NO_FILES = [18002, 18003];

const modified = (file: string) => ts.sys.getModifiedTime?.(file)?.getTime();

/** How the cells of a folder are checked. */
export class Settings {
  /** TypeScript's options. */
  readonly options: ts.CompilerOptions;
  /** Whether `<` may begin JSX in a cell. */
  readonly haveJsx: boolean;
  /** What is wrong with the tsconfig.json beside the notebook. */
  readonly errors: string[] = [];
  readonly #read = new Map<string, number | undefined>();

  /** Reads the tsconfig.json of the folder, else the project's. */
  constructor(language: Language, folder: string = process.cwd()) {
    const project = this.#checks(projectRoot);
    const own = folder === projectRoot ? undefined : this.#checks(folder);
    const { lib, types } = project ?? {};
    this.options = { ...defaults, lib, types, ...(own ?? project), ...modules };
    if (language === "javascript") Object.assign(this.options, javascript);
    this.haveJsx = own?.jsx !== undefined;
    if (this.options.jsx !== ts.JsxEmit.React) this.options.jsx = defaults.jsx; // which runs
  }

  /** Whether cells are in strict mode, as modules are: not where their types are not strict. */
  get areStrict(): boolean {
    return this.options.alwaysStrict ?? this.options.strict ?? true;
  }

  /** Whether a file that was read, or looked for, has changed. */
  get areOld(): boolean {
    return [...this.#read].some(([file, time]) => modified(file) !== time);
  }

  #checks(folder: string): ts.CompilerOptions | undefined {
    const file = slashes(path.join(folder, "tsconfig.json"));
    const readFile = (name: string) => {
      this.#read.set(name, modified(name));
      return ts.sys.readFile(name);
    };
    readFile(file);
    if (!ts.sys.fileExists(file)) return undefined;
    const { config, error } = ts.readConfigFile(file, readFile);
    const host = { ...ts.sys, readFile };
    const { options, errors } = ts.parseJsonConfigFileContent(config ?? {}, host, folder);
    for (const { code, messageText } of error ? [error] : errors) {
      if (NO_FILES.includes(code)) continue;
      this.errors.push(`${file}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
    }
    const isCheck = (name: string) => (CHECKS as readonly string[]).includes(name);
    return Object.fromEntries(Object.entries(options).filter(([name]) => isCheck(name)));
  }
}
