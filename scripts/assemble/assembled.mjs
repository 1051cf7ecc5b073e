import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../setup/project.mjs";
import { compile } from "./compile.mjs";

const sources = join(root, "lib", "simd", "assembly");

/** The names of the modules in lib/simd/assembly. */
export async function assemblies() {
  const files = await readdir(sources);
  return files.filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
}

/**
 * The TypeScript file in lib/simd/binary that holds a module of lib/simd/assembly in base64.
 * @param {string} name
 */
export async function assembled(name) {
  const base64 = (await compile(join(sources, `${name}.ts`))).toString("base64");
  return {
    path: join(root, "lib", "simd", "binary", `${name}.ts`),
    text:
      `// Made by \`npm run assemble\` from lib/simd/assembly/${name}.ts.\n` +
      `export const ${name}: string =\n  "${base64}";\n`,
  };
}
