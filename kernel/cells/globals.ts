import path from "node:path";
import { pathToFileURL } from "node:url";
import { isGrading } from "../grading.ts";
import { Signal } from "../threads.ts";
import { alert, confirm, prompt } from "./dialogs.ts";
import { display, show } from "./display.ts";
import { freezeAssert } from "./freeze.ts";
import { requireFromCell } from "./imports.ts";
import { check, step, steps } from "./keyboardInterrupt.ts";
import { signals, tell } from "./outlet.ts";
import { answerReadline } from "./readline.ts";
import { refuseToEnd } from "./refuseToEnd.ts";
import { define, isReplaced, own, place } from "./scope.ts";
import { refuseStdin } from "./stdin.ts";

/** Defines what translated code, libraries and the user's cells find ready. */
export function installGlobals(): void {
  Object.assign(globalThis, {
    // named in translator/interruptPoints.ts and translator/exports.ts
    __kernel__: {
      check,
      step,
      steps,
      define,
      own,
      require: requireFromCell,
      meta: (filename: string) => ({
        url: pathToFileURL(filename).href,
        filename,
        dirname: path.dirname(filename),
      }),
    },
    [Symbol.for("jupyter.kernel")]: { display, show, isReplaced },
  });
  // declared to TypeScript in translator/translator.ts
  place("prompt", prompt);
  place("confirm", confirm);
  place("alert", alert);
  place("clearOutput", (wait = false) => tell({ kind: "clear", wait }));

  refuseToEnd();
  refuseStdin();
  answerReadline();
  if (isGrading) freezeAssert();

  const count = (change: number) => (event: string | symbol) => {
    if (event === "SIGINT") Atomics.add(signals, Signal.listeners, change);
  };
  process.on("SIGINT", () => {}); // without a listener the signal would end the process
  process.on("newListener", count(1));
  process.on("removeListener", count(-1));
}
