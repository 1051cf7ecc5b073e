import { pathToFileURL } from "node:url";
import { Signal } from "../threads.ts";
import { display, show } from "./display.ts";
import { check, step, steps } from "./interrupt.ts";
import { ask, signals, tell } from "./link.ts";
import { define, own, place } from "./scope.ts";

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
      meta: (file: string) => ({ url: pathToFileURL(file).href }),
    },
    [Symbol.for("jupyter.kernel")]: { display, show },
  });
  // declared to TypeScript in translator/translator.ts
  place("prompt", (text = "", password = false) => ask({ kind: "input", prompt: text, password }));
  place("clearOutput", (wait = false) => tell({ kind: "clear", wait }));

  const count = (change: number) => (event: string | symbol) => {
    if (event === "SIGINT") Atomics.add(signals, Signal.listeners, change);
  };
  process.on("SIGINT", () => {}); // without a listener the signal would end the process
  process.on("newListener", count(1));
  process.on("removeListener", count(-1));
}
