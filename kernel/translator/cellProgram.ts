import path from "node:path";

import ts = require("typescript-api"); // 0.4 s faster to load than `import ts from`

import type { Modules } from "./modules.ts";

/** A file beside the notebook, as a JavaScript module. */
export interface SideFile {
  /** The TypeScript or JavaScript file. */
  source: string;
  /** The JavaScript that it becomes: a name beside it. */
  path: string;
  data: string;
}

/** What a program is made for. */
export interface Purpose {
  modules: Modules | undefined;
  /** The name of the cell's file. */
  cellFile: string;
  /** Takes the files beside the notebook that were emitted. */
  take(file: SideFile): void;
}

/** What a program has besides its declared API: declarations although a type has no public name. */
interface ForcingProgram {
  emit(
    file?: ts.SourceFile,
    write?: ts.WriteFileCallback,
    token?: ts.CancellationToken,
    onlyDeclarations?: boolean,
    transformers?: ts.CustomTransformers,
    forceDeclarations?: boolean,
  ): ts.EmitResult;
}

/** The files of a program, not only declarations, that a file needs, itself among them. */
function dependencies(program: ts.Program, file: ts.SourceFile, modules?: Modules): string[] {
  const found = new Set<string>();
  const visit = ({ fileName, text }: ts.SourceFile) => {
    found.add(fileName);
    for (const { fileName: name } of ts.preProcessFile(text, true, true).importedFiles) {
      const imported = program.getSourceFile(modules?.resolve(name, fileName) ?? "");
      if (!imported || imported.isDeclarationFile || found.has(imported.fileName)) continue;
      if (!imported.fileName.endsWith(".json")) visit(imported);
    }
  };
  visit(file);
  return [...found];
}

/**
 * A program as tslab wants it from TypeScript. TypeScript's own builders also note which file
 * refers to which, in all packages that were ever imported: that takes four fifths of a cell.
 * What tslab does to a cell's statements is not done to other files.
 */
export function createCellProgram(
  { modules, cellFile, take }: Purpose,
  ...args: Parameters<ts.CreateProgram<ts.BuilderProgram>>
): ts.BuilderProgram {
  const builder = ts.createAbstractBuilder(...args);
  const program = builder.getProgram();
  program.getTypeChecker(); // finds the names that files declare: tslab reads a cell's

  const emit: ts.BuilderProgram["emit"] = (file, write, token, _only, transformers) => {
    const source = file?.fileName ?? "";
    if (path.basename(source) !== cellFile) {
      const takeJs = (name: string, data: string) => {
        if (/\.[cm]?js$/.test(name)) {
          take({ source, path: path.join(path.dirname(source), path.basename(name)), data });
        }
      };
      return program.emit(file, takeJs, token);
    }
    const name = (emitted: string) => `outDir/${path.basename(emitted)}`; // as tslab expects
    const writeCell: ts.WriteFileCallback = (emitted, ...rest) => write?.(name(emitted), ...rest);
    const forcing: ForcingProgram = program;
    return forcing.emit(file, writeCell, token, undefined, transformers, true);
  };
  return {
    ...builder,
    emit,
    getAllDependencies: (file) => dependencies(program, file, modules),
  };
}
