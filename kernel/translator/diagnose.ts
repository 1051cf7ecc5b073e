import { withRemedy } from "./remedies.ts";

import ts = require("typescript-api");

import { localsOf } from "./declarations.ts";

/** TypeScript's codes for what is no fault in a cell or a file beside it. */
const SPARED = [
  1202, // `import x = require("y")` in a module
  2877, // a path to a TypeScript file that is not written as a relative one: it is found
  6059, // a file above the notebook's folder
];
/** TypeScript's codes for what strict mode alone forbids: `with`, `var package`, `010`, `delete x`. */
const STRICT = [1100, 1101, 1102, 1121, 1212, 1214, 1215, 1487];
/** TypeScript's code for "'x' is declared here.", which tells a student nothing. */
const DECLARED_HERE = 2728;
/** TypeScript's code for a package that has no types. */
const UNTYPED = 7016;

/** A diagnostic whose message tells all that TypeScript knows of it. */
function complete(diagnostic: ts.Diagnostic): ts.Diagnostic {
  const { relatedInformation = [] } = diagnostic;
  const hints = relatedInformation.filter((hint) => hint.code !== DECLARED_HERE).slice(0, 2);
  const messages = hints.map((hint) => ts.flattenDiagnosticMessageText(hint.messageText, "\n"));
  return { ...diagnostic, messageText: [withRemedy(diagnostic), ...messages].join("\n") };
}

/** What TypeScript has to say of some files. */
export interface Diagnosis {
  faults: readonly ts.Diagnostic[];
  /** The packages without types that they import, which are `any`. */
  untyped: string[];
}

/** Where a file beside the notebook, which becomes CommonJS, awaits outside functions. */
export function findTopAwait(file: ts.SourceFile): ts.Diagnostic[] {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (ts.isFunctionLike(node)) return undefined;
    const isLoop = ts.isForOfStatement(node) && node.awaitModifier;
    return ts.isAwaitExpression(node) || isLoop ? node : ts.forEachChild(node, visit);
  };
  const found = visit(file);
  if (!found) return [];
  const start = found.getStart(file);
  const messageText =
    "Cells alone can wait outside functions: await in a cell, or export an async function.";
  return [
    { category: ts.DiagnosticCategory.Error, code: 1378, file, start, length: 5, messageText },
  ];
}

/** How files are looked at. */
export interface Rules {
  /** Whether a file's types are not checked, only its syntax. */
  isUnchecked(file: ts.SourceFile): boolean;
  areStrict: boolean;
}

/** What is wrong in a cell that declares `exports`, in which cells keep what they declare. */
export function findTaken(cell: ts.SourceFile): ts.Diagnostic[] {
  const symbol = localsOf(cell).get("exports" as ts.__String);
  const declaration = symbol?.declarations?.[0];
  const name = declaration && ts.getNameOfDeclaration(declaration);
  if (!name || !(symbol.flags & ts.SymbolFlags.Value)) return [];
  const [start, length] = [name.getStart(cell), name.getWidth(cell)];
  const messageText =
    "Duplicate identifier 'exports': cells keep there what they declare. Choose another name.";
  return [
    { category: ts.DiagnosticCategory.Error, code: 2441, file: cell, start, length, messageText },
  ];
}

/** Diagnostics by their places; what cannot be read comes before what follows from it. */
export function inOrder(diagnostics: readonly ts.Diagnostic[]): ts.Diagnostic[] {
  const sorted = ts.sortAndDeduplicateDiagnostics(diagnostics);
  const isSyntax = ({ code }: ts.Diagnostic) => code < 2000; // TypeScript's codes of the parser
  return [...sorted.filter(isSyntax), ...sorted.filter((each) => !isSyntax(each))];
}

/** All that is wrong in some files of a program, in no order. */
export function diagnose(
  program: ts.Program,
  files: ts.SourceFile[],
  { isUnchecked, areStrict }: Rules,
): Diagnosis {
  const spared = areStrict ? SPARED : [...SPARED, ...STRICT];
  const found = files.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...(isUnchecked(file) ? [] : program.getSemanticDiagnostics(file)),
  ]);
  const all = [...program.getGlobalDiagnostics(), ...found];
  const untyped = all.flatMap(({ code, file, start = 0, length = 0 }) =>
    code === UNTYPED && file ? [file.text.slice(start + 1, start + length - 1)] : [],
  );
  const faults = all.filter(({ code }) => code !== UNTYPED && !spared.includes(code));
  return {
    faults: faults.map(complete),
    untyped: [...new Set(untyped)],
  };
}
