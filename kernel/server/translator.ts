import { setFlagsFromString } from "node:v8";
import { Worker, workerData } from "node:worker_threads";
import { complain } from "../complain.ts";
import { endProcesses } from "../end.ts";
import type { ServerData } from "../threads.ts";
import type { Call, Outcome, TranslatorData } from "../translator/thread.ts";
import type { Translator } from "../translator/translator.ts";

type Method = keyof Translator;
type Value<M extends Method> = ReturnType<Translator[M]>;

const { language }: ServerData = workerData;
const data: TranslatorData = { language };
// The first collection of old objects waits for more than an import of TensorFlow.js leaves (107 MB), or
// it falls into the cells after one. The thread takes the flag back, as bytecode is bound to flags
setFlagsFromString("--initial-old-space-size=160"); // MB
const thread = new Worker(new URL("../translator/thread.js", import.meta.url), {
  workerData: data,
  stdout: true,
  // V8 collects garbage the later, the more memory it may take: cells leave much behind
  resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 },
});
const pending = new Map<number, (outcome: Outcome) => void>();
let calls = 0;

thread.on("message", (outcome: Outcome) => {
  pending.get(outcome.id)?.(outcome);
  pending.delete(outcome.id);
});
thread.on("error", (error) => {
  complain(error);
  endProcesses(); // Jupyter starts the kernel anew
});

/** Calls a method of the translator, in its thread, after the calls that were made before. */
export function translator<M extends Method>(
  method: M,
  ...args: Parameters<Translator[M]>
): Promise<Value<M>> {
  const call: Call = { id: ++calls, method, args };
  thread.postMessage(call);
  return new Promise((resolve, reject) => {
    pending.set(call.id, ({ value, error }) =>
      error ? reject(error) : resolve(value as Value<M>),
    );
  });
}
