import type { MimeBundle } from "./displayable.ts";

/** What the Jupyter kernel does for the code that it runs. */
export interface Kernel {
  /** Puts a bundle under the cell, or replaces the one with the same display id. */
  display(
    content: { data: MimeBundle; metadata: object; transient?: { display_id: string } },
    update?: boolean,
  ): void;
  /** Puts a value under the cell as it would show itself as the cell's last. */
  show(value: unknown): void;
  /** Whether a cell has declared a class or function anew since. */
  isReplaced?(value: object): boolean;
}

/** The Jupyter kernel that runs this code; undefined in a plain script or a browser. */
export function kernel(): Kernel | undefined {
  return (globalThis as { [key: symbol]: unknown })[Symbol.for("jupyter.kernel")] as
    | Kernel
    | undefined;
}
