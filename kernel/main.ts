import "./optimizeLate.ts";
import { rememberBuiltIns } from "./cells/builtins.ts";
import { installGlobals } from "./cells/globals.ts";
import { askToStop, stop } from "./cells/keyboardInterrupt.ts";
import { server } from "./cells/link.ts";
import { tell } from "./cells/outlet.ts";
import { failInterrupted } from "./cells/run.ts";
import { runHere } from "./cells/runHere.ts";
import { showSources } from "./cells/stacks.ts";
import { captureStreams } from "./cells/streams.ts";
import { guardTimers } from "./cells/timers.ts";
import { surviveUncaught } from "./cells/uncaught.ts";
import { watchWorkers } from "./cells/workers.ts";
import { complain } from "./complain.ts";
import { endProcesses } from "./end.ts";
import type { ToCells } from "./threads.ts";

// The main thread runs the cells; sockets and TypeScript live in the server thread, which
// stays responsive whatever a cell does.  node main.js <connection file> [language]
const { exit } = process;
captureStreams();
guardTimers();
showSources();
rememberBuiltIns();
installGlobals();
watchWorkers();
surviveUncaught();

const end = (code: number) => {
  process.once("exit", endProcesses); // after the cells' own listeners
  exit(code);
};

server.on("message", (message: ToCells) => {
  if (message.kind === "run") runHere(message.cell, message.built);
  else if (message.kind === "askToStop") askToStop();
  else if (message.kind === "stop") stop(failInterrupted);
  else if (message.kind === "ping") tell({ kind: "pong" });
  else end(0);
});
server.on("error", complain);
server.on("exit", () => end(1));
