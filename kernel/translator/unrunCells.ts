import { readFileSync } from "node:fs";

import ts = require("typescript-api");

/** A cell that declares a name and has not come to it. */
export interface Unrun {
  /** The line that declares the name. */
  line: string;
  /** What is known of it: "has not run". */
  state: string;
}

interface Notebook {
  cells?: { cell_type: string; source: string | string[] }[];
}

/** How many cells are kept in mind. */
const LIMIT = 500;

/** The names that code declares at its top, and where. */
function* declarations(code: string): Generator<[name: string, position: number]> {
  const source = ts.createSourceFile("cell.tsx", code, ts.ScriptTarget.ES2022);
  function* bound(name: ts.BindingName): Generator<[string, number]> {
    if (ts.isIdentifier(name)) yield [name.text, name.getStart(source)];
    else for (const each of name.elements) if (ts.isBindingElement(each)) yield* bound(each.name);
  }
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) yield* bound(name);
    } else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings: bindings } = statement.importClause ?? {};
      if (name) yield* bound(name);
      if (bindings && ts.isNamespaceImport(bindings)) yield* bound(bindings.name);
      else for (const each of bindings?.elements ?? []) yield* bound(each.name);
    } else if ("name" in statement) {
      const { name } = statement as ts.Statement & { name?: ts.Node };
      if (name && ts.isIdentifier(name)) yield* bound(name);
    }
  }
}

/** The line of a cell that declares a name. */
function declaringLine(code: string, name: string): string | undefined {
  if (!code.includes(name)) return undefined;
  for (const [declared, position] of declarations(code)) {
    if (declared !== name) continue;
    const begin = code.lastIndexOf("\n", position) + 1;
    const line = code.slice(begin).split("\n")[0].trim();
    return line.length > 60 ? `${line.slice(0, 59)}…` : line;
  }
  return undefined;
}

/** The code cells of a notebook's file, as it was saved last. */
function savedCells(file: string): string[] {
  try {
    const { cells = [] }: Notebook = JSON.parse(readFileSync(file, "utf8"));
    return cells
      .filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => [source].flat().join(""));
  } catch {
    return []; // it may lie on another machine, or be written just now
  }
}

/**
 * Cells that declare names which later cells miss: those that were sent and failed or were
 * skipped, and those of the notebook's file, where the front end says which that is.
 */
export class UnrunCells {
  /** What is known of the cells that were sent, by their code. */
  readonly #sent = new Map<string, string>();

  /** Takes note of a cell that did not come to its end. */
  add(code: string, state: string): void {
    this.#sent.delete(code);
    this.#sent.set(code, state);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > LIMIT) this.#sent.delete(oldest);
  }

  /** Takes note of a cell that did. */
  remove(code: string): void {
    this.#sent.delete(code);
  }

  /**
   * The cell that declares a name which a cell lacks.
   *
   * @param notebook the notebook's file, if it is known
   */
  find(name: string, cell: string, notebook: string | undefined): Unrun | undefined {
    for (const [code, state] of [...this.#sent].reverse()) {
      const line = code === cell ? undefined : declaringLine(code, name);
      if (line) return { line, state };
    }
    const saved = notebook?.endsWith(".ipynb") ? savedCells(notebook) : [];
    const here = saved.indexOf(cell);
    const nearest = [...saved.slice(0, Math.max(here, 0)).reverse(), ...saved.slice(here + 1)];
    for (const code of nearest) {
      const line = code === cell ? undefined : declaringLine(code, name);
      if (line) return { line, state: "has not run" };
    }
    return undefined;
  }
}
