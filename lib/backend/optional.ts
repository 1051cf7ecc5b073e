import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where `npm run setup:native` and `npm run setup:webgpu` put what they make. */
const native: string =
  process.env.CNN_NATIVE_DIR ?? fileURLToPath(new URL("../../../.native", import.meta.url));

const fromNative = createRequire(path.join(native, "node_modules", "backend.js"));
const fromHere = createRequire(import.meta.url);

/** A file that a set-up has put into `.native/node_modules`; undefined where it has not run. */
export function setUpFile(name: string): string | undefined {
  const file = path.join(native, "node_modules", name);
  return existsSync(file) ? file : undefined;
}

/** Loads a file of `.native`, whose packages share the project's TensorFlow.js. */
export function loadFile(file: string): unknown {
  return fromNative(file);
}

/** Where an npm package is that may be installed; undefined where it is not. */
export function installedPackage(name: string): string | undefined {
  try {
    return fromHere.resolve(name);
  } catch {
    return undefined;
  }
}
