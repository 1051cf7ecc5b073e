import { pathToFileURL } from "node:url";
import { Signal } from "../threads.ts";
import { display, show } from "./display.ts";
import { requireFromCell } from "./imports.ts";
import { check, step, steps } from "./interrupt.ts";
import { ask, signals, tell } from "./link.ts";
import { define, own, place } from "./scope.ts";

/** Asks the user, in a line below the cell. */
function prompt(text = "", { password = false } = {}): string {
  const answer = ask({ kind: "input", prompt: String(text), password });
  check();
  if (answer !== null) return answer;
  throw new Error(
    "prompt: the program that runs this cell takes no input (it sent allow_stdin: false); " +
      "run the cell in JupyterLab, or write the value into it",
  );
}

/** `process.exit` of the cells: it would end the kernel, and lose what they made. */
function refuseToExit(code: number | string | null | undefined): never {
  throw new Error(
    `process.exit(${code ?? ""}) would end the kernel and lose its variables: to end a cell, ` +
      "throw an error; to end the kernel, shut it down in Jupyter",
  );
}

/** Defines what translated code, libraries and the user's cells find ready. */
export function installGlobals(): void {
  Object.assign(globalThis, {
    // named in translator/instrument.ts and translator/cell-names.ts
    __kernel__: {
      check,
      step,
      steps,
      define,
      own,
      require: requireFromCell,
      meta: (file: string) => ({ url: pathToFileURL(file).href }),
    },
    [Symbol.for("jupyter.kernel")]: { display, show },
  });
  // declared to TypeScript in translator/translator.ts
  place("prompt", prompt);
  place("clearOutput", (wait = false) => tell({ kind: "clear", wait }));

  process.exit = refuseToExit;

  const count = (change: number) => (event: string | symbol) => {
    if (event === "SIGINT") Atomics.add(signals, Signal.listeners, change);
  };
  process.on("SIGINT", () => {}); // without a listener the signal would end the process
  process.on("newListener", count(1));
  process.on("removeListener", count(-1));
}
