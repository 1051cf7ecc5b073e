import { readFileSync } from "node:fs";
import path from "node:path";

import ts = require("typescript-api");

import { slashes } from "./system.ts";

const folder = slashes(path.dirname(ts.getDefaultLibFilePath({})));
const start = "declare namespace WebAssembly {";

/** A file that is not there: the types of `WebAssembly`, which Node has and its types lack. */
export const webAssemblyFile: string = `${folder}/lib.webassembly.d.ts`;

/** Whether TypeScript's own libraries declare `WebAssembly`, as those of browsers do. */
export const declareWebAssembly = (libraries: string[] = []): boolean =>
  libraries.some((name) => /\b(dom|webworker)\b/.test(name));

/** The types as browsers' workers have them. */
function types(): string {
  const text = readFileSync(`${folder}/lib.webworker.d.ts`, "utf8");
  const begin = text.indexOf(start) + start.length;
  const inside = text.slice(begin, text.indexOf("\n}", begin));
  return `${start}\ntype BufferSource = ArrayBufferView | ArrayBuffer;${inside}\n}\n`;
}

/** Shows TypeScript that file. */
export function addWebAssembly(system: ts.System): ts.System {
  const additions: Partial<ts.System> = {
    fileExists: (file) => file === webAssemblyFile || system.fileExists(file),
    readFile: (file, encoding) =>
      file === webAssemblyFile ? types() : system.readFile(file, encoding),
  };
  return Object.assign(Object.create(system), additions);
}
