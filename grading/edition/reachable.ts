import { readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import ts from "typescript-api";

/**
 * The files of a folder that programs need: what they import, themselves and through others, and
 * the files beside them that they name by `new URL("…", import.meta.url)`. Of Python's modules those
 * count that lie beside the program.
 *
 * @param root the folder of the project
 * @param entries paths in it
 */
export async function reachable(root: string, entries: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const text = await readFile(join(root, file), "utf8").catch(() => undefined);
    if (text === undefined) continue; // a folder, or what is made later
    found.add(file);
    if (file.endsWith(".py")) {
      for (const [, name] of text.matchAll(/^(?:from|import) (\w+)/gm)) {
        waiting.push(posix.join(dirname(file), `${name}.py`));
      }
    }
    if (!/\.(ts|mjs)$/.test(file)) continue;
    const { importedFiles } = ts.preProcessFile(text, true, true);
    const named = [...text.matchAll(/new URL\("([^"]+)", import\.meta\.url\)/g)].map(
      ([, name]) => name,
    );
    for (const name of [...importedFiles.map(({ fileName }) => fileName), ...named]) {
      if (name.startsWith(".") || named.includes(name)) {
        waiting.push(posix.join(dirname(file), name));
      }
    }
  }
  return found;
}
