import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { areaOf, testsIn } from "../mutants/testsOf.ts";
import type { Deletion } from "./deletions.ts";

/**
 * The tests that could notice a deletion: those of the area that name it, else any that do; short files
 * first, as they tend to end soonest.
 */
export function testsNaming(project: string, folder: string, { name, option }: Deletion): string[] {
  const words = [name, ...(option === undefined ? [] : [option])];
  const naming = (tests: readonly string[]) =>
    tests.filter((test) => {
      const text = textWithHelpers(project, test);
      return words.every((word) => new RegExp(`\\b${word}\\b`).test(text));
    });
  const near = naming(testsIn(project, areaOf(folder)));
  const tests = near.length > 0 ? near : naming(testsIn(project, "test"));
  const length = (test: string) => statSync(join(project, test)).size;
  return tests.toSorted((a, b) => length(a) - length(b));
}

/** A test's text, and that of what it imports by path from the tests. */
function textWithHelpers(project: string, test: string, seen: Set<string> = new Set()): string {
  if (seen.has(test) || !existsSync(join(project, test))) return "";
  seen.add(test);
  const text = readFileSync(join(project, test), "utf8");
  const helpers = [...text.matchAll(/from "(\.[^"]+\.ts)"/g)]
    .map(([, path]) => posix.join(posix.dirname(test), path))
    .filter((file) => file.startsWith("test/"));
  return [text, ...helpers.map((file) => textWithHelpers(project, file, seen))].join("\n");
}
