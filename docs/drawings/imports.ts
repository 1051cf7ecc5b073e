import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript-api";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** Who imports what, types too: by file, the files of the project and the packages. */
export function importsOf(...folders: string[]): Map<string, string[]> {
  const imports = new Map<string, string[]>();
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      const file = posix.join(folder, name.replaceAll("\\", "/"));
      if (!/\.(ts|mjs)$/.test(file) || /\.d\.ts$|\/(dist|assembly|node_modules)\//.test(file))
        continue;
      const { importedFiles } = ts.preProcessFile(
        readFileSync(join(root, file), "utf8"),
        true,
        true,
      );
      const targets = importedFiles.map(({ fileName }) =>
        fileName.startsWith(".") ? posix.join(posix.dirname(file), fileName) : fileName,
      );
      imports.set(file, targets);
    }
  return imports;
}
