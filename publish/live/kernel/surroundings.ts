import { rememberBuiltIns } from "../../../kernel/cells/builtins.ts";
import { display, show } from "../../../kernel/cells/display.ts";
import { check, step, steps } from "../../../kernel/cells/keyboardInterrupt.ts";
import { tell } from "../../../kernel/cells/outlet.ts";
import { define, isReplaced, own, place } from "../../../kernel/cells/scope.ts";
import { pageConsole } from "./console.ts";
import { has, load, require } from "./modules.ts";
import { PageWorker } from "./pageWorker.ts";
import { showSources } from "./stacks.ts";
import { guardTimers } from "./timers.ts";

// What cells, compiled code and the library find ready in a page's worker, as in the kernel's process.
type Stream = "stdout" | "stderr";
const put = (name: Stream, text: string) => tell({ kind: "stream", name, text });
const meta = () => ({ url: new URL("./", import.meta.url).href });
const refuse = (asker: string) => () => {
  throw new Error(`${asker}: a page's cells cannot ask; write the value into the cell`);
};

Object.assign(globalThis, {
  __kernel__: { check, step, steps, define, own, require, load, has, meta },
  [Symbol.for("jupyter.kernel")]: { display, show, isReplaced },
  Worker: PageWorker,
});
Object.assign(console, pageConsole(put));
for (const asker of ["prompt", "confirm", "alert"]) place(asker, refuse(asker));
place("clearOutput", (wait = false) => tell({ kind: "clear", wait }));
guardTimers();
showSources();
rememberBuiltIns();

self.addEventListener("error", (event) => {
  event.preventDefault();
  console.error(event.error ?? event.message);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  console.error(event.reason);
});
