import { isGrading } from "../grading.ts";
import { type Cell, type Done, Signal } from "../threads.ts";
import { restoreBuiltIns, sayRestored, withBuiltIns } from "./builtins.ts";
import { showResult } from "./bundle.ts";
import { closeDisplays, openDisplays } from "./display.ts";
import { toFailure } from "./failure.ts";
import { KeyboardInterrupt, step } from "./keyboardInterrupt.ts";
import { signals, tell } from "./outlet.ts";
import { close, open, values } from "./scope.ts";
import { reportWorkers } from "./workers.ts";

/** The cells' own is dropped by an interrupt; a browser has none. */
const { setImmediate = setTimeout } = globalThis;

type Outcome = Omit<Done, "kind">;

/** What has to be known of a cell to run it. */
type RunnableCell = Pick<Cell, "names" | "isAsync" | "resultName">;

let running: RunnableCell | undefined;
/** How the running cell has come out, while its value is being read and its callbacks run. */
let outcome: Outcome | undefined;

/** How a cell is run, in a process or in a page. */
export interface Runner {
  /** Makes ready what the cell needs. */
  prepare(): void;
  /** Runs its code; a promise where it awaits at its top level. */
  start(): unknown;
}

/** Runs a cell and tells how it ended. */
export function run(cell: RunnableCell, { prepare, start }: Runner): void {
  running = cell;
  outcome = undefined;
  try {
    withBuiltIns(() => {
      prepare();
      open(cell.names);
      openDisplays();
    });
    const ended = start();
    if (cell.isAsync) void settle(cell, ended);
    else finish(cell);
  } catch (error) {
    finish(cell, error);
  }
}

async function settle(cell: RunnableCell, ended: unknown): Promise<void> {
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
function finish(cell: RunnableCell, ...thrown: [error?: unknown]): void {
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
function awaitDue(cell: RunnableCell, done: Outcome): void {
  outcome = done;
  setImmediate(() => {
    const isInterrupted = Atomics.load(signals, Signal.interrupt) === 1; // then it ends the cell
    if (!isInterrupted) tellDone(cell, done);
  });
}

function tellDone(cell: RunnableCell, done: Outcome): void {
  if (running !== cell) return;
  running = outcome = undefined;
  if (isGrading) sayRestored(restoreBuiltIns());
  tell({ kind: "done", ...done });
}

function takeResult({ resultName }: RunnableCell): unknown {
  if (resultName === undefined) return undefined;
  const value = values[resultName];
  delete values[resultName];
  return value;
}
