import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeEditions } from "./editions.ts";

/**
 * Puts into a copy of the project what a class is handed: the students' edition of the notebooks,
 * in `assignment`, and `deploy/hand-out.mjs`, which brings it to a student and needs nothing else.
 */
export async function forClass(copy: string): Promise<void> {
  await writeEditions(join(copy, "assignment"));
  await build({
    entryPoints: [fileURLToPath(new URL("classCopy.ts", import.meta.url))],
    outfile: join(copy, "deploy", "hand-out.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
  });
}
