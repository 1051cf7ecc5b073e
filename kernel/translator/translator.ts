import type { CompletionInfo } from "tslab/dist/converter.js";
import type { Language } from "../languages.ts";
import type { Cell, Failure, Translated } from "../threads.ts";
import { forgetAugmented } from "./augmentations.ts";
import { toCommonJs } from "./commonJs.ts";
import { type Completeness, isComplete } from "./complete.ts";
import { CellConverter } from "./converter.ts";
import { declareAll, filterDeclarations } from "./declarations.ts";
import { translationFailure } from "./diagnostics.ts";
import { explain } from "./explain.ts";
import { CellExports } from "./exports.ts";
import { translatedModule } from "./keptModules.ts";
import { LoopCopies } from "./loopCopies.ts";
import { Settings } from "./options.ts";
import { prepareCell } from "./prepareCell.ts";
import { UnrunCells } from "./unrunCells.ts";
import { untypedNote } from "./untypedNote.ts";

/** What cells find defined without an import: see cells/globals.ts. */
const BUILT_IN = `
declare function prompt(text?: string, initial?: string): string;
declare function prompt(text: string | undefined, options: { password?: boolean }): string;
declare function confirm(text?: string): boolean;
declare function alert(text?: string): void;
declare function clearOutput(wait?: boolean): void;
`;

/** Translates cells to JavaScript, knowing what the earlier ones declared. */
export class Translator {
  readonly #language: Language;
  readonly #loops = new LoopCopies();
  #settings: Settings;
  #converter: CellConverter;
  #declarations = BUILT_IN;
  /** The latest cell's view: what the next one will see if it succeeds. */
  #next = { declarations: BUILT_IN, names: new Set<string>() };
  readonly #unrun = new UnrunCells();
  /** The latest cell. */
  #latest = { name: "", code: "" };
  /** What no cell that ran has taken yet. */
  readonly #files = new Map<string, Cell["files"][number]>();

  constructor(language: Language) {
    this.#language = language;
    this.#settings = new Settings(language);
    this.#converter = new CellConverter(this.#settings, language);
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
   * @param notebook the notebook's file, if it is known
   */
  translate(
    name: string,
    code: string,
    libraries: string[],
    notebook?: string,
  ): { cell: Cell } | { failure: Failure } {
    if (this.#settings.areOld) {
      this.#settings = new Settings(this.#language);
      this.#converter = new CellConverter(this.#settings, this.#language);
    }
    const [wrong] = this.#settings.errors;
    if (wrong) return { failure: { ename: "SettingsError", evalue: wrong, traceback: [wrong] } };
    const { cellFile } = this.#converter;
    const prepared = prepareCell(code, cellFile);
    const { added } = prepared;
    const earlier = forgetAugmented(this.#declarations, prepared.text);
    const converted = this.#converter.convert(earlier, prepared, libraries);
    this.#latest = { name, code };
    if (converted.faults.length) {
      this.#unrun.add(code, `${name}, which does not compile`);
      const find = (missing: string) => this.#unrun.find(missing, code, notebook);
      const faults = explain(converted.faults, prepared, cellFile, find);
      return {
        failure: translationFailure(faults, {
          file: cellFile,
          added,
          code,
          language: this.#language,
        }),
      };
    }
    const exported = new CellExports(converted.resultName);
    const translated = toCommonJs(converted.output, exported.transform, this.#loops.transform);
    const { names, isAsync } = exported;
    const isStrict = this.#settings.areStrict || exported.isStrict;
    const prologue = `${isStrict ? '"use strict"; ' : ""}${exported.prologue}`;
    const resultName = converted.resultName ?? exported.lastName;
    const declared = names.filter((each) => each !== resultName);
    const declarations =
      this.#language === "javascript"
        ? declareAll(converted.declarations, declared)
        : converted.declarations;
    this.#next = { declarations, names: new Set(names) };
    for (const { path, source, data } of converted.files) {
      this.#files.set(path, { path, source, ...toCommonJs(data) });
    }
    return {
      cell: {
        name,
        code,
        added,
        ...translated,
        prologue,
        names: declared,
        isAsync,
        resultName,
        files: [...this.#files.values()],
        notes: converted.untyped.map(untypedNote),
      },
    };
  }

  /**
   * Takes note of what the latest cell declared. After a failure, types and the values that were
   * reached count as declared; for the others the earlier declarations stay.
   */
  settle(reached: string[], succeeded: boolean): void {
    const { declarations, names } = this.#next;
    this.#files.clear();
    const { name, code } = this.#latest;
    if (succeeded) this.#unrun.remove(code);
    else this.#unrun.add(code, `${name}, which failed`);
    if (succeeded) {
      this.#declarations = declarations;
      return;
    }
    const isMissing = (name: string) => names.has(name) && !reached.includes(name);
    this.#declarations =
      filterDeclarations(declarations, (name, { value }) => !value || !isMissing(name), true) +
      filterDeclarations(this.#declarations, (name, { value }) => value && isMissing(name), false);
  }

  /** Takes note of cells that are not run because one before them failed. */
  skip(cells: string[]): void {
    for (const code of cells) this.#unrun.add(code, "skipped because a cell before it failed");
  }

  /** A JavaScript file as CommonJS with interrupt points. */
  load(file: string): Translated {
    return translatedModule(file);
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
