import { readFileSync } from "node:fs";
import ts from "@tslab/typescript-for-tslab";
import type { CompletionInfo } from "tslab/dist/converter.js";
import type { Cell, Failure } from "../threads.ts";
import { type Completeness, isComplete } from "./complete.ts";
import { newConverter, quickInfoText } from "./converter.ts";
import { filterDeclarations } from "./declarations.ts";
import { toFailure } from "./diagnostics.ts";
import { exportByAccessors } from "./exports.ts";
import { addInterruptPoints, awaitsAtTop } from "./interrupt-points.ts";
import { parseJs } from "./syntax.ts";

/** What cells find defined without an import: see cells/globals.ts. */
const BUILT_IN = `
declare function prompt(text?: string, password?: boolean): string | null;
declare function clearOutput(wait?: boolean): void;
`;

const printer = ts.createPrinter();

/** Translates cells to JavaScript, knowing what the earlier ones declared. */
export class Translator {
  readonly #converter = newConverter();
  #declarations = BUILT_IN;
  /** The latest cell's view: what the next one will see if it succeeds. */
  #next = { declarations: BUILT_IN, names: new Set<string>() };

  /** A cell as JavaScript, or what is wrong with it. */
  translate(id: number, code: string): { cell: Cell } | { failure: Failure } {
    const converted = this.#converter.convert(this.#declarations, code);
    if (converted.diagnostics.length) return { failure: toFailure(converted.diagnostics, code) };
    const source = parseJs(converted.output ?? "");
    const { names, accessors, transform } = exportByAccessors(source);
    const { transformed } = ts.transform(source, [transform, addInterruptPoints]);
    this.#next = { declarations: converted.declOutput ?? "", names: new Set(names) };
    const resultName = converted.lastExpressionVar;
    const cell = {
      id,
      js: accessors + printer.printFile(transformed[0]),
      names: names.filter((name) => name !== resultName),
      isAsync: awaitsAtTop(source),
      resultName,
      files: converted.sideOutputs ?? [],
    };
    return { cell };
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
  load(file: string): string {
    const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    });
    return printer.printFile(
      ts.transform(parseJs(outputText), [addInterruptPoints]).transformed[0],
    );
  }

  /** Whether code can be run as it stands. */
  isComplete(code: string): Completeness {
    return isComplete(code);
  }

  /** What is known of the name at a position, counted in UTF-16 units. */
  inspect(code: string, position: number): string | undefined {
    const info: ts.QuickInfo | undefined = this.#converter.inspect(
      this.#declarations,
      code,
      position,
    );
    return info && quickInfoText(info);
  }

  /** What may stand at a position, counted in UTF-16 units. */
  complete(code: string, position: number): CompletionInfo {
    return this.#converter.complete(this.#declarations, code, position);
  }
}
