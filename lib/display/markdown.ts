import { displayable } from "./displayable.ts";

/** Text that a notebook shows as Markdown: prose with numbers that the run has computed. */
export interface Markdown {
  readonly text: string;
}

/** Makes `text` show as Markdown when it is the last value of a cell. */
export function markdown(text: string): Markdown {
  return displayable({ text }, () => ({ "text/markdown": text, "text/plain": text }));
}
