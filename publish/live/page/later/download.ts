import type { Page } from "../page.ts";

/** The cells of a notebook file, as far as a page changes them. */
interface Notebook {
  cells: { id: string; cell_type: string; source: string | string[] }[];
}

/** Has the browser save the notebook, with the reader's edits, for JupyterLab. */
export async function download({ cells, notebook, bar }: Page): Promise<void> {
  const answer = await fetch(notebook);
  if (!answer.ok) throw new Error(`${notebook} could not be loaded (${answer.status}).`);
  const file: Notebook = await answer.json();
  let edited = 0;
  for (const cell of cells) {
    const own = file.cells.find(({ id }) => id === cell.id);
    if (!cell.isEdited || !own) continue;
    own.source = cell.source;
    edited++;
  }
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)]));
  const link = document.createElement("a");
  link.href = url;
  link.download = decodeURIComponent(notebook.replace(/^.*\//, ""));
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  const count = edited === 1 ? "1 cell" : `${edited} cells`;
  bar.say(`${link.download}, ${edited === 0 ? "as published" : `with your edits of ${count}`}`);
}
