import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** What lets pages share memory among threads. */
export const ISOLATING: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** A file that was asked for, with the bytes of its content as they were sent: by gzip. */
interface Sent {
  path: string;
  bytes: number;
}

/** A server of static files. */
export interface Served {
  origin: string;
  /** All that was sent, in order. */
  sent: Sent[];
  close(): Promise<void>;
}

/**
 * Serves a folder on this machine.
 *
 * @param headers what a plain server does not send
 */
export async function serveFolder(
  folder: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const { pathname: path } = new URL(request.url ?? "/", "http://localhost");
    const file = join(folder, normalize(decodeURIComponent(path)));
    const content = await readFile(file).catch(() => undefined);
    if (!content) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${createHash("sha256").update(content).digest("hex")}"`;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag, ...headers }).end();
      return;
    }
    const body = gzipSync(content, { level: 9 });
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    sent.push({ path, bytes: body.length });
    response.writeHead(200, {
      ...{ "content-type": type, "content-encoding": "gzip", etag },
      ...headers,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
