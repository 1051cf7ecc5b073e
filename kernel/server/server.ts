import { workerData } from "node:worker_threads";
import type { Router } from "zeromq";
import { complain, complainTo } from "../complain.ts";
import { endProcesses } from "../end.ts";
import type { Failure, FromCells, Posted, Question, ServerData } from "../threads.ts";
import { cellEnded, cells, giveAnswer } from "./cells.ts";
import { DescriptorReader } from "./descriptorReader.ts";
import { Execution } from "./execution.ts";
import { wrongField } from "./fields.ts";
import { History } from "./history.ts";
import { askUser, takeInput } from "./input.ts";
import { pong, settled } from "./interrupts.ts";
import { beginLife, endLife } from "./lastEnd.ts";
import { Output } from "./output.ts";
import { endWithParent } from "./parent.ts";
import { createHandlers } from "./requests.ts";
import { Sockets } from "./sockets.ts";
import { translator } from "./translator.ts";
import type { Request } from "./wire.ts";

// The server thread: it talks to Jupyter, and is never busy for long.
const { connectionFile, descriptors }: ServerData = workerData;
if (descriptors) complainTo(descriptors.terminal);
const sockets = new Sockets(connectionFile);
const history = new History();
const handlers = createHandlers(sockets, history);
const output = new Output(
  (type, content, cell) => sockets.publish(type, content, cell),
  () => execution.current,
);
const execution = new Execution(sockets, history, output);
const reader =
  descriptors && new DescriptorReader(descriptors, (name, text) => output.write(name, text));

/** Why a request is not answered. */
function requestFailure(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}

async function handle(socket: Router, request: Request): Promise<void> {
  const type = request.header.msg_type;
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  const isRequest = type.endsWith("_request");
  if (!handler && !isRequest) return; // the protocol says: ignore
  sockets.publish("status", { execution_state: "busy" }, request);
  const answer = (content: object) =>
    sockets.reply(socket, type.replace(/_request$/, "_reply"), content, request);
  try {
    const wrong = wrongField(type, request.content);
    if (wrong) throw new TypeError(wrong);
    if (!handler) throw new TypeError(`${type} is unknown to this kernel`);
    const content = await handler(request.content, request);
    if (content) answer(content);
  } catch (error) {
    if (isRequest) answer({ status: "error", ...requestFailure(error) });
    else complain(error);
  }
  sockets.publish("status", { execution_state: "idle" }, request);
}

/** Answers a question of the running cell; the user's input comes later, by the stdin socket. */
async function consider(question: Question): Promise<void> {
  if (question.kind === "load") giveAnswer(await translator("load", question.file));
  else askUser(sockets, question, execution.current);
}

cells.on("message", (posted: Posted) => {
  const message: FromCells =
    typeof posted === "string" ? { kind: "stream", name: "stdout", text: posted } : posted;
  if (message.kind === "pong") return pong();
  if (message.kind === "settled") return settled();
  reader?.drain(message.kind === "done");
  if (message.kind === "stream") return output.write(message.name, message.text);
  if (message.kind === "display") {
    return output.show(message.update ? "update_display_data" : "display_data", message.json);
  }
  if (message.kind === "clear") return output.clear(message.wait);
  output.flush();
  if (message.kind === "done") return cellEnded(message);
  consider(message).catch(() => giveAnswer(null));
});

await sockets.bind().catch((error) => {
  complain(error);
  endProcesses(); // an exit with open sockets would abort
});
sockets.publish("status", { execution_state: "starting" });
execution.notice = beginLife(connectionFile); // clients need a moment to connect
endWithParent(() => endLife(connectionFile));
void sockets.listen(
  sockets.control,
  (request) => void handle(sockets.control, request).catch(complain),
);
void sockets.listen(sockets.stdin, takeInput);
void sockets.listen(sockets.shell, (request) => {
  const isCell = request.header.msg_type === "execute_request";
  if (isCell && !wrongField("execute_request", request.content)) void execution.add(request);
  else void handle(sockets.shell, request).catch(complain);
});
