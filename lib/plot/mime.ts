/** One thing in several forms, by MIME type; the reader shows the richest that it knows. */
export type MimeBundle = Record<string, unknown>;

/** Makes a value that is the last of a cell show as the bundle that `toBundle` gives. */
export function displayable<T extends object>(value: T, toBundle: (value: T) => MimeBundle): T {
  return Object.defineProperty(value, Symbol.for("Jupyter.display"), {
    value: () => toBundle(value),
  });
}

interface Kernel {
  display(
    content: { data: MimeBundle; metadata: object; transient?: { display_id: string } },
    update?: boolean,
  ): void;
  show(value: unknown): void;
}

/** The Jupyter kernel that runs this code; undefined in a plain script or a browser. */
export function kernel(): Kernel | undefined {
  return (globalThis as { [key: symbol]: unknown })[Symbol.for("jupyter.kernel")] as
    | Kernel
    | undefined;
}

let displays = 0;

/**
 * Opens a place under the running cell whose content can be replaced.
 *
 * @returns a function that puts a bundle there; undefined outside a notebook
 */
export function displayInPlace(): ((bundle: MimeBundle) => void) | undefined {
  const here = kernel();
  if (!here) return undefined;
  const transient = { display_id: `lib-plot-${process.pid}-${++displays}` };
  let update = false;
  return (data) => {
    here.display({ data, metadata: {}, transient }, update);
    update = true;
  };
}
