import type { IncomingMessage, Server } from "node:http";
import type { Figure } from "./figure.ts";

/** What is used of nodeplotlib, an optional package, and of the Nest that it brings. */
interface NodePlotLib {
  plot(data: unknown, layout?: unknown, config?: unknown): void;
}
interface Nest {
  listen(port: number, host?: string): Promise<unknown>;
  getHttpServer(): Server;
}
interface NestCore {
  NestFactory: { create(...args: unknown[]): Promise<Nest> };
}

const LOCAL = ["localhost", "127.0.0.1"];
let isLocal = false;

/**
 * Opens a figure in the browser through nodeplotlib; says so where that is not installed.
 */
export async function openInBrowser({ data, layout, config }: Figure): Promise<void> {
  const packages: string[] = ["@nestjs/core", "nodeplotlib"];
  let loaded: unknown[];
  try {
    loaded = await Promise.all(packages.map((name) => import(name)));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) {
      throw error;
    }
    console.error(
      "show: outside of a notebook a figure opens in the browser through nodeplotlib, which is not installed: run `npm i nodeplotlib` in the project's folder",
    );
    process.exitCode = 1;
    return;
  }
  const [{ NestFactory }, { plot }] = loaded as [NestCore, NodePlotLib];
  if (!isLocal) keepLocal(NestFactory);
  isLocal = true;
  plot(data, layout, config);
}

/** nodeplotlib lets Nest listen on every interface, to any page; this keeps it to this machine. */
function keepLocal(factory: NestCore["NestFactory"]): void {
  const create = factory.create.bind(factory);
  factory.create = async (...args) => {
    const app = await create(...args);
    refuseOtherHosts(app.getHttpServer());
    const listen = (port: number) => app.listen(port, "127.0.0.1");
    return Object.create(app, { listen: { value: listen } });
  };
}

/**
 * Ends every request whose Host or Origin is not this machine: a page of another site whose name
 * was made to lead here could read the figures.
 */
export function refuseOtherHosts(server: Server): void {
  const emit = server.emit.bind(server);
  server.emit = (event: string, ...args: unknown[]) => {
    if (event !== "request" && event !== "upgrade") return emit(event, ...args);
    const [{ headers, socket }] = args as [IncomingMessage];
    const { host, origin } = headers;
    if (isHere(`http://${host}`) && (origin === undefined || isHere(origin))) {
      return emit(event, ...args);
    }
    socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    return true;
  };
}

function isHere(url: string): boolean {
  return URL.canParse(url) && LOCAL.includes(new URL(url).hostname);
}
