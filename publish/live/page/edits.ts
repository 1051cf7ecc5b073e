/** What a reader has written into a cell, and the published source that it was written over. */
export interface Edit {
  source: string;
  over: string;
}

const key = (cell: string) => `edit ${location.pathname} ${cell}`;

/** The edit of a cell that this browser keeps, if there is one. */
export function keptEdit(cell: string): Edit | undefined {
  try {
    const { source, over } = JSON.parse(localStorage.getItem(key(cell)) ?? "{}");
    return typeof source === "string" && typeof over === "string" ? { source, over } : undefined;
  } catch {
    return undefined; // the browser keeps nothing, or what it kept is damaged
  }
}

/**
 * Keeps an edit in this browser for the next visit, or forgets it.
 * @returns whether the browser did
 */
export function keepEdit(cell: string, edit: Edit | undefined): boolean {
  try {
    if (edit) localStorage.setItem(key(cell), JSON.stringify(edit));
    else localStorage.removeItem(key(cell));
    return true;
  } catch {
    return false;
  }
}
