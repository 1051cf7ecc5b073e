import path from "node:path";

import ts = require("typescript-api");

import type { Language } from "../languages.ts";
import { projectRoot } from "../tslab.ts";
import { slashes } from "./system.ts";

/** What a cell is spared: rules for files that others compile, and for finished code. */
const spared: ts.CompilerOptions = {
  erasableSyntaxOnly: false,
  isolatedDeclarations: false,
  noEmitOnError: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  verbatimModuleSyntax: false,
};

/** How cells and the files beside them become modules. */
const modules: ts.CompilerOptions = {
  experimentalDecorators: false,
  inlineSourceMap: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022, // the newest that Node 20 runs as it is
  typeRoots: [slashes(path.join(projectRoot, "node_modules/@types"))],
};

/**
 * JavaScript is checked as an editor checks it: for what cannot run, and more where a cell says
 * `// @ts-check`.
 */
const javascript: ts.CompilerOptions = { alwaysStrict: false, checkJs: undefined, strict: false };

/** The options by which cells are checked: the project's own, from its tsconfig.json. */
export function cellOptions(language: Language): ts.CompilerOptions {
  const file = path.join(projectRoot, "tsconfig.json");
  const { config = {}, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) {
    const wrong = ts.flattenDiagnosticMessageText(error.messageText, "\n");
    throw new Error(`${file} cannot be read: ${wrong} Mend it and restart the kernel.`);
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
  const shared = { ...options, ...spared, ...modules };
  return language === "javascript" ? { ...shared, ...javascript } : shared;
}
