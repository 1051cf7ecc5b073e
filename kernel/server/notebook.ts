import { fileURLToPath } from "node:url";

/** How a cell's id begins in VS Code: it is the address of the notebook's file, and a fragment. */
const VSCODE = "vscode-notebook-cell:";

/** The notebook of a cell in VS Code; undefined for one that has never been saved. */
function fileOf(cellId: string): string | undefined {
  try {
    return fileURLToPath(`file://${new URL(cellId).pathname}`);
  } catch {
    return undefined; // "Untitled-1.ipynb"
  }
}

/**
 * The file of a cell's notebook, where the front end says which that is: VS Code by the cell's id,
 * Jupyter's server by the environment.
 *
 * @param metadata a request's
 */
export function notebookOf(metadata: unknown): string | undefined {
  const { cellId }: { cellId?: unknown } = Object(metadata);
  const isAddress = typeof cellId === "string" && cellId.startsWith(VSCODE);
  return isAddress ? fileOf(cellId) : process.env.JPY_SESSION_NAME;
}
