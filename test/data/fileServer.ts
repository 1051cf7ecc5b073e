import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

/** A server of one file on 127.0.0.1, whose behaviour can be changed while it runs. */
export interface FileServer {
  readonly address: string;
  content: Buffer;
  headers: Record<string, string>;
  /** False: it always sends the whole file. */
  ranges: boolean;
  status: number;
  /** After so many bytes of each next answer it breaks the connection. */
  readonly breaks: number[];
  /** After so many bytes it stops sending, and says nothing any more. */
  stall: number;
  /** Give the next answers in place of the server's own. */
  readonly odd: ((response: ServerResponse, rest: Buffer, start: number) => unknown)[];
  /** Sends what was held back by `stall`, and stalls no more. */
  goOn(): void;
  /** The Range header of each request so far, and how many bytes it was sent. */
  readonly requests: { range: string | undefined; sent: number }[];
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function serveFile(content: Buffer): Promise<FileServer> {
  const server = createServer(async (request, response) => {
    const { range } = request.headers;
    const version = request.headers["if-range"]?.toString();
    const log = { range, sent: 0 };
    state.requests.push(log);
    const { content, headers, status } = state;
    const same = version === undefined || Object.values(headers).includes(version);
    const strong = !version?.startsWith("W/");
    const start = range && state.ranges && same && strong ? Number(/\d+/.exec(range)) : 0;
    const odd = state.odd.shift();
    if (odd) {
      await odd(response, content.subarray(start), start);
      return;
    }
    if (status !== 200) {
      response.writeHead(status, headers).end("no");
      return;
    }
    if (start >= content.length) {
      response.writeHead(416, { ...headers, "content-range": `bytes */${content.length}` }).end();
      return;
    }
    const rest = content.subarray(start);
    const part = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      ...headers,
      "content-length": rest.length,
      ...(start > 0 && part),
    });
    const breakAt = state.breaks.shift();
    const end = Math.min(breakAt ?? state.stall, rest.length);
    if (end < rest.length && breakAt === undefined) {
      stalled.push(() => response.end(rest.subarray(end)));
    }
    await send(response, rest.subarray(0, end));
    log.sent = end;
    if (end === rest.length) response.end();
    else if (breakAt !== undefined) {
      await setTimeout(100);
      response.destroy();
    }
  });
  const stalled: (() => void)[] = [];
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const state: FileServer = {
    address: `http://127.0.0.1:${port}`,
    content,
    headers: { etag: '"1"' },
    ranges: true,
    status: 200,
    breaks: [],
    stall: Number.POSITIVE_INFINITY,
    odd: [],
    goOn() {
      state.stall = Number.POSITIVE_INFINITY;
      for (const send of stalled.splice(0)) send();
    },
    requests: [],
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return state;
}

function send(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((sent) => response.write(bytes, () => sent()));
}
