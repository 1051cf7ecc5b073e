import ts = require("typescript-api");

/** What TypeScript's module has besides its declared API; tslab relies on it. */
interface Internals {
  Completions: {
    getCompletionsAtPosition(
      host: ts.LanguageServiceHost,
      program: ts.Program,
      log: (text: string) => void,
      source: ts.SourceFile,
      position: number,
      preferences: ts.UserPreferences,
    ): ts.CompletionInfo | undefined;
  };
  SymbolDisplay: {
    getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker: ts.TypeChecker,
      symbol: ts.Symbol,
      source: ts.SourceFile,
      enclosing: ts.Node | undefined,
      location: ts.Node,
    ): Pick<ts.QuickInfo, "displayParts" | "documentation" | "tags"> & {
      symbolKind: ts.ScriptElementKind;
    };
  };
  getTouchingPropertyName(source: ts.SourceFile, position: number): ts.Node;
  getContainerNode(node: ts.Node): ts.Node | undefined;
}

const internal = ts as typeof ts & Internals;

/** What is known of the name at a position. */
function getQuickInfoAtPosition(
  source: ts.SourceFile,
  checker: ts.TypeChecker,
  _token: ts.CancellationToken,
  position: number,
): ts.QuickInfo | undefined {
  const node = internal.getTouchingPropertyName(source, position);
  const symbol = node !== source && checker.getSymbolAtLocation(node);
  if (!symbol) return undefined;
  const container = internal.getContainerNode(node);
  const { symbolKind, ...texts } =
    internal.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
      checker,
      symbol,
      source,
      container,
      node,
    );
  const textSpan = ts.createTextSpan(node.getStart(source), node.getWidth(source));
  return { kind: symbolKind, kindModifiers: "", textSpan, ...texts };
}

const isOwnManifest = (file: string) =>
  file.endsWith("/package.json") && !file.includes("/node_modules/");

/** What may stand at a position; `system` is where modules and files are looked for. */
const completions = (system: ts.System) => ({
  getCompletionsAtPositionForTslab(
    _host: object,
    program: ts.Program,
    log: (text: string) => void,
    source: ts.SourceFile,
    position: number,
    preferences: ts.UserPreferences,
  ) {
    const host: ts.LanguageServiceHost = {
      ...system,
      // without a package.json, all installed packages are offered, not only those that it names
      fileExists: (file) => !isOwnManifest(file) && system.fileExists(file),
      getCompilationSettings: () => program.getCompilerOptions(),
      getScriptFileNames: () => [],
      getScriptVersion: () => "",
      getScriptSnapshot: () => undefined,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      useCaseSensitiveFileNames: () => true,
    };
    return internal.Completions.getCompletionsAtPosition(
      host,
      program,
      log,
      source,
      position,
      preferences,
    );
  },
});

/** The functions that tslab's fork of TypeScript has and TypeScript itself has not. */
export function forkFunctions(system: ts.System): object {
  return {
    Completions: completions(system),
    getDefaultTypeRoots: () => [],
    getNullTransformationContext: () => undefined, // which visitEachChild takes for its own
    getQuickInfoAtPosition,
  };
}
