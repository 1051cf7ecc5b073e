import "./process.ts"; // first: others look for it
import "./surroundings.ts";
import { toFailure } from "../../../kernel/cells/failure.ts";
import { askToStop, KeyboardInterrupt, stop } from "../../../kernel/cells/keyboardInterrupt.ts";
import { connect } from "../../../kernel/cells/outlet.ts";
import { failInterrupted } from "../../../kernel/cells/run.ts";
import { type Done, type FromCells, Signal } from "../../../kernel/threads.ts";
import type { FromWorker, ToWorker } from "../messages.ts";
import { forgetData, listData, takeFile } from "./data.ts";
import { toFailed } from "./failed.ts";
import { pageProcess } from "./process.ts";
import { CellRunner } from "./runCell.ts";

/** How long code that listens for it has to stop by itself, in milliseconds. */
const TIMEOUT = 700;

const bytes = 4 * Object.keys(Signal).length;
const signals = new Int32Array(
  globalThis.crossOriginIsolated ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
);
const { setTimeout } = globalThis;
const post = (message: FromWorker) => self.postMessage(message);

let runner: CellRunner | undefined;
/** Why there is none. */
let unloaded: unknown;
/** The cell to which outputs go: the latest. */
let latest = "";
/** Whether the latest cell is to end before it begins. */
let isCancelled = false;
/** Ends the running cell's turn. */
let finish: ((done: Done) => void) | undefined;
let turn: Promise<void> = Promise.resolve();

connect({ signals, tell });

/** Passes on what the kernel's code tells of the running cell. */
function tell(message: FromCells): void {
  if (message.kind === "stream") {
    const { name, text } = message;
    post({ type: "output", cell: latest, output: { output_type: "stream", name, text } });
  } else if (message.kind === "display") {
    const output_type = message.update ? "update_display_data" : "display_data";
    const output = { output_type, ...JSON.parse(message.json) } as const;
    post({ type: "output", cell: latest, output });
  } else if (message.kind === "clear") post({ type: "clear", cell: latest, wait: message.wait });
  else if (message.kind === "done") finish?.(message);
}

async function runCell(runner: CellRunner, cell: string, source: string): Promise<void> {
  latest = cell;
  isCancelled = false;
  post({ type: "state", cell, state: "loading" });
  let start = performance.now();
  const end = (failed: boolean) => {
    const seconds = (performance.now() - start) / 1000;
    post({ type: "state", cell, state: failed ? "failed" : "done", seconds });
  };
  try {
    const run = await runner.prepare(cell, source);
    Atomics.store(signals, Signal.interrupt, 0);
    if (isCancelled) throw new KeyboardInterrupt();
    post({ type: "state", cell, state: "running" });
    start = performance.now();
    const { failure, result } = await new Promise<Done>((resolve) => {
      finish = resolve;
      run();
    });
    if (result !== undefined) {
      const execution_count = runner.numberOf(cell);
      const output = { output_type: "execute_result", execution_count, ...JSON.parse(result) };
      post({ type: "output", cell, output });
    }
    if (failure) post({ type: "output", cell, output: toFailed(failure) });
    end(failure !== undefined);
  } catch (error) {
    post({ type: "output", cell, output: toFailed(toFailure(error)) });
    end(true);
  } finally {
    finish = undefined;
  }
}

/** Without the page's cells nothing runs: who shares no names with the others would compute wrong. */
async function refuseToRun(cell: string): Promise<void> {
  post({ type: "output", cell, output: toFailed(toFailure(unloaded)) });
  post({ type: "state", cell, state: "failed", seconds: 0 });
}

/** Ends the running code: what listens for it, as training does, ends by itself first. */
function interrupt(): void {
  const running = finish;
  isCancelled = true;
  if (!running) return;
  const force = () => {
    if (finish !== running) return;
    Atomics.store(signals, Signal.interrupt, 1);
    stop(failInterrupted);
  };
  if (pageProcess.listenerCount("SIGINT") === 0 || Atomics.load(signals, Signal.interrupt)) force();
  else {
    askToStop();
    setTimeout(force, TIMEOUT);
  }
}

async function hear(message: ToWorker): Promise<void> {
  if (message.type === "start") {
    runner = await CellRunner.open(message.cells);
    post({ type: "ready", isolated: globalThis.crossOriginIsolated, signals });
  } else if (message.type === "stop") interrupt();
  else if (message.type === "data") post(await takeFile(message.file));
  else if (message.type === "datasets") post({ type: "datasets", kept: await listData() });
  else if (message.type === "forget") await forgetData(message.dataset);
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "run") {
    const { cell, source } = data;
    turn = turn.then(() => (runner ? runCell(runner, cell, source) : refuseToRun(cell)));
  } else if (data.type === "start") {
    turn = hear(data).catch((error) => {
      unloaded = error;
    });
  } else void hear(data);
};
