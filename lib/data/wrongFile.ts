/** A file ends before its content does. */
export class CutOffError extends Error {}

/** A file that is whole, but not the one that was published. */
export class WrongSum extends Error {
  override name = "WrongSum";
}

/** By name, as a loader of TypeScript may load the class twice. */
export function isWrongSum(error: unknown): error is WrongSum {
  return error instanceof Error && error.name === "WrongSum";
}
