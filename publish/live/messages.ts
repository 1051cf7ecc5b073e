/**
 * What a published page and the worker that runs its cells tell one another, as structured clones.
 *
 * A page that can be run names, in attributes of `<html>`, the folder of the scripts (`data-live`,
 * such as "assets/live/3f9a0c12/") and the file of its compiled cells (`data-cells`). Its own
 * script is a classic one, as a page opened as a file loads no modules. What is loaded later,
 * such as the editor, is a module of that folder: each file of `page/later` is one, by its name.
 * A page talks to its worker through `PageKernel` of kernel/client.ts, which starts, stops and
 * restarts it.
 */

/** An output of a cell, as nbformat 4 stores it; displays also keep the id by which they change. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | ({ output_type: "display_data" | "update_display_data" } & Shown)
  | ({ output_type: "execute_result"; execution_count: number } & Shown)
  | Failed;

interface Shown {
  /** By MIME type. */
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient?: { display_id?: string };
}

/** An error, with the place in the source of the cell that it comes from, both from 1. */
export interface Failed {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
  /** The number of the cell in the page, from 1, which may be an earlier one. */
  cell?: number;
  line?: number;
  column?: number;
}

/** What came of a file that the reader gave. */
export interface Kept {
  type: "kept";
  /** The file's name. */
  name: string;
  /** Whether it is kept; else `text` names what is wrong with it. */
  ok: boolean;
  /** One sentence for the reader. */
  text: string;
}

export type ToWorker =
  /** First of all: the address of the page's compiled cells. */
  | { type: "start"; cells: string }
  /** The source as it is shown: the compiled cell runs where it is the same, else it is compiled. */
  | { type: "run"; cell: string; source: string }
  /** Training ends with its history; other code at its next interrupt point. */
  | { type: "stop" }
  /** A file of a dataset, or an archive, to be checked and kept in this browser. */
  | { type: "data"; file: File }
  /** Which datasets are kept, answered by `datasets`. */
  | { type: "datasets" }
  /** Removes the files of a dataset, or all. */
  | { type: "forget"; dataset?: string };

export type FromWorker =
  | {
      type: "ready";
      /** Whether the page may share memory: Stop then ends any code and keeps the variables. */
      isolated: boolean;
      /** Shared where it is isolated: 1 at index 1 ends the running code. */
      signals: Int32Array;
    }
  /** Asks for another worker, whose messages go through the port. */
  | { type: "thread"; script: string; options?: WorkerOptions; port: MessagePort }
  | { type: "state"; cell: string; state: "loading" | "running" }
  | { type: "state"; cell: string; state: "done" | "failed"; seconds: number }
  | { type: "output"; cell: string; output: Output }
  /** Removes the cell's outputs, or with `wait` does so when the next one comes. */
  | { type: "clear"; cell: string; wait: boolean }
  /** The worker was ended, and all variables with it: what ran before has to run again. */
  | { type: "restarted" }
  | { type: "datasets"; kept: { name: string; files: string[]; missing: string[] }[] }
  | Kept;

/** To such a worker, through the page; it ends at once where it is told so. */
export type ToThread = { message: unknown } | "end";

export type FromThread = { message: unknown } | { error: string };
