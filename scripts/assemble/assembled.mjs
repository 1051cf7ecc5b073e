import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../setup/project.mjs";
import { fingerprint } from "../setup/stamp.mjs";
import { compile } from "./compile.mjs";

const sources = join(root, "lib", "simd", "assembly");

/** The file that tells what lib/simd/binary was made from. */
export const record = join(root, "lib", "simd", "binary", "made-from.txt");

/** What lib/simd/binary is made from, as one line: all sources, the compiler and its options. */
export async function madeFrom() {
  const files = await readdir(sources, { recursive: true });
  const compiler = join(root, "node_modules", "assemblyscript", "package.json");
  const options = fileURLToPath(new URL("compile.mjs", import.meta.url));
  const all = files.filter((file) => file.endsWith(".ts")).sort();
  return fingerprint([...all.map((file) => join(sources, file)), compiler, options]);
}

/** The names of the modules in lib/simd/assembly: `name`, or `tensors/name`. */
export async function assemblies() {
  const files = await readdir(sources, { recursive: true });
  return files
    .filter((file) => file.endsWith(".ts") && dirname(file) !== "common")
    .map((file) => file.slice(0, -3));
}

/**
 * The TypeScript file in lib/simd/binary that holds a module of lib/simd/assembly as `compile` gives it. Those in
 * `tensors` work in the memory of TensorFlow.js, the others have their own.
 * @param {string} name
 */
export async function assembled(name) {
  const { binary, functions } = await compile(
    join(sources, `${name}.ts`),
    dirname(name) === "tensors",
  );
  const lines = Object.entries(functions).map(
    ([each, args]) => `    ${each}: ${JSON.stringify(args)},`,
  );
  return {
    path: join(root, "lib", "simd", "binary", `${name}.ts`),
    text:
      `// Made by \`npm run assemble\` from lib/simd/assembly/${name}.ts.\n` +
      `export const ${basename(name)} = {\n` +
      `  functions: {\n${lines.join("\n")}\n  },\n` +
      `  binary: ${literal(binary)} as string,\n} as const;\n`,
  };
}

/**
 * A string as TypeScript writes it, in printable characters of ASCII.
 * @param {string} text
 */
function literal(text) {
  const escaped = (/** @type {string} */ character) =>
    `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return `"${text.replace(/[^ -~]|["\\]/g, escaped)}"`;
}
