/** One thing in several forms, by MIME type; the reader shows the richest that it knows. */
export type MimeBundle = Record<string, unknown>;

/** Makes a value that is the last of a cell show as the bundle that `toBundle` gives. */
export function displayable<T extends object>(value: T, toBundle: (value: T) => MimeBundle): T {
  return Object.defineProperty(value, Symbol.for("Jupyter.display"), {
    value: () => toBundle(value),
  });
}
