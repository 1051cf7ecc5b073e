import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { addCode } from "../../../kernel/cells/failure.ts";
import { run } from "../../../kernel/cells/run.ts";
import { values } from "../../../kernel/cells/scope.ts";
import type { CompiledCell, PageCells } from "./compiledCell.ts";
import type { Lines } from "./lines.ts";
import { load, require } from "./modules.ts";
import { addSource, mendStack } from "./stacks.ts";

type Body = (exports: object, require: (name: string) => object) => unknown;

interface Ready {
  cell: CompiledCell;
  body: Body;
}

/** The cells of one page, which run in this worker. */
export class CellRunner {
  readonly #url: string;
  readonly #page: PageCells;
  /** What ran already, by cell and source. */
  readonly #ready = new Map<string, Ready>();
  #lines: Record<string, Lines[]> | undefined;

  private constructor(url: string, page: PageCells) {
    this.#url = url;
    this.#page = page;
  }

  static async open(url: string): Promise<CellRunner> {
    return new CellRunner(url, await fetchJson(url));
  }

  /** The number of a cell in its page, from 1. */
  numberOf(id: string): number {
    return 1 + Object.keys(this.#page.cells).indexOf(id);
  }

  /**
   * Compiles a cell as it is shown: by the kernel's translator when the page was made, or, where
   * it was edited since, by the page's own.
   *
   * @throws SyntaxError with the place of what cannot be compiled
   */
  async #compile(id: string, source: string): Promise<CompiledCell> {
    const published = this.#page.cells[id];
    const hash = bytesToHex(sha256(new TextEncoder().encode(source)));
    if (published && hash.startsWith(published.hash)) return published;
    const others = Object.values(this.#page.cells).flatMap(({ names }) => names);
    const { compileCell } = await import("./compile/compileCell.ts");
    return compileCell(source, [...Object.keys(values), ...others], `cell ${this.numberOf(id)}`);
  }

  /**
   * Makes a cell ready to run: compiled, and its modules loaded.
   *
   * @returns what runs it
   */
  async prepare(id: string, source: string): Promise<() => void> {
    addCode(`cell ${this.numberOf(id)}`, source); // for errors in its compilation, too
    const { cell, body } = await this.#make(id, source);
    await Promise.allSettled(cell.imports.map(({ name, members }) => load(name, members))); // what fails is thrown by `require`
    const start = () => {
      const ended = body(values, require);
      return cell.isAsync ? Promise.resolve(ended).catch(rethrow) : ended;
    };
    return () => run(cell, { prepare() {}, start: () => mending(start) });
  }

  /** The lines of the published cells; a stack needs them at once, and few cells have one. */
  #published(): Record<string, Lines[]> {
    if (this.#lines) return this.#lines;
    const request = new XMLHttpRequest();
    request.open("GET", new URL(this.#page.lines, this.#url), false);
    request.send();
    this.#lines = request.status === 200 ? JSON.parse(request.responseText) : {};
    return this.#lines ?? {};
  }

  async #make(id: string, source: string): Promise<Ready> {
    const key = `${id} ${source}`;
    const known = this.#ready.get(key);
    if (known) return known;
    const cell = await this.#compile(id, source);
    const number = this.numberOf(id);
    const name = `cell-${number}-${this.#ready.size}`;
    const lines = () => cell.lines ?? this.#published()[id] ?? [];
    addSource(name, { cell: number, lines, added: cell.added });
    const made = { cell, body: await evaluate(cell, name) };
    this.#ready.set(key, made);
    return made;
  }
}

/** The function that a compiled cell is; a policy without `unsafe-eval` lets it be a module alone. */
async function evaluate({ js, prologue, isAsync }: CompiledCell, name: string): Promise<Body> {
  const head = `export default ${isAsync ? "async " : ""}function (exports, require) { ${prologue}`;
  const text = `${head}\n${js}\n}\n//# sourceURL=${name}`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function mending<T>(start: () => T): T {
  try {
    return start();
  } catch (error) {
    return rethrow(error);
  }
}

function rethrow(error: unknown): never {
  mendStack(error);
  throw error;
}

async function fetchJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded (${response.status})`);
  return response.json();
}
