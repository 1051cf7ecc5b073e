import vm from "node:vm";
import type { Built, Cell } from "../threads.ts";
import { addCode } from "./failure.ts";
import { setBuilt } from "./hotReload.ts";
import { cellModule, requireFromCell, setFiles } from "./imports.ts";
import { run } from "./run.ts";
import { values } from "./scope.ts";
import { addSource } from "./stacks.ts";
import { forgetWorkers } from "./workers.ts";

/** Runs a cell in this process. */
export function runHere(cell: Cell, built: Built): void {
  run(cell, { prepare: () => prepare(cell, built), start: () => start(cell) });
}

function prepare(cell: Cell, built: Built): void {
  forgetWorkers();
  setBuilt(built);
  setFiles(cell.files);
  for (const note of cell.notes) process.stderr.write(`${note}\n`);
}

function start(cell: Cell): Promise<void> {
  const { name, code, added, js, prologue, isAsync, maps } = cell;
  addCode(name, code);
  addSource(name, { file: name, maps, added: added + 1 }); // tslab's `export {}`
  const given: Record<string, unknown> = {
    exports: values,
    module: cellModule,
    require: requireFromCell,
    __filename: cellModule.filename,
    __dirname: process.cwd(),
  };
  for (const own of cell.names) delete given[own]; // such as `const require = createRequire(…)`
  const head = `(${isAsync ? "async " : ""}function (${Object.keys(given).join(", ")}) {`;
  const options = { filename: name, lineOffset: -1 }; // the head and the prologue are line 0
  const run = vm.runInThisContext(`${head} ${prologue}\n${js}\n})`, options);
  return run(...Object.values(given));
}
