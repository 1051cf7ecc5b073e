import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript-api";
import { offered } from "../pageModules.ts";

/**
 * The declarations that the type check of a page needs, by the names that it knows them by: those of
 * TypeScript as `/lib.….d.ts`, of packages as `/node_modules/…`; without their comments.
 *
 * @param imported what the notebooks import besides the library
 */
export async function declarations(
  imported: readonly string[] = [],
): Promise<Record<string, string>> {
  const imports = (await offered(imported)).map((name) => `import "${name}";`).join("\n");
  const start = fileURLToPath(new URL("all.ts", import.meta.url));
  const host = ts.createCompilerHost({});
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === start
      ? ts.createSourceFile(name, imports, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram({
    rootNames: [start],
    options: {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts", "lib.webworker.d.ts"],
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
      preserveSymlinks: true,
    },
    host,
  });
  const files: Record<string, string> = {};
  for (const { fileName, text } of program.getSourceFiles()) {
    if (fileName === start) continue;
    files[nameOf(fileName)] = withoutComments(text);
    const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(fileName)?.[1];
    if (!folder || fileName.includes("/typescript-api/")) continue;
    const manifest = `${folder}/package.json`;
    files[nameOf(manifest)] ??= await readFile(manifest, "utf8");
  }
  return files;
}

const nameOf = (file: string) =>
  file.replace(/^.*\/typescript-api\/lib\//, "/").replace(/^.*?(?=\/node_modules\/)/, "");

const withoutComments = (text: string) =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/^\s*\/\/(?!\/).*$/gm, "")
    .replaceAll(/\n\s*\n+/g, "\n");
