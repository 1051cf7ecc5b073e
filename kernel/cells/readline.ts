import type { EventEmitter } from "node:events";
import { syncBuiltinESMExports } from "node:module";
import readline from "node:readline";
import { PassThrough } from "node:stream";
import { promisify } from "node:util";
import { answerTo } from "./dialogs.ts";
import { refuseToRead } from "./stdin.ts";

interface Options {
  input?: unknown;
  signal?: AbortSignal;
}
interface Interface extends EventEmitter {
  closed?: boolean;
  question: (...args: never[]) => unknown;
}

const ask = (query: unknown) => answerTo("readline's question", String(query));
const isOptions = (value: unknown): value is Options => typeof value === "object" && value !== null;

async function askLater(query: unknown, options?: Options): Promise<string> {
  options?.signal?.throwIfAborted();
  return ask(query);
}

/** Asks, and calls back when the running code has ended, as Node does. */
function askAndCall(query: unknown, ...rest: (Options | ((answer: string) => void))[]): void {
  const done = rest.find((argument) => typeof argument === "function");
  if (!done || rest.some((argument) => isOptions(argument) && argument.signal?.aborted)) return;
  const answer = Promise.resolve(ask(query));
  void answer.then((text) => done(text));
}
Object.defineProperty(askAndCall, promisify.custom, { value: askLater });

/** Has the questions of a module's interfaces to stdin put to the user, as those of `prompt` are. */
function answerBy(
  question: (query: unknown, ...rest: never[]) => unknown,
  module: { createInterface: (...args: never[]) => Interface },
): void {
  const { createInterface } = module;
  const create = (first: unknown, output?: unknown, ...rest: unknown[]): Interface => {
    const options = isOptions(first) && first.input ? first : { input: first, output };
    if (options.input !== process.stdin) {
      return Reflect.apply(createInterface, module, [first, output, ...rest]);
    }
    const silent = { ...options, input: new PassThrough(), terminal: false };
    const made: Interface = Reflect.apply(createInterface, module, [silent]);
    made.on("newListener", (event) => {
      if (event === "line") refuseToRead("the lines of readline");
    });
    const { question: refusing } = made; // once it is closed
    const asking = (...args: unknown[]) =>
      Reflect.apply(made.closed ? refusing : question, made, args);
    Object.defineProperty(asking, promisify.custom, { value: askLater });
    return Object.assign(made, { question: asking });
  };
  Object.assign(module, { createInterface: create });
}

/** Has readline ask the user in the notebook. */
export function answerReadline(): void {
  answerBy(askAndCall, readline);
  answerBy(askLater, readline.promises);
  syncBuiltinESMExports();
}
