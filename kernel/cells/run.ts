import vm from "node:vm";
import { isGrading } from "../grading.ts";
import { type Built, type Cell, type Done, Signal } from "../threads.ts";
import { restoreBuiltIns, sayRestored, withBuiltIns } from "./builtins.ts";
import { showResult } from "./bundle.ts";
import { closeDisplays, openDisplays } from "./display.ts";
import { addCode, toFailure } from "./failure.ts";
import { cellModule, requireFromCell, setFiles } from "./imports.ts";
import { KeyboardInterrupt, step } from "./interrupt.ts";
import { signals, tell } from "./link.ts";
import { setBuilt } from "./live.ts";
import { close, open, values } from "./scope.ts";
import { addSource } from "./stacks.ts";
import { forgetWorkers, reportWorkers } from "./workers.ts";

const { setImmediate } = globalThis; // the cells' own is dropped by an interrupt

type Outcome = Omit<Done, "kind">;

let running: Cell | undefined;
/** How the running cell has come out, while its value is being read and its callbacks run. */
let outcome: Outcome | undefined;

/** Runs a cell and tells the server thread how it ended. */
export function run(cell: Cell, built: Built): void {
  running = cell;
  outcome = undefined;
  try {
    withBuiltIns(() => prepare(cell, built));
    const ended = start(cell);
    if (cell.isAsync) void settle(cell, ended);
    else finish(cell);
  } catch (error) {
    finish(cell, error);
  }
}

function prepare(cell: Cell, built: Built): void {
  forgetWorkers();
  setBuilt(built);
  setFiles(cell.files);
  open(cell.names);
  openDisplays();
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

async function settle(cell: Cell, ended: Promise<void>): Promise<void> {
  try {
    await ended;
  } catch (error) {
    return finish(cell, error);
  }
  finish(cell);
}

/** Ends the running cell, if there is one, after an interrupt. */
export function failInterrupted(): void {
  if (!running) return;
  const cell = running;
  if (!outcome) finish(cell, new KeyboardInterrupt());
  tellDone(cell, { failure: toFailure(new KeyboardInterrupt()), reached: [], ...outcome });
}

/** @param thrown what the cell has thrown, if there is anything */
function finish(cell: Cell, ...thrown: [error?: unknown]): void {
  if (running !== cell || outcome) return;
  const failure = thrown.length ? withBuiltIns(() => toFailure(thrown[0])) : undefined;
  const reached = withBuiltIns(() => close(cell.names, failure !== undefined));
  outcome = { reached, failure };
  if (failure?.ename === new KeyboardInterrupt().name) reportWorkers();
  const succeed = (result?: string) => awaitDue(cell, { reached, failure, result });
  const fail = (error: unknown) => awaitDue(cell, { reached, failure: toFailure(error) });
  const value = takeResult(cell);
  const displays = closeDisplays();
  try {
    const shown =
      failure || value === undefined ? undefined : withBuiltIns(() => showResult(value));
    if ((displays && !failure) || shown instanceof Promise) {
      step(Promise.all([shown, displays])).then(([result]) => succeed(result), fail);
    } else {
      succeed(shown);
    }
  } catch (error) {
    fail(error);
  }
}

/** Lets the callbacks that are due run: what they put out is the cell's. */
function awaitDue(cell: Cell, done: Outcome): void {
  outcome = done;
  setImmediate(() => {
    const isInterrupted = Atomics.load(signals, Signal.interrupt) === 1; // then it ends the cell
    if (!isInterrupted) tellDone(cell, done);
  });
}

function tellDone(cell: Cell, done: Outcome): void {
  if (running !== cell) return;
  running = outcome = undefined;
  if (isGrading) sayRestored(restoreBuiltIns());
  tell({ kind: "done", ...done });
}

function takeResult({ resultName }: Cell): unknown {
  if (resultName === undefined) return undefined;
  const value = values[resultName];
  delete values[resultName];
  return value;
}
