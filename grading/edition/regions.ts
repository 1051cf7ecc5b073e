import { Problem } from "../../scripts/setup/problem.mjs";

const BEGIN = /^\s*\/\/ BEGIN SOLUTION\s*$/;
const END = /^\s*\/\/ END SOLUTION\s*$/;

/** What a student finds in place of a solution. */
export const STUB = "// YOUR CODE HERE";

/** A cell's code outside of its solutions and in them, line by line. */
export interface Regions {
  /** The code with a stub for each solution. */
  stubbed: string;
  /** The lines of the solutions. */
  solved: string[];
}

/**
 * Takes the solutions out of a cell.
 *
 * @param cell its name in messages
 * @throws Problem where a marker has no other
 */
export function regionsOf(source: string, cell: string): Regions {
  const stubbed: string[] = [];
  const solved: string[] = [];
  let isSolution = false;
  for (const line of source.split("\n")) {
    if (BEGIN.test(line) || END.test(line)) {
      if (BEGIN.test(line) === isSolution) {
        throw new Problem(
          `${cell}: "${line.trim()}" ${isSolution ? "stands within a solution" : "has no BEGIN SOLUTION before it"}. Each solution stands between // BEGIN SOLUTION and // END SOLUTION.`,
        );
      }
      isSolution = !isSolution;
      if (isSolution) stubbed.push(line.replace("// BEGIN SOLUTION", STUB).trimEnd());
    } else (isSolution ? solved : stubbed).push(line);
  }
  if (isSolution) throw new Problem(`${cell}: // BEGIN SOLUTION has no // END SOLUTION after it.`);
  return { stubbed: stubbed.join("\n"), solved };
}
