import { readFileSync } from "node:fs";
import type { CompletionInfo } from "tslab/dist/converter.js";
import type { Language } from "../languages.ts";
import type { Cell, Failure, Translated } from "../threads.ts";
import { toCommonJs } from "./commonJs.ts";
import { type Completeness, isComplete } from "./complete.ts";
import { CellConverter } from "./converter.ts";
import { filterDeclarations } from "./declarations.ts";
import { toFailure } from "./diagnostics.ts";
import { CellExports } from "./exports.ts";
import { LoopCopies } from "./loopCopies.ts";

/** What cells find defined without an import: see cells/globals.ts. */
const BUILT_IN = `
declare function prompt(text?: string, options?: { password?: boolean }): string;
declare function clearOutput(wait?: boolean): void;
`;

/** Translates cells to JavaScript, knowing what the earlier ones declared. */
export class Translator {
  readonly #language: Language;
  readonly #converter: CellConverter;
  readonly #loops = new LoopCopies();
  #declarations = BUILT_IN;
  /** The latest cell's view: what the next one will see if it succeeds. */
  #next = { declarations: BUILT_IN, names: new Set<string>() };

  constructor(language: Language) {
    this.#language = language;
    this.#converter = new CellConverter(language);
  }

  /** The folders of the libraries that a cell imports. */
  libraries(code: string): string[] {
    return this.#converter.libraries(code);
  }

  /**
   * A cell as JavaScript, or what is wrong with it.
   *
   * @param name what stacks call the cell
   * @param libraries the folders of those whose build is known to be finished
   */
  translate(
    name: string,
    code: string,
    libraries: string[],
  ): { cell: Cell } | { failure: Failure } {
    const converted = this.#converter.convert(this.#declarations, code, libraries);
    if (converted.diagnostics.length) {
      return { failure: toFailure(converted.diagnostics, code, this.#language) };
    }
    const exported = new CellExports();
    const translated = toCommonJs(
      converted.output ?? "",
      exported.transform,
      this.#loops.transform,
    );
    const { names, isAsync } = exported;
    const isStrict = this.#converter.isStrict || exported.isStrict;
    const prologue = `${isStrict ? '"use strict"; ' : ""}${exported.prologue}`;
    this.#next = { declarations: converted.declOutput ?? "", names: new Set(names) };
    const resultName = converted.lastExpressionVar ?? exported.lastName;
    const files = (converted.sideOutputs ?? []).map(({ path, data }) => ({
      path,
      ...toCommonJs(data),
    }));
    const declared = names.filter((each) => each !== resultName);
    return {
      cell: { name, code, ...translated, prologue, names: declared, isAsync, resultName, files },
    };
  }

  /**
   * Takes note of what the latest cell declared. After a failure, types and the values that were
   * reached count as declared; for the others the earlier declarations stay.
   */
  settle(reached: string[], succeeded: boolean): void {
    const { declarations, names } = this.#next;
    if (succeeded) {
      this.#declarations = declarations;
      return;
    }
    const isMissing = (name: string) => names.has(name) && !reached.includes(name);
    this.#declarations =
      filterDeclarations(declarations, (name, isValue) => !isValue || !isMissing(name)) +
      filterDeclarations(this.#declarations, (name, isValue) => isValue && isMissing(name));
  }

  /** A JavaScript file as CommonJS with interrupt points. */
  load(file: string): Translated {
    return toCommonJs(readFileSync(file, "utf8"));
  }

  /** Whether code can be run as it stands. */
  isComplete(code: string): Completeness {
    return isComplete(code, this.#language);
  }

  /** What is known of the name at a position, counted in UTF-16 units. */
  inspect(code: string, position: number): string | undefined {
    return this.#converter.inspect(this.#declarations, code, position);
  }

  /** What may stand at a position, counted in UTF-16 units. */
  complete(code: string, position: number): CompletionInfo {
    return this.#converter.complete(this.#declarations, code, position);
  }
}
