import { workerData } from "node:worker_threads";
import type { Router } from "zeromq";
import { complain } from "../complain.ts";
import { endProcesses } from "../end.ts";
import type { FromCells, Question, ServerData } from "../threads.ts";
import { cellEnded, cells, giveAnswer } from "./cells.ts";
import { Execution } from "./execution.ts";
import { History } from "./history.ts";
import { askUser, takeInput } from "./input.ts";
import { pong, settled, whenLost } from "./interrupt.ts";
import { beginLife, endLife } from "./lastEnd.ts";
import { endWithParent } from "./parent.ts";
import { createHandlers } from "./requests.ts";
import { Sockets } from "./sockets.ts";
import { Streams } from "./streams.ts";
import { translator } from "./translator.ts";
import type { Request } from "./wire.ts";

// The server thread: it talks to Jupyter, and is never busy for long.
const { connectionFile }: ServerData = workerData;
const sockets = new Sockets(connectionFile);
const history = new History();
const execution = new Execution(sockets, history, beginLife(connectionFile));
const handlers = createHandlers(sockets, history);
const streams = new Streams((content) => sockets.publish("stream", content, execution.current));

async function handle(socket: Router, request: Request): Promise<void> {
  const type = request.header.msg_type;
  const handler = handlers[type];
  if (!handler) return; // the protocol says: ignore
  sockets.publish("status", { execution_state: "busy" }, request);
  try {
    const content = await handler(request.content, request);
    if (content) sockets.reply(socket, type.replace("_request", "_reply"), content, request);
  } catch (error) {
    complain(error);
  }
  sockets.publish("status", { execution_state: "idle" }, request);
}

/** Answers a question of the running cell; the user's input comes later, by the stdin socket. */
async function consider(question: Question): Promise<void> {
  if (question.kind === "load") giveAnswer(await translator("load", question.file));
  else askUser(sockets, question, execution.current);
}

whenLost(() => {
  const text =
    "The interrupt does not reach this cell: it waits outside JavaScript, such as for a program " +
    "in execSync. It ends when that does; a restart of the kernel ends both.\n";
  streams.write("stderr", text);
});

cells.on("message", (message: FromCells) => {
  if (message.kind === "stream") return streams.write(message.name, message.text);
  if (message.kind === "pong") return pong();
  if (message.kind === "settled") return settled();
  streams.flush();
  if (message.kind === "display") {
    const type = message.update ? "update_display_data" : "display_data";
    sockets.publish(type, JSON.parse(message.json), execution.current);
  } else if (message.kind === "clear") {
    sockets.publish("clear_output", { wait: message.wait }, execution.current);
  } else if (message.kind === "done") {
    cellEnded(message);
  } else {
    consider(message).catch(() => giveAnswer(null));
  }
});

await sockets.bind().catch((error) => {
  complain(error);
  endProcesses(); // an exit with open sockets would abort
});
sockets.publish("status", { execution_state: "starting" });
endWithParent(() => endLife(connectionFile));
void sockets.listen(sockets.control, (request) => handle(sockets.control, request));
void sockets.listen(sockets.stdin, takeInput);
void sockets.listen(sockets.shell, (request) => {
  if (request.header.msg_type === "execute_request") void execution.add(request);
  else void handle(sockets.shell, request);
});
