import type { MessagePort } from "node:worker_threads";
import type { Language } from "./languages.ts";

/** Translated code; its lines lead back to the source through these maps, one after another. */
export interface Translated {
  js: string;
  maps: string[];
}

/** A cell, ready to run. */
export interface Cell extends Translated {
  /** What stacks call it. */
  name: string;
  /** As it was written. */
  code: string;
  /** The lines that its translation puts before it. */
  added: number;
  /** A statement to be run first. */
  prologue: string;
  /** The values it declares: variables, functions, classes, imports. */
  names: string[];
  /** Whether it awaits at its top level. */
  isAsync: boolean;
  /** The name under which it exports the value of its last expression. */
  resultName?: string;
  /** The notebook's own TypeScript and JavaScript files that it imports, translated. */
  files: (Translated & { path: string; source: string })[];
  /** What the user is told before it runs. */
  notes: string[];
}

/** Libraries whose builds were found to be finished. */
export interface Built {
  folders: string[];
  /** When that was found, in milliseconds of the epoch. */
  at: number;
}

/** An error as Jupyter shows it. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** The content of a `display_data` message. */
export interface Display {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient?: { display_id?: string };
}

/** How a cell ended. */
export interface Done {
  kind: "done";
  /** The declared names whose declarations were reached. */
  reached: string[];
  failure?: Failure;
  /** The last value's display, as JSON. */
  result?: string;
}

/** What the server thread tells the main thread, which runs the cells. */
export type ToCells =
  | { kind: "run"; cell: Cell; built: Built }
  | { kind: "askToStop" }
  | { kind: "stop" }
  | { kind: "ping" }
  | { kind: "exit" };

/** Questions that the main thread waits for, blocked, until the server thread answers. */
export type Question =
  | { kind: "input"; prompt: string; password: boolean }
  | { kind: "load"; file: string };

/** The answer to a question: the user's input, or the translated file. */
export type Answer = string | Translated | null;

/** What the main thread tells the server thread. */
export type FromCells =
  | { kind: "stream"; name: "stdout" | "stderr"; text: string }
  | { kind: "display"; json: string; update: boolean }
  | { kind: "clear"; wait: boolean }
  | { kind: "pong" }
  | { kind: "settled" }
  | Done
  | Question;

/** As it is posted: what goes to stdout as its text alone, as an object takes twice as long. */
export type Posted = FromCells | string;

/** Places in the memory that both threads share. */
export const Signal = {
  /** 1 when the answer to a question has been posted. */
  answered: 0,
  /** 1 while running code is to end at its next interrupt point. */
  interrupt: 1,
  /** How many of the cells' own listeners wait for SIGINT. */
  listeners: 2,
} as const;

/** Where what is written to the descriptors 1 and 2 comes out, and where 2 led before. */
export interface Descriptors {
  stdout: number;
  stderr: number;
  terminal: number;
}

/** What the server thread is started with. */
export interface ServerData {
  connectionFile: string;
  language: Language;
  answers: MessagePort;
  /** Missing where the system has no pipes with names. */
  descriptors?: Descriptors;
  signals: Int32Array;
}
