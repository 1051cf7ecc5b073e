import ts = require("typescript-api");

import type { Translated } from "../threads.ts";
import { addInterruptPoints } from "./interruptPoints.ts";

const INLINE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
const MAP_COMMENT = /\n\/\/# sourceMappingURL=.*\s*$/;

/** Splits off the source map that TypeScript wrote behind a text. */
function splitMap(js: string): { text: string; maps: string[] } {
  const match = INLINE_MAP.exec(js);
  if (!match) return { text: js, maps: [] };
  return { text: js.slice(0, match.index), maps: [Buffer.from(match[1], "base64").toString()] };
}

/** A JavaScript module as CommonJS with interrupt points, and the maps of its lines. */
export function toCommonJs(
  js: string,
  ...transformers: ts.TransformerFactory<ts.SourceFile>[]
): Translated {
  const { text, maps } = splitMap(js);
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: "module.js",
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      alwaysStrict: false, // a script says so itself
      newLine: ts.NewLineKind.LineFeed,
      sourceMap: true,
    },
    transformers: { after: [...transformers, addInterruptPoints] },
  });
  return {
    js: outputText.replace(MAP_COMMENT, ""),
    maps: sourceMapText ? [sourceMapText, ...maps] : maps,
  };
}
