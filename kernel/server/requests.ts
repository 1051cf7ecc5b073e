import { workerData } from "node:worker_threads";
import { endProcesses } from "../end.ts";
import { languageInfo } from "../languages.ts";
import type { ServerData } from "../threads.ts";
import { tell } from "./cells.ts";
import type { History } from "./history.ts";
import { interrupt } from "./interrupts.ts";
import { endLife } from "./lastEnd.ts";
import type { Sockets } from "./sockets.ts";
import { translator } from "./translator.ts";
import { usageReader } from "./usage.ts";
import type { Request, RequestContent } from "./wire.ts";

const { connectionFile, language }: ServerData = workerData;

/** What the kernel says of itself. */
const kernelInfo = {
  status: "ok",
  protocol_version: "5.3",
  implementation: "cnn-notebooks",
  implementation_version: "1.0.0",
  banner: `${language === "javascript" ? "JavaScript" : "TypeScript"}, translated by tslab, on Node.js ${process.version}`,
  help_links: [],
  language_info: languageInfo[language],
};

// Jupyter counts code points, JavaScript UTF-16 units.
const toUnits = (code: string, points: number) => [...code].slice(0, points).join("").length;
const toPoints = (code: string, units: number) => [...code.slice(0, units)].length;

type Content = object | undefined;
type Handler = (content: RequestContent, request: Request) => Content | Promise<Content>;

/** The answers to requests that need no cell to run; they are given while one runs, too. */
export function createHandlers(sockets: Sockets, history: History): Record<string, Handler> {
  return {
    kernel_info_request: () => kernelInfo,
    connect_request: () => ({ status: "ok", ...sockets.ports }),
    usage_request: usageReader(),
    debug_request: ({ command = "", seq = 0 }) => ({
      type: "response",
      request_seq: seq,
      success: false,
      command,
      message: "this kernel has no debugger",
    }),
    comm_info_request: () => ({ status: "ok", comms: {} }),
    comm_open({ comm_id }, request) {
      sockets.publish("comm_close", { comm_id, data: {} }, request); // there are no targets
      return undefined;
    },
    history_request: (content) => ({ status: "ok", history: history.find(content) }),
    is_complete_request: ({ code }) => translator("isComplete", code),
    async inspect_request({ code, cursor_pos }) {
      const text = await translator("inspect", code, toUnits(code, cursor_pos));
      const data = text === undefined ? {} : { "text/plain": text };
      return { status: "ok", found: text !== undefined, data, metadata: {} };
    },
    async complete_request({ code, cursor_pos }) {
      const completion = await translator("complete", code, toUnits(code, cursor_pos));
      const { start, end, candidates } = completion;
      return {
        status: "ok",
        matches: candidates,
        cursor_start: toPoints(code, start),
        cursor_end: toPoints(code, end),
        metadata: {},
      };
    },
    interrupt_request() {
      interrupt();
      return { status: "ok" };
    },
    shutdown_request({ restart = false }) {
      endLife(connectionFile);
      setTimeout(() => {
        sockets.close();
        tell({ kind: "exit" });
      }, 50); // after the answer is out
      setTimeout(endProcesses, 400); // if the main thread is busy and does not listen
      return { status: "ok", restart };
    },
  };
}
