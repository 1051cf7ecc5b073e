import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Sources } from "./judge.ts";

/** The sources below a folder of the project; what runs as AssemblyScript has no compiler here. */
export function sourcesIn(project: string, folder: string): Sources {
  const sources = new Map<string, string>();
  for (const name of readdirSync(join(project, folder), {
    recursive: true,
    encoding: "utf8",
  }).toSorted()) {
    const file = posix.join(folder, name.replaceAll("\\", "/"));
    if (
      /\.(ts|mjs)$/.test(file) &&
      !/\.d\.ts$|\/(dist|assembly|binary|node_modules)\//.test(file)
    ) {
      sources.set(file, readFileSync(join(project, file), "utf8"));
    }
  }
  return sources;
}
