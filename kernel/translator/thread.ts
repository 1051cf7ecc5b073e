import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { Language } from "../languages.ts";
import { loadCached } from "./codeCache.ts";
import type { Translator } from "./translator.ts";

/** How long no call must have come before the bytecode is kept, in ms. */
const IDLE = 3000;

/** What the thread is started with. */
export interface TranslatorData {
  language: Language;
}

/** A call of one of the translator's methods. */
export interface Call {
  id: number;
  method: keyof Translator;
  args: unknown[];
}

/** How a call ended: with a value or an error. */
export interface Outcome {
  id: number;
  value?: unknown;
  error?: unknown;
}

// The translator's thread: TypeScript takes about a second to load, and up to one for a cell.
setFlagsFromString("--initial-old-space-size=0"); // back, see server/translator.ts
const { language }: TranslatorData = workerData;
const keepBytecode = loadCached("typescript-api");
const { Translator: Loaded } = await import("./translator.js"); // after TypeScript
const translator: Translator = new Loaded(language);
const idle = setTimeout(() => keepBytecode?.(), IDLE).unref();

parentPort?.on("message", ({ id, method, args }: Call) => {
  const outcome: Outcome = { id };
  try {
    outcome.value = Reflect.apply(translator[method], translator, args);
  } catch (error) {
    outcome.error = error;
  }
  parentPort?.postMessage(outcome);
  idle.refresh();
});
