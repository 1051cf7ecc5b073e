import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a file names of the project's own: an import, a thread's script, "#threads" of the package. */
const OWN_FILE = /["'](\.{1,2}\/[^"'\s]+\.(?:js|ts|wasm|json)|#\w+)["']/g;

/** Packages that compute. */
const PACKAGES = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"];

/**
 * A fingerprint of the code by which a worker computes: every file that its threads can load, and
 * the packages. Two machines with the same one find the same, to the last bit.
 *
 * @param scripts where to begin; at least one
 */
export function codeVersion(
  scripts: readonly URL[],
  packages: readonly string[] = PACKAGES,
): string {
  const files = new Map<string, Buffer>();
  const visit = (name: string, from: string) => {
    let path: string;
    let content: Buffer;
    try {
      const file = name.startsWith("#") ? import.meta.resolve(name) : new URL(name, from);
      path = fileURLToPath(file);
      if (files.has(path)) return;
      content = readFileSync(path);
    } catch {
      return; // a name in a message, a colour
    }
    files.set(path, content);
    if (path.endsWith(".wasm")) return;
    for (const [, name] of content.toString().matchAll(OWN_FILE)) {
      visit(name, String(pathToFileURL(path)));
    }
  };
  for (const { href } of scripts) visit(href, href);
  const hash = createHash("sha256");
  const here = fileURLToPath(new URL(".", scripts[0]));
  const named = [...files].map(([path, content]) => [
    relative(here, path).replaceAll(sep, "/"),
    createHash("sha256").update(content).digest("hex"),
  ]);
  for (const line of named.map((pair) => pair.join(" ")).toSorted()) hash.update(`${line}\n`);
  const require = createRequire(import.meta.url);
  for (const name of packages) hash.update(`${name} ${require(`${name}/package.json`).version}\n`);
  return hash.digest("hex").slice(0, 12);
}
