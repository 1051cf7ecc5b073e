import type { CompletionInfo } from "tslab/dist/converter.js";
import { dependencies } from "./dependencies.ts";

/** What TypeScript calls the parts of a module's path. */
const PATH_KINDS = ["script", "directory", "external module name"];

const isLocal = (path: string) => /^[./]/.test(path);
const isHidden = (name: string) => name.startsWith(".") || name === "node_modules";

/**
 * Repairs what tslab offers inside a string, a module's path or one of a type's texts: tslab would
 * put it behind what is already written, and offers what does not begin like that. Of packages,
 * those are left that the notebook depends on, and before one is named, local files are added.
 *
 * @param complete what tslab offers for a code and a position, counted in UTF-16 units
 */
export function completeInString(
  complete: (code: string, position: number) => CompletionInfo,
  code: string,
  position: number,
): CompletionInfo {
  const found = complete(code, position);
  const kinds = new Set(found.original?.entries.map(({ kind }): string => kind));
  const isPath = kinds.size > 0 && [...kinds].every((kind) => PATH_KINDS.includes(kind));
  const isText = kinds.size === 1 && kinds.has("string");
  if (!isPath && !isText) return found;
  const [before] = /[^"'`]*$/.exec(code.slice(0, position)) ?? [""];
  const folder = isPath ? before.slice(0, before.lastIndexOf("/") + 1) : "";
  const written = before.slice(folder.length);
  const [rest] = /^[\w@.:-]*/.exec(code.slice(position)) ?? [""];
  let candidates = found.candidates.filter((name) => name.startsWith(written));
  if (isPath) candidates = candidates.filter((name) => !isHidden(name));
  if (isPath && !isLocal(before)) {
    const known = [...dependencies()];
    candidates = candidates.filter((name) => {
      const full = folder + name;
      return known.some(
        (each) => each === full || each.startsWith(`${full}/`) || full.startsWith(`${each}/`),
      );
    });
  }
  if (isPath && !before) {
    const inFolder = `${code.slice(0, position)}./${code.slice(position)}`;
    const local = complete(inFolder, position + 2).candidates;
    candidates.push(...local.filter((name) => !isHidden(name)).map((name) => `./${name}`));
  }
  return {
    ...found,
    start: position - written.length,
    end: position + rest.length,
    candidates,
  };
}
