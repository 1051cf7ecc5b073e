import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { build, type Plugin } from "esbuild";
import { compileCell } from "../../../../publish/live/kernel/compile/compileCell.ts";
import type { PageCells } from "../../../../publish/live/kernel/compiledCell.ts";
import type { FromWorker, Output, ToWorker } from "../../../../publish/live/messages.ts";

/** What cells can import here: a package, a part of the library by its exports, one that fails. */
const MODULES = `export const loaders = {
  packed: async () => ({ one: 1, two: 2 }),
  "lib/part": {
    a: async () => { globalThis.loaded = [...(globalThis.loaded ?? []), "a"]; return { a: "A", other: 0 }; },
    b: async () => { globalThis.loaded = [...(globalThis.loaded ?? []), "b"]; return { b: "B" }; },
  },
  broken: async () => {
    if (!globalThis.mended) throw new TypeError("no network");
    return { whole: true };
  },
};`;

/** The files that are kept, by their datasets. */
const KEPT = `const files = new Map([["MNIST", ["a.gz", "b.gz"]], ["CIFAR-10", ["c.gz"]]]);
export async function giveFile({ name }) {
  if (name.startsWith("bad")) throw new Error(name + " is of no dataset.");
  return name + " is kept.";
}
export const keptDatasets = async () =>
  [...files].map(([name, files]) => ({ name, files: [...files], missing: [] }));
export async function forgetFile(file) {
  for (const [name, all] of files) files.set(name, all.filter((each) => each !== file));
}`;

const plugin: Plugin = {
  name: "what pages bring",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(live:modules|lib\/data\/kept)$/ }, ({ path }) => ({
      path,
      namespace: "page",
    }));
    onLoad({ filter: /.*/, namespace: "page" }, ({ path }) => ({
      contents: path === "live:modules" ? MODULES : KEPT,
    }));
  },
};

/** Gives a thread of Node.js what a page's worker has, then runs the kernel in it. */
const boot = (kernel: string, isolated: boolean) => `
import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
const listeners = [];
const happen = (type, event) => {
  for (const [of, act] of listeners) if (of === type) act({ preventDefault() {}, ...event });
};
process.on("unhandledRejection", (reason) => happen("unhandledrejection", { reason }));
process.on("uncaughtException", (error) => happen("error", { error }));
const read = (url) => { try { return readFileSync(new URL(url), "utf8"); } catch { return undefined; } };
Object.assign(globalThis, {
  self: globalThis,
  crossOriginIsolated: ${isolated},
  postMessage: (message, { transfer } = {}) => parentPort.postMessage(message, transfer),
  addEventListener: (type, act) => listeners.push([type, act]),
  ErrorEvent: class extends Event { constructor(type, { message }) { super(type); this.message = message; } },
  Blob: class { constructor(parts) { this.text = parts.join(""); } },
  fetch: async (url) => {
    const text = read(url);
    return text === undefined ? new Response("", { status: 404 }) : new Response(text);
  },
  XMLHttpRequest: class {
    open(method, url, later) { if (method !== "GET" || later) throw new Error("not at once"); this.url = url; }
    send() { this.responseText = read(this.url); this.status = this.responseText === undefined ? 404 : 200; }
  },
});
URL.createObjectURL = ({ text }) => "data:text/javascript," + encodeURIComponent(text);
await import(${JSON.stringify(kernel)});
parentPort.on("message", (data) => self.onmessage({ data }));
`;

let bundled: Promise<string> | undefined;

/** The worker's script. */
async function bundle(): Promise<string> {
  const entry = new URL("../../../../publish/live/kernel/worker.ts", import.meta.url);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    write: false,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    alias: { "node:util": "node-inspect-extracted" },
    plugins: [plugin],
  });
  return outputFiles[0].text;
}

export interface Ran {
  readonly state: string;
  readonly seconds: number;
  readonly outputs: Output[];
}

