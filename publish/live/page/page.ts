import type { Bar } from "./bar.ts";
import type { PageCell } from "./cell.ts";

/** What the modules that are loaded later know of the page. */
export interface Page {
  cells: PageCell[];
  /** The buttons for all cells. */
  bar: Bar;
  /** Where the scripts are. */
  scripts: string;
  /** Where the compiled cells are. */
  compiled: string;
  /** Where the published notebook is. */
  notebook: string;
  /** Opens the panel in which the reader gives the files of datasets. */
  openDataFiles(): void;
  /** Shows whether cells run, in the button that runs them all. */
  showRunning(runs: boolean): void;
}
