import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript-api";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

const { imports: chosen } = JSON.parse(readFileSync(join(root, "lib/package.json"), "utf8"));

/** The files of the library between which a name such as `#files` chooses: for Node.js and a browser. */
function choices(name: string): string[] {
  return Object.values<string>(chosen[name]).map((built) =>
    built.replace(/^\.\/dist\/(.*)\.js$/, "lib/$1.ts"),
  );
}

/** Who imports what, types too: by file, the files of the project and the packages. */
export function importsOf(...folders: string[]): Map<string, string[]> {
  const imports = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      const file = posix.join(folder, name.replaceAll("\\", "/"));
      if (!/\.(ts|mjs)$/.test(file) || /\.d\.ts$|\/(dist|assembly|node_modules)\//.test(file)) {
        continue;
      }
      const { importedFiles } = ts.preProcessFile(
        readFileSync(join(root, file), "utf8"),
        true,
        true,
      );
      const targets = importedFiles.flatMap(({ fileName }) => {
        if (fileName.startsWith("#")) return choices(fileName);
        return fileName.startsWith(".") ? posix.join(posix.dirname(file), fileName) : fileName;
      });
      imports.set(file, targets);
    }
  }
  return imports;
}
