import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json, wherever the command was started. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The folder that set-up keeps for itself: downloads and the lock. */
export const work = join(root, ".setup");

/** Where Jupyter finds the kernel (it looks for `kernels/<name>/kernel.json` below). */
export const kernelPath = join(root, "kernel", "dist");

/** The compiler. */
export const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
