import { execFileSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { root, tsc } from "../../scripts/setup/project.mjs";

/** A library that is being edited: the package `workshop` with one module, `workshop/ops`. */
export interface Workshop {
  readonly folder: string;
  /** Its source. */
  readonly file: string;
  save(text: string): Promise<void>;
}

/** Makes and builds the library in a folder, from where its notebooks can import it. */
export async function makeWorkshop(notebooks: string, text: string): Promise<Workshop> {
  const folder = path.join(notebooks, "workshop");
  const file = path.join(folder, "ops", "index.ts");
  const modules = path.join(notebooks, "node_modules");
  await mkdir(path.dirname(file), { recursive: true });
  await mkdir(modules);
  await symlink(folder, path.join(modules, "workshop"), "junction");
  for (const name of ["@tensorflow", "@types", "undici-types"]) {
    await symlink(path.join(root, "node_modules", name), path.join(modules, name), "junction");
  }
  const settings = JSON.parse(await readFile(path.join(root, "lib", "tsconfig.json"), "utf8"));
  settings.extends = path.join(root, "tsconfig.json");
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(settings));
  const entry = { types: "./dist/ops/index.d.ts", default: "./dist/ops/index.js" };
  const manifest = { name: "workshop", type: "module", exports: { "./ops": entry } };
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(file, text);
  execFileSync(process.execPath, [tsc, "--build", folder]);
  return { folder, file, save: (next) => writeFile(file, next) };
}
