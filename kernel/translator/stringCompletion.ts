import type { CompletionInfo } from "tslab/dist/converter.js";

/** What TypeScript calls the parts of a module's path. */
const PATH_KINDS = ["script", "directory", "external module name"];

/**
 * Repairs what tslab offers inside a string, a module's path or one of a type's texts: tslab would
 * put it behind what is already written, and offers what does not begin like that.
 *
 * @param position counted in UTF-16 units
 */
export function completeInString(
  found: CompletionInfo,
  code: string,
  position: number,
): CompletionInfo {
  const kinds = new Set(found.original?.entries.map(({ kind }): string => kind));
  const isPath = kinds.size > 0 && [...kinds].every((kind) => PATH_KINDS.includes(kind));
  const isText = kinds.size === 1 && kinds.has("string");
  if (!isPath && !isText) return found;
  const [written] = (isPath ? /[^"'`/]*$/ : /[^"'`]*$/).exec(code.slice(0, position)) ?? [""];
  const [rest] = /^[\w@.:-]*/.exec(code.slice(position)) ?? [""];
  const fits = (name: string) => name.startsWith(written) && !(isPath && name.startsWith("."));
  return {
    ...found,
    start: position - written.length,
    end: position + rest.length,
    candidates: found.candidates.filter(fits),
  };
}
