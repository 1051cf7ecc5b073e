import path from "node:path";
import vm from "node:vm";
import type { Built, Cell, Failure } from "../threads.ts";
import { showResult } from "./bundle.ts";
import { closeDisplays, openDisplays } from "./display.ts";
import { addCode, toFailure } from "./failure.ts";
import { requireFromCell, setFiles } from "./imports.ts";
import { KeyboardInterrupt, step } from "./interrupt.ts";
import { tell } from "./link.ts";
import { setBuilt } from "./live.ts";
import { close, open, values } from "./scope.ts";
import { addSource } from "./stacks.ts";
import { forgetWorkers, reportWorkers } from "./workers.ts";

let running: Cell | undefined;

/** Runs a cell and tells the server thread how it ended. */
export function run(cell: Cell, built: Built): void {
  running = cell;
  forgetWorkers();
  setBuilt(built);
  setFiles(cell.files);
  open(cell.names);
  openDisplays();
  for (const note of cell.notes) process.stderr.write(`${note}\n`);
  try {
    const ended = start(cell);
    const succeed = () => finish(cell);
    const fail = (error: unknown) => finish(cell, toFailure(error));
    if (cell.isAsync) ended.then(succeed, fail);
    else succeed();
  } catch (error) {
    finish(cell, toFailure(error));
  }
}

function start(cell: Cell): Promise<void> {
  const { name, code, added, js, prologue, isAsync, maps } = cell;
  addCode(name, code);
  addSource(name, { file: name, maps, added: added + 1 }); // tslab's `export {}`
  const given: Record<string, unknown> = {
    exports: values,
    require: requireFromCell,
    __filename: path.resolve("cell.js"),
    __dirname: process.cwd(),
  };
  for (const own of cell.names) delete given[own]; // such as `const require = createRequire(…)`
  const head = `(${isAsync ? "async " : ""}function (${Object.keys(given).join(", ")}) {`;
  const options = { filename: name, lineOffset: -1 }; // the head and the prologue are line 0
  const run = vm.runInThisContext(`${head} ${prologue}\n${js}\n})`, options);
  return run(...Object.values(given));
}

/** Ends the running cell, if there is one, after an interrupt. */
export function failInterrupted(): void {
  if (running) finish(running, toFailure(new KeyboardInterrupt()));
}

function finish(cell: Cell, failure?: Failure): void {
  if (running !== cell) return;
  running = undefined;
  const reached = close(cell.names, failure !== undefined);
  if (failure?.ename === new KeyboardInterrupt().name) reportWorkers();
  const end = (result?: string, failed = failure) =>
    tell({ kind: "done", reached, failure: failed, result });
  const fail = (error: unknown) => end(undefined, toFailure(error));
  const value = takeResult(cell);
  const displays = closeDisplays();
  try {
    const shown = failure || value === undefined ? undefined : showResult(value);
    if ((displays && !failure) || shown instanceof Promise) {
      step(Promise.all([shown, displays])).then(([result]) => end(result), fail);
    } else {
      end(shown);
    }
  } catch (error) {
    fail(error);
  }
}

function takeResult({ resultName }: Cell): unknown {
  if (resultName === undefined) return undefined;
  const value = values[resultName];
  delete values[resultName];
  return value;
}
