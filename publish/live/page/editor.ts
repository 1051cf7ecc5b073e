/** The editor of a cell. */
export interface Editor {
  focus(): void;
  /** Puts the cursor there, both from 1. */
  goTo(line: number, column: number): void;
  close(): void;
}