/** A page's worker, as a thread of Node.js. */
export class LiveWorker {
  readonly told: FromWorker[] = [];
  readonly #thread: Worker;
  readonly #folder: string;
  #isRemoved = false;

  private constructor(thread: Worker, folder: string) {
    this.#thread = thread;
    this.#folder = folder;
    thread.on("message", (message) => this.told.push(message));
    thread.on("error", (error) => this.told.push({ type: "lost", error } as never));
  }

  /** @param cells of the page, as they are published */
  static async start(
    cells: readonly { id: string; source: string }[],
    { isolated = true, lines = true, published = true } = {},
  ): Promise<LiveWorker> {
    const folder = await mkdtemp(join(tmpdir(), "worker-"));
    const kernel = join(folder, "kernel.js");
    bundled ??= bundle();
    await writeFile(kernel, await bundled);
    const code = boot(pathToFileURL(kernel).href, isolated);
    const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
    const live = new LiveWorker(new Worker(url, { execArgv: [] }), folder);
    const names = cells.flatMap(({ source }) => compileCell(source, [], "cell").names);
    const compiled = cells.map(({ id, source }, i) => {
      const { lines, ...cell } = compileCell(source, names, `cell ${i + 1}`);
      const hash = createHash("sha256").update(source).digest("hex").slice(0, 16);
      return { id, lines, cell: { ...cell, hash } };
    });
    const page: PageCells = {
      lines: "page.lines.json",
      cells: Object.fromEntries(compiled.map(({ id, cell }) => [id, cell])),
    };
    const allLines = Object.fromEntries(compiled.map(({ id, lines }) => [id, lines]));
    if (published) await writeFile(join(folder, "page.cells.json"), JSON.stringify(page));
    if (lines) await writeFile(join(folder, page.lines), JSON.stringify(allLines));
    live.post({ type: "start", cells: pathToFileURL(join(folder, "page.cells.json")).href });
    return live;
  }

  post(message: ToWorker): void {
    this.#thread.postMessage(message);
  }

  /** The next message of a kind, from the nth told on. */
  async next<T extends FromWorker["type"]>(
    type: T,
    from = 0,
    fits: (message: Extract<FromWorker, { type: T }>) => boolean = () => true,
  ): Promise<Extract<FromWorker, { type: T }>> {
    for (;;) {
      const found = this.told
        .slice(from)
        .find((each) => each.type === type && fits(each as Extract<FromWorker, { type: T }>));
      if (found) return found as Extract<FromWorker, { type: T }>;
      if (this.#isRemoved) throw new Error(`the worker has told no ${type}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Runs a cell and waits for its end. */
  async run(cell: string, source: string): Promise<Ran> {
    const from = this.told.length;
    this.post({ type: "run", cell, source });
    const ended = await this.next(
      "state",
      from,
      (message) => message.cell === cell && "seconds" in message,
    );
    const outputs = this.told
      .slice(from)
      .flatMap((each) => (each.type === "output" && each.cell === cell ? [each.output] : []));
    return { state: ended.state, seconds: "seconds" in ended ? ended.seconds : -1, outputs };
  }

  /** The value of an expression in the worker, as its cells see it. */
  async value(expression: string): Promise<unknown> {
    const { state, outputs } = await this.run(
      "value",
      `console.log(JSON.stringify(${expression}))`,
    );
    const [output] = outputs;
    if (state !== "done" || output?.output_type !== "stream") {
      throw new Error(`${expression}: ${JSON.stringify(outputs)}`);
    }
    return JSON.parse(output.text === "undefined\n" ? "null" : output.text);
  }

  async remove(): Promise<void> {
    this.#isRemoved = true;
    await this.#thread.terminate();
    await rm(this.#folder, { recursive: true });
  }
}

/** The text of an output. */
export function textOf(output: Output | undefined): string | undefined {
  if (!output) return undefined;
  if (output.output_type === "stream") return output.text;
  if (output.output_type === "error") return output.traceback.join("\n");
  return String(output.data["text/plain"]);
}
