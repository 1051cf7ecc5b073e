import type { Cell } from "../../../kernel/threads.ts";
import type { Lines } from "./lines.ts";

/** A cell as JavaScript, by the kernel's translator when the page was made, or by the page's own. */
export interface CompiledCell
  extends Pick<Cell, "js" | "prologue" | "names" | "isAsync" | "resultName" | "added"> {
  /** The modules to be loaded before it runs, and which of their exports; all unless it is said. */
  imports: { name: string; members?: string[] }[];
  /** What lead from lines of `js` to the source's, one after another. */
  lines?: readonly Lines[];
}

/** A page's cells, as published. */
export interface PageCells {
  /** The file beside this one that has each cell's `lines`, for whoever meets an error. */
  lines: string;
  /** In the order of the page, by id. */
  cells: Record<
    string,
    CompiledCell & { /** How the SHA-256 of its source begins, in hexadecimal. */ hash: string }
  >;
}
